import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.asking import Question
from app.search.bounds import LARGEST_PAGE
from app.social_map.vocabulary import Level
from tests.search.small_map import OFFERS, small_map


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = small_map(tmp_path_factory.mktemp("map"))
    yield made
    made.database.close()


@pytest.fixture
def ask(services):
    def asking(words="", **facts):
        return services.finder.ask(Question(words=words, **({"host": "hattem"} | facts)))

    return asking


def names(answer):
    return [each.card.name for each in answer.results]


def test_words_find_what_says_them_nearest_first(ask):
    for town in ("Hattem", "Putten"):
        found = ask("leesclub", host=town.lower())
        assert found.results[0].card.municipality == town
        assert {each.card.municipality for each in found.results} == {"Hattem", "Putten"}
        assert not found.degraded
        assert found.results[0].why[0].code in {"words", "synonym"}


def test_no_words_is_looking_around(ask):
    answer = ask()
    assert answer.total == len(OFFERS)
    assert answer.understood == ()


def test_ticks_filter_and_words_do_not(ask):
    assert names(ask(kinds=("oppas",))) == ["Oppas thuis"]
    assert names(ask(free=True)) == ["Samen eten"]
    assert ask(levels=(Level.INDIVIDUAL.value,)).total == 0
    assert "Oppas thuis" in names(ask("iemand die op mijn vrouw past"))


def test_what_does_not_exist_is_left_out_instead_of_emptying_the_page(ask):
    assert ask(kinds=("bestaat-niet",), domains=("ook-niet",)).total == len(OFFERS)
    assert ask("eten", place="Nergenshuizen").place_unknown
    assert ask("eten", place="Nergenshuizen").total >= 2


def test_only_a_radius_cuts_by_place(ask):
    everywhere = ask("eten", place="8051")
    assert {"Samen eten", "Eettafel Putten"} <= set(names(everywhere))
    near = ask("eten", place="8051", radius_km=10)
    assert "Eettafel Putten" not in names(near)
    assert "Samen eten" in names(near)
    assert "Eettafel Putten" in names(ask("eten", radius_km=10)), "without a place there is nothing to measure from"


def test_a_day_ranks_and_labels_and_never_filters(ask):
    answer = ask("eten", day="wo")
    assert {"Samen eten", "Eettafel Putten"} <= set(names(answer))
    labels = {each.card.name: each.other_time for each in answer.results}
    assert labels["Samen eten"]
    assert not labels["Eettafel Putten"]


def test_a_day_in_words_does_the_same_and_can_be_taken_away(ask):
    answer = ask("eten op woensdag")
    (time,) = [each for each in answer.understood if each.kind == "time"]
    assert "woensdag" in time.words
    assert not [each for each in ask("eten op woensdag", without=(time.words,)).understood if each.kind == "time"]


def test_a_confidential_place_has_no_distance(ask):
    (found,) = [each for each in ask("veilig wonen", place="8051").results if each.card.confidential]
    assert (found.distance_km, found.card.lat, found.card.kern) == (None, None, "")


def test_what_lies_beyond_is_labelled_and_said_to_be(ask):
    scopes = {each.card.name: each.scope for each in ask("eten", place="8051").results}
    assert scopes["Samen eten"] in {"kern", "gemeente"}
    assert scopes["Eettafel Putten"] == "regio"
    assert ask("marimba").widened
    assert not ask("samen eten").widened


def test_danger_is_said_beside_the_answer_and_never_instead_of_it(ask):
    answer = ask("ik wil niet meer leven en zoek een marimba")
    assert answer.dangers
    assert "Marimba" in names(answer)


def test_every_facet_is_counted_zero_as_well(ask):
    facets = ask("eten").facets
    assert facets.of("kind")["ontmoeting"] >= 2
    assert facets.of("kind").get("oppas", 0) == 0
    assert "yes" in facets.of("free")


def test_pages_are_cut_from_one_order(ask):
    whole = names(ask())
    assert [names(ask(page=page, per_page=2)) for page in (1, 2, 4)] == [whole[:2], whole[2:4], whole[6:]]
    assert ask(per_page=2).pages == 4
    assert ask(page=99).results == ()
    assert ask(per_page=10_000).question.per_page == LARGEST_PAGE


def test_nothing_found_points_to_what_is_near(ask):
    answer = ask("xqzwv")
    assert answer.total == 0
    assert answer.widened
    assert not answer.found_locally


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.text(max_size=200), place=st.text(max_size=20), radius=st.none() | st.floats(allow_nan=True), page=st.integers(), per_page=st.integers(),
    day=st.sampled_from(["", "ma", "zo", "xx"]), daypart=st.sampled_from(["", "avond", "x"]), without=st.lists(st.text(max_size=10), max_size=3),
)  # fmt: skip
def test_it_never_raises_for_anything_a_visitor_can_type(
    services, words, place, radius, page, per_page, day, daypart, without
):
    services.finder.ask(
        Question(
            words=words,
            place=place,
            radius_km=radius,
            page=page,
            per_page=per_page,
            day=day if day != "xx" else "",
            daypart=daypart if daypart != "x" else "",
            without=tuple(without),
        )
    )
