"""The page behind the link in our mails: looking changes nothing, one button confirms everything, nobody else's link opens it."""

from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlmodel import select

from app import clock
from app.social_map.models import Flag, Offer, OfferEvent, OfferRevision, Organisation
from app.social_map.vocabulary import Status
from app.upkeep.links import make
from tests.upkeep.scene import draft, put, status_of
from tests.workshop import letters


@pytest.fixture
def publishing(installation):
    return installation.publishing


@pytest.fixture
def numbers(publishing):
    """Two offers, one of them hidden, that nobody looked at for long."""
    old = date(2025, 1, 1)
    found = put(publishing, draft("Koffie", last_confirmed=old), draft("Soep", last_confirmed=old))
    with publishing.database.writing() as session:
        session.get(Offer, found[1]).status = Status.HIDDEN
    return found


@pytest.fixture
def link(publishing, numbers):
    return f"/klopt-nog?sleutel={token(publishing)}"


def token(publishing, name="Stichting De Hoek"):
    with publishing.database.reading() as session:
        organisation = session.exec(select(Organisation).where(Organisation.name == name)).one()
    return make(publishing.settings, organisation, clock.now())


def rows(publishing):
    with publishing.database.reading() as session:
        return session.exec(select(Offer).where(Offer.name.in_(["Koffie", "Soep"])).order_by(Offer.id)).all()


def fields(page, **more):
    soup = BeautifulSoup(page.text, "html.parser")
    return {"aanbod": [each["value"] for each in soup.select('main [name="aanbod"]')]} | more


def test_looking_changes_nothing_however_often_scanners_look(client, publishing, link):
    before = [(row.version, row.last_confirmed, row.status) for row in rows(publishing)]
    for _ in range(3):
        assert client.head(link).status_code == 200
        page = client.get(link)
        assert page.status_code == 200
    with publishing.database.reading() as session:
        assert not session.exec(select(OfferEvent).where(OfferEvent.action == "confirm")).all()
    assert [(row.version, row.last_confirmed, row.status) for row in rows(publishing)] == before
    assert "038 000 01 01" in page.text
    assert "Nu niet te zien" in page.text
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_one_click_confirms_all_and_brings_back_what_was_hidden(client, publishing, link, numbers):
    page = client.get(link)
    sent = client.post(link, data=fields(page))
    assert sent.status_code == 303
    after = client.get(sent.location)
    assert "2 keer aanbod is vandaag gecontroleerd" in after.text
    assert "Alles klopt nog" not in after.text
    for row in rows(publishing):
        assert (row.status, row.last_confirmed, row.confirmed_by.value) == (
            Status.PUBLISHED,
            clock.today(),
            "organisation",
        )
    with publishing.database.reading() as session:
        actors = {event.actor for event in session.exec(select(OfferEvent).where(OfferEvent.action == "confirm"))}
    assert actors == {"mail link"}
    again = client.post(link, data=fields(page))
    assert again.status_code == 303
    with publishing.database.reading() as session:
        assert len(session.exec(select(OfferEvent).where(OfferEvent.action == "confirm")).all()) == 2
    public = client.get(f"/aanbod/{rows(publishing)[0].slug}").text
    assert "door de organisatie" in public
    assert "by the organisation" in client.get(f"/en/aanbod/{rows(publishing)[0].slug}").text


def test_one_of_them_only(client, publishing, link, numbers):
    page = client.get(link)
    client.post(link, data=fields(page, een=f"{numbers[0]}:{rows(publishing)[0].version}"))
    assert [row.last_confirmed for row in rows(publishing)] == [clock.today(), date(2025, 1, 1)]


def test_what_changed_while_the_page_was_open_is_shown_again(client, publishing, link, numbers):
    page = client.get(link)
    with publishing.database.writing() as session:
        session.get(Offer, numbers[0]).version += 1
    sent = client.post(link, data=fields(page))
    assert sent.status_code == 409
    assert "Intussen veranderd" in sent.text
    assert [row.last_confirmed for row in rows(publishing)] == [date(2025, 1, 1), clock.today()]


