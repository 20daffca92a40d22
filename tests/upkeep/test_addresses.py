"""The list of addresses follows the map, and what its form gives away is known without a call."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.social_map.draft import OrganisationDraft
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer
from app.upkeep.addresses import MOST_AT_ONCE, NEVER, is_mail, keep_in_step
from app.upkeep.models import CheckedAddress
from app.upkeep.vocabulary import Checked
from tests.social_map.drafts import draft, shelve

GOOD = {"phone": "038 444 33 22", "email": "welkom@voorbeeld.example", "website": "https://www.voorbeeld.example"}


@pytest.fixture
def on_the_map(database):
    def on_the_map(name="Soep", **facts):
        given = {"source_id": name, "example": False} | facts
        return shelve(database, draft(name, **given))[0].offer_id

    return on_the_map


@pytest.fixture
def rows(database):
    def rows():
        with database.reading() as session:
            found = session.exec(select(CheckedAddress).order_by(CheckedAddress.id)).all()
        return {(each.offer_id, each.what): each for each in found}

    return rows


def test_each_address_of_a_public_offer_is_on_the_list(database, on_the_map, rows):
    number = on_the_map(**GOOD, organisation=OrganisationDraft(name="Stichting Voorbeeld", phone="088 123 45 67"))
    assert keep_in_step(database, sites=True) == 1
    found = rows()
    assert {what: found[number, what].value for _, what in found} == GOOD | {"organisation_phone": "088 123 45 67"}
    assert {each.state for each in found.values()} == {Checked.FINE}
    assert found[number, "website"].checked_at == NEVER
    assert keep_in_step(database, sites=True) == 0


def test_websites_are_on_the_list_only_when_they_are_checked(database, on_the_map, rows):
    number = on_the_map(**GOOD)
    keep_in_step(database, sites=False)
    assert set(rows()) == {(number, "phone"), (number, "email")}
    keep_in_step(database, sites=True)
    assert (number, "website") in rows()
    keep_in_step(database, sites=False)
    assert (number, "website") not in rows()


def test_examples_and_what_is_not_public_are_left_alone(database, on_the_map, rows):
    on_the_map("Voorbeeld", **GOOD, example=True)
    shelve(database, draft("Wacht", source_id="w", example=False, **GOOD), publish=False)
    keep_in_step(database, sites=True)
    assert rows() == {}


def test_what_is_withdrawn_leaves_the_list(database, on_the_map, rows):
    number = on_the_map(**GOOD)
    keep_in_step(database, sites=True)
    with database.writing() as session:
        move(session, session.get_one(Offer, number), "withdraw", Actor("redacteur", "editor"), reason="gestopt")
    keep_in_step(database, sites=True)
    assert rows() == {}


def test_what_cannot_be_is_known_at_once(database, on_the_map, rows):
    number = on_the_map(phone="038 444 33", email="welkom at voorbeeld", website="https://facebook")
    keep_in_step(database, sites=True)
    found = {what: (each.state, each.reason) for (_, what), each in rows().items()}
    assert found == {
        "phone": (Checked.DEAD, "phone_impossible"),
        "email": (Checked.DEAD, "mail_form"),
        "website": (Checked.DEAD, "site_form"),
    }
    assert rows()[number, "phone"].failing_since is not None


def test_another_value_begins_anew_also_after_somebody_settled_it(database, on_the_map, rows):
    number = on_the_map(phone="038 444 33")
    keep_in_step(database, sites=False)
    with database.writing() as session:
        row = session.exec(select(CheckedAddress)).one()
        row.settled_at = clock.now()
        session.add(row)
    keep_in_step(database, sites=False)
    assert rows()[number, "phone"].settled_at is not None
    on_the_map(phone="038 444 3")
    keep_in_step(database, sites=False)
    row = rows()[number, "phone"]
    assert (row.value, row.settled_at, row.state) == ("038 444 3", None, Checked.DEAD)
    on_the_map(phone="038 444 33 22")
    keep_in_step(database, sites=False)
    row = rows()[number, "phone"]
    assert (row.state, row.failing_since) == (Checked.FINE, None)


def test_a_large_map_is_listed_a_part_at_a_time(database, rows):
    shelve(database, *(draft(f"Soep {n}", source_id=str(n), example=False, **GOOD) for n in range(MOST_AT_ONCE + 1)))
    assert [keep_in_step(database, sites=False) for _ in range(3)] == [MOST_AT_ONCE, 1, 0]
    assert len(rows()) == 2 * (MOST_AT_ONCE + 1)


@pytest.mark.parametrize(
    "typed",
    [
        "a@voorbeeld.example",
        "jan.de-vries+x@mail.voorbeeld.example",
        "a@voorbeeld.example of b@voorbeeld.example",
        "mailto:a@voorbeeld.example",
        "<a@voorbeeld.example>",
    ],
)
def test_mail_addresses(typed):
    assert is_mail(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "a", "a@", "@b.example", "a@b", "a..b@c.example", "a@b..example", "a@-b.example", "a@b.example of c@d", "a b"],
)
def test_no_mail_addresses(typed):
    assert not is_mail(typed)


def test_a_month_is_long_enough_to_look_again(database, on_the_map, rows):
    number = on_the_map(phone="038 444 33")
    keep_in_step(database, sites=False)
    first = rows()[number, "phone"]
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        keep_in_step(database, sites=False)
    again = rows()[number, "phone"]
    assert again.checked_at > first.checked_at
    assert again.failing_since == first.failing_since
