import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db import Database
from app.places import gazetteer as module
from app.places.distance import kilometres
from app.places.gazetteer import Gazetteer
from app.places.models import PlacePoint
from app.places.table import PlaceFact, TableRefused

TABLE = Path(__file__).parents[2] / "content" / "places.csv"
OWN = ("Hattem", "Putten", "Overbetuwe")


@pytest.mark.parametrize(
    "text", ["8051", "8051ab", "8051 AB", " 8051  ab ", "8051 SS", "Hattem 8051", "8051 AB Hattem", "hattem, 8051ab"]
)
def test_a_postcode_however_it_is_typed(gazetteer, text):
    found = gazetteer.find(text)
    assert (found.kern, found.municipality, found.precision, found.source) == ("Hattem", "Hattem", "pc4", "GeoNames")
    assert (found.lat, found.lon) == (52.4726, 6.0607)
    assert found.did_you_mean is None


def test_the_postcode_is_shown_as_it_is_written(gazetteer):
    assert (gazetteer.find("8051ab").name, gazetteer.find("8051ab").postcode) == ("8051 AB Hattem", "8051 AB")


@pytest.mark.parametrize("text", [" hattem ", "HATTEM", "Hättem", "Kerkstraat 12, Hattem", "9999 ZZ Hattem"])
def test_a_place_however_it_is_typed(gazetteer, text):
    found = gazetteer.find(text)
    assert (found.name, found.precision, found.did_you_mean) == ("Hattem", "plaats", None)


def test_a_hamlet_is_known_with_its_municipality(gazetteer):
    assert (gazetteer.find("krachtighuizen").kern, gazetteer.find("krachtighuizen").municipality) == (
        "Krachtighuizen",
        "Putten",
    )


@pytest.mark.parametrize(
    "text", ["'s-Heerenberg", "’s heerenberg", "S-HEERENBERG", "Den Haag", "'s-Gravenhage", "Den Bosch", "Maastricht"]
)
def test_the_rest_of_the_country_is_known_by_name(gazetteer, text):
    found = gazetteer.find(text)
    assert found.precision == "plaats"
    assert "GeoNames" in found.source


def test_a_municipality_that_is_no_place(gazetteer):
    found = gazetteer.find("overbetuwe")
    assert (found.name, found.kern, found.municipality, found.precision) == (
        "gemeente Overbetuwe",
        "",
        "Overbetuwe",
        "gemeente",
    )
    assert gazetteer.find("gemeente Putten").precision == "gemeente"
    assert gazetteer.find("Putten").precision == "plaats"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hatem", "Hattem"),
        ("Hattme", "Hattem"),
        ("Puttn", "Putten"),
        ("Krachtighuisen", "Krachtighuizen"),
        ("overbetuw", "Overbetuwe"),
    ],
)
def test_one_letter_wrong_is_answered_with_the_guess_said_aloud(gazetteer, typed, meant):
    assert gazetteer.find(typed).did_you_mean == meant


@pytest.mark.parametrize("text", ["", "   ", "xqzvwk", "9999", "80511", "0851", "Ep", "日本", "\x00"])
def test_what_is_not_known_is_none_with_words_to_mend_it(gazetteer, text):
    assert gazetteer.find(text) is None
    help_text = gazetteer.help_text(text)
    assert "postcode" in help_text.lower()
    assert help_text.endswith(".")
    assert help_text.isprintable()


def test_of_two_places_the_own_one_is_meant_and_the_other_can_be_asked(gazetteer):
    found = gazetteer.find("Oosterhout")
    assert found.municipality == "Overbetuwe"
    assert found.also == ("Oosterhout (Noord-Brabant)",)
    other = gazetteer.find(found.also[0])
    assert kilometres((other.lat, other.lon), (51.645, 4.86)) < 3


def test_suggestions_can_all_be_asked_and_the_own_region_goes_first(gazetteer):
    assert gazetteer.suggest("hat")[:2] == ("Hattem", "Hattemerbroek")
    assert gazetteer.suggest("805") == ("8050 Hattem", "8051 Hattem", "8052 Hattem")
    assert "Stroe" in gazetteer.suggest("st")
    assert gazetteer.suggest("") == gazetteer.suggest("zzz") == gazetteer.suggest("80x") == ()
    for prefix in ("e", "l", "'s", "8", "ij", "oost"):
        found = gazetteer.suggest(prefix)
        assert 0 < len(found) <= 8
        assert all(gazetteer.find(name) and gazetteer.find(name).did_you_mean is None for name in found)


