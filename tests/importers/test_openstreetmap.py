"""Places of OpenStreetMap. All elements here are invented (voorbeeld), but for the sample."""

import json
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from app.social_map.models import Flag, Offer
from app.social_map.vocabulary import Answer, CostKind, Level, Status
from importers import FileRefused
from importers.openstreetmap import SOURCE, question
from importers.running import context_of, import_file
from tests.importers.conftest import SAMPLES

CENTRE = {"amenity": "community_centre", "name": "Buurthuis Voorbeeld"}


@pytest.fixture
def known(installation):
    return context_of(installation.content.now(), "openstreetmap")


@pytest.fixture
def answer(tmp_path):
    def write(*elements, **more):
        path = tmp_path / "antwoord.json"
        path.write_text(json.dumps({"version": 0.6, "elements": [*elements], **more}))
        return path

    return write


def node(number=1, **tags):
    return {
        "type": "node",
        "id": number,
        "lat": 52.47,
        "lon": 6.06,
        "tags": {name.replace("__", ":"): value for name, value in tags.items()},
    }


def draft_of(answer, known, element):
    (row,) = SOURCE.read(answer(element), known)
    assert row.draft, row.refused
    return row.draft, " ".join(row.flags)


def test_a_meeting_place_comes_in_with_all_that_is_known(answer, known):
    tags = CENTRE | {
        "addr__street": "Voorbeeldstraat",
        "addr__housenumber": "3a",
        "addr__postcode": "8051ZZ",
        "addr__city": "Hattem",
        "operator": "Stichting Voorbeeld",
        "contact__phone": "+31 38 000 01 01",
        "contact__website": "www.voorbeeld.example/huis",
        "email": "huis@voorbeeld.example",
        "opening_hours": "Mo,We 09:00-12:00; PH off",
        "wheelchair": "yes",
        "toilets__wheelchair": "no",
        "fee": "no",
        "check_date__opening_hours": "2026-01-05",
        "community_centre__for": "senior",
    }
    draft, flags = draft_of(answer, known, node(**tags))
    assert flags == ""
    assert (draft.source, draft.source_id, draft.organisation.name) == (
        "openstreetmap",
        "node/1",
        "Stichting Voorbeeld",
    )
    assert (draft.kind, draft.level, draft.domains, draft.target_groups) == (
        "ontmoeting",
        Level.GENERAL,
        ("sociaal-netwerk",),
        ("ouderen",),
    )
    assert (draft.place.street, draft.place.postcode, draft.place.town) == ("Voorbeeldstraat 3a", "8051 ZZ", "Hattem")
    assert (draft.phone, draft.website, draft.email) == (
        "038 000 0101",
        "https://www.voorbeeld.example/huis",
        "huis@voorbeeld.example",
    )
    assert draft.times == "ma+wo 09:00-12:00; niet op feestdagen"
    assert (draft.accessibility.wheelchair, draft.accessibility.toilet) == (Answer.YES, Answer.NO)
    assert draft.costs[0].kind is CostKind.FREE
    assert draft.last_confirmed.isoformat() == "2026-01-05"
    assert draft.licence == "ODbL 1.0; © OpenStreetMap-bijdragers"
    assert draft.status is Status.REVIEW


@pytest.mark.parametrize(
    ("tags", "kind", "level"),
    [
        ({"amenity": "social_facility", "social_facility": "food_bank"}, "inkomen", Level.GENERAL),
        ({"amenity": "food_bank"}, "inkomen", Level.GENERAL),
        ({"amenity": "social_facility", "social_facility": "soup_kitchen"}, "maaltijd", Level.GENERAL),
        ({"amenity": "social_facility", "social_facility": "day_care"}, "dagbesteding", Level.INDIVIDUAL),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, "wonen", Level.INDIVIDUAL),
        ({"amenity": "social_facility"}, "overig", Level.GENERAL),
        ({"amenity": "library"}, "taal", Level.GENERAL),
        ({"amenity": "social_centre"}, "ontmoeting", Level.GENERAL),
        ({"club": "elderly"}, "ontmoeting", Level.GENERAL),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, "jeugd", Level.GENERAL),
        ({"amenity": "place_of_worship", "community_centre": "yes"}, "ontmoeting", Level.GENERAL),
    ],
)
def test_what_the_tags_mean_here(answer, known, tags, kind, level):
    draft, _ = draft_of(answer, known, node(name="Voorbeeld", **tags))
    assert (draft.kind, draft.level) == (kind, level)
    assert draft.kind in known.kinds
    assert set(draft.domains) <= set(known.domains)
    assert draft.summary


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"amenity": "toilets"}, "geen aanbod"),
        ({"amenity": "place_of_worship"}, "kerk"),
        ({"amenity": "community_centre", "community_centre": "club_home", "sport": "tennis"}, "sportclub"),
        ({"club": "sport"}, "sportclub"),
        ({"club": "sport", "sport": "tennis"}, "sportclub"),
        ({"amenity": "community_centre", "access": "private"}, "toegankelijk"),
        ({"amenity": "social_facility", "social_facility": "shelter", "social_facility__for": "women;child"}, "geheim"),
    ],
)
def test_what_is_nothing_for_a_social_map_is_left_out_and_counted(answer, known, tags, why):
    reading = SOURCE.read(answer(node(name="Voorbeeld", **tags), node(2, **CENTRE)), known)
    assert [row.name for row in reading] == ["Buurthuis Voorbeeld"]
    assert any("1 keer overgeslagen" in note and why in note for note in reading.notes)


