"""What every engine promises: one suite, run for each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.search.engine import Centre, IndexUnavailable, Limits, Matches, SearchEngine
from tests.search.conftest import DAYTIME, EVENING_TUESDAY, PUTTEN, TODAY, asked, example_region, offer


def keys(matches: Matches) -> list[int]:
    return [hit.key for hit in matches.hits]


def found(engine: SearchEngine, text: str = "", **limits: object) -> list[int]:
    return keys(engine.search(asked(text), Limits(**limits)))  # type: ignore[arg-type]


class TestFinding:
    def test_a_word_finds_the_offers_that_hold_it(self, engine: SearchEngine) -> None:
        assert set(found(engine, "dementie")) == {1, 2, 3, 4}

    def test_a_word_in_the_title_counts_for_more_than_one_in_the_text(self, engine: SearchEngine) -> None:
        engine.index([offer(30, "Dementie", body="hulp"), offer(31, "Hulp", body="dementie")])
        order = found(engine, "dementie")
        assert order[0] == 30
        assert order.index(31) > 0

    def test_an_unknown_word_finds_nothing(self, engine: SearchEngine) -> None:
        matches = engine.search(asked("fietsbel"), Limits(centre=PUTTEN))
        assert (matches.total, matches.hits, matches.widened) == (0, (), True)

    def test_more_of_what_was_asked_comes_before_less(self, engine: SearchEngine) -> None:
        assert found(engine, "dementie vader")[0] == 1

    def test_the_best_alternative_counts_and_not_the_sum(self, engine: SearchEngine) -> None:
        engine.index([offer(40, "Poes"), offer(41, "Kat poes")])
        both = {hit.key: hit.fit for hit in engine.search(asked("poes|kat"), Limits()).hits}
        assert both[41] == pytest.approx(both[40])

    def test_a_synonym_weighs_less_than_the_word_itself(self, engine: SearchEngine) -> None:
        engine.index([offer(50, "Adempauze"), offer(51, "Rustpunt")])
        assert found(engine, "adempauze|rustpunt") == [50, 51]

    def test_a_kind_the_words_point_to_is_found_without_the_words(self, engine: SearchEngine) -> None:
        matches = engine.search(asked("koffie", kinds=["vervoer"]), Limits())
        assert keys(matches) == [6, 8]

    def test_a_domain_boosts_and_finds_only_when_nothing_else_does(self, engine: SearchEngine) -> None:
        assert keys(engine.search(asked("koffie", domains=["dagbesteding"]), Limits())) == [6]
        assert set(keys(engine.search(asked("fietsbel", domains=["dagbesteding"]), Limits()))) == {3, 12}

    def test_signs_and_other_scripts_do_no_harm(self, engine: SearchEngine) -> None:
        engine.index([offer(60, 'Café "De Brug" OR NEAR(*) مساعدة')])
        assert found(engine, "مساعدة") == [60]
        for hostile in ('"', "OR", "NEAR(a", "a*", "-a", "a:b", "\x00", "(" * 50):
            found(engine, hostile)


class TestLimits:
    @pytest.mark.parametrize(
        ("limits", "expected"),
        [
            ({"kinds": ("oppas", "logeren")}, {1, 2, 4}),
            ({"levels": ("individual",)}, {4, 13}),
            ({"domains": ("dagbesteding",)}, {3, 12}),
            ({"target_groups": ("mensen met dementie",)}, {1}),
            ({"interests": ("hout",)}, {12}),
            ({"languages": ("en",)}, {20}),
            ({"kerns": ("Putten", "krachtighuizen")}, {1, 3, 6, 8, 12}),
            ({"respite": ("night",)}, {4}),
            ({"vog": ("yes",)}, {1, 2}),
            ({"free": True}, {1, 2}),
            ({"transport": True}, {8, 12}),
            ({"kinds": ("dagbesteding",), "interests": ("hout",)}, {12}),
            ({"kinds": ("bestaat-niet",)}, set()),
        ],
    )
    def test_a_tick_filters(self, engine: SearchEngine, limits: dict[str, object], expected: set[int]) -> None:
        assert set(found(engine, **limits)) == expected

    def test_unknown_access_comes_apart_and_no_is_left_out(self, engine: SearchEngine) -> None:
        matches = engine.search(asked(), Limits(accessible=("wheelchair",), centre=PUTTEN))
        assert keys(matches) == [3, 6]
        assert matches.total == 2
        apart = [hit.key for hit in matches.unknown_access]
        assert set(apart) == {1, 2, 4, 8, 13, 20}
        assert matches.unknown_access_total == 6
        assert 12 not in apart

    def test_the_time_of_day_ranks_and_labels_and_never_filters(self, engine: SearchEngine) -> None:
        matches = engine.search(asked("oppas|avondoppas dementie"), Limits(when=EVENING_TUESDAY))
        assert {hit.key: hit.available for hit in matches.hits} == {1: "yes", 2: "no", 3: "no", 4: "unknown"}
        assert keys(matches)[0] == 1
        same = [offer(70, "Klussen", when=DAYTIME), offer(71, "Klussen", when=EVENING_TUESDAY), offer(72, "Klussen")]
        engine.index(same)
        assert found(engine, "klussen", when=EVENING_TUESDAY) == [71, 72, 70]

    def test_only_the_radius_cuts_by_place(self, engine: SearchEngine) -> None:
        assert set(found(engine, "dementie", centre=PUTTEN)) == {1, 2, 3, 4}
        assert set(found(engine, "dementie", centre=PUTTEN, radius_km=6.0)) == {1, 2, 3}
        assert set(found(engine, "dementie", centre=PUTTEN, radius_km=0.0)) == set()

    def test_an_offer_without_a_place_stays_within_the_radius_when_it_is_for_the_municipality(
        self, engine: SearchEngine
    ) -> None:
        assert 20 in found(engine, centre=PUTTEN, radius_km=1.0)
        assert 20 not in found(engine, centre=replace(PUTTEN, kern="Hattem", municipality="hattem"), radius_km=1.0)

    def test_pages_follow_each_other_without_gaps(self, engine: SearchEngine) -> None:
        engine.index([offer(key, "Klussen", lat=52.0 + key / 5000, lon=5.6) for key in range(1000, 1100)])
        whole = found(engine, "klussen", centre=PUTTEN, count=100)
        assert len(whole) == 100
        assert [
            key for start in range(0, 100, 7) for key in found(engine, "klussen", centre=PUTTEN, offset=start, count=7)
        ] == whole
        assert found(engine, "klussen", offset=100) == []
        assert found(engine, "klussen", count=0) == []


class TestPlace:
    def test_the_scope_is_told_for_each_hit(self, engine: SearchEngine) -> None:
        scopes = {hit.key: hit.scope for hit in engine.search(asked(), Limits(centre=PUTTEN)).hits}
        assert scopes == {
            1: "kern",
            2: "kern",
            3: "kern",
            4: "regio",
            6: "gemeente",
            8: "kern",
            12: "kern",
            13: "regio",
            20: "gemeente",
        }

    def test_distance_is_told_where_both_places_are_known(self, engine: SearchEngine) -> None:
        far = {hit.key: hit.distance_km for hit in engine.search(asked(), Limits(centre=PUTTEN)).hits}
        assert far[4] == pytest.approx(9.0, abs=0.2)
        assert far[20] is None

    def test_browsing_goes_from_near_to_far(self, engine: SearchEngine) -> None:
        far = [
            hit.distance_km for hit in engine.search(asked(), Limits(centre=PUTTEN)).hits if hit.distance_km is not None
        ]
        assert far == sorted(far)

    def test_equally_far_means_freshest_first_then_name_then_key(self, engine: SearchEngine) -> None:
        here = {"lat": 51.0, "lon": 4.0, "kern": "Ver", "municipality": "ver"}
        engine.index(
            [
                offer(84, "Zaal", **here),
                offer(83, "Anker", **here),
                offer(82, "Anker", **here),
                offer(81, "Zon", last_confirmed=TODAY, **here),
            ]
        )
        assert found(engine, centre=Centre(51.0, 4.0, "Ver", "ver"))[:4] == [81, 82, 83, 84]

    def test_without_words_and_place_the_freshest_comes_first(self, engine: SearchEngine) -> None:
        assert found(engine)[:2] == [1, 2]

    def test_near_comes_before_far_when_the_words_fit_alike(self, engine: SearchEngine) -> None:
        engine.index([offer(90, "Kaarten", lat=52.9, lon=6.5), offer(91, "Kaarten", lat=52.26, lon=5.6)])
        assert found(engine, "kaarten", centre=PUTTEN) == [91, 90]

    def test_much_better_words_beat_a_shorter_way(self, engine: SearchEngine) -> None:
        near = offer(92, "Bingo", body="schaken " + "spelen " * 300, lat=52.26, lon=5.6)
        engine.index([near, offer(93, "Schaken", lat=52.5, lon=6.0)])
        assert found(engine, "schaken", centre=PUTTEN) == [93, 92]

    def test_nothing_local_is_said_aloud(self, engine: SearchEngine) -> None:
        matches = engine.search(asked("hersenletsel"), Limits(centre=PUTTEN))
        assert matches.widened
        assert [(hit.key, hit.scope) for hit in matches.hits] == [(13, "regio")]
        assert not engine.search(asked("dementie"), Limits(centre=PUTTEN)).widened
        assert not engine.search(asked("hersenletsel"), Limits()).widened

    def test_names_alone_give_a_scope_and_no_distance(self, engine: SearchEngine) -> None:
        hits = engine.search(asked("dementie"), Limits(centre=Centre(kern="Putten", municipality="Putten"))).hits
        assert {hit.key: hit.scope for hit in hits}[4] == "regio"
        assert all(hit.distance_km is None for hit in hits)


class TestFreshness:
    def test_the_most_recently_confirmed_wins_when_all_else_is_equal(self, engine: SearchEngine) -> None:
        engine.index(
            [
                offer(95, "Vissen", last_confirmed=TODAY - 300),
                offer(96, "Vissen", last_confirmed=TODAY),
                offer(97, "Vissen"),
            ]
        )
        assert found(engine, "vissen", today=TODAY) == [96, 95, 97]
        assert found(engine, "vissen") == [96, 95, 97]


class TestStuffing:
    @pytest.mark.parametrize("where", ["body", "summary", "keywords", "title", "organisation"])
    def test_repeating_a_word_gains_nothing(self, engine: SearchEngine, where: str) -> None:
        once, often = ("dementie",), ("dementie",) * 200
        plain, stuffed = (words if where == "keywords" else " ".join(words) for words in (once, often))
        engine.index(
            [
                offer(110, **{"title": "Hulp thuis", where: plain}),
                offer(109, **{"title": "Hulp thuis", where: stuffed}),
            ]
        )
        fits = {hit.key: hit.fit for hit in engine.search(asked("dementie"), Limits()).hits}
        assert fits[109] <= fits[110]


class TestFacets:
    def test_zeroes_are_shown(self, engine: SearchEngine) -> None:
        counted = engine.search(asked("koffie"), Limits(facets=("kind", "accessible", "free", "transport"))).facets
        assert counted.of("kind")["ontmoeting"] == 1
        assert counted.of("kind")["oppas"] == 0
        assert counted.of("accessible") == {
            "wheelchair": 1,
            "toilet": 0,
            "hearing_loop": 0,
            "parking": 0,
            "low_stimulus": 0,
        }
        assert counted.of("free") == {"yes": 0}
        assert counted.of("level") == {}

    @pytest.mark.parametrize(
        ("facet", "field"),
        [
            ("kind", "kinds"),
            ("level", "levels"),
            ("domain", "domains"),
            ("interest", "interests"),
            ("kern", "kerns"),
            ("target_group", "target_groups"),
            ("language", "languages"),
            ("respite", "respite"),
            ("vog", "vog"),
        ],
    )
    def test_a_count_is_what_ticking_it_gives(self, engine: SearchEngine, facet: str, field: str) -> None:
        ticked = Limits(levels=("general", "collective"), centre=PUTTEN, radius_km=30.0, facets=(facet,), count=100)
        for value, count in engine.search(asked(), ticked).facets.of(facet).items():
            assert engine.search(asked(), replace(ticked, **{field: (value,)})).total == count, value

    def test_the_other_kinds_stay_countable_when_one_is_ticked(self, engine: SearchEngine) -> None:
        counted = engine.search(asked("dementie"), Limits(kinds=("oppas",), facets=("kind", "level"))).facets
        assert counted.of("kind")["logeren"] == 1
        assert counted.of("level") == {"collective": 0, "general": 2, "individual": 0}


class TestChanging:
    def test_a_change_is_found_at_once_and_the_old_words_no_more(self, engine: SearchEngine) -> None:
        assert engine.index([offer(6, "Theemiddag", kind="ontmoeting")]) == 1
        assert found(engine, "koffie") == []
        assert found(engine, "theemiddag") == [6]
        assert len(engine.keys()) == len(example_region())

    def test_a_deleted_offer_is_gone(self, engine: SearchEngine) -> None:
        assert engine.delete([1, 2, 999]) == 2
        assert set(found(engine, "dementie")) == {3, 4}
        assert engine.explain(1, asked("dementie")) is None
        assert "avondoppas" not in engine.vocabulary()
        assert "avondoppas" not in set(engine.vocabulary().words())

    def test_many_small_changes_leave_no_doubles(self, engine: SearchEngine) -> None:
        for turn in range(12):
            engine.index([offer(200 + turn % 3, f"Beurt nummer{turn}")])
        assert found(engine, "beurt") == [200, 201, 202]
        assert engine.vocabulary().document_frequency("beurt") == 3
        assert len(engine.keys()) == len(example_region()) + 3

    def test_the_last_of_two_with_one_key_counts(self, engine: SearchEngine) -> None:
        engine.index([offer(300, "Eerste"), offer(300, "Tweede")])
        assert found(engine, "eerste|tweede") == [300]
        assert found(engine, "eerste") == []

    def test_a_rebuild_holds_what_it_was_given_and_nothing_else(self, engine: SearchEngine) -> None:
        assert engine.rebuild(iter([offer(1, "Nieuw")])) == 1
        assert engine.keys() == [1]
        assert found(engine, "dementie") == []

    def test_a_rebuild_that_fails_leaves_the_old_index(self, engine: SearchEngine) -> None:
        def broken():
            yield offer(1, "Nieuw")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            engine.rebuild(broken())
        assert set(found(engine, "dementie")) == {1, 2, 3, 4}
        assert engine.health().ok

    def test_an_empty_index_is_an_index(self, empty_engine: SearchEngine) -> None:
        assert empty_engine.rebuild([]) == 0
        matches = empty_engine.search(
            asked("hulp"), Limits(centre=PUTTEN, radius_km=5, facets=("kind", "accessible"), accessible=("toilet",))
        )
        assert matches.total == 0
        assert found(empty_engine) == []
        assert list(empty_engine.vocabulary().words()) == []
        assert empty_engine.health().ok
        empty_engine.index([offer(1, "Hulp")])
        assert found(empty_engine, "hulp") == [1]

    def test_everything_can_be_deleted(self, engine: SearchEngine) -> None:
        engine.delete([document.key for document in example_region()])
        assert engine.keys() == []
        assert found(engine, "dementie", facets=("kind",), centre=PUTTEN) == []


class TestTelling:
    def test_why_an_offer_is_shown(self, engine: SearchEngine) -> None:
        told = engine.explain(1, asked("oppas|avondoppas fietsbel", kinds=["oppas"], domains=["inkomen"]))
        assert told is not None
        assert [(reason.words, reason.terms) for reason in told.found] == [("oppas", ("avondoppas",))]
        assert (told.missed, told.kind, told.domains) == (("fietsbel",), "oppas", ())

    def test_the_vocabulary_knows_words_and_how_rare_they_are(self, engine: SearchEngine) -> None:
        vocabulary = engine.vocabulary()
        assert "dementie" in vocabulary
        assert "fietsbel" not in vocabulary
        assert vocabulary.document_frequency("dementie") == 4
        assert vocabulary.document_frequency("fietsbel") == 0
        assert {"avondoppas", "koffie"} <= set(vocabulary.words())
        assert engine.vocabulary() is vocabulary
        engine.index([offer(400, "Fietsbel")])
        assert "fietsbel" in engine.vocabulary()
        assert "fietsbel" not in vocabulary

    def test_before_the_first_build_it_says_that_the_index_is_missing(self, empty_engine: SearchEngine) -> None:
        for ask in (
            lambda: empty_engine.search(asked("hulp"), Limits()),
            lambda: empty_engine.suggest("hu"),
            empty_engine.keys,
            lambda: empty_engine.index([offer(1)]),
            lambda: empty_engine.delete([1]),
        ):
            with pytest.raises(IndexUnavailable) as told:
                ask()
            assert told.value.reason == "missing"
        health = empty_engine.health()
        assert not health.ok
        assert health.detail
