"""Taking one's offers along and handing them in again: nothing is lost, nothing changes, and no cell is worked out (promise 26)."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app import clock
from app.publishing.sheet import ALSO, CELLS, LANGUAGES, Listed, as_csv, as_xlsx, heads, listed, neutral
from app.publishing.stopping import stop
from app.social_map.costs import read_costs
from app.social_map.draft import Accessibility, Cost, OfferDraft, OfferWords, OrganisationDraft, PlaceDraft
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, Organisation
from app.social_map.places_free import set_places
from app.social_map.same_words import says_nothing_new
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Answer, CostKind, Frequency, FundingForm, Level, RespiteWeight, Status, Vog
from importers import Context
from importers.heads import CONTRACT, field_of
from importers.spreadsheet import SOURCE
from tests.social_map.drafts import draft, shelve

WAYS = {"csv": as_csv, "xlsx": as_xlsx}
WORD = st.text("abcdXYZ0189éëïçü’€&<>\"'=+-@#%/().:кмعа中", min_size=1, max_size=12)
LINE = st.lists(WORD, max_size=4).map(" ".join)
RISKY = st.sampled_from(
    ["=1+1", '="a"', "+31 6", "-5", "@som", "'=1", "''+x", "'t Huus", "＝1", "=HYPERLINK(1)", "x\ny"]
)
STORY = st.lists(LINE | RISKY, max_size=4).map("\n".join).map(str.strip)
SHORT = LINE | RISKY.filter(lambda text: "\n" not in text)
WORDS = st.lists(WORD.map(lambda text: text.strip(" ,")).filter(bool), max_size=3, unique=True).map(tuple)
COSTS = st.sampled_from(
    ["", "gratis", "2,50 per keer", "eigen bijdrage", "0,30 per km|gratis", "naar draagkracht", "-", "=3 euro"]
)
ANSWERS = st.sampled_from(Answer)
KINDS = {"oppas": True, "logeren": False, "ontmoeting": False, "overig": False}


@st.composite
def drafts(draw):
    """An offer as the form and the importer make them."""
    until = draw(st.none() | st.just(date(2027, 1, 1)))
    costs, _ = read_costs(draw(COSTS), until, draw(st.sampled_from(["", "folder 2026"])))
    here = draw(st.booleans())
    example_ = draw(st.booleans())
    return OfferDraft(
        source="leefplein", source_id=draw(st.text("abc123-", min_size=1, max_size=8).filter(lambda text: text.strip("-"))),
        licence=draw(SHORT), name=draw(SHORT.filter(str.strip)), organisation=OrganisationDraft(name="Stichting Voorbeeld", phone="038 000 01 01", example=example_),
        kind=draw(st.sampled_from(sorted(KINDS))), level=draw(st.sampled_from(Level)), domains=draw(st.sampled_from([(), ("inkomen",)])),
        target_groups=draw(WORDS), interests=draw(WORDS), summary=draw(SHORT), description=draw(STORY), easy=draw(STORY),
        place=PlaceDraft(
            name=draw(SHORT), street=draw(SHORT), postcode=draw(st.sampled_from(["", "8051 AB"])), town="Hattem", kern=draw(SHORT),
            municipality="Hattem", lat=52.4734 if here else None, lon=6.0633 if here else None, confidential=draw(st.booleans()), directions=draw(SHORT),
        ),
        area_served=draw(WORDS), phone=draw(st.sampled_from(["", "038 000 01 01", "+31 38 000 01 01", "(038) 0000101"])), phone_hours=draw(SHORT),
        email=draw(st.sampled_from(["", "info@voorbeeld.example", "-a@voorbeeld.example"])), website=draw(st.sampled_from(["", "https://voorbeeld.example/a?b=c"])),
        without_voice=draw(SHORT), times=draw(st.sampled_from(["", "di+do 18:30-22:30", "op afspraak", "=altijd"])), costs=costs, decision=draw(ANSWERS),
        vog=draw(st.sampled_from(Vog)), respite=draw(st.none() | st.sampled_from(RespiteWeight)), training=draw(WORDS), book_ahead=draw(SHORT),
        frequency=draw(st.none() | st.sampled_from(Frequency)), limits=draw(SHORT),
        accessibility=Accessibility(wheelchair=draw(ANSWERS), toilet=draw(ANSWERS), low_stimulus=draw(ANSWERS)), languages=draw(WORDS), keywords=draw(WORDS),
        age=draw(SHORT), conditions=draw(STORY), referral_needed=draw(SHORT), waiting_time=draw(SHORT), first_step=draw(STORY), expectation=draw(STORY),
        who_pays=draw(SHORT), funding=draw(st.sampled_from([(), (FundingForm.ZIN,), (FundingForm.ZIN, FundingForm.PGB)])), works_with=draw(WORDS),
        transport=draw(SHORT), meldcode=draw(ANSWERS), quality=draw(SHORT), photo=draw(st.sampled_from(["", "3f2a"])), photo_alt=draw(SHORT),
        translations=draw(st.sampled_from([(), (OfferWords(lang="en", name="Coffee", description="Come in.\nSit down."), OfferWords(lang="uk", summary="Кава"))])),
        successor=draw(SHORT), example=example_, historical=draw(st.booleans()),
    )  # fmt: skip


@pytest.fixture
def context():
    return Context(kinds=KINDS, domains={"inkomen": "Geld"}, source_name="leefplein", today=clock.today())


def handed_in(path: Path, context, data: bytes):
    path.write_bytes(data)
    reading = SOURCE.read(path, context)
    assert reading.unknown_heads == ()
    return list(reading)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(drafts(), min_size=1, max_size=6), way=st.sampled_from(sorted(WAYS)))
def test_whatever_an_offer_says_comes_back_the_same(tmp_path, context, several, way):
    data = WAYS[way]([Listed(each, Status.PUBLISHED) for each in several])
    back = handed_in(tmp_path / f"a.{way}", context, data)
    assert [row.refused for row in back] == [""] * len(several)
    for before, row in zip(several, back, strict=True):
        as_it_was = before.model_copy(update={"organisation": row.draft.organisation, "status": row.draft.status})
        assert row.draft.model_dump() == as_it_was.model_dump()
        assert says_nothing_new(before, row.draft, status=Status.PUBLISHED, checked_on=None)


@given(st.text(max_size=20))
@example("=1")
@example("'")
@example("\t=1")
def test_no_text_starts_a_formula_and_each_comes_back(text):
    from importers.values import Cells

    safe = neutral(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    if safe != text:
        assert Cells({"naam": safe}).raw("naam") == text


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_spreadsheet_program_finds_text_and_no_formula(way):
    nasty = draft("=cmd|' /C calc'!A0", phone="+31 38 000 01 01", summary="@SUM(1)", description="-2+3", times='="ma"')
    data = WAYS[way]([Listed(nasty, Status.PUBLISHED)])
    if way == "csv":
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";") for cell in row]
    else:
        found = [cell for row in openpyxl.load_workbook(io.BytesIO(data))["Aanbod"] for cell in row]
        assert {cell.data_type for cell in found} <= {"s", "n"}
        assert all(cell.value is None for cell in found if cell.data_type == "n")
        cells = [cell.value or "" for cell in found]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "'+31 38 000 01 01" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_heads_are_those_of_the_contract_and_the_importer_knows_all():
    assert tuple(CELLS) == CONTRACT
    assert heads([]) == CONTRACT
    assert {name: field_of(name) for name in (*CELLS, *ALSO)} == {name: name for name in (*CELLS, *ALSO)}
    assert len(CELLS) + len(ALSO) <= 100
    said = Listed(draft(meldcode=Answer.YES, translations=(OfferWords(lang=LANGUAGES[1], name="Kahve"),)), Status.DRAFT)
    assert heads([said])[len(CONTRACT) :] == ("meldcode", "naam_tr")


def test_prices_that_came_without_typing_are_read_back(tmp_path, context):
    costs = (
        Cost(kind=CostKind.PRICE, amount=Decimal("2.50"), unit="keer", valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)),
        Cost(kind=CostKind.FREE, valid_from=date(2026, 1, 1), valid_until=date(2027, 12, 31)),
        Cost(kind=CostKind.OWN_CONTRIBUTION, amount=Decimal("21.80"), unit="maand", source="CAK"), Cost(),
    )  # fmt: skip
    mixed = draft(source="leefplein", costs=costs)
    (row,) = handed_in(tmp_path / "a.csv", context, as_csv([Listed(mixed, Status.PUBLISHED)]))
    assert says_nothing_new(mixed, row.draft, status=Status.PUBLISHED, checked_on=None)
    assert [cost.valid_until for cost in row.draft.costs] == [date(2026, 12, 31), date(2027, 12, 31), None, None]


@pytest.mark.parametrize("way", sorted(WAYS))
def test_all_statuses_go_along_and_handing_them_in_again_changes_nothing(publishing, database, context, tmp_path, way):
    facts = {"source": "leefplein", "phone": "038 000 01 01", "times": "di 10:00-12:00"}
    told = OrganisationDraft(name="Stichting Voorbeeld", phone="038 000 01 02", description="Wij helpen.")
    public, old, gone = shelve(
        database,
        draft("Openbaar", source_id="1", organisation=told, **facts),
        draft("Bevestigd", source_id="2", organisation=told, respite=RespiteWeight.DAY, **facts),
        draft("Gestopt", source_id="3", organisation=told, **facts),
    )
    shelve(database, draft("Wacht", source_id="4", status=Status.REVIEW, **facts), publish=False)
    shelve(database, draft("Concept", source_id="5", status=Status.DRAFT, **facts), publish=False)
    shelve(database, draft("Openbaar", source_id="1", summary="Anders.", organisation=told, **facts), publish=False)
    with database.writing() as session:
        own = Actor("mail link", "organisation")
        move(session, session.get_one(Offer, old.offer_id), "confirm", own)
        set_places(session, old.offer_id, 2, 8, actor="account:1")
        stop(session, publishing, session.get_one(Offer, gone.offer_id), own, successor="openbaar")
    with database.reading() as session:
        table = listed(session, session.get_one(Offer, public.offer_id).organisation_id)
        before = {each.draft.source_id: each for each in table}
    assert {number: each.status for number, each in before.items()} == {
        "1": Status.PUBLISHED, "2": Status.PUBLISHED, "3": Status.WITHDRAWN, "4": Status.REVIEW, "5": Status.DRAFT,
    }  # fmt: skip
    assert before["1"].draft.summary == "Anders."
    rows = handed_in(tmp_path / f"a.{way}", context, WAYS[way](table))
    assert rows[table.index(before["2"])].places.available == 2
    with database.writing() as session:
        shelf = Shelf(session)
        outcomes = {row.name: shelf.receive(row.draft, actor="import").outcome for row in rows}
        shelf.finish()
    assert set(outcomes.values()) == {"unchanged"}, outcomes


def test_the_guard_bites_one_changed_word_is_a_change(publishing, database, context, tmp_path):
    (one,) = shelve(database, draft("Openbaar", source="leefplein", source_id="1", summary="Samen eten."))
    with database.reading() as session:
        table = listed(session, session.get_one(Offer, one.offer_id).organisation_id)
    changed = as_csv(table).replace(b"Samen eten.", b"Samen koken.")
    (row,) = handed_in(tmp_path / "a.csv", context, changed)
    with database.writing() as session:
        assert Shelf(session).receive(row.draft, actor="import").outcome == "changed"
        session.rollback()


def test_nobody_elses_offers_are_in_it(database):
    ours, _ = shelve(database, draft("Van ons"), draft("Van hen", organisation=OrganisationDraft(name="Anderen")))
    with database.reading() as session:
        organisation = session.get_one(Organisation, session.get_one(Offer, ours.offer_id).organisation_id)
        assert [each.draft.name for each in listed(session, organisation.id)] == ["Van ons"]
