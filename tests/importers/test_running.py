"""An import from file to map: counted, flagged, repeatable (contract.md sections 2 and 4, S27)."""

from datetime import date

import pytest
from sqlmodel import select

from app import clock
from app.outbox.models import OutboxMessage
from app.social_map.models import Flag, ImportRun, Offer, OfferRevision, Organisation
from app.social_map.vocabulary import FundingForm, Status
from importers import FileRefused
from importers.running import Report, context_of, import_file, sources
from tests.importers.conftest import FIXTURES

OFFERS = FIXTURES / "offers.csv"
PROVIDERS = FIXTURES / "providers.csv"


@pytest.fixture
def rows(services):
    def rows(table):
        with services.database.reading() as session:
            return session.exec(select(table)).all()

    return rows


@pytest.fixture
def offers(rows):
    def offers():
        return {offer.name: offer for offer in rows(Offer)}

    return offers


@pytest.fixture
def write(tmp_path):
    def write(*lines, heads="id;naam;soort;niveau"):
        path = tmp_path / "aanbod.csv"
        path.write_text("\n".join((heads, *lines)) + "\n")
        return path

    return write


def outcome(report):
    return report.read, report.new, report.changed, report.unchanged, len(report.refused)


def test_the_report_has_the_keys_of_the_contract(services):
    report = import_file(services, "spreadsheet", OFFERS).as_json()
    assert {
        "run",
        "source",
        "read",
        "new",
        "changed",
        "unchanged",
        "flagged",
        "refused",
        "organisations",
        "offers",
    } <= set(report)
    assert set(report["flagged"][0]) == set(report["refused"][0]) == {"line", "name", "reason"}
    assert report["source"] == "spreadsheet"
    assert report["run"]


def test_without_a_word_of_an_administrator_everything_waits(services, offers):
    report = import_file(services, "spreadsheet", OFFERS)
    assert outcome(report) == (11, 8, 0, 0, 3)
    assert {offer.status for offer in offers().values()} == {Status.REVIEW, Status.DRAFT, Status.WITHDRAWN}
    assert (report.offers, report.organisations) == (8, 3)


def test_publishing_what_may_be_published(services, offers):
    report = import_file(services, "spreadsheet", OFFERS, publish=True)
    states = {name: offer.status for name, offer in offers().items()}
    held = {name for name, status in states.items() if status is not Status.PUBLISHED}
    assert held == {"Oppas zonder VOG", "Nog niet af", "Oude soos"}
    assert held <= {remark.name for remark in report.flagged}
    assert [remark.line for remark in report.flagged] == sorted(remark.line for remark in report.flagged)


def test_a_row_without_a_day_of_checking_starts_today(services, offers):
    import_file(services, "spreadsheet", OFFERS, publish=True)
    assert offers()["Koffie-inloop"].last_confirmed == clock.today()
    assert offers()["Avondoppas aan huis"].last_confirmed == date(2025, 11, 3)


@pytest.mark.parametrize("publish", [False, True])
def test_a_second_run_changes_nothing(services, rows, publish):
    first = import_file(services, "spreadsheet", OFFERS, publish=publish)
    before = (len(rows(Offer)), len(rows(Flag)), len(rows(OfferRevision)), len(rows(Organisation)))
    second = import_file(services, "spreadsheet", OFFERS, publish=publish)
    assert outcome(second) == (11, 0, 0, 8, 3)
    assert (second.offers, second.organisations, second.flagged) == (first.offers, first.organisations, first.flagged)
    assert (len(rows(Offer)), len(rows(Flag)), len(rows(OfferRevision)), len(rows(Organisation))) == before


def test_a_dry_run_counts_the_same_and_leaves_nothing(services, rows):
    dry = import_file(services, "spreadsheet", OFFERS, publish=True, dry_run=True)
    for table in (Offer, Organisation, ImportRun, Flag, OutboxMessage):
        assert rows(table) == []
    real = import_file(services, "spreadsheet", OFFERS, publish=True)
    assert dry.run == ""
    assert dry.as_json() | {"run": real.run} == real.as_json()


def test_a_file_that_is_refused_leaves_nothing(services, rows, tmp_path):
    with pytest.raises(FileRefused):
        import_file(services, "spreadsheet", tmp_path / "weg.csv")
    assert rows(ImportRun) == []


def test_an_id_belongs_to_its_source(services, offers, write):
    path = write("1;Een;ontmoeting;algemeen")
    assert import_file(services, "spreadsheet", path, source_name="gids").new == 1
    assert import_file(services, "spreadsheet", path, source_name="krant").new == 1
    assert import_file(services, "spreadsheet", path, source_name="gids").unchanged == 1


def test_a_known_id_under_another_name_is_flagged(services, offers, write):
    import_file(services, "spreadsheet", write("1;Een;ontmoeting;algemeen"), publish=True)
    report = import_file(services, "spreadsheet", write("1;Iets anders;ontmoeting;algemeen"))
    assert report.changed == 1
    assert "hoorde bij 'Een'" in report.flagged[0].reason
    assert "Een" in offers()


def test_a_change_to_an_approved_offer_waits_unless_published(services, offers, write):
    heads = "id;naam;soort;niveau;tijden"
    import_file(services, "spreadsheet", write("1;Een;ontmoeting;algemeen;ma", heads=heads), publish=True)
    changed = write("1;Een;ontmoeting;algemeen;di", heads=heads)
    assert import_file(services, "spreadsheet", changed).changed == 1
    assert (offers()["Een"].status, offers()["Een"].times) == (Status.PUBLISHED, "ma")
    assert import_file(services, "spreadsheet", changed).unchanged == 1
    import_file(services, "spreadsheet", changed, publish=True)
    assert offers()["Een"].times == "di"


