"""Canaries: words that stand only where an address is confidential, and that no file or document may ever hold."""

import json
import zipfile

import pytest

from app.open_data.confidential import Confidential, Hiding
from app.open_data.dumps import write_dumps
from app.open_data.rendering import Rendering
from app.social_map.draft import Carried, OrganisationDraft, PlaceDraft
from app.social_map.models import Organisation
from tests.open_data.conftest import BASE, rendered_map, rendered_organisations
from tests.open_data.documents import imported, whole
from tests.social_map.drafts import draft, shelve

SECRET = PlaceDraft(
    name="Huis Kanariegeel",
    street="Kanariestraat 17b",
    postcode="8077 KX",
    town="Kanariestad",
    kern="Kanariedorp",
    municipality="Hattem",
    lat=52.412345,
    lon=6.123456,
    confidential=True,
    directions="Achter de kanariekooi links",
)
CANARIES = ("kanarie", "8077", "52.4123", "6.1234")


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.casefold()]


def secret_source() -> dict:
    """A document of a source that tells everything, wherever it can."""
    source = whole("service")
    location = source["service_at_locations"][0]["location"]
    location |= {"latitude": 52.412345, "longitude": 6.123456, "name": "Huis Kanariegeel"}
    location["addresses"][0] |= {"address_1": "Kanariestraat 17b", "postal_code": "8077KX", "city": "Kanariestad"}
    source["description"] = "Wij zitten in de Kanariestraat 17b (8077 KX)."
    source["schedules"][0]["description"] = "dinsdag in de kanariestraat"
    source["organization"]["locations"] = [json.loads(json.dumps(location))]
    source["organization"]["description"] = "Te vinden: Kanariestraat 17b"
    return source


def test_a_confidential_place_leaves_nowhere(database, content):
    shelve(
        database,
        draft(
            "Veilig huis",
            place=SECRET,
            times="di 10-12 Kanariestraat 17b",
            description="Bel eerst. Daarna: Kanariestraat 17b, 8077kx.",
            phone_hours="ma bij 8077 KX",
            organisation=OrganisationDraft(name="Stichting Veilig", description="Ook op Kanariestraat 17b"),
        ),
    )
    [made] = rendered_map(database, content)
    assert found_in(json.dumps(made)) == []
    assert "service_at_locations" not in made
    assert [each["name"] for each in made["service_areas"]] == ["Hattem"]
    assert "(adres geheim)" in made["description"]
    assert found_in(json.dumps(rendered_organisations(database, content))) == []


def test_nor_through_what_a_source_said(database, content, folder):
    shelve(database, imported(secret_source(), place=SECRET))
    assert found_in(json.dumps(rendered_map(database, content))) == []
    assert found_in(json.dumps(rendered_organisations(database, content))) == []
    write_dumps(database, content, BASE, folder)
    for path in folder.iterdir():
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                told = "".join(archive.read(name).decode() for name in archive.namelist())
        else:
            told = path.read_text(encoding="utf-8")
        assert found_in(told) == [], path.name


def test_nor_through_another_offer_of_the_same_organisation(database, content):
    shelve(database, imported(secret_source(), place=SECRET))
    other = secret_source() | {"id": "3b671a64-40d5-491e-99b0-da01ff1f3343", "name": "Spreekuur"}
    shelve(database, imported(other, place=PlaceDraft(town="Hattem")))
    made = rendered_map(database, content)
    assert len(made) == 2
    assert found_in(json.dumps(made)) == []


def test_a_public_place_in_the_same_street_stays(database, content):
    office = PlaceDraft(street="Kanariestraat 90", town="Hattem", municipality="Hattem")
    shelve(
        database, draft("Veilig huis", place=SECRET), draft("Kantoor", place=office, description="Kanariestraat 17b")
    )
    made = {each["name"]: each for each in rendered_map(database, content)}
    [place] = made["Kantoor"]["service_at_locations"]
    assert place["location"]["addresses"][0]["address_1"] == "Kanariestraat 90"
    assert made["Kantoor"]["description"] == "(adres geheim)"


def test_without_having_looked_an_organisation_tells_no_locations(database, content):
    shelve(database, imported(secret_source(), place=SECRET))
    with database.reading() as session:
        row = session.get_one(Organisation, 1)
        careful = Rendering(content, BASE).organization(row, full=True)
        informed = Rendering(content, BASE, Confidential.read(session)).organization(row, full=True)
    assert "locations" not in careful
    assert "contacts" not in careful
    assert informed["contacts"]


def test_the_canaries_do_sing_when_the_place_is_open(database, content):
    """The twin: the same words, not confidential, do leave."""
    shelve(database, imported(secret_source(), place=SECRET.model_copy(update={"confidential": False})))
    assert found_in(json.dumps(rendered_map(database, content))) == list(CANARIES)


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Kanariestraat 17b", "(adres geheim)"),
        ("kanariestraat", "(adres geheim)"),
        ("Kanariestraat  17b, 8077KX", "(adres geheim), (adres geheim)"),
        ("Kanariestraatje", "Kanariestraatje"),
        ("Bel 038 000 17", "Bel 038 000 17"),
    ],
)
def test_words_are_taken_out_whole_and_nothing_else(told, left):
    hiding = Hiding.of([SECRET])
    assert hiding.hidden({"description": told})["description"] == left


def test_a_name_that_is_public_anyway_stays():
    place = PlaceDraft(name="Veilig Huis", street="Kanariestraat 17b", confidential=True)
    hiding = Hiding.of([place], ["Stichting Veilig Huis"])
    assert hiding.hidden({"name": "Stichting Veilig Huis"}) == {"name": "Stichting Veilig Huis"}


def test_carried_documents_of_organisations_lose_spots_too():
    hiding = Hiding.of([SECRET])
    spot = {"id": "a", "location_type": "physical", "latitude": 52.41235, "longitude": 6.12345, "name": "Zonder straat"}
    assert hiding.hidden({"locations": [spot]}) == {"locations": [{"id": "a", "location_type": "physical"}]}
    assert Carried(document={}).base == {}
