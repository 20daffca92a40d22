"""The page of one offer: facts first, unknown said to be unknown, and nothing that was meant to stay secret."""

import re

import pytest
import sqlalchemy as sa

from app.social_map.models import Offer, Place
from tests.installing import fill

SECRET_PLACE = """id,naam,soort,niveau,straat,postcode,plaats,kern,gemeente,lat,lon,adres_geheim,telefoon,tijden,status,gecontroleerd_op
geheim-1,Veilige plek Voorbeeld,crisis,algemeen,Verborgenstraat 7,3881 ZX,Putten,Putten,Putten,52.26123,5.60789,ja,0341 000 900,ma-vr,gepubliceerd,2026-11-01
"""
BARE = """naam,soort,niveau
Kaal aanbod,overig,algemeen
"""


@pytest.fixture
def client(scenario_client):
    return scenario_client


def add(services, tmp_path, table):
    file = tmp_path / "more.csv"
    file.write_text(table, encoding="utf-8")
    fill(services, file, source_name="more")


def plain(client, address):
    html = client.get(address).get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def test_facts_stand_before_the_story(client):
    page = plain(client, "/aanbod/avondoppas-aan-huis")
    order = [
        "Het belangrijkste",
        "0341 000 394",
        "Wanneer",
        "Waar",
        "Kosten",
        "Wie beslist",
        "Voor wie",
        "Is het toegankelijk?",
        "VOG",
        "In het kort",
        "Wat is het?",
        "De eerste stap",
        "Wie zit hierachter?",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_times_are_written_out_for_who_listens(client):
    page = client.get("/aanbod/avondoppas-aan-huis").get_data(as_text=True)
    assert "dinsdag en donderdag" in page


def test_what_is_not_known_is_said_to_be_so(client, scenario_installation, tmp_path):
    add(scenario_installation, tmp_path, BARE)
    page = plain(client, "/aanbod/kaal-aanbod")
    assert "kosten onbekend, vraag na" in page
    assert page.count("niet bekend, vraag na") >= 2
    assert "Hoe u hen bereikt, is niet bekend" in page
    assert "€ 0" not in page


def test_a_secret_address_is_nowhere(client, scenario_installation, tmp_path):
    add(scenario_installation, tmp_path, SECRET_PLACE)
    base = "/aanbod/veilige-plek-voorbeeld"
    for address in (
        base,
        base + "?vanaf=3881",
        base + "/print",
        base + "/adreskaart.vcf",
        "/zoeken?q=veilige+plek&postcode=3881",
        "/api/zoeken?q=veilige+plek&postcode=3881",
    ):
        found = client.get(address).get_data(as_text=True)
        assert "Veilige plek" in found
        for secret in ("Verborgenstraat", "3881 ZX", "52.26", "5.607"):
            assert secret not in found, address
    client.post("/lijstje", data={"aanbod": "veilige-plek-voorbeeld", "doen": "bewaar"})
    for address in ("/lijstje", "/lijstje/vergelijken", "/lijstje/print", "/lijstje/bestand"):
        assert "Verborgenstraat" not in client.get(address).get_data(as_text=True)
    page = plain(client, base)
    assert "Het adres is geheim" in page
    assert "km" not in page.partition("Het belangrijkste")[2].partition("Kosten")[0]


def test_distance_from_where_the_visitor_is(client):
    assert "van 3881 Putten, hemelsbreed" in plain(client, "/aanbod/logeerhuis-de-heg?vanaf=3881")
    assert re.search(r"\d+,\d km .*van Putten", plain(client, "/aanbod/logeerhuis-de-heg"))


def test_a_place_nobody_knows_is_said(client):
    assert "kennen we niet" in plain(client, "/aanbod/logeerhuis-de-heg?vanaf=Nergenshuizen")


def test_a_stopped_offer_leads_on(client):
    answer = client.get("/aanbod/oude-soos")
    assert answer.status_code == 301
    assert "Oude Soos is er niet meer" in plain(client, answer.headers["Location"])


def test_a_stopped_offer_without_successor_says_so(client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.execute(sa.update(Offer).where(Offer.slug == "oude-soos").values(successor=""))
    answer = client.get("/aanbod/oude-soos")
    assert answer.status_code == 410
    assert "Loket Putten" in answer.get_data(as_text=True)


def test_an_address_card(client):
    card = client.get("/aanbod/koffie-inloop/adreskaart.vcf").get_data(as_text=True)
    assert "BEGIN:VCARD" in card
    assert "0341 000 429" in card
    assert "Voorbeeld" in card


def test_print_holds_the_source_and_the_address_without_words(client):
    page = plain(client, "/aanbod/koffie-inloop/print")
    assert "http://putten.localhost/aanbod/koffie-inloop" in page
    assert "Gecontroleerd op 4 november 2026" in page
    assert "voorbeeld" in page


def test_content_is_marked_dutch_on_an_english_page(client):
    client.inspection.leave_out("plain_words")
    page = client.get("/en/aanbod/koffie-inloop").get_data(as_text=True)
    assert '<h1 lang="nl">Koffie-inloop</h1>' in page


def test_old_gets_a_warning(client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.execute(sa.update(Offer).where(Offer.slug == "koffie-inloop").values(last_confirmed=None))
    assert "Bel eerst even" in plain(client, "/aanbod/koffie-inloop")


def test_nothing_typed_becomes_markup(client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.execute(
            sa.update(Offer)
            .where(Offer.slug == "koffie-inloop")
            .values(summary="<script>alert(1)</script>", description="<b>x</b>")
        )
        session.execute(sa.update(Place).values(directions="<i>x</i>"))
    page = client.get("/aanbod/koffie-inloop").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<i>x" not in page
