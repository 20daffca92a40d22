"""A slip with a code: looked up while it lasts, alive, and gone after it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.references import SIGNS
from app.referring.models import Slip
from app.referring.slips import (
    employer_of,
    follow,
    forget_ended,
    make_slip,
    only_of,
    open_slip,
    read_slip_code,
    spaced_slip_code,
)
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, Organisation


def made(session, *offers, days=14, by="account:1"):
    return make_slip(session, offers or ("een", "twee"), municipality="hattem", by=by, days=days)


def test_a_code_opens_its_slip_however_it_is_typed_until_the_end_of_its_last_day(database, monkeypatch):
    with database.writing() as session:
        slip = made(session)
        code, ends = slip.code, slip.ends_at
    assert ends.astimezone(clock.AMSTERDAM).date() == clock.today() + timedelta(days=14)
    assert len(code) == 7
    assert set(code) <= set(SIGNS)
    typed = f" {spaced_slip_code(code).lower()} "
    with database.reading() as session:
        assert open_slip(session, read_slip_code(typed)).offers == ("een", "twee")
        assert open_slip(session, "2222222") is None
    monkeypatch.setattr(clock, "now", lambda: ends + timedelta(seconds=1))
    with database.writing() as session:
        assert open_slip(session, code) is None, "over is over, also before it is removed"
        assert forget_ended(session) == 1
        assert session.exec(select(Slip)).all() == []


def test_a_slip_that_lasts_is_not_forgotten(database):
    with database.writing() as session:
        made(session)
        assert forget_ended(session) == 0


@pytest.mark.parametrize("wrong", ["", "22", "2222222222", "AEIOU11", "héél-fout", "😀😀😀😀😀😀😀"])
def test_what_can_be_no_code_is_not_looked_up(wrong):
    assert read_slip_code(wrong) is None


def test_one_wrong_sign_is_noticed_by_the_code_itself(installation):
    with installation.database.writing() as session:
        code = made(session).code
    for place in range(len(code)):
        other = "3" if code[place] == "2" else "2"
        assert read_slip_code(code[:place] + other + code[place + 1 :]) is None


def test_a_withdrawn_offer_is_followed_to_its_successor_and_one_without_is_named(installation):
    with installation.database.writing() as session:
        first, other, alone = session.exec(select(Offer).where(Offer.status == "published").order_by(Offer.id).limit(3))
        slugs = (alone.slug, first.slug, "bestaat-niet")
        first.successor = other.slug
        session.add(first)
        for each in (first, alone):
            move(session, each, "withdraw", Actor("account:1", "editor"), reason="gestopt")
        names = first.name, other.slug, alone.name
        session.flush()
    with installation.database.reading() as session:
        found = follow(session, slugs)
    assert [card.slug for card in found.cards] == [names[1]]
    assert found.instead == {names[1]: names[0]}
    assert found.missing == (names[2],)


def test_a_slip_of_one_employer_only_is_known_as_that(database):
    with database.writing() as session:
        own = Organisation(name="Voorbeeldhuis", name_key="voorbeeldhuis", source="account")
        session.add(own)
        session.flush()
        desk = Account(email="loket@voorbeeld.example", role=Role.DESK, organisation=own.uid)
        municipal = Account(email="ander@voorbeeld.example", role=Role.DESK)
        session.add_all((desk, municipal))
        session.flush()
        employer = employer_of(session, f"account:{desk.id}")
        assert employer.name == "Voorbeeldhuis"
        assert only_of(employer, [own.id, own.id])
        assert not only_of(employer, [own.id, own.id + 1])
        assert not only_of(employer, [])
        for nobody in (f"account:{municipal.id}", "account:999999", "cli", "account:", ""):
            assert employer_of(session, nobody) is None
        assert not only_of(None, [own.id])
