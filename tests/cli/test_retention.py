from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app import clock
from app.conversation.models import ConversationRequest
from app.data_keys.shape import KEYS
from app.matching.models import Notice
from app.matching.own import withdraw
from app.matching.posting import post_notice
from app.services import build_services
from tests.installing import settings_in
from tests.matching.conftest import an_offer
from tests.matching.pairing import put
from tests.privacy.ended import ended, numbers


@pytest.fixture
def there(installed):
    services = build_services(settings_in(installed))
    yield services
    services.database.close()
    services.keys.close()


def test_a_dry_run_counts_and_erases_nothing_and_then_it_is_done(there, run):
    number = ended(there.office, clock.today())
    assert run("retention", "--dry-run") == (0, "Aanvragen zouden nu gewist worden: 1.\n", "")
    assert numbers(there.office) == {number}
    assert run("retention") == (0, "Aanvragen gewist: 1.\n", "")
    assert numbers(there.office) == set()


def test_what_stays_is_named_and_can_be_let_go_when_the_desk_has_it(there, run):
    ended(there.office, date(2026, 1, 2), arrived=False)
    with there.database.reading() as session:
        number = session.exec(select(ConversationRequest.public_number)).one()
    said = run("retention")
    assert said[0] == 0
    assert (
        f"Blijft staan: {number} (hattem; de termijn was voorbij op 02-01-2026): kwam niet aan bij het loket."
        in said[1]
    )
    assert run("retention", "--settled", number.lower())[1].endswith("Aanvragen gewist: 1.\n")
    code, _, said = run("retention", "--settled", number)
    assert (code, "niets los te laten" in said) == (1, True)
    assert run("retention", "--settled", number, "--dry-run")[0] == 1


def test_doctor_names_what_stands_too_long(there, run):
    ended(there.office, date(2026, 1, 2), seen=False)
    assert "1 aanvragen blijven staan na hun bewaartermijn" in run("doctor")[1]


def test_offers_and_questions_go_as_well(there, run):
    number = post_notice(there.mediation, an_offer(), "form").notice_id
    withdraw(there.mediation, number)
    put(there.mediation, number, erase_on=clock.today())
    assert "Aanbod van en vragen aan vrijwilligers zouden nu gewist worden: 1." in run("retention", "--dry-run")[1]
    assert "Aanbod van en vragen aan vrijwilligers gewist: 1." in run("retention")[1]
    with there.database.reading() as session:
        assert session.exec(select(Notice)).all() == []


def test_doctor_names_a_lost_key_of_an_offer_too(there, run):
    """The guard of the guard: were notices not known, their keys could go unnoticed."""
    post_notice(there.mediation, an_offer(), "one")
    ended(there.office, clock.today())
    there.keys.close()
    with there.keys._opened().writing() as session:
        session.execute(sa.delete(KEYS).where(KEYS.c.subject.like("notice:%")))
    assert "van 1 aanvragen (of aanbod, of vragen om hulp) is de sleutel weg" in run("doctor")[1]
