"""Open Referral from files: every version, every wrapping, and whatever strangers make of it."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import joinedload
from sqlmodel import select

from app.social_map.models import Flag, Offer
from app.social_map.times import read_times
from app.social_map.vocabulary import Answer, CostKind, Level, Status
from benchmarks.hsds_package import write_package
from importers import FileRefused
from importers.running import context_of, import_file, sources
from importers.undoing import undo_run
from tests.importers.conftest import SAMPLES

SERVICE = {"id": "0b6f3a52-7d1c-4a58-9f0f-1f6d4f1a2b3c", "name": "Koffie-inloop", "status": "active"}


@pytest.fixture
def read(services, tmp_path):
    """What the importer makes of a file: the reading, and its rows."""

    def read(path):
        reading = sources()["open-referral"].read(path, context_of(services.content.now(), "buren"))
        return reading, [*reading]

    return read


@pytest.fixture
def written(tmp_path):
    """A file with these bytes, or this JSON."""

    def written(what, name="diensten.json"):
        path = tmp_path / name
        path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
        return path

    return written


def draft(row):
    assert row.refused == ""
    return row.draft


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for each in folder.iterdir():
            packed.write(each, f"pakket-1/{each.name}")
    return path


def sample(name):
    path = SAMPLES / "hsds" / name
    if not path.exists():
        pytest.skip(f"the samples of Open Referral are not beside this checkout ({path})")
    return path


# -- versions -------------------------------------------------------------------------------------------------------


def test_a_package_of_1_1(read, tables):
    folder = tables(
        organizations=[{"id": "o", "name": "Stichting De Linde", "url": "www.linde.example", "email": "info@linde.example"}],
        services=[
            {"id": "s", "organization_id": "o", "name": "Inloop", "status": "active", "fees": "gratis", "taxonomy_ids": "t1"}
        ],
        locations=[{"id": "l", "organization_id": "o", "name": "Dorpshuis", "latitude": "52.26", "longitude": "5.6"}],
        services_at_location=[{"id": "a", "service_id": "s", "location_id": "l"}],
        physical_addresses=[
            {"id": "p", "location_id": "l", "address_1": "Dorpsplein 1", "city": "Putten", "postal_code": "3881ab", "country": "NL"}
        ],
        postal_addresses=[{"id": "q", "location_id": "l", "address_1": "Postbus 1", "city": "Putten"}],
        phones=[{"id": "f", "service_id": "s", "number": "0341 000000", "language": "nl, en", "department": "Balie"}],
        regular_schedules=[
            {"id": f"r{day}", "service_id": "s", "weekday": str(day), "opens_at": "09:00", "closes_at": "12:00"}
            for day in (1, 2, 3)
        ],
        holiday_schedules=[{"id": "h", "service_id": "s", "closed": "true", "start_date": "2026-12-24", "end_date": "2026-12-26"}],
        eligibility=[{"id": "e", "service_id": "s", "eligibility": "ouderen"}],
        accessibility_for_disabilities=[{"id": "x", "location_id": "l", "accessibility": "wheelchair"}],
        languages=[{"id": "t", "service_id": "s", "language": "Turks"}],
        taxonomy=[{"id": "t1", "name": "Ontmoeting", "vocabulary": "eigen"}],
        payments_accepted=[{"id": "b", "service_id": "s", "payment": "contant"}],
    )  # fmt: skip
    reading, (row,) = read(folder)
    found = draft(row)
    assert (found.name, found.organisation.name, found.organisation.website) == (
        "Inloop",
        "Stichting De Linde",
        "https://www.linde.example",
    )
    assert (found.place.street, found.place.postcode, found.place.kern, found.place.municipality) == (
        "Dorpsplein 1",
        "3881 AB",
        "Putten",
        "Putten",
    )
    assert (found.phone, found.phone_hours, found.languages) == ("0341 000000", "Balie", ("Turks",))
    assert read_times(found.times).mask == read_times("ma-wo 9:00-12:00").mask
    assert "Gesloten van 2026-12-24 tot en met 2026-12-26" in found.description
    assert found.costs[0].kind is CostKind.FREE
    assert "ouderen" in found.conditions
    assert "Betalen met: contant" in found.conditions
    assert found.accessibility.wheelchair is Answer.YES
    assert found.kind == "ontmoeting"
    assert any("niveau" in flag for flag in row.flags)
    assert reading.unknown_heads == ()


def test_a_package_of_2_0_in_an_archive(read, tables, tmp_path):
    folder = tables(
        organization=[{"id": "o", "name": "Linde"}],
        service=[{"id": "s", "organization_id": "o", "name": "Eettafel", "status": "active"}],
        service_attribute=[{"id": "a", "service_id": "s", "taxonomy_term_id": "t"}],
        taxonomy_term=[{"id": "t", "term": "Maaltijd", "taxonomy": "eigen"}],
        regular_schedule=[
            {"id": "r", "service_id": "s", "byday": "TU,TH", "freq": "WEEKLY", "opens_at": "12:00", "closes_at": "13:30"}
        ],
        cost_option=[{"id": "c", "service_id": "s", "amount": "7.50", "currency": "EUR", "amount_description": "per maaltijd"}],
    )  # fmt: skip
    _, (row,) = read(zipped(folder, tmp_path / "pakket.zip"))
    found = draft(row)
    assert (found.kind, found.times) == ("maaltijd", "di+do 12:00-13:30")
    assert [(cost.kind, str(cost.amount), cost.unit) for cost in found.costs] == [(CostKind.PRICE, "7.50", "maaltijd")]


def test_names_of_2_0_in_json(read, written):
    _, (row,) = read(
        written(
            {
                "totalElements": 1,
                "totalPages": 1,
                "number": 1,
                "size": 1,
                "content": [
                    SERVICE
                    | {
                        "eligibilitys": [{"eligibility": "vanaf 55", "minimum_age": 55}],
                        "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "11:00"}],
                        "service_taxonomys": [{"taxonomy": {"name": "Oppas", "vocabulary": "x"}}],
                        "service_at_locations": [{"location": {"physical_addresses": [{"address_1": "Kerkstraat 2", "city": "Hattem"}]}}],
                    }
                ],
            }
        )
    )  # fmt: skip
    found = draft(row)
    assert (found.age, found.kind, found.place.street) == ("vanaf 55 jaar", "oppas", "Kerkstraat 2")
    assert read_times(found.times).mask == read_times("ma 10-11 uur").mask


def test_the_sample_of_1_1(services):
    report = import_file(services, "open-referral", sample("datapackage-1.1"))
    assert (report.read, report.new, report.refused) == (13, 13, [])
    assert import_file(services, "open-referral", sample("datapackage-1.1")).unchanged == report.read


def test_the_sample_of_3_0_as_tables_and_as_json_is_one_offer(services):
    assert import_file(services, "open-referral", sample("examples-3.0/csv")).new == 1
    assert import_file(services, "open-referral", sample("examples-3.0/service_full.json")).new == 0


@pytest.mark.parametrize("name", ["oruk-v3-mock", "oruk-v3-mock/service_list.json"])
def test_a_list_that_says_31_and_holds_128_is_refused_whole(services, name):
    with pytest.raises(FileRefused, match=r"spreekt zichzelf tegen.*31.*128.*1 verschillende"):
        import_file(services, "open-referral", sample(name))
    with services.database.reading() as session:
        assert session.exec(select(Offer)).all() == []


# -- wrappings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {
            "total_items": 1,
            "total_pages": 1,
            "page_number": 1,
            "size": 1,
            "empty": False,
            "contents": [one],
        },
        lambda one: [{"total_items": 1, "total_pages": 1, "contents": [one]}],
        lambda one: {"id": "o", "name": "Linde", "services": [one]},
        lambda one: {"id": "sal", "service": one, "location": {"name": "Dorpshuis"}},
    ],
)
def test_every_wrapping_of_json(read, written, shape):
    _, (row,) = read(written(shape(SERVICE)))
    assert draft(row).source_id == SERVICE["id"]


def test_one_on_every_line_and_a_broken_line_is_one_refusal(read, written):
    text = "\n".join((json.dumps(SERVICE), "{kapot", "", json.dumps(SERVICE | {"id": "x", "name": "Tweede"})))
    _, rows = read(written(text.encode(), "diensten.ndjson"))
    assert [(row.line, bool(row.refused)) for row in rows] == [(1, False), (2, True), (4, False)]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (b"", "leeg"),
        (b"\x00\x01\x02", "geen JSON"),
        (b"PK\x03\x04stuk", "Open Referral|beschadigd|geen JSON"),
        (b'{"total_items": 3, "total_pages": 1, "contents": [{"id": "a", "name": "b"}]}', "3 diensten"),
        (b'{"size": 1, "contents": [{"id": "a"}, {"id": "b"}]}', "1 diensten op deze bladzijde"),
        (b'{"empty": true, "contents": [{"id": "a"}]}', "leeg is"),
        (b'{"legal_status": "stichting", "name": "Linde"}', "organisatie zonder diensten"),
        (b'{"error": "nee"}', "geen diensten"),
        (b"[" * 100_000, "geen JSON"),
        (json.dumps([SERVICE | {"name": str(number)} for number in range(12)]).encode(), "1 verschillende"),
    ],
)
def test_what_is_refused_whole_says_why(services, written, what, says):
    with pytest.raises(FileRefused, match=says):
        import_file(services, "open-referral", written(what))


def test_an_archive_that_unpacks_to_far_too_much_is_refused(services, tmp_path):
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("services.csv", "w") as out:
        for _ in range(220):
            out.write(b"0" * 1024 * 1024)
    with pytest.raises(FileRefused, match="200 MB"):
        import_file(services, "open-referral", path)


def test_a_package_never_reads_outside_itself(services, tables, tmp_path):
    (tmp_path / "services.csv").write_text("id,name\n1,Buiten\n")
    folder = tables(organizations=[{"id": "o", "name": "x"}])
    (folder / "datapackage.json").write_text(
        json.dumps({"resources": [{"name": "services", "path": "../services.csv"}]})
    )
    with pytest.raises(FileRefused, match="services"):
        import_file(services, "open-referral", folder)


# -- dirt -----------------------------------------------------------------------------------------------------------


def test_dirt_costs_a_value_and_never_the_file(read, written):
    reading, rows = read(
        written(
            [
                SERVICE
                | {
                    "": "lege sleutel",
                    "url": "www.linde.example/a b",
                    "email": "geen adres",
                    "minimum_age": "achttien",
                    "description": "<p>Kom &amp; eet</p><script>x()</script>" + "\x00" + "z" * 30_000,
                    "phones": [{"number": "bel ons"}, "geen telefoon", {"number": "038 123 45 67"}],
                    "schedules": [{"description": "Meestal in de ochtend, bel even"}],
                    "service_at_locations": [{"location": {"latitude": "99", "longitude": 5}}],
                    "assured_date": "2031-01-01",
                    "onbekend_veld": 1,
                },
                SERVICE | {"id": "2", "name": "  "},
                "geen dienst",
                SERVICE | {"id": "3", "name": "Gestopt", "status": "defunct"},
                SERVICE | {"id": "4", "name": "Dicht", "status": "temporarily closed", "description": "Tot de zomer."},
            ]
        )
    )
    first, nameless, no_service, gone, closed = rows
    found = draft(first)
    assert found.website == "https://www.linde.example/a%20b"
    assert (found.email, found.age, found.phone, found.times, found.last_confirmed) == (
        "",
        "",
        "038 123 45 67",
        "Meestal in de ochtend, bel even",
        None,
    )
    assert found.description.startswith("Kom & eet") or found.summary.startswith("Kom & eet")
    assert "script" not in found.description
    assert "\x00" not in found.model_dump_json()
    for name in ("email", "minimum_age", "onzichtbare", "latitude", "assured_date", "schedules", "soort", "niveau"):
        assert any(name in flag for flag in first.flags), name
    assert "geen naam" in nameless.refused
    assert "geen dienst" in no_service.refused
    assert gone.held  # it was never here
    assert draft(closed).status is Status.DRAFT
    assert reading.unknown_heads == ("service.onbekend_veld",)
    assert any("gestopt" in note for note in reading.late_notes())


def test_what_carried_documents_hold_is_valid(read, written):
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads(sample("service-3.1.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema_rs.validator_for(schema, validate_formats=True)
    _, (row,) = read(
        written(
            [
                {
                    "id": 12,
                    "name": 7,
                    "status": "Active",
                    "url": "ftp:/x",
                    "last_modified": "2026-01-01 10:00",
                    "additional_urls": [{"url": "nergens"}, {"url": "linde.example"}],
                    "capacities": [{"available": 3}, {"available": 3, "unit": {}, "updated": "2026-01-01"}],
                    "phones": {"number": 38},
                    "service_at_locations": [{"location": {"addresses": [{}], "location_type": "straat"}}],
                    "attributes": [{"taxonomy_term": {"id": "t"}}, {"link_id": "geen"}],
                    "organization": {"name": "Linde", "website": "javascript:alert(1)"},
                }
            ]
        )
    )
    found = draft(row)
    assert (
        list(checker.iter_errors(found.carried.document | {"organization": found.organisation.carried.document})) == []
    )
    assert found.source_id == "12"


def test_a_row_of_the_table_has_its_line(read, tables):
    folder = tables(services=[{"id": "1", "name": "Een"}, {"id": "2", "name": ""}, {"id": "3", "name": "Drie"}])
    _, rows = read(folder)
    assert [(row.line, bool(row.refused)) for row in rows] == [(2, False), (3, True), (4, False)]


def test_our_own_terms_come_back_and_others_only_by_their_names(services, read, written):
    from app.open_data.rendering import Rendering

    terms = {each["code"]: each for each in Rendering(services.content.now(), "").taxonomy_terms()}
    own = [{"taxonomy_term": terms[code]} for code in ("logeren", "individual", "huisvesting", "ouderen")]
    others = [{"taxonomy_term": {"id": "x", "name": name}} for name in ("Respite care at sea", "Mantelzorgers")]
    _, rows = read(written([SERVICE | {"attributes": own}, SERVICE | {"id": "2", "name": "b", "attributes": others}]))
    ours, theirs = (draft(row) for row in rows)
    assert (ours.kind, ours.level, ours.domains, ours.target_groups) == (
        "logeren",
        Level.INDIVIDUAL,
        ("huisvesting",),
        ("ouderen",),
    )
    assert not any("niveau" in flag for flag in rows[0].flags)
    assert (theirs.kind, theirs.target_groups, theirs.keywords) == (
        "overig",
        ("mantelzorgers",),
        ("Respite care at sea",),
    )
    assert any("Respite care at sea" in flag for flag in rows[1].flags)


def test_a_dirty_package_comes_in_stays_the_same_and_goes_out_again(services, tmp_path):
    write_package(tmp_path / "vuil", 300, seed=3)
    first = import_file(services, "open-referral", tmp_path / "vuil", publish=True)
    assert first.read == 300
    assert first.new + first.unchanged + len(first.refused) == 300
    assert all(remark.line and remark.reason for remark in first.refused)
    again = import_file(services, "open-referral", tmp_path / "vuil", publish=True)
    assert (again.new, again.changed) == (0, 0)
    undo_run(services, first.run)
    with services.database.reading() as session:
        assert session.exec(select(Offer)).all() == []
        assert session.exec(select(Flag)).all() == []


def test_what_its_source_stopped_is_withdrawn_and_keeps_its_words(services, written):
    one = SERVICE | {"description": "Elke dinsdag koffie.", "organization": {"name": "Linde", "id": "o"}}
    import_file(services, "open-referral", written([one]), publish=True)
    import_file(services, "open-referral", written([SERVICE | {"status": "defunct"}]), publish=True)
    with services.database.reading() as session:
        offer = session.exec(select(Offer).options(joinedload(Offer.organisation))).one()
    assert (offer.status, offer.summary, offer.organisation.name) == (Status.WITHDRAWN, "Elke dinsdag koffie.", "Linde")


# -- anything at all ------------------------------------------------------------------------------------------------