def test_no_name_is_refused_with_its_number_and_reason(answer, known):
    (row,) = SOURCE.read(answer(node(7, amenity="community_centre")), known)
    assert row.line == 1
    assert "node/7" in row.refused
    assert "naam ontbreekt" in row.refused


def test_a_building_lies_at_its_centre_and_what_has_no_place_is_flagged(answer, known):
    way = {"type": "way", "id": 5, "center": {"lat": 52.1, "lon": 5.1}, "tags": CENTRE}
    draft, _ = draft_of(answer, known, way)
    assert (draft.source_id, draft.place.lat, draft.place.lon) == ("way/5", 52.1, 5.1)
    draft, flags = draft_of(answer, known, {"type": "relation", "id": 6, "tags": CENTRE})
    assert (draft.source_id, draft.place.lat) == ("relation/6", None)
    assert "plek:" in flags


def test_a_little_accessible_is_not_yes_and_not_no(answer, known):
    draft, _ = draft_of(answer, known, node(**CENTRE, wheelchair="limited"))
    assert draft.accessibility.wheelchair is Answer.UNKNOWN
    assert "rolstoel" in draft.conditions


def test_what_cannot_be_read_stays_text_and_is_flagged(answer, known):
    tags = CENTRE | {
        "phone": "bel Jan; 038 000 01 01",
        "website": "javascript:alert(1)",
        "email": "geen",
        "opening_hours": "sunrise-sunset",
        "check_date": "2099-01-01",
        "addr__postcode": "B-1000",
    }
    draft, flags = draft_of(answer, known, node(**tags))
    assert (draft.phone, draft.website, draft.email, draft.last_confirmed) == ("038 000 0101", "", "", None)
    assert "bel Jan" in draft.conditions
    assert draft.times == "zonsopgang-zonsondergang"
    for word in ("telefoon", "website", "email", "tijden", "toekomst", "postcode"):
        assert word in flags


def test_nothing_is_confirmed_that_nobody_looked_at(answer, known):
    draft, _ = draft_of(answer, known, node(**CENTRE, source__date="2026-01-01"))
    assert draft.last_confirmed is None


def test_text_is_never_html(answer, known):
    draft, _ = draft_of(
        answer,
        known,
        node(**CENTRE | {"name": "<b>Huis</b>", "description": "Koffie<script>x()</script> &lt;img src=x onerror=y&gt; &amp; thee"}),
    )  # fmt: skip
    assert draft.name == "Huis"
    assert draft.description == "Koffie   & thee"


