"""A year on the map (issue 5): who answers stays with a date, who keeps silent fades away, and what must stay stays.

The clock is turned; mail is read from the folder where it lies; pages are real ones in a browser.
"""

import email
import re
from datetime import UTC, date, datetime, timedelta
from email import policy
from urllib.request import Request, urlopen

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.social_map.models import Offer
from app.social_map.vocabulary import RespiteWeight
from app.upkeep.loop import keep_true
from app.working import worker
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.journeys.walking import found, main, search
from tests.upkeep.scene import draft, put, status_of

pytestmark = pytest.mark.browser
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
HOEK, STIL = "hoek@voorbeeld.example", "stil@voorbeeld.example"


class Year:
    """An installation, its clock and its mail."""

    def __init__(self, services, traveller, site):
        self.services, self.traveller, self.site = services, traveller, site

    def until(self, day):
        """Let the weeks pass, with a worker that does its work each of them."""
        while clock.today() < day:
            self.traveller.shift(min(timedelta(days=7), timedelta(days=(day - clock.today()).days)))
            keep_true(self.services.publishing)
            worker(self.services).once()

    def mail(self, to):
        """Subject and text of all mails to somebody, oldest first."""
        letters = [
            email.message_from_bytes(file.read_bytes(), policy=policy.default)
            for file in sorted((self.services.settings.data_dir / "mail").glob("*.eml"))
        ]
        return [(each["subject"], each.get_content()) for each in letters if each["to"] == to]

    def link(self, to):
        """The address in the newest mail, on the server of this test."""
        return self.site + re.search(r"https?://[^/\s]+(/klopt-nog\?\S+)", self.mail(to)[-1][1])[1]

    def slug(self, number):
        with self.services.database.reading() as session:
            return session.get(Offer, number).slug


@pytest.fixture
def year(installation, live_server):
    with installation.database.writing() as session:  # the example region is not what this is about
        session.execute(sa.update(Offer).values(last_confirmed=date(2030, 1, 1)))
    with time_machine.travel(START) as traveller:
        yield Year(installation, traveller, live_server.replace("127.0.0.1", "hattem.localhost"))


def test_a_year_of_answers_and_of_silence(visitor, year, request):
    page, services = visitor, year.services
    scripts = request.node.callspec.params["visitor"]
    words = {"summary": "Samen schaken met een dambord en koffie.", "keywords": ("schaken",)}
    hoek, stil, *stays = put(
        services.publishing,
        draft("Schaken in de hoek", "De Hoek", HOEK, kind="ontmoeting", **words),
        draft("Schaken in stilte", "De Stille", STIL, kind="ontmoeting", **words),
        draft("Nachtlijn", "Crisis Voorbeeld", "crisis@voorbeeld.example", kind="crisis"),
        draft("Naast u", "Naast Voorbeeld", "naast@voorbeeld.example", kind="clientondersteuning"),
        draft("Logeren", "Heg Voorbeeld", "heg@voorbeeld.example", kind="oppas", respite=RespiteWeight.NIGHT),
        draft("Enige taalles", "Taal Voorbeeld", "taal@voorbeeld.example", kind="taal", kern="Zalk"),
    )
    worker(services).once()
    before = _order(page, year)
    assert sorted(before) == ["Schaken in de hoek", "Schaken in stilte"]

    # Asked after half a year, reminded three weeks later.
    year.until(date(2027, 7, 3))
    assert year.mail(HOEK) == []
    year.until(date(2027, 8, 9))
    for each in (HOEK, STIL):
        assert [subject for subject, _text in year.mail(each)] == [
            "Klopt dit nog? Eén klik is genoeg",
            "Herinnering: klopt dit nog?",
        ]

    # A mail scanner opens the link first: nothing changes.
    for method in ("HEAD", "GET"):
        direct = year.link(HOEK).replace("hattem.localhost", "127.0.0.1")
        host = {"Host": year.site.partition("//")[2]}
        with urlopen(Request(direct, method=method, headers=host)) as answer:
            assert answer.status == 200
    with services.database.reading() as session:
        assert session.get(Offer, hoek).last_confirmed == date(2027, 1, 4)

    # One click, without signing in.
    page.goto(year.link(HOEK))
    assert "Schaken in de hoek" in main(page)
    assert "038 000 01 01" in main(page)
    if scripts:
        axe_finds_nothing(page)
    page.get_by_role("button", name="Alles klopt nog").click()
    page.get_by_role("heading", name="Dank u wel. 1 keer aanbod is vandaag gecontroleerd.").wait_for()
    worker(services).once()
    page.goto(f"{year.site}/aanbod/{year.slug(hoek)}")
    assert "Gecontroleerd op 9 augustus 2027 door de organisatie" in main(page)

    # What somebody confirmed stands above what nobody did; later the silence is said to visitors.
    assert _order(page, year) == ["Schaken in de hoek", "Schaken in stilte"]
    year.until(date(2027, 10, 11))
    assert year.mail(STIL)[-1][0] == "Bezoekers zien nu: lang niet nagekeken"
    page.goto(f"{year.site}/aanbod/{year.slug(stil)}")
    assert "Bel eerst even" in main(page)

    # Asked again half a year after the answer: two mails a year for who answers.
    year.until(date(2028, 2, 14))
    assert len(year.mail(HOEK)) == 3
    page.goto(year.link(HOEK))
    page.get_by_role("button", name="Alles klopt nog").click()
    page.get_by_role("heading", name=re.compile("Dank u wel")).wait_for()

    # Hidden in the end, kindly: the old address still says who it was and what is near.
    year.until(date(2028, 4, 17))
    assert year.mail(STIL)[-1][0] == "Niet meer te zien op de kaart"
    assert len(year.mail(STIL)) == 4
    assert _order(page, year) == ["Schaken in de hoek"]
    page.goto(f"{year.site}/aanbod/{year.slug(stil)}")
    assert "Wij weten niet of dit er nog is" in main(page)
    assert "038 000 01 01" in main(page)
    if scripts:
        axe_finds_nothing(page)

    # Back with one click.
    page.goto(year.link(STIL))
    assert "Nu niet te zien" in main(page)
    page.get_by_role("button", name="Alles klopt nog").click()
    page.get_by_role("heading", name=re.compile("Dank u wel")).wait_for()
    worker(services).once()
    assert sorted(_order(page, year)) == sorted(before)

    # What people may need badly is never taken away; it says: ask.
    year.until(date(2028, 8, 14))
    assert set(status_of(services.publishing, *stays)) == {"published"}
    for number in stays:
        page.goto(f"{year.site}/aanbod/{year.slug(number)}")
        assert re.search("vraag na of dit (nog )?klopt", main(page))
    assert "Dit blijft op de kaart" in year.mail("crisis@voorbeeld.example")[-1][1]


def _order(page, year):
    page.goto(year.site)
    search(page, "schaken", "Hattem")
    return [name for name in found(page) if name.startswith("Schaken in")]