def test_the_nearest_kern(gazetteer):
    assert gazetteer.nearest_kern(52.2380, 5.6460).kern == "Krachtighuizen"
    assert gazetteer.nearest_kern(53.2, 6.5) is None
    assert gazetteer.nearest_kern(6.0, 52.0) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=120) | st.from_regex(r"[0-9]{1,5} ?[a-zA-Z]{0,3}.{0,8}"))
def test_no_text_makes_it_fall(text):
    for found in (SHARED.find(text), SHARED.find(text + "\ud800")):
        assert found is None or found.precision in {"pc6", "pc4", "plaats", "gemeente"}
    SHARED.suggest(text)
    SHARED.help_text(text)


SHARED = Gazetteer(TABLE, municipalities=OWN)


def test_a_very_long_text_is_not_read_to_its_end(gazetteer):
    assert gazetteer.find("x" * 2_000_000) is None
    assert len(gazetteer.help_text("x" * 2_000_000)) < 200


def test_what_editors_say_goes_above_the_table():
    own = Gazetteer(
        TABLE,
        municipalities=OWN,
        kernen=[
            PlaceFact("", "Huinen", "Putten", 52.24, 5.61, "gemeente"),
            PlaceFact("", "Nieuwdorp", "Putten", 52.25, 5.6),
        ],
    )
    assert own.find("nieuwdorp").municipality == "Putten"


def add(database: Database, *rows: tuple[str, str, str, float, float]) -> None:
    with database.writing() as session:
        for code, name, municipality, lat, lon in rows:
            session.add(PlacePoint(code=code, name=name, municipality=municipality, lat=lat, lon=lon, source="import"))


def test_an_import_fills_in_the_rest_and_never_covers_the_table(database):
    add(
        database,
        ("9711", "Groningen", "Groningen", 53.21, 6.56),
        ("8051", "Hattem", "Hattem", 52.0, 6.0),
        ("8051AB", "Hattem", "Hattem", 52.4801, 6.0701),
    )
    found = Gazetteer(TABLE, database, OWN)
    assert found.find("9711").municipality == "Groningen"
    assert found.find("8051").lat == 52.4726
    assert (found.find("8051 ab").precision, found.find("8051 ab").lat) == ("pc6", 52.4801)
    assert found.find("8051 ac").precision == "pc4"
    assert found.find("Groningen").source == "import"


def test_every_other_place_of_a_name_can_be_asked(database):
    add(
        database,
        ("4901", "Oosterhout", "Oosterhout", 51.64, 4.86),
        ("3921", "Elst", "Rhenen", 51.99, 5.49),
        ("7361", "Loenen", "Apeldoorn", 52.12, 6.02),
    )
    found = Gazetteer(TABLE, database, OWN)
    for name, other in (("Oosterhout", "gemeente Oosterhout"), ("Elst", "Rhenen"), ("Loenen", "Apeldoorn")):
        assert found.find(name).municipality == "Overbetuwe"
        assert found.find(name).also == (f"{name} ({other})",)
        assert found.find(f"{name} ({other})").municipality == other.removeprefix("gemeente ")


def test_an_import_by_another_process_is_seen(database, monkeypatch):
    found = Gazetteer(TABLE, database, OWN)
    assert found.find("9711") is None
    add(database, ("9711", "Groningen", "Groningen", 53.21, 6.56))
    assert found.find("9711") is None  # not looked again yet
    monkeypatch.setattr(module, "monotonic", lambda: found._look_at + 1)
    assert found.find("9711").kern == "Groningen"


def test_without_its_tables_the_database_is_left_out(tmp_path):
    empty = Database(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    found = Gazetteer(TABLE, empty, OWN)
    assert found.find("8051").kern == "Hattem"
    found._look_at = 0.0
    assert found.find("8051").kern == "Hattem"
    empty.close()


def test_a_broken_table_stops_the_start_and_leaves_a_running_one_alone(tmp_path):
    table = tmp_path / "places.csv"
    table.write_text("pc4,plaats,lat,lon\n8051,Hattem,52.47,6.06\n")
    found = Gazetteer(table)
    table.write_text("pc4,plaats,lat,lon\n8051,Hattem,noord,6.06\n")
    with pytest.raises(TableRefused, match="regel 2"):
        found.reload()
    assert found.find("8051").kern == "Hattem"
    with pytest.raises(TableRefused, match=r"places\.csv"):
        Gazetteer(table)


def test_many_threads_ask_while_it_reloads(database):
    add(database, ("9711", "Groningen", "Groningen", 53.21, 6.56))
    found = Gazetteer(TABLE, database, OWN)
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(200):
            wrong.extend(text for text in ("8051", "9711", "Putten") if found.find(text) is None)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        found.reload()
    for thread in threads:
        thread.join()
    assert wrong == []
