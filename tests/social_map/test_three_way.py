"""Three readings of one offer: nothing edited here is ever lost, and nothing is taken that the source did not say anew."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.social_map.draft import Carried, OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.three_way import ADDRESS, FIELDS, VALUES, Case, compare, says_the_same
from app.social_map.vocabulary import Level, Status, Vog
from tests.social_map.drafts import draft

FEW_WORDS = st.sampled_from(["", "een", "twee", "drie"])
DRAFTS = st.builds(
    OfferDraft,
    name=st.sampled_from(["Koffie", "Soep", "Taart"]),
    organisation=st.builds(OrganisationDraft, name=st.sampled_from(["De Hoek", "Het Huis"]), phone=FEW_WORDS),
    kind=st.sampled_from(["ontmoeting", "oppas"]),
    level=st.sampled_from(Level),
    summary=FEW_WORDS,
    phone=FEW_WORDS,
    times=FEW_WORDS,
    vog=st.sampled_from(Vog),
    domains=st.sampled_from([(), ("wonen",), ("wonen", "werk")]),
    place=st.builds(
        PlaceDraft,
        street=FEW_WORDS,
        kern=FEW_WORDS,
        lat=st.sampled_from([None, 52.0]),
        confidential=st.booleans(),
        directions=FEW_WORDS,
    ),
    status=st.sampled_from([Status.REVIEW, Status.WITHDRAWN]),
    last_confirmed=st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 1)]),
)


@settings(max_examples=300, deadline=None)
@given(DRAFTS, DRAFTS, DRAFTS)
def test_nothing_edited_here_is_lost_and_nothing_is_taken_that_was_not_said(said, says, have):
    found = compare(said, says, have)
    for name, value in VALUES.items():
        if value(have) != value(said) and not (name == "organisation.name" and value(says) == value(have)):
            assert value(found.merged) == value(have), f"{name} was edited here"
        if value(says) == value(said):
            assert value(found.merged) == value(found.proposed) == value(have), f"{name} was not said anew"
        assert value(found.merged) in {value(have), value(says)}
        if value(have) == value(said):
            assert value(found.merged) == value(says), f"{name} changed there only"
        if name in found.of(Case.BOTH):
            assert value(found.proposed) == value(says)


@settings(max_examples=100, deadline=None)
@given(DRAFTS, DRAFTS)
def test_who_edited_nothing_gets_what_the_source_says(said, says):
    found = compare(said, says, said)
    assert not found.of(Case.BOTH)
    assert not found.of(Case.HERE)
    expected = says.model_copy(update={"organisation": found.merged.organisation})
    later = max((day for day in (says.last_confirmed, said.last_confirmed) if day), default=None)
    assert found.merged == found.proposed == expected.model_copy(update={"last_confirmed": later})


@settings(max_examples=100, deadline=None)
@given(DRAFTS, DRAFTS)
def test_a_source_that_repeats_itself_says_nothing_new(said, have):
    assert says_the_same(said, said)
    found = compare(said, said, have)
    assert not found.news
    assert found.merged.phone == have.phone


def test_every_field_of_an_offer_is_looked_at():
    apart = {"source", "source_id", "organisation", "place", "status", "last_confirmed", "carried"}
    assert set(OfferDraft.model_fields) == set(FIELDS) | apart
    compared = {name.removeprefix("place.") for name in VALUES if name.startswith("place.")}
    inside = {"street", "postcode", "town", "kern", "municipality", "lat", "lon"}
    assert set(PlaceDraft.model_fields) == (compared - {"address"}) | inside


def test_the_four_cases_are_told_in_words():
    said = draft(phone="1", times="ma", email="een@voorbeeld.example", age="50+")
    says = draft(phone="1", times="di", email="twee@voorbeeld.example", age="60+")
    have = draft(phone="2", times="ma", email="drie@voorbeeld.example", age="60+")
    told = {each.field: (each.case, each.said, each.says, each.here) for each in compare(said, says, have).fields}
    assert told == {
        "phone": (Case.HERE, "1", "1", "2"),
        "times": (Case.THERE, "ma", "di", "ma"),
        "email": (Case.BOTH, "een@voorbeeld.example", "twee@voorbeeld.example", "drie@voorbeeld.example"),
    }, "what both changed to the same is nobody's question"


def test_an_address_moves_as_one_and_stays_secret_here():
    said = draft(place=PlaceDraft(street="Dorpsstraat 1", postcode="1234 AB", kern="Hattem"))
    says = draft(place=PlaceDraft(street="Kerkweg 2", postcode="4321 BA", kern="Wezep"))
    have = draft(place=PlaceDraft(street="Dorpsstraat 1", postcode="1234 AB", kern="Hattem", confidential=True))
    found = compare(said, says, have)
    assert found.merged.place == PlaceDraft(street="Kerkweg 2", postcode="4321 BA", kern="Wezep", confidential=True)
    assert found.of(Case.THERE) == (ADDRESS,)


def test_what_a_source_carries_for_itself_follows_the_source():
    said = draft(carried=Carried(document={"name": "a", "x": 1}, base={"name": "1"}))
    says = draft(carried=Carried(document={"name": "a", "x": 2}, base={"name": "1"}))
    again = draft(carried=Carried(document={"name": "a", "x": 1}, base={"name": "2"}))
    found = compare(said, says, draft(phone="9", carried=said.carried))
    assert (found.merged.carried, found.merged.phone) == (says.carried, "9")
    assert found.of(Case.THERE) == ("carried",)
    assert says_the_same(said, again), "only our own rendering of it changed"
