from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.publishing.remarks import can_be_rung, remarks_on
from app.social_map.doubles import Likenesses
from app.social_map.draft import Cost, OrganisationDraft
from app.social_map.vocabulary import CostKind, RespiteWeight, Status, Vog
from importers.running import context_of
from importers.spreadsheet import SpreadsheetSource
from tests.social_map.drafts import draft
from tests.web.staff.site import ROOT, shipped

EXAMPLES = sorted((ROOT / "content" / "examples").glob("*.csv"))
ABOUT_WORDS = (
    "Het woord",
    "trefwoorden",
    "losse woorden",
    "gezag",
    "belooft",
    "hoofdletters",
    "link",
    "mobiel nummer",
)

BAD = [
    ("Aanbevolen door de gemeente.", "gezag"),
    ("Onze oppas is AANBEVOLEN door gemeente Hattem.", "gezag"),
    ("Deze cursus is door de gemeente goedgekeurd.", "gezag"),
    ("Een door de gemeente Putten aanbevolen aanbieder.", "gezag"),
    ("Wij zijn erkend door het ministerie.", "gezag"),
    ("Erkende zorg, erkend door de beroepsvereniging.", "gezag"),
    ("Wij zijn de officiële partner van de gemeente Overbetuwe.", "gezag"),
    ("De gemeente raadt ons al jaren aan.", "gezag"),
    ("Gemeente Hattem beveelt onze maaltijden van harte aan.", "gezag"),
    ("Met het keurmerk van de gemeente.", "gezag"),
    ("Aangeraden door alle huisartsen.", "gezag"),
    ("De beste thuiszorg van Hattem.", "gezag"),
    ("Wij zijn de nummer 1 in dagbesteding.", "gezag"),
    ("Voorkeursaanbieder van de gemeente.", "gezag"),
    ("Geselecteerd door het sociaal team van Putten.", "gezag"),
    ("Wij zijn bekroond tot de beste zorgboerderij.", "gezag"),
    ("U heeft recht op onze hulp.", "belooft"),
    ("Iedere inwoner heeft recht op vier uur oppas.", "belooft"),
    ("Met een indicatie hebt u recht op vervoer.", "belooft"),
    ("GRATIS PROBEREN! BEL VANDAAG NOG.", "hoofdletters"),
    ("Kom langs, IEDEREEN IS WELKOM, ook zonder afspraak.", "hoofdletters"),
    ("Kijk op https://www.voorbeeld.example/oppas voor meer.", "link"),
    ("Meer weten: www.voorbeeld-oppas.example.", "link"),
    ("Schrijf u in via voorbeeldoppas.nl/inschrijven.", "link"),
    ("Bel Jan op 06-00 00 00 00.", "mobiel nummer"),
    ("App naar +31 6 00000000 voor een afspraak.", "mobiel nummer"),
    ("Mail naar voorbeeld.persoon@gmail.com voor een plek.", "mobiel nummer"),
    ("Stuur een bericht aan voorbeeld@hotmail.nl.", "mobiel nummer"),
    ("dementie " * 200, "Het woord"),
    ("Dementie? Dementiezorg bij dementie, door dementie-kenners: dementie thuis, dementie buiten, dementie altijd.", "Het woord"),
    (
        "Zorg, oppas, hulp, respijt, dementie, mantelzorg, thuiszorg, dagbesteding, logeren, vervoer, maaltijden, tuin, klus, koffie.",
        "losse woorden",
    ),
]  # fmt: skip

GOOD = [
    "De gemeente beslist hierover.",
    "Gemeente Hattem betaalt dit.",
    "De gemeente geeft subsidie. U betaalt een eigen bijdrage.",
    "Is uw aanvraag goedgekeurd door de gemeente? Dan bellen wij u.",
    "U kunt beginnen als uw plan is goedgekeurd door de gemeente.",
    "Wij zijn niet erkend door de gemeente en vragen geen subsidie.",
    "De gemeente raadt u aan om eerst te bellen met het loket.",
    "U kunt het beste op tijd bellen.",
    "De beste tijd om te komen is na elf uur.",
    "Wij zitten op Dorpsplein nummer 1 in Hattem.",
    "Dit doen wij samen met de gemeente, de kerk en de huisarts.",
    "Uw huisarts kan u naar ons verwijzen.",
    "Op verwijzing van de huisarts of het sociaal team.",
    "De wethouder komt op de open dag.",
    "De vrijwilligers zijn gekozen door de bewoners zelf.",
    "Loop recht op het gebouw af en bel aan.",
    "Wij zoeken samen uit waar u recht op heeft.",
    "Weet u niet of u recht heeft op huurtoeslag? Wij kijken mee.",
    "Zit u rechtop? Dan kunt u mee op de duofiets.",
    "Hulp bij Wmo, Wlz, Jeugdwet, PGB, ZIN en CIZ.",
    "Wij kennen NAH, ASS en ADHD van dichtbij.",
    "Wij werken volgens de AVG, en iedereen heeft een VOG.",
    "Bel 038 000 01 01 en vraag naar de coördinator.",
    "Mail naar oppas@voorbeeld-dorpshart.example en wij antwoorden binnen twee dagen.",
    "Dinsdag koffie, woensdag soep, donderdag handwerken en vrijdag kaarten met de buren.",
    "Wij bieden koffie, thee, koek, een praatje en een luisterend oor.",
    "Een vrijwilliger komt bij u. De vrijwilliger drinkt koffie met uw naaste. De vrijwilliger kookt niet. Wel kan een vrijwilliger mee.",
    "De koffie staat om 10.00 uur klaar. Einde 12.00 uur, dan ruimen wij samen op.",
    "Voor mensen met dementie en hun naasten. Dementie vraagt veel. Wij weten wat dementie is en nemen de tijd.",
    "Aan het eind van de middag brengt de buurtbus u weer naar huis; nr. 1 stopt voor de deur.",
]