HOSTILE = [
    b"",
    b"\x00\x01",
    b"<html>504</html>",
    b"[]",
    b'{"elements": {}}',
    b"[" * 200_000,
    b'{"elements": [], "remark": "runtime error: Query timed out"}',
    b'{"elements": [' + b",".join([b"{}"] * 20_001) + b"]}",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_is_no_answer_is_refused_with_a_reason(tmp_path, known, body):
    path = tmp_path / "antwoord.json"
    path.write_bytes(body)
    with pytest.raises(FileRefused, match=r"\w+ "):
        SOURCE.read(path, known)


def test_odd_elements_never_stop_the_rest(answer, known):
    odd = [
        None,
        7,
        [],
        {"tags": CENTRE},
        {"type": "node", "id": True, "tags": CENTRE},
        {"type": "x" * 9999, "id": 1, "tags": CENTRE},
        {"type": "node", "id": 10**400, "lat": 1e999, "lon": [], "tags": CENTRE},
        {"type": "node", "id": 3, "lat": 1e999, "lon": 6, "bounds": {"minlat": "x"}, "tags": CENTRE},
        {"type": "node", "id": 4, "tags": {"amenity": ["x"], "name": {}}},
        node(5, **CENTRE | {"name": "x" * 100_000, "description": "<" * 100_000, "opening_hours": "Mo " * 50_000}),
        node(6, **CENTRE),
    ]
    rows = list(SOURCE.read(answer(*odd), known))
    assert "node/6" in {row.draft.source_id for row in rows if row.draft}
    assert all(row.draft or row.refused for row in rows)


def test_the_sample(known):
    path = SAMPLES / "import" / "osm_overpass_sample.json"
    if not path.is_file():
        pytest.skip("the sample is not beside this checkout; invented places were tested")
    reading = SOURCE.read(path, known)
    drafts = {row.name: row.draft for row in reading}
    assert len(drafts) == 5
    assert any("sportclub" in note for note in reading.notes)
    assert drafts["De Henneberg"].times == "ma+wo+vr 09:00-13:30"
    assert drafts["De Henneberg"].phone == "070 205 2590"
    assert drafts["YMCA"].website.startswith("https://www.")
    assert drafts["YMCA"].last_confirmed.isoformat() == "2026-05-17"
    assert drafts["De Mallemok"].organisation.name == "Welzijn Scheveningen"


# -- on the map -----------------------------------------------------------------------------------------------------


def outcome(report):
    return report.read, report.new, report.changed, report.unchanged, len(report.refused)


def test_a_second_run_changes_nothing_and_publishing_follows_the_rules(services, answer):
    path = answer(
        node(1, **CENTRE), node(2, amenity="library", name="Bibliotheek Voorbeeld"), node(3, amenity="library")
    )
    assert outcome(import_file(services, "openstreetmap", path, publish=True)) == (3, 2, 0, 0, 1)
    assert outcome(import_file(services, "openstreetmap", path, publish=True)) == (3, 0, 0, 2, 1)
    with services.database.reading() as session:
        assert {offer.status for offer in session.exec(select(Offer))} == {Status.PUBLISHED}


def test_an_offer_of_another_source_is_pointed_out_and_never_touched(services, answer, tmp_path):
    table = tmp_path / "eigen.csv"
    table.write_text(
        "id;naam;soort;niveau;straat;postcode;plaats;lat;lon\n1;Voorbeeld;ontmoeting;algemeen;Voorbeeldstraat 1;8051 ZZ;Hattem;52.47;6.06\n"
    )
    import_file(services, "spreadsheet", table, publish=True)
    report = import_file(services, "openstreetmap", answer(node(**CENTRE)), publish=True)
    assert outcome(report) == (1, 1, 0, 0, 0)
    assert "'Voorbeeld' van de bron 'spreadsheet'" in report.flagged[0].reason
    with services.database.reading() as session:
        offers = {offer.source: offer for offer in session.exec(select(Offer))}
        assert offers["spreadsheet"].name == "Voorbeeld"
        assert offers["spreadsheet"].licence == ""
        assert offers["openstreetmap"].licence.startswith("ODbL")
        assert session.exec(select(Flag)).one().offer_id == offers["openstreetmap"].id


def test_the_same_name_elsewhere_is_no_double(services, answer, tmp_path):
    table = tmp_path / "eigen.csv"
    table.write_text(
        "id;naam;soort;niveau;plaats;lat;lon\n1;Buurthuis Voorbeeld;ontmoeting;algemeen;Putten;52.26;5.61\n"
    )
    import_file(services, "spreadsheet", table)
    assert import_file(services, "openstreetmap", answer(node(**CENTRE))).flagged == []


def test_three_hundred_places_a_second(services, answer):
    places = [
        node(n, **CENTRE | {"name": f"Voorbeeldhuis {n}", "opening_hours": f"Mo-Fr {n % 8 + 8:02d}:{n % 60:02d}-18:00"})
        for n in range(1200)
    ]
    start = time.perf_counter()
    report = import_file(services, "openstreetmap", answer(*places))
    assert report.new == 1200
    assert 1200 / (time.perf_counter() - start) > 100  # a third of what is promised: the machine is shared


# -- fetching -------------------------------------------------------------------------------------------------------


def test_a_name_becomes_a_question_to_overpass():
    url, name = question("Voorbeeldstad")
    ql = parse_qs(urlsplit(url).query)["data"][0]
    assert name == "Voorbeeldstad"
    assert '["admin_level"="8"]["name"="Voorbeeldstad"]' in ql
    assert '"ISO3166-1"="NL"' in ql
    assert ql.endswith("out center;")
    assert "+" not in url
    assert question("https://overpass.example/api#Voorbeeldstad")[0].startswith("https://overpass.example/api?data=")
    assert question("https://overpass.example/api?data=x") == ("https://overpass.example/api?data=x", "")


@pytest.mark.parametrize("address", ["", 'X"];out;', "https://overpass.example/api", "a\\b", "x" * 200])
def test_what_is_no_municipality_is_refused(address):
    with pytest.raises(FileRefused, match="gemeente"):
        question(address)


def test_fetching_gives_one_file_that_knows_its_municipality(tmp_path, known):
    asked = []

    def ask(url):
        asked.append(url)
        return json.dumps({"elements": [node(**CENTRE)]}).encode()

    fetched = SOURCE.fetch("Voorbeeldstad", {}, tmp_path, ask)
    assert (len(asked), fetched.whole) == (1, True)
    (row,) = SOURCE.read(fetched.path, known)
    assert row.draft.place.municipality == "Voorbeeldstad"
    (row,) = SOURCE.read(fetched.path, replace(known, municipality="Hattem", licence="ODbL 1.0 (kopie)"))
    assert (row.draft.place.municipality, row.draft.licence) == (
        "Hattem",
        "ODbL 1.0 (kopie); © OpenStreetMap-bijdragers",
    )


@pytest.mark.parametrize("body", [b'{"elements": []}', b"<html>druk</html>"])
def test_an_empty_or_broken_answer_is_refused_so_that_nothing_disappears(tmp_path, body):
    with pytest.raises(FileRefused, match=r"niets|geen antwoord"):
        SOURCE.fetch("Voorbeeldstad", {}, tmp_path, lambda _: body)
