"""`/briefje`: a code from the desk shows what was advised as it is now, says until when, and is slow to guess."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app import clock
from app.accounts import slowing
from app.referring.models import Slip
from app.referring.slips import make_slip, spaced_slip_code
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer

SLUGS = ("warme-maaltijd-aan-huis", "de-avondstoel")
FROM_OUTSIDE = {"X-Forwarded-For": "203.0.113.9"}


def a_slip(services, *slugs):
    with services.database.writing() as session:
        return make_slip(session, slugs or SLUGS, municipality="hattem", by="account:1", days=14).code


def words(answer):
    page = BeautifulSoup(answer.text, "html.parser")
    return page.select_one("main").get_text(" ").replace("\xad", "")


def test_a_code_shows_the_offers_and_until_when(client, installation):
    code = a_slip(installation)
    answer = client.get("/briefje", query_string={"code": spaced_slip_code(code).lower()})
    said = words(answer)
    last = clock.today() + timedelta(days=14)
    for part in (
        "Warme maaltijd aan huis",
        "De Avondstoel",
        f"tot en met {last.day} ",
        "Loket Hattem",
        "038 000 00 00",
    ):
        assert part in said, part
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.text
    assert client.get("/en/briefje", query_string={"code": code}).status_code == 200


def test_it_says_how_to_begin(client, installation):
    code = a_slip(installation)
    with installation.database.reading() as session:
        steps = session.exec(select(Offer.first_step).where(Offer.slug.in_(SLUGS))).all()
    said = words(client.get(f"/briefje?code={code}"))
    assert any(steps)
    assert all(step in said for step in steps)


def test_what_was_withdrawn_shows_its_successor(client, installation):
    code = a_slip(installation)
    with installation.database.writing() as session:
        first = session.exec(select(Offer).where(Offer.slug == SLUGS[0])).one()
        first.successor = "aan-tafel-op-vrijdag"
        move(session, first, "withdraw", Actor("account:1", "editor"), reason="gestopt")
    said = words(client.get(f"/briefje?code={code}"))
    assert "Aan tafel op vrijdag staat hier in plaats van Warme maaltijd aan huis" in said


@pytest.mark.parametrize(("typed", "status"), [("foutje", 422), ("222-2223", 422), ("CCC-CCCC", 422), ("😀" * 99, 422)])
def test_a_code_that_cannot_be_is_mended_without_looking_it_up(looker, typed, status):
    answer = looker.get("/briefje", query_string={"code": typed})
    assert (answer.status_code, "Deze code klopt niet" in answer.text) == (status, True)
    assert "038 000 00 00" in words(answer)


def test_no_code_is_a_field_for_one(looker):
    assert 'name="code"' in looker.get("/briefje").text


def test_an_unknown_and_an_ended_code_say_the_same_and_whom_to_call(client, installation):
    code = a_slip(installation)
    with installation.database.writing() as session:
        slip = session.exec(select(Slip)).one()
        slip.ends_at = clock.now() - timedelta(seconds=1)
        session.add(slip)
    ended = client.get(f"/briefje?code={code}")
    with installation.database.writing() as session:
        session.delete(session.exec(select(Slip)).one())
    unknown = client.get(f"/briefje?code={code}")
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert words(ended) == words(unknown)
    assert "038 000 00 00" in words(ended)


def test_guessing_is_slowed_and_not_for_long(client, installation, monkeypatch):
    code = a_slip(installation)
    for _ in range(40):
        assert client.get(f"/briefje?code={code}", headers=FROM_OUTSIDE).status_code == 200
    slowed = client.get(f"/briefje?code={code}", headers=FROM_OUTSIDE)
    assert (slowed.status_code, "Wacht" in slowed.text) == (429, True)
    assert client.get(f"/briefje?code={code}", headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 200
    later = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(slowing.clock, "now", lambda: later)
    assert client.get(f"/briefje?code={code}", headers=FROM_OUTSIDE).status_code == 200
