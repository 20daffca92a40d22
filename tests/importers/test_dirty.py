"""A hundred dirty rows of our own making, written before the importer was finished: exactly the report they deserve."""

import csv
import io
import json
from datetime import date

import pytest
from sqlmodel import col, select

from app.social_map.finding import everything_of, published
from app.social_map.models import Flag, Offer, OfferRevision, Organisation, Place
from app.social_map.names import fold_name
from app.social_map.vocabulary import Status
from importers.running import import_file
from importers.undoing import undo_run
from tests.importers.conftest import FIXTURES
from tests.importers.workbooks import workbook

DIRTY = FIXTURES / "dirty"
FIRST = DIRTY / "eerste.csv"
SECOND = DIRTY / "tweede.csv"
EXPECTED = json.loads((DIRTY / "expected.json").read_text(encoding="utf-8"))
WORDS = {
    "naam": "naam",
    "niveau": "niveau",
    "soort": "soort",
    "tijden": "tijden",
    "kosten": "kosten",
    "lijkt": "lijkt",
    "dubbel": "regel",
}
"""What must stand in the reason, whatever else it says."""
KINDS_OF_TROUBLE = ("apostrof", "accent", "spatie", "bijna", "fout", "samen", "kop", "dubbel")


@pytest.fixture
def load(services):
    def load(path=SECOND, *, publish=False):
        return import_file(services, "spreadsheet", path, source_name="register", publish=publish)

    return load


@pytest.fixture
def approved(load):
    """The first delivery stands before the public."""
    return load(FIRST, publish=True)


@pytest.fixture
def drafts(services):
    """What was last received of an offer, public or waiting, by folded name and organisation."""

    def drafts():
        with services.database.reading() as session:
            revisions = session.exec(select(OfferRevision).order_by(col(OfferRevision.id))).all()
        return {fold_name(each.draft.name): each.draft for each in revisions}

    return drafts


@pytest.fixture
def state(services):
    """Everything of the map that a run may change."""

    def state():
        with services.database.reading() as session:
            offers = session.exec(select(Offer).order_by(col(Offer.slug))).all()
            held = session.exec(select(OfferRevision.offer_id).where(OfferRevision.state == "pending")).all()
            return (
                [
                    (each.slug, each.name, each.status, each.phone, each.email, each.times, each.summary, each.digest)
                    for each in offers
                ],
                sorted(held),
                sorted(session.exec(select(Organisation.name)).all()),
                len(session.exec(select(Place.id)).all()),
                len(session.exec(select(Flag.id)).all()),
            )

    return state


@pytest.fixture
def public(services):
    """All that a page of this offer is made of."""

    def public(name):
        with services.database.reading() as session:
            slug = session.exec(select(Offer.slug).where(Offer.name == name)).one()
            offer = published(session.connection(), slug)
            assert offer is not None, f"{name} is no longer public"
            return everything_of(offer)[:-1], offer

    return public


def counts(report):
    return {name: getattr(report, name) for name in ("read", "new", "changed", "unchanged", "organisations", "offers")}


def wanted_counts():
    return {name: EXPECTED[name] for name in ("read", "new", "changed", "unchanged", "organisations", "offers")}


def compare(report):
    assert counts(report) == wanted_counts()
    compare_remarks(report)


def compare_remarks(report):
    assert {each.line for each in report.refused} == {each["line"] for each in EXPECTED["refused"]}
    needed = {each["line"] for each in EXPECTED["flagged"]}
    flagged = {each.line for each in report.flagged}
    assert needed - flagged == set(), "not flagged"
    assert flagged - needed - set(EXPECTED["may_flag"]) == set(), "flagged for nothing"
    for kind, remarks in (("refused", report.refused), ("flagged", report.flagged)):
        for wanted in EXPECTED[kind]:
            here = [each for each in remarks if each.line == wanted["line"]]
            assert any(WORDS[wanted["about"]] in each.reason.casefold() for each in here), (wanted, here)
            assert {fold_name(each.name) for each in here} == {fold_name(wanted["name"])}


def rows_of(path, encoding):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_hundred_rows_are_what_they_should_be():
    rows = rows_of(SECOND, "cp1252")
    assert len(rows) == 101
    assert all(len(EXPECTED["groups"][kind]) >= 5 for kind in KINDS_OF_TROUBLE)
    assert sorted(line for lines in EXPECTED["groups"].values() for line in lines) == list(range(2, 102))
    assert {row[-1] for row in rows_of(FIRST, "utf-8")[1:]} == {"ja"}
    with pytest.raises(UnicodeDecodeError):
        SECOND.read_text(encoding="utf-8")


