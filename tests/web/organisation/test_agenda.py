"""An organisation writes, changes and cancels its own activities, and hands in its calendar."""

import io

import pytest
from sqlmodel import select

from app.agenda import keeping
from app.agenda.models import Activity, ActivityStatus
from tests.agenda.activities import calendar, in_days, typed
from tests.web.organisation.house import THEIRS, draft, page_of, text_of


@pytest.fixture
def client(house):
    house.put(draft())
    house.put(draft("Van hen", THEIRS))
    return house.somebody_of()


def rows(house):
    with house.services.database.reading() as session:
        return session.exec(select(Activity).order_by(Activity.id)).all()


def approve(house):
    with house.services.database.writing() as session:
        for each in session.exec(select(Activity)).all():
            keeping.approve(session, each, "account:1")


def test_written_returned_changed_cancelled(house, client):
    form = page_of(client.get("/organisatie/agenda/nieuw"))
    assert form.select_one("#telefoon")["value"] == "038 000 01 01"  # known from its offers
    sent = client.post("/organisatie/agenda/nieuw", data=typed())
    assert "De redactie leest het" in text_of(client.get(sent.location))
    (made,) = rows(house)
    assert made.status is ActivityStatus.REVIEW
    with house.services.database.writing() as session:
        keeping.send_back(session, session.get_one(Activity, made.id), "Zeg wat het kost.", "account:1")
    assert "Zeg wat het kost." in text_of(client.get("/organisatie/agenda"))
    page = f"/organisatie/agenda/{made.id}"
    assert client.post(page, data=typed(kosten="gratis", versie=str(rows(house)[0].version))).status_code == 303
    approve(house)
    stale = client.post(page, data=typed(titel="Te laat", versie="1"))
    assert page_of(stale, 409).select_one("#titel")["value"] == "Te laat"
    sent = client.post(page, data=typed(5, kosten="gratis", titel="Nieuwe titel", versie=str(rows(house)[0].version)))
    assert "leest uw nieuwe tekst" in text_of(client.get(sent.location))
    assert (rows(house)[0].title, rows(house)[0].waiting["title"]) == ("Samen soep eten", "Nieuwe titel")
    sent = client.post(f"{page}/doen", data={"doen": "niet"})
    assert "niet doorgaat" in text_of(client.get(sent.location))
    assert rows(house)[0].status is ActivityStatus.CANCELLED
    assert "Dit is niet gelukt" in text_of(client.post(f"{page}/doen", data={"doen": "niet"}), 409)


def test_everything_typed_stays(house, client):
    page = page_of(client.post("/organisatie/agenda/nieuw", data=typed(titel="", dag="3-12")), 422)
    assert page.select_one('.lp-error-summary a[href="#titel"]')
    assert page.select_one("#omschrijving").get_text(strip=True) == "Soep aan een lange tafel."
    assert page.select_one('input[value="sociaal-netwerk"]').has_attr("checked")
    assert rows(house) == []


def upload(client, raw):
    return client.post("/organisatie/agenda/bestand", data={"bestand": (io.BytesIO(raw), "agenda.ics")})


def test_a_calendar_is_looked_at_first_and_then_handed_in(house, client):
    event = f"UID:a\nSUMMARY:Zingen\nDTSTART:{in_days(3):%Y%m%d}T110000Z"
    page = page_of(upload(client, calendar(event, "UID:k\nSUMMARY:Kapot\nDTSTART:onzin")))
    assert "Er is nog niets veranderd" in page.get_text()
    assert "Kapot" in page.get_text()
    assert rows(house) == []
    form = page.select_one('form[action$="insturen"]')
    data = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    sent = client.post(form["action"], data=data)
    assert "Nieuw: 1" in text_of(client.get(sent.location))
    approve(house)
    page = page_of(upload(client, calendar(f"UID:b\nSUMMARY:Dansen\nDTSTART:{in_days(4):%Y%m%d}T110000Z")))
    (number,) = [each.id for each in rows(house)]
    assert page.select_one(f'input[name="mist-{number}"][value="blijft"]').has_attr("checked")
    data = {field["name"]: field["value"] for field in page.select('form[action$="insturen"] input[type=hidden]')}
    client.post(form["action"], data={**data, f"mist-{number}": "niet"})
    assert [(each.title, each.status.value) for each in rows(house)] == [("Zingen", "cancelled"), ("Dansen", "review")]


@pytest.mark.parametrize("raw", [b"", b"geen agenda"])
def test_a_file_that_is_no_calendar(house, client, raw):
    page = page_of(upload(client, raw), 422)
    assert page.select_one('.lp-error-summary a[href="#bestand"]')
    assert client.post("/organisatie/agenda/bestand/insturen", data={"inhoud": "onzin"}).status_code == 422


def test_what_belongs_to_another_is_not_touched(house, client):
    theirs = house.somebody_of(THEIRS)
    theirs.post("/organisatie/agenda/nieuw", data=typed())
    (made,) = rows(house)
    assert client.get(f"/organisatie/agenda/{made.id}").status_code == 404
    event = f"UID:a\nSUMMARY:Zingen\nDTSTART:{in_days(3):%Y%m%d}T110000Z"
    form = page_of(upload(client, calendar(event))).select_one('form[action$="insturen"]')
    data = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    client.post(form["action"], data={**data, f"mist-{made.id}": "weg"})
    assert rows(house)[0].status is ActivityStatus.REVIEW
