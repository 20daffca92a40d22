from datetime import date
from decimal import Decimal

import pytest

from app.social_map.draft import Accessibility, Carried, Cost, OfferDraft
from app.social_map.vocabulary import Answer, CostKind, FundingForm, RespiteWeight
from app.web.offer_differences import differences, labels
from tests.web.editor.offers import draft
from tests.web.staff.site import make_site, shipped

NOT_SHOWN = {"organisation", "place"}


@pytest.fixture
def site(tmp_path):
    found = make_site(tmp_path)
    yield found
    found.close()


def said(site, before, after):
    with site.app.test_request_context("/"):
        return {fact.label: (fact.before, fact.after) for fact in differences(before, after, shipped())}


def test_every_field_of_an_offer_has_a_label(site):
    with site.app.test_request_context("/"):
        named = {name.partition(".")[0] for name in labels()}
    assert named >= set(OfferDraft.model_fields) - NOT_SHOWN


def test_values_are_said_in_words(site):
    facts = said(
        site,
        None,
        draft(
            kind="oppas", domains=("inkomen",), respite=RespiteWeight.NIGHT, funding=(FundingForm.PGB,), last_confirmed=date(2026, 11, 3), example=True,
            accessibility=Accessibility(wheelchair=Answer.YES, toilet=Answer.NO),
            costs=(Cost(kind=CostKind.PRICE, amount=Decimal("2.50"), unit="per keer", as_typed="2,50 per keer", valid_until=date(2027, 1, 1), source="folder"),),
        ),
    )  # fmt: skip
    assert facts["Soort"][1] == shipped().kind("oppas").label
    assert facts["Leefgebieden"][1] == shipped().domain("inkomen").label
    assert facts["Respijt"][1] == "nacht"
    assert facts["Gecontroleerd op"][1] == "3 november 2026"
    assert facts["Voorbeeld"][1] == "ja"
    assert facts["Toegankelijkheid"][1] == "rolstoel: ja, invalidentoilet: nee"
    assert facts["Kosten"][1] == "prijs € 2,50 per keer, geldig tot 1 januari 2027, folder"
    assert all(before == "" for before, _ in facts.values())


def test_a_price_stands_there_as_typed_too_when_that_says_something_else(site):
    price = Cost(kind=CostKind.PRICE, amount=Decimal(1), unit="kopje", as_typed="1 per kopje")
    assert said(site, None, draft(costs=(price,)))["Kosten"][1] == "prijs € 1,00 per kopje"
    price = price.model_copy(update={"as_typed": "1 p/k, kinderen niets"})
    assert said(site, None, draft(costs=(price,)))["Kosten"][1] == "prijs € 1,00 per kopje (1 p/k, kinderen niets)"


def test_what_a_source_carries_for_itself_is_seen_when_it_changes(site):
    before = draft(carried=Carried(document={"alert": "", "phones": [{}, {}], "wait_time": "twee weken"}))
    after = draft(carried=Carried(document={"phones": [{}], "wait_time": "drie weken"}))
    found = said(site, before, after)["Wat de bron nog meer zegt"]
    assert found == ("phones (2); wait_time: twee weken", "phones (1); wait_time: drie weken")


def test_a_fact_that_was_taken_away_stays_in_sight(site):
    facts = said(site, draft(age="60+"), draft())
    assert facts["Leeftijd"] == ("60+", "")


def test_an_unknown_kind_is_shown_as_it_is(site):
    assert said(site, None, draft(kind="iets-nieuws"))["Soort"][1] == "iets-nieuws"


def test_times_stand_as_typed_with_how_they_were_read(site):
    facts = said(site, None, draft(times="wo 10-12 uur", phone_hours="als het uitkomt"))
    assert facts["Tijden"][1] == "wo 10-12 uur\nZo lezen wij dit: woensdag van 10.00 tot 12.00 uur"
    assert facts["Te bellen"][1].startswith("als het uitkomt\nDit kunnen wij niet lezen.")
    assert said(site, None, draft(times="op afspraak"))["Tijden"][1] == "op afspraak"