def test_one_id_twice_in_a_file_keeps_the_first_and_says_so(services, offers, write):
    path = write("1;Een;ontmoeting;algemeen", "1;Twee;ontmoeting;algemeen")
    report = import_file(services, "spreadsheet", path)
    assert outcome(report) == (2, 1, 0, 1, 0)
    assert report.offers == 1
    assert "regel 2 bij 'Een'" in report.flagged[0].reason
    assert list(offers()) == ["Een"]
    assert outcome(import_file(services, "spreadsheet", path)) == (2, 0, 0, 2, 0)


def test_doubles_are_found_whatever_the_municipality(services, rows, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort;niveau;kern;gemeente\nEen;ontmoeting;algemeen;Putten;Putten\n")
    import_file(services, "spreadsheet", path)
    path.write_text("naam;soort;niveau;kern;gemeente\nEen;ontmoeting;algemeen;Putten;\n")
    import_file(services, "spreadsheet", path)
    assert len(rows(Offer)) == 1


def test_the_municipality_that_is_given_fills_an_absent_one(services, write):
    import_file(services, "spreadsheet", write("1;Een;ontmoeting;algemeen"), municipality="putten", publish=True)
    with services.database.reading() as session:
        offer = session.exec(select(Offer)).one()
        from app.social_map.models import Place

        assert session.get(Place, offer.place_id).municipality == "Putten"


def test_an_unknown_municipality_is_refused(services, write):
    with pytest.raises(FileRefused, match="hattem"):
        import_file(services, "spreadsheet", write("1;Een;ontmoeting;algemeen"), municipality="nergens")


def test_a_table_of_providers_stays_in_review_even_when_published(services, offers, rows):
    report = import_file(services, "providers", PROVIDERS, publish=True)
    assert outcome(report) == (11, 9, 0, 0, 2)
    assert {offer.status for offer in offers().values()} == {Status.REVIEW}
    assert all("historisch" in remark.reason for remark in report.flagged)
    assert len(report.flagged) == 9
    fictia = next(each for each in rows(Organisation) if each.name == "Fictia")
    assert tuple(fictia.funding) == (FundingForm.ZIN, FundingForm.PGB)


def test_possible_doubles_are_pointed_out_and_not_merged(services, rows):
    report = import_file(services, "providers", PROVIDERS)
    assert [remark.name for remark in report.flagged] == ["De Verzonkamp", "Verzonkamp"]
    assert {each.name for each in rows(Organisation)} >= {"De Verzonkamp", "Verzonkamp"}
    assert len(rows(Flag)) == 2
    assert (report.offers, report.organisations) == (9, 8)


def test_a_double_of_an_organisation_that_was_there_already(services, write):
    import_file(services, "providers", PROVIDERS)
    report = import_file(
        services,
        "spreadsheet",
        write("1;Een;Stichting Fictia;ontmoeting;algemeen", heads="id;naam;organisatie;soort;niveau"),
    )
    assert "'Fictia'" in report.flagged[0].reason


def test_a_settled_flag_stays_settled(services, rows):
    import_file(services, "providers", PROVIDERS)
    with services.database.writing() as session:
        for flag in session.exec(select(Flag)).all():
            flag.settled_at = clock.now()
            session.add(flag)
    import_file(services, "providers", PROVIDERS)
    assert len(rows(Flag)) == 2


def test_the_index_is_told_in_the_same_transaction(services, rows):
    import_file(services, "spreadsheet", OFFERS, publish=True)
    told = [
        number
        for message in rows(OutboxMessage)
        if message.kind == "search.index"
        for number in message.payload["offers"]
    ]
    assert sorted(told) == sorted(offer.id for offer in rows(Offer))


def test_more_rows_than_one_batch_and_progress(services, write, monkeypatch):
    monkeypatch.setattr("importers.running.BATCH", 3)
    seen = []
    path = write(*(f"{number};Aanbod {number};ontmoeting;algemeen" for number in range(8)))
    report = import_file(services, "spreadsheet", path, progress=lambda done, total: seen.append((done, total)))
    assert report.new == 8
    assert seen == [(3, 8), (6, 8), (8, 8)]


def test_the_run_keeps_its_figures(services, rows):
    report = import_file(services, "spreadsheet", OFFERS)
    (run,) = rows(ImportRun)
    assert (run.run, run.filename, run.counts) == (report.run, "offers.csv", report.counts)


def test_the_context_comes_from_the_content(services):
    context = context_of(services.content.now(), "gids")
    assert context.kinds["oppas"] is True
    assert context.kinds["ontmoeting"] is False
    assert "inkomen" in context.domains


def test_importers_have_their_own_name():
    found = sources()
    assert {"spreadsheet", "providers"} <= set(found)
    assert all(name == source.name for name, source in found.items())
    assert Report("", "x").counts["read"] == 0


def test_putten_2013(services, sample, offers, rows):
    """S27, on the real table."""
    report = import_file(services, "providers", sample)
    assert outcome(report) == (30, 29, 0, 0, 1)
    assert (report.offers, report.organisations) == (29, 28)
    assert report.refused[0].name.startswith("Nog 13 aanbieders")
    assert {remark.name for remark in report.flagged} == {"De Welkamp", "Welkamp"}
    assert {offer.status for offer in rows(Offer)} == {Status.REVIEW}
    eleos = next(each for each in rows(Organisation) if each.name == "Eleos")
    assert tuple(eleos.funding) == (FundingForm.ZIN, FundingForm.PGB)
    again = import_file(services, "providers", sample)
    assert outcome(again) == (30, 0, 0, 29, 1)
    assert (again.offers, again.organisations) == (29, 28)
