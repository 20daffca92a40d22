"""Sources on the editor's screen: chosen in plain words, tried first, judged in three ways, and inside one's own walls."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.accounts.rights import Role
from app.audit.models import AuditLine
from app.outbox.worker import Worker
from app.publishing.sources import NewSource, add
from app.social_map.models import ImportSource, Offer
from app.social_map.vocabulary import Status
from app.web.running import EXTENSION
from importers.following import follow
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of

HEADS = "id;naam;organisatie;soort;niveau;telefoon;tijden"
ONE = "1;Koffie in de hoek;Stichting De Hoek;ontmoeting;algemeen;038 000 01 01;ma 10:00-12:00"
TWO = "2;Soep in de hoek;Stichting De Hoek;ontmoeting;algemeen;038 000 01 02;di 10:00-12:00"


@pytest.fixture
def table(tmp_path):
    """A table that an operator put in the folder for it."""

    def table(*rows):
        (tmp_path / "bronnen").mkdir(exist_ok=True)
        (tmp_path / "bronnen" / "gids.csv").write_text("\n".join((HEADS, *rows)))

    return table


def soup(answer):
    return BeautifulSoup(answer.text, "lxml")


def work(site):
    Worker(site.database, site.app.extensions[EXTENSION], {"import.follow": follow}).once()


def form(**more):
    return {
        "soort": "tabel", "adres": "gids.csv", "naam": "Gids van de buren", "licentie": "CC0 1.0", "naamsvermelding": "",
        "gemeente": "hattem", "ritme": "weekly",
    } | more  # fmt: skip


def rows(site, kind):
    with site.database.reading() as session:
        return session.exec(select(kind)).all()


def added(site, name="Bron", municipality="hattem"):
    with site.database.writing() as session:
        return add(session, NewSource(name, "openstreetmap", "Hattem", "ODbL 1.0", "© OSM", municipality), "cli").id


def test_from_an_empty_map_to_a_dry_run_in_three_clicks(site):
    client = site.signed_in(municipality="hattem")
    first = client.get("/beheer/")
    assert "Vul uw kaart uit open bronnen" in words_of(look(first))
    link = next(each["href"] for each in soup(first).select("a") if "Samenwerkende Catalogi" in each.text)
    second = look(client.get(link))
    assert "U kiest alleen uw gemeente" in words_of(second)
    answer = client.post("/beheer/bronnen/nieuw", data={"soort": "sc", "gemeente": "hattem", "ritme": "weekly"})
    assert answer.status_code == 303
    (source,) = rows(site, ImportSource)
    assert (source.name, source.address, source.licence) == ("Samenwerkende Catalogi Hattem", "Hattem", "CC0 1.0")
    waits = client.get(answer.location)
    assert waits.headers["Refresh"] == "3"
    assert "Wij lezen de bron" in words_of(look(waits))
    assert "Vul uw kaart" not in words_of(look(client.get("/beheer/"))), "a source is on its way"


def test_a_dry_run_a_reading_and_what_changed_since_in_three_ways(site, table):
    table(ONE)
    client = site.signed_in()
    where = client.post("/beheer/bronnen/nieuw", data=form()).location
    work(site)
    page = words_of(look(client.get(where)))
    assert "Wat de proefronde laat zien" in page
    assert "Koffie in de hoek" in page
    assert rows(site, Offer) == []
    assert client.post(where, data={"doen": "ophalen"}).status_code == 303
    work(site)
    (offer,) = rows(site, Offer)
    assert (offer.status, offer.licence) == (Status.REVIEW, "CC0 1.0")
    table(ONE.replace("ma 10", "wo 10"), TWO)
    client.post(where, data={"doen": "proef"})
    work(site)
    page = words_of(look(client.get(where)))
    assert "Bij de bron gewijzigd" in page
    assert "wo 10:00-12:00" in page
    assert "Soep in de hoek" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"adres": "http://www.voorbeeld.example/x"}, "dat met https:// begint"),
        ({"adres": "../test.sqlite"}, "dat met https:// begint"),
        ({"adres": "/etc/passwd"}, "dat met https:// begint"),
        ({"adres": "https://naam:woord@voorbeeld.example/"}, "zonder naam en wachtwoord"),
        ({"adres": ""}, "Vul het adres in"),
        ({"licentie": "ODbL 1.0"}, "dat u de maker noemt"),
        ({"licentie": ""}, "Kies onder welke licentie"),
        ({"naam": "organisatie De Hoek"}, "Kies een andere"),
        ({"gemeente": "nergens"}, "Kies een gemeente"),
        ({"ritme": "elk uur"}, "hoe vaak"),
    ],
)
def test_what_cannot_be_a_source_is_said_and_what_was_typed_stays(site, table, wrong, said):
    table(ONE)
    site.app.extensions[EXTENSION].settings = site.app.extensions[EXTENSION].settings.model_copy(
        update={"local_http": False}
    )
    client = site.signed_in()
    answer = client.post("/beheer/bronnen/nieuw", data=form(**wrong))
    assert answer.status_code == 422
    assert said in words_of(look(answer))
    assert soup(answer).select_one("#naam")["value"] == form(**wrong)["naam"]
    assert rows(site, ImportSource) == []


def test_a_name_is_given_once(site, table):
    table(ONE)
    client = site.signed_in()
    assert client.post("/beheer/bronnen/nieuw", data=form()).status_code == 303
    answer = client.post("/beheer/bronnen/nieuw", data=form(naam="gids van de BUREN"))
    assert answer.status_code == 422
    assert "Er is al een bron" in words_of(look(answer))


def test_a_name_gives_no_power_over_what_another_municipality_took_in(site, table):
    """Whoever stops following a source may take its offers off the map: `gids` of the neighbours is not theirs to stop."""
    table(ONE)
    put(site, draft("Koffie bij de buren", source="Gids van de buren", source_id="9", place={"municipality": "Putten"}))
    answer = site.signed_in(municipality="hattem").post("/beheer/bronnen/nieuw", data=form(naam="gids van de buren"))
    assert answer.status_code == 422
    assert "niet van uw gemeente" in words_of(look(answer))
    assert rows(site, ImportSource) == []


def test_a_name_too_long_for_any_disk_is_a_wrong_address_and_no_mistake_of_ours(site):
    answer = site.signed_in().post("/beheer/bronnen/nieuw", data=form(adres="x" * 400 + ".csv"))
    assert answer.status_code == 422
    assert "map bronnen" in words_of(look(answer))


def test_another_municipality_s_source_does_not_exist(site):
    putten, region = added(site, "Van Putten", "putten"), added(site, "Van allen", "")
    own = added(site, "Van ons")
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get("/beheer/bronnen")))
    assert "Van ons" in page
    assert "Van Putten" not in page
    assert "Van allen" not in page
    for number in (putten, region):
        for method, path in (
            ("get", ""), ("post", ""), ("get", "/wijzigen"), ("post", "/wijzigen"), ("get", "/stoppen"), ("post", "/stoppen"),
        ):  # fmt: skip
            data = {"doen": "proef", "aanbod": "blijft"} if method == "post" else None
            assert getattr(client, method)(f"/beheer/bronnen/{number}{path}", data=data).status_code == 404
    assert client.get(f"/beheer/bronnen/{own}").status_code == 200
    client.post("/beheer/bronnen/nieuw", data={"soort": "osm", "gemeente": "putten", "ritme": "weekly"})
    assert {each.municipality for each in rows(site, ImportSource) if each.name.startswith("OpenStreetMap")} == {
        "hattem"
    }


def test_only_an_administrator_lets_a_source_be_trusted_and_it_is_written_down(site):
    number = added(site)
    editor = site.signed_in()
    assert "Vertrouwen: meteen" not in words_of(look(editor.get(f"/beheer/bronnen/{number}")))
    assert editor.post(f"/beheer/bronnen/{number}", data={"doen": "vertrouw"}).status_code == 404
    assert rows(site, ImportSource)[0].trusted is False
    chief = site.signed_in("beheer@voorbeeld.example", Role.ADMINISTRATOR)
    assert chief.post(f"/beheer/bronnen/{number}", data={"doen": "vertrouw"}).status_code == 303
    assert rows(site, ImportSource)[0].trusted is True
    assert ("source.trust", f"source:{number}") in {(line.action, line.subject) for line in rows(site, AuditLine)}
    assert editor.post(f"/beheer/bronnen/{number}", data={"doen": "wantrouw"}).status_code == 303
    assert rows(site, ImportSource)[0].trusted is False


def test_another_address_is_no_longer_trusted(site):
    number = added(site)
    chief = site.signed_in("beheer@voorbeeld.example", Role.ADMINISTRATOR)
    chief.post(f"/beheer/bronnen/{number}", data={"doen": "vertrouw"})
    page = soup(chief.get(f"/beheer/bronnen/{number}/wijzigen"))
    data = {
        "versie": page.select_one("[name=versie]")["value"], "adres": "Wezep", "licentie": "ODbL 1.0",
        "naamsvermelding": "© OSM", "gemeente": "hattem", "ritme": "daily", "weg": "ja",
    }  # fmt: skip
    assert chief.post(f"/beheer/bronnen/{number}/wijzigen", data=data).status_code == 303
    source = rows(site, ImportSource)[0]
    assert (source.address, source.rhythm, source.trusted) == ("Wezep", "daily", False)
    late = chief.post(f"/beheer/bronnen/{number}/wijzigen", data=data | {"adres": "Te laat"})
    assert late.status_code == 409
    assert "Te laat" in late.text
    assert rows(site, ImportSource)[0].address == "Wezep"


def test_no_longer_following_asks_what_happens_to_the_offers(site, table):
    table(ONE)
    client = site.signed_in()
    where = client.post("/beheer/bronnen/nieuw", data=form()).location
    work(site)
    client.post(where, data={"doen": "ophalen"})
    work(site)
    assert client.post(f"{where}/stoppen", data={}).status_code == 422
    assert client.post(f"{where}/stoppen", data={"aanbod": "weg"}).status_code == 303
    work(site)
    assert rows(site, ImportSource) == []
    assert [offer.status for offer in rows(site, Offer)] == [Status.WITHDRAWN]


def test_stopping_may_leave_everything_as_it_is(site):
    put(site, draft("Hier"))
    number = added(site)
    client = site.signed_in()
    assert client.post(f"/beheer/bronnen/{number}/stoppen", data={"aanbod": "blijft"}).status_code == 303
    assert rows(site, ImportSource) == []
    assert [offer.status for offer in rows(site, Offer)] != [Status.WITHDRAWN]


def test_a_number_that_is_none(site):
    client = site.signed_in()
    for path in ("/beheer/bronnen/999", "/beheer/bronnen/99999999999999999999", "/beheer/bronnen/0"):
        assert client.get(path).status_code == 404
    assert client.get("/beheer/bronnen/nieuw?soort=anders").status_code == 200
    assert client.post("/beheer/bronnen/nieuw", data={"soort": "anders"}).status_code == 404
    assert client.post(f"/beheer/bronnen/{added(site)}", data={"doen": "iets"}).status_code == 404