def test_nobody_elses_offer_can_be_touched(client, publishing, link):
    (other,) = put(publishing, draft("Vreemd", "Iemand Anders", "ander@voorbeeld.example"))
    client.post(link, data={"aanbod": [f"{other}:1"]})
    with publishing.database.reading() as session:
        assert not session.exec(select(OfferEvent).where(OfferEvent.action == "confirm")).all()
    for path in ("wijzigen", "gestopt", "terug"):
        here = link.replace("/klopt-nog?", f"/klopt-nog/{path}?") + f"&aanbod={other}"
        assert client.get(here).status_code == 404
        assert client.post(here, data={}).status_code == 404


def test_a_link_that_is_over_says_whom_to_call_and_mails_a_new_one_once_a_day(client, publishing, link):
    with time_machine.travel(clock.now() + timedelta(days=90), tick=False):
        page = client.get(link)
        assert page.status_code == 410
        assert "Liever bellen?" in page.text
        anew = link.replace("/klopt-nog?", "/klopt-nog/nieuwe-link?")
        answers = {client.post(anew).text for _ in range(3)}
        assert len(answers) == 1
        assert [letter.to for letter in letters(publishing)] == ["hoek@voorbeeld.example"]
    assert client.get("/klopt-nog?sleutel=onzin").status_code == 404
    without = client.get("/klopt-nog")
    assert without.status_code == 200
    assert "Bel of mail ons" in without.text
    unknown = client.post("/klopt-nog/nieuwe-link?sleutel=onzin")
    assert unknown.status_code == 200
    assert len(letters(publishing)) == 1


def test_a_change_waits_for_the_editor_and_visitors_keep_what_was_approved(client, publishing, link, numbers):
    where = link.replace("/klopt-nog?", "/klopt-nog/wijzigen?") + f"&aanbod={numbers[0]}"
    page = BeautifulSoup(client.get(where).text, "html.parser")
    said = {each["name"]: each.get("value", "") for each in page.select("main form input[name]")}
    assert said["telefoon"] == "038 000 01 01"
    wrong = client.post(where, data=said | {"telefoon": "038", "toelichting": "Nieuw nummer."})
    assert wrong.status_code in {303, 422}
    if wrong.status_code == 422:
        assert 'value="038"' in wrong.text
        assert "Nieuw nummer." in wrong.text
        sent = client.post(where, data=said | {"telefoon": "038 000 09 09", "toelichting": "Ons nummer is anders."})
        assert sent.status_code == 303, sent.text
        assert "Uw wijziging is ontvangen" in client.get(sent.location).text
    with publishing.database.reading() as session:
        newest = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == numbers[0]).order_by(OfferRevision.number.desc())
        ).first()
        assert (newest.state, newest.author) == ("pending", "mail link")
        assert session.get(Offer, numbers[0]).phone == "038 000 01 01"
        flags = [flag.reason for flag in session.exec(select(Flag).where(Flag.offer_id == numbers[0]))]
    assert any("De organisatie schrijft" in reason for reason in flags)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "toelichting"),
        ({"kosten": "2,50 per keer"}, "kosten_geldig_tot"),
        ({"kosten": "gratis", "kosten_geldig_tot": "ooit"}, "kosten_geldig_tot"),
    ],
)
def test_a_form_that_cannot_be_read_comes_back_with_everything(client, publishing, link, numbers, changed, field):
    where = link.replace("/klopt-nog?", "/klopt-nog/wijzigen?") + f"&aanbod={numbers[0]}"
    page = BeautifulSoup(client.get(where).text, "html.parser")
    said = {each["name"]: each.get("value", "") for each in page.select("main form input[name]")}
    sent = client.post(where, data=said | changed)
    assert sent.status_code == 422
    after = BeautifulSoup(sent.text, "html.parser")
    assert after.select_one(f'#{field}[aria-invalid="true"]')
    for name, value in changed.items():
        assert after.select_one(f"#{name}")["value"] == value


