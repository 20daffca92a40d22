"""What is on, for visitors: by week and day, with filters, as files for their own agenda; and honest about what is over."""

import pytest
from icalendar import Calendar
from sqlmodel import select

from app.agenda import keeping
from app.social_map.models import Offer, Organisation
from tests.agenda.activities import at, draft
from tests.web.staff.site import look, words_of


@pytest.fixture
def put(installation):
    """Puts an activity in the agenda of an organisation with offers in Hattem; its address."""

    def make(days=3, *, cancelled=False, **more):
        more = {"ends_at": at(days, 13, 30), **more}
        with installation.database.writing() as session:
            offer = session.exec(select(Offer).where(Offer.slug == "de-avondstoel")).one()
            whose = session.get_one(Organisation, offer.organisation_id)
            made = keeping.hand_in(session, whose, draft(days, **more), "account:1", editor=True)
            if cancelled:
                keeping.cancel(session, made, "account:1", editor=True)
            return f"/agenda/{made.slug}"

    return make


def test_empty_points_to_the_standing_offers_and_the_desk(client):
    page = look(client.get("/agenda"))
    assert "Er staat nu niets in de agenda" in words_of(page)
    assert page.select_one('main a[href="/zoeken"]')
    assert page.select_one('main a[href^="tel:"]')
    assert look(client.get("/")).select_one('a[href="/agenda"]')


def test_per_day_with_filters_and_cancelled_ones_say_so(client, put):
    put(2, title="Soep", cost="€ 2,50", domains=("sociaal-netwerk",))
    put(2, title="Afgelast", cancelled=True)
    put(20, title="Bingo", domains=("inkomen",))
    put(200, title="Zomerfeest")
    put(3, title="In Putten", municipality="putten")
    page = look(client.get("/agenda"))
    titles = [each.get_text(strip=True) for each in page.select(".lp-agenda__title a")]
    assert titles == ["Soep", "Afgelast", "Bingo"]
    assert "Gaat niet door" in page.select(".lp-agenda__item")[1].get_text()
    assert "12:00 tot 13:30 uur" in words_of(page)
    assert "€ 2,50" in words_of(page)
    assert [
        each.get_text(strip=True)
        for each in look(client.get("/agenda?periode=week&leefgebied=inkomen")).select(".lp-agenda__title a")
    ] == []
    assert "Bingo" in words_of(look(client.get("/agenda?leefgebied=inkomen")))
    assert "Zomerfeest" in words_of(look(client.get("/agenda?periode=jaar&leefgebied=onzin")))
    assert client.get("/en/agenda").status_code == 200


def test_one_activity_before_after_and_cancelled(client, put):
    coming, past = put(2, title="Soep"), put(-2, title="Vorige soep")
    page = look(client.get(coming))
    assert page.select_one(f'a[href="{coming}.ics"]')
    over = look(client.get(past))
    assert "Dit is geweest" in words_of(over)
    assert over.select_one(f'a[href="{coming}"]')
    assert over.select_one('a[href="/aanbod/de-avondstoel"]')
    assert "Dit gaat niet door" in words_of(look(client.get(put(4, title="Niet", cancelled=True))))
    for elsewhere in (
        put(2, title="Putten", municipality="putten"),
        "/agenda/bestaat-niet",
        "/agenda/bestaat-niet.ics",
    ):
        assert client.get(elsewhere).status_code == 404
    assert client.get(coming, headers={"Host": "putten.localhost"}).status_code == 404


def test_files_for_ones_own_agenda(client, put):
    address = put(2, title="Soep, met brood")
    put(100, title="Feest", domains=("inkomen",))
    one = client.get(f"{address}.ics")
    assert one.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(one.data).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Soep, met brood (voorbeeld)"
    assert str(event["URL"]).endswith(address)
    whole = client.get("/agenda.ics")
    assert len(Calendar.from_ical(whole.data).walk("VEVENT")) == 2
    assert len(Calendar.from_ical(client.get("/agenda.ics?leefgebied=inkomen").data).walk("VEVENT")) == 1
    again = client.get("/agenda.ics", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    put(3, title="Nieuw")
    assert client.get("/agenda.ics", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 200
