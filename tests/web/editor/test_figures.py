"""What a municipality sees: page, file and table say the same, nothing small is said anywhere, and walls hold."""

import pytest
import time_machine

from app.counting.models import Measure
from app.insight.periods import Period
from app.insight.reports import PARTS, read
from app.web.figures.words import caption_words
from tests.upkeep.scene import draft, put
from tests.web.figures.scene import (
    NOW,
    RUNNING,
    as_on_the_page,
    counted,
    everything,
    figures_said,
    rows_of,
    tables_on,
)
from tests.web.staff.site import look, words_of

ADDRESS = "/beheer/cijfers"
OF_2026 = "jaar=2026&gemeente=hattem"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW):
        yield


def test_every_table_file_and_chart_says_the_same(site):
    everything(site.database, range(40, 80), kern="hattem", domain="inkomen")
    counted(site.database, Measure.UNMET, 12, domain="huisvesting", way="search")
    counted(site.database, Measure.UNMET, 3, domain="huisvesting", way="desk")
    client = site.signed_in()
    page = look(client.get(f"{ADDRESS}?{OF_2026}"))
    on_page = tables_on(page)
    with site.database.reading() as session:
        tables = read(session, "hattem", Period(2026))
    assert set(on_page) == {"dekking-onderwerp", *PARTS}
    for name, table in tables.items():
        assert table.rows, name
        heads, rows = rows_of(client.get(f"{ADDRESS}/{name}.csv?{OF_2026}"))
        assert {row[0] for row in rows} == {"Hattem"}
        assert {row[1] for row in rows} == {"2026"}
        assert [as_on_the_page(row) for row in rows] == on_page[name]
        told = sorted((int(row[-2]), row[-1] == "ja") for row in rows)
        total = [(table.total, table.at_least)] if PARTS[name].adds_up else []
        assert told == sorted([*[(row.number, row.at_least) for row in table.rows], *total])
        assert len(heads) == len(table.dimensions) + 4
        bars = page.select(f'[aria-details="tabel-{name}"] p')
        assert not bars or len(bars) == len(table.rows)
    words = words_of(page)
    assert "Mensen vonden" in words
    assert "Geld en rekeningen" in words


def test_a_share_is_said_when_it_is_known_exactly_and_not_otherwise(site):
    for detail, number in (("own", 20), ("other", 60)):
        counted(site.database, Measure.REFERRAL, number, way="mail", domain="inkomen", detail=detail)
    client = site.signed_in()
    assert "20 van de 80 (25 procent)" in words_of(look(client.get(f"{ADDRESS}?{OF_2026}")))
    counted(site.database, Measure.REFERRAL, 3, way="link", domain="inkomen", detail="municipality")
    page = look(client.get(f"{ADDRESS}?{OF_2026}"))
    assert "procent" not in words_of(page)
    assert "van de werkgever van de medewerker" in words_of(page)


@pytest.mark.parametrize("number", [1, 4])
def test_where_everything_is_small_no_number_below_five_is_said(site, number):
    everything(site.database, [number] * 40, kern="hattem", domain="inkomen")
    everything(site.database, [number] * 40, kern="hattemerbroek", domain="huisvesting")
    client = site.signed_in()
    for period in ("jaar=2026", "jaar=2026&kwartaal=2"):
        for place in ("gemeente=hattem", "gemeente="):
            page = look(client.get(f"{ADDRESS}?{period}&{place}"))
            assert all(said >= 5 for said in figures_said(page)), (period, place)
            for name in PARTS:
                _heads, rows = rows_of(client.get(f"{ADDRESS}/{name}.csv?{period}&{place}"))
                assert all(int(row[-2]) >= 5 for row in rows), name


def test_the_scan_for_small_numbers_bites(site):
    everything(site.database, range(40, 80), kern="hattem")
    page = look(site.signed_in().get(f"{ADDRESS}?{OF_2026}"))
    assert len(figures_said(page)) > 20
    page.select_one("section td.lp-figure__number").string = "4"
    assert 4 in figures_said(page)


def test_what_still_runs_is_not_shown(site):
    counted(site.database, Measure.UNMET, 77, month=RUNNING, domain="inkomen", way="search")
    client = site.signed_in()
    newest = look(client.get(ADDRESS))
    assert "Voorbeeldregio Veluwe en Betuwe, 2026" in words_of(newest)
    for asked in ("jaar=2027&kwartaal=1", "jaar=2027", "jaar=onzin", "jaar=2026&kwartaal=9"):
        page = look(client.get(f"{ADDRESS}?{asked}"))
        assert "nog geen cijfers" in words_of(page)
        assert "77" not in words_of(page)
        assert client.get(f"{ADDRESS}/niet-gevonden-kern.csv?{asked}").status_code == 404


def test_a_quarter_says_what_is_counted_per_year_and_nothing_counted_says_since_when(site):
    client = site.signed_in()
    page = words_of(look(client.get(ADDRESS)))
    assert "Hier is nog niets geteld" in page
    counted(site.database, Measure.TERM, 40, way="first_contact", detail="in_time")
    page = words_of(look(client.get(f"{ADDRESS}?jaar=2026&kwartaal=2&gemeente=hattem")))
    assert "alleen per jaar" in page
    assert "geteld sinds: 2026, 2e kwartaal" in page
    assert "40" in words_of(look(client.get(f"{ADDRESS}?jaar=2026&gemeente=hattem")))


def test_an_editor_of_one_municipality_sees_only_that(site):
    counted(site.database, Measure.UNMET, 55, municipality="putten", domain="inkomen", way="search")
    counted(site.database, Measure.UNMET, 33, municipality="hattem", domain="inkomen", way="search")
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get(f"{ADDRESS}?jaar=2026")))
    assert " 33 " in page
    assert " 55 " not in page
    assert "hele regio" not in page
    for elsewhere in ("", "/dekking", "/dekking.csv", "/niet-gevonden-kern.csv"):
        for place in ("putten", "", "nergens"):
            assert client.get(f"{ADDRESS}{elsewhere}?jaar=2026&gemeente={place}").status_code == 404
    everybody = site.signed_in("ander@voorbeeld.example")
    assert " 88 " in words_of(look(everybody.get(f"{ADDRESS}?jaar=2026")))
    assert everybody.get(f"{ADDRESS}/bestaat-niet.csv").status_code == 404


def test_what_there_is_per_village_stands_on_a_page_with_the_same_file(site):
    put(site.app.extensions["leefplein"].publishing, draft("Geldhulp", domains=("inkomen",), last_confirmed=NOW.date()))
    client = site.signed_in()
    assert "Wat is er in Hattem?" in words_of(look(client.get(f"{ADDRESS}/dekking")))
    page = look(client.get(f"{ADDRESS}/dekking?gemeente=hattem"))
    for name, rows in tables_on(page).items():
        _heads, in_file = rows_of(client.get(f"{ADDRESS}/{name}.csv?gemeente=hattem"))
        words = 3 if name != "dekking-onderwerp" else 2
        assert [(*row[1 : words + 1], *(cell or "–" for cell in row[words + 1 :])) for row in in_file] == rows
    first, *_rest = tables_on(page)["dekking"]
    assert first[2] == "er is niets"
    assert "/beheer/actueel" in str(page)


def test_every_table_has_a_caption(site):
    with site.app.test_request_context(), site.app.app_context():
        assert caption_words().keys() >= PARTS.keys()