def test_a_price_with_its_date_is_handed_in(client, publishing, link, numbers):
    where = link.replace("/klopt-nog?", "/klopt-nog/wijzigen?") + f"&aanbod={numbers[0]}"
    page = BeautifulSoup(client.get(where).text, "html.parser")
    said = {each["name"]: each.get("value", "") for each in page.select("main form input[name]")}
    sent = client.post(where, data=said | {"kosten": "2,50 per keer", "kosten_geldig_tot": "31-12-2027"})
    assert sent.status_code == 303, sent.text
    with publishing.database.reading() as session:
        newest = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == numbers[0]).order_by(OfferRevision.number.desc())
        ).first()
    assert [(str(cost.amount), cost.valid_until) for cost in newest.draft.costs] == [("2.50", date(2027, 12, 31))]


def test_stopped_with_a_successor_and_put_back_within_a_fortnight(client, publishing, link, numbers):
    where = link.replace("/klopt-nog?", "/klopt-nog/gestopt?") + f"&aanbod={numbers[0]}"
    version = rows(publishing)[0].version
    wrong = client.post(where, data={"versie": version, "opvolger": "bestaat niet", "reden": "Geen mensen meer."})
    assert wrong.status_code == 422
    assert "Geen mensen meer." in wrong.text
    sent = client.post(where, data={"versie": version, "opvolger": "", "reden": "Geen mensen meer."})
    assert sent.status_code == 303
    assert "Zet het terug" in client.get(sent.location).text
    assert status_of(publishing, numbers[0]) == "withdrawn"
    [letter] = letters(publishing)
    assert letter.subject == "Van de kaart gehaald: Koffie"
    back = letter.text[letter.text.index("/klopt-nog/terug") :].split()[0]
    assert client.get(back).status_code == 200
    assert status_of(publishing, numbers[0]) == "withdrawn"
    assert client.post(back).status_code == 303
    assert status_of(publishing, numbers[0]) == "published"


def test_after_a_fortnight_the_way_back_is_the_telephone(client, publishing, link, numbers):
    where = link.replace("/klopt-nog?", "/klopt-nog/gestopt?") + f"&aanbod={numbers[0]}"
    client.post(where, data={"versie": rows(publishing)[0].version})
    back = link.replace("/klopt-nog?", "/klopt-nog/terug?") + f"&aanbod={numbers[0]}"
    with time_machine.travel(clock.now() + timedelta(days=15)):
        page = client.get(back)
        assert "Bel de redactie" in page.text
        assert client.post(back).status_code == 409
    assert status_of(publishing, numbers[0]) == "withdrawn"


def test_a_hidden_offer_keeps_its_address_and_says_ask(client, publishing, numbers):
    slug = rows(publishing)[1].slug
    page = client.get(f"/aanbod/{slug}")
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Wij weten niet of dit er nog is" in page.text
    assert "038 000 01 01" in page.text
    assert slug not in client.get("/sitemap.xml").text
    assert client.get(f"/en/aanbod/{slug}").status_code == 200


def test_a_leaked_link_fills_nobodys_mailbox_with_stopping_and_putting_back(client, publishing, numbers):
    here = f"sleutel={token(publishing)}&aanbod={numbers[0]}"
    answers = []
    for _ in range(6):
        version = rows(publishing)[0].version
        answers.append(
            client.post(f"/klopt-nog/gestopt?{here}", data={"aanbod": numbers[0], "versie": version}).status_code
        )
        client.post(f"/klopt-nog/terug?{here}", data={"aanbod": numbers[0]})
    assert answers == [303] * 5 + [422]
    assert rows(publishing)[0].status is Status.PUBLISHED
