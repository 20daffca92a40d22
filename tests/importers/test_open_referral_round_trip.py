"""HSDS in, and out again through the real rendering: the same for every field of the standard, but for what was changed here."""

import json

import pytest
from sqlmodel import select

from app.open_data.confidential import Confidential
from app.open_data.rendering import Rendering
from app.open_data.shape import ENTITIES
from app.social_map.lifecycle import apply_draft
from app.social_map.models import Offer, OfferRevision
from importers.running import import_file
from tests.importers.conftest import SAMPLES
from tests.open_data.documents import nobody_named, whole

OURS = {"organization_id", "organization", "last_modified"}
"""Always as we have them: whose it is, and when it changed here. Lists to which ours are added come first as they were."""
JOINED = ("attributes", "metadata", "additional_urls")
PLACES = "capacities"
"""Places free are counted here from the moment somebody says so here (I-31), so they go out as we have them."""


@pytest.fixture
def document():
    """A service with every field of the standard, in a town of ours, that is open to anybody."""
    made = whole("service")
    made["status"] = "active"
    location = made["service_at_locations"][0]["location"]
    location |= {"latitude": 52.26, "longitude": 5.6}
    location["addresses"][0] |= {
        "postal_code": "3881 AB",
        "city": "Putten",
        "country": "NL",
        "address_type": "physical",
    }
    made["capacities"][0] |= {"available": 1, "maximum": 3}
    return made


@pytest.fixture
def brought(services, tmp_path):
    def brought(*documents, **options):
        path = tmp_path / "diensten.json"
        path.write_text(json.dumps(list(documents)), encoding="utf-8")
        return import_file(services, "open-referral", path, **({"publish": True, "source_name": "buren"} | options))

    return brought


@pytest.fixture
def given_out(services):
    def given_out(number=0):
        with services.database.reading() as session:
            from app.open_data.reading import every_service

            rendering = Rendering(services.content.now(), "https://kaart.example", Confidential.read(session))
            return [document for _offer, document in every_service(session, rendering)][number]

    return given_out


def different(before, after, *, without=()):
    """The fields of a service that came out in another way than they went in."""
    found = [
        name
        for name in before
        if name not in OURS and name not in JOINED and name not in without and after.get(name) != before[name]
    ]
    for name in JOINED:
        mine = {each["id"]: each for each in after.get(name, ())}
        found += [name for each in before.get(name, ()) if mine.get(each["id"]) != each]
    return found


def test_every_field_of_the_standard_comes_out_as_it_went_in(brought, given_out, document):
    assert set(document) == {*ENTITIES["service"].fields, *ENTITIES["service"].one, *ENTITIES["service"].many}
    report = brought(document)
    assert (report.new, report.refused) == (1, [])
    after = given_out()
    assert different(document, after, without={PLACES}) == []
    owner, theirs = after["organization"], document["organization"]
    assert different(theirs, owner) == []


def test_the_same_document_once_more_is_nothing_new(brought, document):
    brought(document)
    assert (brought(document).new, brought(document).changed, brought(document).unchanged) == (0, 0, 1)


def test_a_date_that_a_source_renews_every_day_is_nothing_new(brought, document):
    brought(document)
    report = brought(document | {"last_modified": "2026-11-22T10:00:00Z"})
    assert (report.new, report.changed) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"description": "Nu op dinsdag."}, {"description"}),
        ({"phone": "038 000 00 00"}, {"phones"}),
        ({"website": "https://nieuw.example/"}, {"url"}),
        ({"times": "di 10:00-12:00"}, {"schedules"}),
        ({"languages": ("Turks",)}, {"languages"}),
    ],
)
def test_only_what_an_editor_changed_goes_out_as_we_have_it(services, brought, given_out, document, changed, fields):
    brought(document)
    with services.database.writing() as session:
        offer = session.exec(select(Offer)).one()
        newest = session.exec(select(OfferRevision)).one()
        apply_draft(session, offer, newest.draft.model_copy(update=changed))
    assert set(different(document, given_out(), without={PLACES})) == fields


@pytest.mark.parametrize("name", ["service_full.json"])
def test_the_standards_own_example_comes_out_as_it_went_in(brought, given_out, name):
    path = SAMPLES / "hsds" / "examples-3.0" / name
    if not path.is_file():
        pytest.skip(
            f"the examples of HSDS are not beside this checkout ({path}): the invented document was tried instead"
        )
    document = json.loads(path.read_text(encoding="utf-8"))
    brought(document)
    assert different(nobody_named(document), given_out()) == []
