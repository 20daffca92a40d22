"""Maps to render, and the checkers of the standard: its JSON schemas lie beside this checkout, never in it."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from app.open_data.confidential import Confidential
from app.open_data.reading import every_organisation, every_service
from app.open_data.rendering import Rendering
from tests.databases import address, database  # noqa: F401
from tests.installing import ROOT, copy_of, shipped_content

HSDS = ROOT.parent / "shared" / "samples" / "hsds"
BASE = "https://hattem.example"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_at(name: str) -> dict:
    """A schema of the standard, or a loud skip."""
    path = HSDS / name
    if not path.is_file():
        pytest.skip(f"the schemas of HSDS are not beside this checkout ({path}): NO document was checked against them")
    return json.loads(path.read_text(encoding="utf-8")) | {"$schema": DRAFT}


def strictly(part):
    """The same schema without room for names that the standard does not have."""
    if isinstance(part, list):
        return [strictly(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: strictly(each) for name, each in part.items()}
    if isinstance(part.get("properties"), dict) and part.get("type") == "object":
        made["additionalProperties"] = False
    return made


class Checker:
    """A schema with formats checked; `problems` says what is wrong, and where."""

    def __init__(self, schema: dict) -> None:
        self.schema = schema
        self.validator = jsonschema_rs.validator_for(schema, validate_formats=True)

    def problems(self, document: dict) -> list[str]:
        return [
            f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in self.validator.iter_errors(document)
        ]


@pytest.fixture(scope="session")
def service_checker() -> Checker:
    return Checker(schema_at("service-3.1.schema.json"))


@pytest.fixture(scope="session")
def strict_checker() -> Checker:
    return Checker(strictly(schema_at("service-3.1.schema.json")))


@pytest.fixture(scope="session")
def brief_checker() -> Checker:
    return Checker(schema_at("service_list-3.1.schema.json"))


@pytest.fixture(scope="session")
def organisation_checker() -> Checker:
    """A whole organization, as the schema of a service describes it."""
    schema = schema_at("service-3.1.schema.json")
    return Checker(
        strictly(schema["definitions"]["organization"] | {"definitions": schema["definitions"], "$schema": DRAFT})
    )


@pytest.fixture(scope="session")
def content():
    return shipped_content()


@pytest.fixture(scope="session")
def region(example_template, tmp_path_factory):
    """The example region, to look at."""
    services = copy_of(example_template, tmp_path_factory.mktemp("open-data"))
    yield services
    services.database.close()


def rendered_map(database, content, base: str = BASE) -> list[dict]:
    """Every service that goes out, whole."""
    with database.reading() as session:
        rendering = Rendering(content, base, Confidential.read(session))
        return [document for _offer, document in every_service(session, rendering)]


def rendered_organisations(database, content) -> list[dict]:
    """Every organization that goes out, whole."""
    with database.reading() as session:
        rendering = Rendering(content, BASE, Confidential.read(session))
        return [document for _row, document in every_organisation(session, rendering)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder beside the database."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"