def test_the_first_delivery_is_clean(approved, services):
    assert counts(approved) == {"read": 40, "new": 40, "changed": 0, "unchanged": 0, "organisations": 15, "offers": 40}
    assert (approved.refused, approved.flagged) == ([], [])
    with services.database.reading() as session:
        assert set(session.exec(select(Offer.status)).all()) == {Status.PUBLISHED}


def test_exactly_the_expected_report(approved, load):
    compare(load())


def test_headings_and_totals_are_neither_offers_nor_refusals(approved, load, services):
    report = load()
    said = {each.line for each in (*report.refused, *report.flagged)}
    assert said.isdisjoint(EXPECTED["skipped_headings"])
    rows = rows_of(SECOND, "cp1252")
    headings = {rows[line - 1][0] for line in EXPECTED["skipped_headings"]}
    with services.database.reading() as session:
        assert headings.isdisjoint(session.exec(select(Offer.name)).all())
        assert headings.isdisjoint(session.exec(select(Organisation.name)).all())


def test_a_public_page_stays_as_it_was_until_somebody_decides(approved, load, public, services):
    names = [each["public_name"] for each in EXPECTED["changes"]]
    before = {name: public(name)[1] for name in names}
    pages = {name: (each.phone, each.email, each.times, each.summary, each.costs) for name, each in before.items()}
    load()
    for name in names:
        now = public(name)[1]
        assert (now.phone, now.email, now.times, now.summary, now.costs) == pages[name]
    with services.database.reading() as session:
        held = session.exec(
            select(Offer.name)
            .join(OfferRevision, col(OfferRevision.offer_id) == col(Offer.id))
            .where(OfferRevision.state == "pending", Offer.status == Status.PUBLISHED)
        ).all()
    assert sorted(held) == sorted(names)


def test_a_page_of_an_unchanged_offer_is_the_same_to_the_letter(approved, load, public):
    before = public("Koffie-inloop")[0]
    load()
    assert public("Koffie-inloop")[0] == before


@pytest.mark.parametrize("number", range(len(EXPECTED["split"])))
def test_a_cell_with_everything_is_taken_apart(approved, load, drafts, number):
    wanted = EXPECTED["split"][number]
    load()
    draft = drafts()[fold_name(wanted["name"])]
    got = (draft.phone, draft.email, draft.place.street, draft.place.postcode, draft.place.town)
    assert got == tuple(wanted[name] for name in ("telefoon", "email", "straat", "postcode", "plaats"))


def test_broken_letters_are_mended(approved, load, services):
    load()
    with services.database.reading() as session:
        names = set(session.exec(select(Offer.name)).all())
    assert {each["name"] for each in EXPECTED["stored_names"]} <= names
    assert not [name for name in names if "Ã" in name]


def test_days_that_excel_counted_are_read(approved, load, drafts):
    load()
    for wanted in EXPECTED["days"]:
        draft = drafts()[fold_name(wanted["name"])]
        if "gecontroleerd_op" in wanted:
            assert draft.last_confirmed == date.fromisoformat(wanted["gecontroleerd_op"])
        else:
            assert draft.costs[0].valid_until == date.fromisoformat(wanted["kosten_geldig_tot"])


def test_what_cannot_be_read_is_kept_as_typed(approved, load, drafts):
    load()
    for wanted in EXPECTED["kept"]:
        draft = drafts()[fold_name(wanted["name"])]
        got = {"times": draft.times, "costs": draft.costs[0].as_typed, "kind": draft.kind}
        for name in got.keys() & wanted.keys():
            assert got[name] == wanted[name]


def test_a_third_run_changes_nothing_more(approved, load, state):
    first = load()
    before = state()
    again = load()
    known = EXPECTED["new"] + EXPECTED["changed"] + EXPECTED["unchanged"]
    assert counts(again) == wanted_counts() | {"new": 0, "changed": 0, "unchanged": known}
    compare_remarks(again)
    assert {each.line for each in again.flagged} == {each.line for each in first.flagged}
    assert state() == before


def test_taking_it_back_brings_the_map_back(approved, load, state, services):
    before = state()
    report = load()
    assert state() != before
    undone = undo_run(services, report.run)
    assert (undone.removed, undone.restored, undone.kept) == (EXPECTED["new"], EXPECTED["changed"], [])
    assert state() == before
    compare(load())


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "xlsx"])
def test_the_same_rows_in_another_wrapping_give_the_same_report(approved, load, tmp_path, form):
    rows = rows_of(SECOND, "cp1252")
    if form == "xlsx":
        path = workbook(tmp_path / "tweede.xlsx", [[cell or None for cell in row] for row in rows])
    else:
        path = tmp_path / "tweede.csv"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(rows)
        path.write_bytes(text.getvalue().encode(form))
    compare(load(path))
