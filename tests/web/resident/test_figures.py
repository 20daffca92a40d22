"""The yearly page for everybody: the tables of the staff's page of that year, and never a year that runs."""

import pytest
import time_machine

from app.counting.models import Measure
from app.insight.reports import PUBLIC
from tests.web.figures.scene import NOW, RUNNING, as_on_the_page, counted, everything, figures_said, rows_of, tables_on
from tests.web.staff.site import look, words_of


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW):
        yield


def test_a_year_with_its_tables_and_what_is_done_with_them(client, installation):
    everything(installation.database, range(40, 80), kern="hattem", domain="inkomen")
    counted(installation.database, Measure.UNMET, 777, month=RUNNING, domain="inkomen", way="search")
    page = look(client.get("/cijfers"))
    assert set(tables_on(page)) == set(PUBLIC)
    words = words_of(page)
    assert "Dit zijn de cijfers van 2026" in words
    assert "Wat wij ermee doen" in words
    assert "777" not in words
    for name, rows in tables_on(page).items():
        link = page.find("a", href=f"/cijfers/2026/{name}.csv")
        _heads, in_file = rows_of(client.get(link["href"]))
        assert [as_on_the_page(row) for row in in_file] == rows


def test_small_numbers_of_others_and_of_running_years_are_nowhere(client, installation):
    everything(installation.database, [4] * 40, kern="hattem", domain="inkomen")
    everything(installation.database, [90] * 40, municipality="putten")
    page = look(client.get("/cijfers/2026"))
    assert all(5 <= said < 90 for said in figures_said(page))
    for address in ("/cijfers/2027", "/cijfers/1999", "/cijfers/99999", "/cijfers/2027/klachten.csv"):
        assert client.get(address).status_code == 404
    assert client.get("/cijfers/2026/verwijzingen-van-wie.csv").status_code == 404


def test_nothing_counted_yet_says_so_and_whom_to_call(client):
    page = look(client.get("/cijfers"))
    assert "Er zijn nog geen cijfers van een heel jaar" in words_of(page)
    assert page.select('main a[href^="tel:"]')
    assert client.get("/over-deze-site").text.count("/cijfers") > 1
