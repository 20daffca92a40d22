import csv
import json

import frictionless
import pytest

from app.open_data.package import UNKNOWN, write_package
from app.open_data.rendering import Rendering
from app.open_data.shape import ENTITIES
from tests.open_data.conftest import BASE, rendered_map, rendered_organisations, schema_at
from tests.open_data.documents import imported, whole
from tests.social_map.drafts import draft, shelve

ABOUT = {"name": "kaart", "title": "Kaart", "licenses": [{"name": "CC0-1.0"}]}


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def packed(folder, services, organizations, content):
    folder.mkdir(exist_ok=True)
    write_package(services, organizations, Rendering(content, BASE), folder, ABOUT)
    return folder


def faults(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


@pytest.fixture
def package(region, tmp_path):
    content = region.content.now()
    return packed(
        tmp_path / "p",
        rendered_map(region.database, content),
        rendered_organisations(region.database, content),
        content,
    )


def test_the_tables_are_those_of_the_standard():
    """Facts of the standard: names, kinds and what is needed, table by table."""
    schema = schema_at("service-3.1.schema.json")
    kinds = {"uuid": ("string", "uuid"), "text": ("string", None), "number": ("number", None), "uri": ("string", "uri"), "email": ("string", "email"), "moment": ("string", "date-time")}  # fmt: skip
    for name, definition in {"service": schema, **schema["definitions"]}.items():
        entity = ENTITIES[name]
        assert set(definition["properties"]) == {*entity.fields, *entity.one, *entity.many}, name
        assert set(definition["required"]) == set(entity.required), name
        assert definition["path"] == f"{entity.table}.csv"
        for field, kind in entity.fields.items():
            told = definition["properties"][field]
            if kind in kinds:
                assert (told["type"], told.get("format")) == kinds[kind], (name, field)
            if "|" in kind:
                assert set(told["enum"]) == set(kind.split("|")), (name, field)


def test_the_package_of_the_example_region_has_no_fault(package):
    assert faults(package) == []
    described = json.loads((package / "datapackage.json").read_text())
    assert (described["profile"], len(described["resources"])) == ("tabular-data-package", 24)
    assert len(rows(package, "services")) > 100
    assert {row["status"] for row in rows(package, "services")} == {"active"}


def test_a_reference_that_leads_nowhere_is_noticed(package):
    """The twin: the check on the package bites."""
    path = package / "phones.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    known = rows(package, "phones")[0]["service_id"] or rows(package, "phones")[0]["organization_id"]
    path.write_text("\n".join(lines).replace(known, "00000000-0000-4000-8000-000000000000", 1) + "\n", encoding="utf-8")
    assert any("foreign key" in each.lower() or "Foreign" in each for each in faults(package))


def test_a_whole_document_of_a_source_becomes_rows_in_every_table(database, content, tmp_path):
    shelve(database, imported(whole("service")), draft("Zonder bron"))
    folder = packed(tmp_path / "p", rendered_map(database, content), rendered_organisations(database, content), content)
    assert faults(folder) == []
    empty = {entity.table for entity in ENTITIES.values() if not rows(folder, entity.table)}
    assert empty == {"meta_table_descriptions"}


def test_one_thing_in_several_places_is_one_row_and_another_parent_is_another_row(content, tmp_path):
    one = whole("service")
    two = json.loads(json.dumps(one)) | {"id": "3b671a64-40d5-491e-99b0-da01ff1f3343"}
    folder = packed(tmp_path / "p", [one, two, one], [one["organization"]], content)
    assert faults(folder) == []
    assert len(rows(folder, "services")) == 2
    assert len(rows(folder, "organizations")) == 1
    ids = [row["id"] for row in rows(folder, "phones")]
    assert len(ids) == len(set(ids))
    assert {row["service_id"] for row in rows(folder, "phones") if row["service_id"]} >= {one["id"], two["id"]}


def test_what_must_be_filled_and_is_not_known_says_so(content, tmp_path):
    one = whole("service")
    one["organization"]["description"] = ""
    folder = packed(tmp_path / "p", [one], [], content)
    assert faults(folder) == []
    assert [row["description"] for row in rows(folder, "organizations")] == [UNKNOWN]


def test_an_address_without_a_province_stays_without(content, tmp_path):
    one = whole("service")
    one["service_at_locations"][0]["location"]["addresses"][0] |= {"state_province": "", "city": ""}
    folder = packed(tmp_path / "p", [one], [], content)
    assert faults(folder) == []
    assert {(row["city"], row["state_province"]) for row in rows(folder, "addresses")} >= {("", "")}


def test_an_empty_map_is_a_package_too(content, tmp_path):
    assert faults(packed(tmp_path / "p", [], [], content)) == []