def about_words(found):
    return [remark for remark in found if any(word in remark for word in ABOUT_WORDS)]


@pytest.mark.parametrize(("text", "word"), BAD, ids=range(len(BAD)))
def test_words_that_ask_for_an_editors_eye(text, word):
    found = remarks_on(draft(description=text), shipped())
    assert [remark for remark in found if word in remark], found


@pytest.mark.parametrize("text", GOOD, ids=range(len(GOOD)))
def test_ordinary_words_are_left_alone(text):
    assert about_words(remarks_on(draft(description=text), shipped())) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_offer_is_suspected(path: Path):
    reading = SpreadsheetSource().read(path, context_of(shipped(), "voorbeeld"))
    drafts = [row.draft for row in reading.rows if row.draft]
    assert len(drafts) > 10
    for each in drafts:
        if each.status is Status.PUBLISHED:
            assert about_words(remarks_on(each, shipped())) == [], each.name


def test_a_word_two_hundred_times_is_told_with_its_number():
    (remark,) = remarks_on(draft(description="dementie " * 200), shipped())
    assert "'dementie'" in remark
    assert "200 keer" in remark


def test_long_lists_of_keywords():
    assert any(
        "25 trefwoorden" in each
        for each in remarks_on(draft(keywords=tuple(f"woord{n}" for n in range(25))), shipped())
    )
    assert any(
        "'oppas' staat er 4 keer" in each
        for each in remarks_on(draft(keywords=("Oppas", "oppas", "oppas ", "OPPAS")), shipped())
    )
    assert remarks_on(draft(keywords=("oppas", "dagoppas", "thuisoppas", "even weg")), shipped()) == ()


def test_the_certificate_of_conduct():
    def of(**facts):
        return [each for each in remarks_on(draft(**facts), shipped()) if "VOG" in each]

    assert of(kind="oppas", vog=Vog.UNANSWERED)
    assert of(respite=RespiteWeight.DAY, vog=Vog.UNANSWERED)
    assert "Geen VOG" in of(kind="oppas", vog=Vog.NO)[0]
    assert of(kind="oppas", vog=Vog.YES) == of(kind="ontmoeting", vog=Vog.UNANSWERED) == []


def test_a_price_needs_a_date():
    price = Cost(kind=CostKind.PRICE, amount=Decimal("4.00"))
    assert "zonder datum" in remarks_on(draft(costs=(price,)), shipped())[0]
    dated = price.model_copy(update={"valid_until": date(2027, 1, 1)})
    assert remarks_on(draft(costs=(dated, Cost(kind=CostKind.FREE))), shipped()) == ()


@pytest.mark.parametrize(
    "number",
    ["112", "113", "0800-0113", "14 038", "14038", "088 000 12 34", "038 000 01 01", "06 00000000", "+31 38 000 0101", "0900-8844", "0341 000 373",
     "(038) 000 01 01", "038 000 01 01 (kies 2)", "+49 30 000000", "144", "116 111"],
)  # fmt: skip
def test_numbers_that_can_be_rung(number):
    assert can_be_rung(number)


@pytest.mark.parametrize(
    "number", ["038 000", "06 1234", "038 000 01 01 01 01", "bel ons", "00", "12", "06-0000000000000"]
)
def test_numbers_that_cannot(number):
    assert not can_be_rung(number)
    assert number in remarks_on(draft(phone=f"{number}"), shipped())[0]


def test_two_numbers_in_one_field():
    assert remarks_on(draft(phone="038 000 01 01 of 06 00000000"), shipped()) == ()
    assert remarks_on(draft(phone="038 000 01 01 / 06 00"), shipped()) == (
        "Dit telefoonnummer kan niet bestaan: 06 00.",
    )


def test_an_organisation_that_looks_like_another():
    likenesses = Likenesses(["Stichting De Welkamp", "Iets anders"])
    (remark,) = remarks_on(draft(organisation=OrganisationDraft(name="Welkamp")), shipped(), likenesses)
    assert "Stichting De Welkamp" in remark
    assert remarks_on(draft(organisation=OrganisationDraft(name="Stichting De Welkamp")), shipped(), likenesses) == ()


def test_an_offer_that_looks_like_another():
    others = [("Koffie inloop de Voorbeeldhoek", "Stichting Voorbeeld"), ("Maaltijden", "Stichting Voorbeeld")]
    (remark,) = remarks_on(draft(), shipped(), others=others)
    assert "Koffie inloop de Voorbeeldhoek" in remark
