"""What nobody confirmed: a list with who is missed most on top, a number to ring, and what was heard."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.social_map.draft import Cost
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import CostKind, RespiteWeight
from app.upkeep.links import LinkOver, make, open_link
from app.upkeep.loop import keep_true
from app.upkeep.models import CheckedAddress
from app.upkeep.vocabulary import Checked
from tests.upkeep.scene import draft, put, status_of
from tests.web.staff.site import look, words_of
from tests.workshop import letters

START = datetime(2026, 8, 3, 10, tzinfo=UTC)
OLD = date(2025, 12, 1)


@pytest.fixture
def publishing(site):
    return site.app.extensions["leefplein"].publishing


@pytest.fixture
def traveller():
    with time_machine.travel(START) as found:
        yield found


@pytest.fixture
def numbers(publishing, traveller):
    """Without mail addresses: coffee, then respite, then a crisis line; and one elsewhere."""
    found = put(
        publishing,
        draft("Koffie", mail="", last_confirmed=date(2025, 11, 1)),
        draft("Oppas", "Ander", mail="", kind="oppas", respite=RespiteWeight.LIGHT, last_confirmed=OLD),
        draft("Crisislijn", "Derde", mail="", kind="crisis", last_confirmed=OLD),
        draft("In Putten", "Vierde", mail="", kern="Putten", last_confirmed=OLD),
    )
    keep_true(publishing)
    return found


def order(page):
    return [each.get_text(strip=True) for each in page.select("li[data-offer] h2")]


def post(client, publishing, number, what, **more):
    with publishing.database.reading() as session:
        version = session.get(Offer, number).version
    return client.post(f"/beheer/actueel/{number}/{what}", data={"versie": version, "wat": "bellen"} | more)


def test_who_is_missed_most_stands_on_top_with_a_number_to_ring(site, numbers):
    client = site.signed_in(municipality="hattem")
    assert "/beheer/actueel" in client.get("/beheer/").text
    page = look(client.get("/beheer/actueel"))
    assert order(page) == ["Crisislijn", "Oppas", "Koffie"]
    assert page.select_one('a[href="tel:0380000101"], a[href="tel:+31380000101"]')
    assert "geen mailadres" in words_of(page)


def test_rung_and_still_right(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    sent = post(client, publishing, numbers[0], "klopt")
    assert sent.status_code == 303
    after = look(client.get(sent.location))
    assert "Bewaard: het klopt nog" in words_of(after)
    assert order(after) == ["Crisislijn", "Oppas"]
    with publishing.database.reading() as session:
        offer = session.get(Offer, numbers[0])
        assert (offer.last_confirmed, offer.confirmed_by.value) == (clock.today(), "municipality")
        line = session.exec(select(AuditLine).where(AuditLine.action == "offer.confirm")).one()
        assert line.actor.startswith("account:")


def test_rung_without_an_answer_leaves_the_list_for_now(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    post(client, publishing, numbers[2], "gebeld")
    assert order(look(client.get("/beheer/actueel"))) == ["Oppas", "Koffie"]
    asked = look(client.get("/beheer/actueel?wat=gevraagd"))
    assert "Gebeld:" in words_of(asked)


def test_rung_and_stopped_with_who_takes_over(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    form = look(client.get(f"/beheer/actueel/{numbers[0]}/gestopt"))
    assert "Wie neemt het over?" in words_of(form)
    wrong = post(client, publishing, numbers[0], "gestopt", opvolger="Bestaat niet", reden="De club is weg.")
    assert wrong.status_code == 422
    assert "De club is weg." in words_of(look(wrong))
    sent = post(client, publishing, numbers[0], "gestopt", opvolger="Oppas", reden="De club is weg.")
    assert sent.status_code == 303
    assert status_of(publishing, numbers[0]) == "withdrawn"


def test_what_somebody_else_changed_is_not_confirmed(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    sent = client.post(f"/beheer/actueel/{numbers[0]}/klopt", data={"versie": "99"})
    assert sent.status_code == 409
    assert "Iemand anders" in words_of(look(sent))
    with publishing.database.reading() as session:
        assert session.get(Offer, numbers[0]).last_confirmed == date(2025, 11, 1)


def test_nothing_of_another_municipality(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    with publishing.database.reading() as session:
        elsewhere = session.get(Offer, numbers[3]).organisation_id
    assert client.get(f"/beheer/actueel/organisatie/{elsewhere}").status_code == 404
    assert client.post(f"/beheer/actueel/organisatie/{elsewhere}/ongeldig").status_code == 404
    for what in ("klopt", "gebeld", "gestopt"):
        assert client.post(f"/beheer/actueel/{numbers[3]}/{what}", data={"versie": "1"}).status_code == 404
    assert client.get("/beheer/actueel/organisatie/99999999999999").status_code == 404


@pytest.mark.parametrize(
    "what",
    [
        "gevraagd",
        "herinnerd",
        "gewaarschuwd",
        "verborgen",
        "blijft",
        "nooit",
        "prijzen",
        "adressen",
        "geen-mail",
        "onzin",
    ],
)
def test_every_list_opens(site, numbers, what):
    look(site.signed_in().get(f"/beheer/actueel?wat={what}"))


def test_prices_addresses_and_who_has_no_mail(site, publishing, traveller):
    price = Cost(
        kind=CostKind.PRICE, amount="2.50", unit="keer", as_typed="2,50 per keer", valid_until=date(2026, 6, 30)
    )
    still = price.model_copy(update={"valid_until": date(2027, 6, 30)})
    dear, weg, _fine = put(
        publishing,
        draft("Met oude prijs", costs=(price,)),
        draft("Met dode site", "Ander"),
        draft("Goed", "Derde", costs=(still,), mail=""),
    )
    with publishing.database.writing() as session:
        session.add(CheckedAddress(offer_id=weg, what="website", value="https://weg.example", state=Checked.DEAD))
    client = site.signed_in()
    assert order(look(client.get("/beheer/actueel?wat=prijzen"))) == ["Met oude prijs"]
    gone = look(client.get("/beheer/actueel?wat=adressen"))
    assert order(gone) == ["Met dode site"]
    assert "https://weg.example" in words_of(gone)
    assert order(look(client.get("/beheer/actueel?wat=geen-mail"))) == ["Goed"]
    assert dear


def test_the_link_again_and_old_links_void(site, publishing, traveller):
    (coffee,) = put(publishing, draft("Koffie", last_confirmed=OLD))
    with publishing.database.reading() as session:
        organisation = session.get(Organisation, session.get(Offer, coffee).organisation_id)
    token = make(publishing.settings, organisation, clock.now())
    client = site.signed_in()
    where = f"/beheer/actueel/organisatie/{organisation.id}"
    assert "hoek@voorbeeld.example" in words_of(look(client.get(where)))
    sent = client.post(f"{where}/link")
    assert sent.status_code == 303
    assert "gemaild" in words_of(look(client.get(sent.location)))
    [letter] = letters(publishing)
    traveller.shift(5)
    assert client.post(f"{where}/ongeldig").status_code == 303
    for old in (token, letter.text.split("sleutel=")[1].split()[0]):
        with publishing.database.reading() as session, pytest.raises(LinkOver, match="void"):
            open_link(session, publishing.settings, old)


def test_without_an_address_the_link_cannot_be_mailed(site, publishing, numbers):
    with publishing.database.reading() as session:
        organisation = session.get(Offer, numbers[0]).organisation_id
    sent = site.signed_in().post(f"/beheer/actueel/organisatie/{organisation}/link")
    assert sent.status_code == 422
    assert "geen mailadres" in words_of(look(sent))


def test_ten_thousand_calls_are_pages_in_order(site, publishing, traveller):
    put(publishing, *[draft(f"Koffie {n:03}", f"Club {n}", mail="", last_confirmed=OLD) for n in range(60)])
    keep_true(publishing, most=100)
    client = site.signed_in()
    first = look(client.get("/beheer/actueel"))
    assert len(order(first)) == 50
    assert len(order(look(client.get("/beheer/actueel?pagina=2")))) == 10


def test_an_address_that_is_right_after_all_is_no_longer_reported_until_it_changes(site, publishing, numbers):
    client = site.signed_in(municipality="hattem")
    with publishing.database.writing() as session:
        session.add(
            CheckedAddress(
                offer_id=numbers[0], what="phone", value="038 444", state=Checked.DEAD, reason="phone_impossible"
            )
        )
    page = look(client.get("/beheer/actueel?wat=adressen"))
    assert "dit telefoonnummer kan niet bestaan" in words_of(page)
    wrong = client.post(
        f"/beheer/actueel/{numbers[0]}/adres", data={"soort": "phone", "adres": "038 55", "wat": "adressen"}
    )
    assert wrong.status_code == 409
    form = {
        field["name"]: field["value"]
        for field in page.select("form[action$=adres] input")
        if field["name"] != "csrf_token"
    }
    sent = client.post(f"/beheer/actueel/{numbers[0]}/adres", data=form)
    assert sent.status_code == 303
    assert order(look(client.get(sent.headers["Location"]))) == []
    assert client.post(f"/beheer/actueel/{numbers[3]}/adres", data=form).status_code == 404
