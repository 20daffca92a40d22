"""What stands around an offer: a way to get there for who sets out somewhere, and what makes sense beside it (I-44)."""

import re

import pytest

from tests.installing import fill

HEAD = "id,naam,soort,niveau,kern,gemeente,werkgebied,tijden,telefoon,vog,status,gecontroleerd_op,aanmelden_vooraf\n"
RIDES = (
    HEAD
    + "r-1,Rit naar de markt,vervoer,algemeen,Putten,Putten,Krachtighuizen,di ochtend,0341 000 901,ja,gepubliceerd,2026-11-01,\n"
    + "r-2,Bus voor iedereen,vervoer,algemeen,Ermelo,Ermelo,regio,ma-vr,0341 000 902,nvt,gepubliceerd,2026-11-01,2 dagen vooraf bellen\n"
)


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


def way(client, address):
    return plain(client, address).partition("Hoe komt u er?")[2].partition("Kosten")[0]


def test_a_ride_stands_with_its_own_conditions(client):
    found = way(client, "/aanbod/houtwerkplaats?vanaf=Krachtighuizen")
    assert "Van Krachtighuizen hierheen:" in found
    assert "Vrijwilligersvervoer" in found
    assert "1 dag vooraf bellen" in found
    assert "€ 0,30 per km" in found
    assert "Vraag of zij ook zo ver rijden" not in found


def test_a_ride_that_may_not_go_so_far_is_asked_first(client, scenario_installation, tmp_path):
    add(scenario_installation, tmp_path, RIDES)
    found = way(client, "/aanbod/nah-begeleiding?vanaf=Krachtighuizen")
    if "Vrijwilligersvervoer" not in found:  # comes to the home
        found = way(client, "/aanbod/logeerhuis-de-heg?vanaf=Krachtighuizen")
    assert found.index("Bus voor iedereen") < found.index("Rit naar de markt")
    assert found.count("Vraag of zij ook zo ver rijden") == 1


def test_a_ride_that_does_not_come_where_somebody_is_is_left_out(client, scenario_installation, tmp_path):
    add(scenario_installation, tmp_path, RIDES)
    assert "Rit naar de markt" in way(client, "/aanbod/houtwerkplaats?vanaf=Krachtighuizen")
    assert "Rit naar de markt" not in way(client, "/aanbod/houtwerkplaats?vanaf=Huinen")


def test_how_long_beforehand_to_call_is_said(client, scenario_installation, tmp_path):
    add(scenario_installation, tmp_path, RIDES)
    assert "2 dagen vooraf bellen" in way(client, "/aanbod/houtwerkplaats")


def test_without_any_ride_somebody_knows(client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE offer SET status = 'withdrawn' WHERE kind = 'vervoer'")
    assert "Vervoer: vraag na." in way(client, "/aanbod/houtwerkplaats")


@pytest.mark.parametrize(
    ("slug", "sentence", "name"),
    [
        ("avondoppas-aan-huis", "mensen spreken die hetzelfde meemaken", "Lotgenoten dementie"),
        ("lotgenoten-dementie", "Dan kan er iemand bij uw naaste blijven", "Avondoppas aan huis"),
        ("bezoek-75", "Samen met uw bezoeker", "Koffie-inloop"),
    ],
)
def test_what_makes_sense_beside_it_is_proposed_by_rules_of_the_content(client, slug, sentence, name):
    page = plain(client, f"/aanbod/{slug}")
    after = page.partition(sentence)[2]
    assert after
    assert name in after.partition("Twijfelt u?")[0]


def test_an_offer_no_rule_speaks_of_stands_alone(client):
    assert "Misschien ook fijn" not in plain(client, "/aanbod/maaltijd-aan-huis")
