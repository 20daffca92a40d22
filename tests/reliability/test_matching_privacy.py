"""Nothing personal of a volunteer or seeker is visible before agreement: every page, API and mail, as every role (issue 4)."""

import contextlib
import email
import email.policy
import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final, get_args

import pytest
import sqlalchemy as sa
import structlog
from flask.testing import FlaskClient

from app.accounts.rights import Role
from app.matching.board import Section
from app.matching.models import ExchangeEvent, Notice, Pair, PairState, Says
from app.references import spaced_code, spaced_reference
from app.search.indexing import rebuild
from app.working import worker
from tests.reliability.canaries import files_in
from tests.reliability.index_files import fill
from tests.reliability.matched_town import (
    FOR_MEDIATORS,
    PERSON,
    WORDS,
    Canary,
    Somebody,
    Town,
    canary,
    people_in,
    seen_in,
)
from tests.reliability.visiting import an_offer, every_route
from tests.web.client_support.room import Room, make_room
from tests.web.mediator.mediators import an_event

STAFF: Final = [(role, "hattem") for role in Role] + [(Role.MEDIATOR, "putten")]
HERE: Final = f"{Role.MEDIATOR.value} hattem"
OF_A_NOTICE: Final = frozenset({"mediator.one", "mediator.changing", "mediator.wiping", "mediator.take_along"})
OWN: Final = ("", "/gegevens", "/veranderen", "/intrekken", "/bewaren", "/bewaren?soort=json", "/klaar")
FROM_THE_OTHER: Final = frozenset({"voornaam", "melding", "waarom", "afhandeling"})
"""What the mediator reads of a partner on the page of one notice: who it is put together with, and what went wrong."""
_ADDRESS: Final = re.compile(r"""\s(?:href|action|src|content)=["']([^"']*)["']""")


class Visitor(FlaskClient):
    """A browser on the site of Hattem."""

    host = "hattem.localhost"
    inspection: Any = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", f"http://{self.host}")
        return super().open(*args, **kwargs)


@dataclass(frozen=True)
class Seen:
    """One answer: who asked, what, about whom (tags), and the canaries in its page, its head and its addresses."""

    who: str
    endpoint: str
    about: frozenset[str]
    status: int
    found: frozenset[Canary]
    outside: frozenset[Canary]
    """Where a browser, a proxy or the next site may read it: heads and addresses."""


@dataclass
class Walk:
    """Everything that was visited."""

    room: Room
    town: Town
    seen: list[Seen] = field(default_factory=list)
    logs: list[Any] = field(default_factory=list)

    def visit(self, client: FlaskClient, who: str, path: str, endpoint: str, *about: str, **more: Any) -> Seen:
        answer = client.open(path, **({"method": "GET"} | more))
        links = [
            each
            for each in _ADDRESS.findall(answer.data.decode(errors="replace"))
            if not each.startswith(("tel:", "mailto:"))
        ]
        outside = "\n".join([path, answer.request.url, str(answer.headers), *links])
        found = Seen(
            who, endpoint, frozenset(about), answer.status_code, frozenset(seen_in(answer.data)), frozenset(seen_in(outside))
        )  # fmt: skip
        answer.close()
        self.seen.append(found)
        return found

    def come_in(self, who: Somebody) -> FlaskClient:
        """Somebody's own browser, on their own page."""
        client = self.room.client()
        given = {"referentie": spaced_reference(who.posted.reference), "code": spaced_code(who.posted.code)}
        self.visit(client, who.tag, "/voor-elkaar/mijn", "come in", who.tag, method="POST", data=given)
        return client

    def own_pages(self, who: Somebody) -> list[Seen]:
        """Everything on somebody's own page, in both languages, and the report of each of their proposals."""
        client = self.come_in(who)
        pairs = [number for *sides, number in self.town.roads.values() if who in sides]
        pages = [f"/voor-elkaar/mijn{each}" for each in OWN] + ["/en/voor-elkaar/mijn", "/voor-elkaar/ontvangst"]
        pages += [f"/voor-elkaar/mijn/melden?voorstel={number}" for number in pairs]
        return [self.visit(client, who.tag, page, page, who.tag) for page in pages]

    def wrong(self) -> list[tuple[str, str, Canary]]:
        """Whatever somebody saw that was not for them."""
        return [
            (each.who, each.endpoint, leak)
            for each in self.seen
            for leak in sorted((each.found - self.may_see(each)) | each.outside)
        ]

    def rooms_of(self, role: Role) -> int:
        """How many pages of staff this role got to see."""
        rooms = {"mediator", "front_desk", "client_support", "complaints", "editor"}
        return sum(
            each.who.startswith(f"{role.value} ") and each.endpoint.partition(".")[0] in rooms and each.status == 200
            for each in self.seen
        )

    def may_see(self, seen: Seen) -> set[Canary]:
        """What this visitor may find on this page, as it is meant."""
        if seen.who in self.town.people:
            mine = {(seen.who, name) for name in (*PERSON, *WORDS, "melding", "reden", "nieuw")}
            return mine | self.town.opened.get(seen.who, set())
        if seen.who != HERE:
            return set()
        everything = {*PERSON, *WORDS, "melding", "reden", "nieuw", *FOR_MEDIATORS}
        allowed = {(tag, name) for tag in seen.about for name in everything}
        if seen.endpoint == "mediator.one":
            others = {other for tag in seen.about for other in self.town.partners(tag)}
            allowed |= {(tag, name) for tag in others for name in FROM_THE_OTHER}
        if seen.endpoint == "mediator.take_along":  # what stands on their own page, in a file for them
            allowed |= {each for tag in seen.about for each in self.town.opened.get(tag, ())}
        return allowed if seen.endpoint in OF_A_NOTICE | {"mediator.proposal"} else set()


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """The whole town, visited by everybody; what was logged meanwhile stands in `logs`."""
    room = make_room(tmp_path_factory.mktemp("matching") / "data")
    room.app.test_client_class = Visitor
    fill(room.services)
    rebuild(room.services.database, room.services.content.now(), room.services.finder.engines.primary)
    with structlog.testing.capture_logs() as logs:
        made = Walk(room, people_in(room.services.mediation, an_event(room)))
        made.logs = logs
        for who in list(made.town.people.values()):
            if who.tag not in made.town.gone:
                made.own_pages(who)
        _everybody_else(made)
        _everything_else(made)
        worker(room.services).once()
    yield made
    room.services.database.close()
    room.services.keys.close()


def _everybody_else(walk):
    """The whole site as nobody, as every kind of staff, and as somebody who has an appointment."""
    offer, _question, _number = walk.town.roads["agreed"]
    clients = {"nobody": walk.room.client(), offer.tag: walk.come_in(offer)}
    for role, town in STAFF:
        clients[f"{role.value} {town}"] = walk.room.signed_in(f"{role.value}-{town}@voorbeeld.example", role, town)
    slug = an_offer(walk.room.app)
    for who, client in clients.items():
        _ask(walk, client, who)
        # A browser that becomes a kiosk signs everybody out: that goes last.
        for method, path, endpoint in sorted(every_route(walk.room.app, slug), key=lambda each: "kiosk" in each[1]):
            if method == "GET":
                for address, about in _with_arguments(walk, who, path, endpoint):
                    walk.visit(client, who, address, endpoint, *about)


def _with_arguments(walk, who, path, endpoint):
    """The addresses of one route with what is really there, and whom each is about."""
    town, agreed = walk.town, walk.town.roads["agreed"]
    mediates = who.startswith(Role.MEDIATOR.value)
    found = [(path, ())]
    if endpoint == "resident.helping_event":
        with town.mediation.database.reading() as session:
            found = [(f"/voor-elkaar/beursvloer/{session.get(ExchangeEvent, town.event_id).slug}", ())]
    elif endpoint == "mediator.section":
        found = [(f"/bemiddeling/lijst/{each}", ()) for each in get_args(Section)]
    elif endpoint == "mediator.overview":
        found += [(f"{path}?kant={each}", ()) for each in ("vraag", "aanbod")]
    elif endpoint == "mediator.proposal":
        roads = town.roads.values() if mediates else [agreed]
        found = [(f"/bemiddeling/voorstel/{pair}", (one.tag, other.tag)) for one, other, pair in roads]
    elif "beursvloer/1" in path:
        found = [(path.replace("/1", f"/{town.event_id}"), ())]
    elif endpoint.startswith("mediator.") and "/1" in path:
        people = town.people.values() if mediates and endpoint == "mediator.one" else agreed[:2]
        found = [(path.replace("/1", f"/{each.number}"), (each.tag,)) for each in people]
    return found


def _ask(walk, client, who):
    """The questions that are sent: a search in words that stand in people's data, a file, a number to look up."""
    offer, question, pair = walk.town.roads["agreed"]
    for words in ("bezoek op donderdagmiddag", "iemand alleen"):
        walk.visit(client, who, "/api/zoeken", "api", method="POST", data={"q": words})
        walk.visit(client, who, f"/api/zoeken?q={words}", "api")
        walk.visit(client, who, f"/api/suggesties?q={words[:4]}", "api")
    for each in (offer, question):
        for kind in ("json", "tekst"):
            address = f"/bemiddeling/{each.number}/meegeven"
            walk.visit(client, who, address, "mediator.take_along", each.tag, method="POST", data={"soort": kind})
    walk.visit(
        client,
        who,
        f"/bemiddeling/{question.number}/kennismaking",
        "mediator.one",
        question.tag,
        method="POST",
        data={"vog": ""},
    )
    walk.visit(
        client,
        who,
        f"/bemiddeling/voorstel/{pair}/terugdraaien",
        "mediator.proposal",
        offer.tag,
        question.tag,
        method="POST",
        data={"waarom": ""},
    )
    walk.visit(client, who, "/bemiddeling/zoek", "find", method="POST", data={"nummer": offer.posted.reference})
    walk.visit(client, who, "/bemiddeling/zoek", "find", method="POST", data={"nummer": "2345-6789-CDFG"})
    walk.visit(client, who, "/voor-elkaar/vragen", "posting", method="POST", data={"versturen": "1"})


def _everything_else(walk):
    """The door with half of the secret, somebody else's match on one's own page, and the numbers for the house itself."""
    offer, question, number = walk.town.roads["agreed"]
    door = {"referentie": offer.posted.reference, "code": question.posted.code}
    assert walk.visit(walk.room.client(), "nobody", "/voor-elkaar/mijn", "door", method="POST", data=door).status == 422
    stranger, _other, _asked = walk.town.roads["asked"]
    client = walk.come_in(stranger)
    for path in ("antwoord", "stoppen", "melden"):
        data = {"voorstel": str(number), "zegt": "nee", "hoe": "stop", "wat": "niets"}
        tried = walk.visit(
            client, stranger.tag, f"/voor-elkaar/mijn/{path}", path, stranger.tag, method="POST", data=data
        )
        assert tried.status == 303
    walk.visit(client, stranger.tag, f"/voor-elkaar/mijn/melden?voorstel={number}", "melden", stranger.tag)
    metrics = {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, "base_url": "http://127.0.0.1"}
    assert walk.visit(walk.room.client(), "nobody", "/metrics", "metrics", **metrics).status == 200


def pair_row(walk, number):
    with walk.town.mediation.database.reading() as session:
        return session.get(Pair, number)


def letters(walk):
    """Every mail as it went out."""
    return [
        email.message_from_bytes(raw, policy=email.policy.default)
        for path, raw in files_in(walk.room.services.settings.data_dir).items()
        if path.suffix == ".eml"
    ]


def test_nobody_sees_anything_that_is_not_for_them(walk):
    assert walk.wrong() == []
    visitors = defaultdict(set)
    for each in walk.seen:
        visitors[each.who].add(each.endpoint)
    everybody = {"nobody", *(f"{role.value} {town}" for role, town in STAFF), *walk.town.people} - walk.town.gone
    assert visitors.keys() == everybody
    assert min(map(len, (visitors[f"{role.value} {town}"] for role, town in STAFF))) > 100
    for role, _town in STAFF:  # they were really in: a room of their own opened
        if role is not Role.ORGANISATION:
            assert walk.rooms_of(role) > 0, role
    assert [each for each in walk.seen if each.status >= 500 and each.endpoint != "machines.ready"] == []


def test_what_both_agreed_to_is_there_and_so_is_ones_own(walk):
    """The twin of the one above: were every page empty, it would say nothing."""
    overviews = {each.who: each.found for each in walk.seen if each.endpoint == "/voor-elkaar/mijn"}
    for tag in walk.town.people.keys() - walk.town.gone:
        assert {(tag, name) for name in PERSON} <= overviews[tag], tag
        assert walk.town.opened.get(tag, set()) <= overviews[tag], tag
    assert sum(map(len, walk.town.opened.values())) > 40
    taken = [each.found for each in walk.seen if each.endpoint.endswith("json") and walk.town.opened.get(each.who)]
    assert any({tag for tag, _ in found} > {each.who} for each in walk.seen for found in taken)


def test_the_mediator_of_this_municipality_sees_them_and_only_there(walk):
    sealed = {each.endpoint for each in walk.seen if each.found and each.who not in walk.town.people}
    assert sealed == OF_A_NOTICE - {"mediator.wiping"} | {"mediator.proposal"}
    pages = {each.about: each.found for each in walk.seen if each.who == HERE and each.endpoint == "mediator.one"}
    for tag in walk.town.people.keys() - walk.town.gone:
        assert {(tag, name) for name in PERSON} <= pages[frozenset({tag})], tag
    for name in FOR_MEDIATORS:
        assert any(found[1] == name for page in pages.values() for found in page), name
    elsewhere = [each for each in walk.seen if each.who == "mediator putten" and each.about]
    assert {each.status for each in elsewhere} == {404}


def test_trying_somebody_elses_match_changes_nothing(walk):
    _offer, _question, number = walk.town.roads["agreed"]
    found = pair_row(walk, number)
    assert (found.state, found.reported_at) == (PairState.AGREED, None)


@pytest.mark.sqlite
def test_nothing_stands_open_in_files_logs_tables_or_the_index(walk):
    services = walk.room.services
    files = files_in(services.settings.data_dir, "mail")
    assert any("search_index" in path.parts for path in files)
    with services.database.reading() as session:
        sealed = bytes(session.get(Notice, walk.town.roads["agreed"][0].number).sealed_person)
    assert any(sealed in raw for raw in files.values())  # the looking works
    assert {path: found for path, raw in files.items() if (found := seen_in(raw))} == {}
    assert seen_in(json.dumps(walk.logs, default=str)) == set()
    with contextlib.closing(sqlite3.connect(services.settings.data_dir / "leefplein.sqlite")) as store:
        names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"audit_line", "outbox_message", "help_notice", "help_pair"} <= set(names)
        rows = {name: repr(store.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}
    assert {name: found for name, text in rows.items() if (found := seen_in(text))} == {}


def test_a_mail_holds_nothing_of_anybody_but_the_address_it_goes_to(walk):
    reached = set()
    for letter in letters(walk):
        heads = {key: str(value) for key, value in letter.items() if key != "To"}
        text = letter.get_content()
        assert seen_in(json.dumps(heads)) == set(), letter["Subject"]
        to = seen_in(str(letter["To"]))
        assert to or str(letter["To"]) == "voorelkaar@hattem.example"
        assert {name for _, name in to} <= {"email"}
        assert seen_in(text) == set(), letter["Subject"]
        assert not any(who.posted.code in text.replace("-", "").replace(" ", "") for who in walk.town.people.values())
        reached |= {tag for tag, _ in to}
    assert reached == walk.town.people.keys() - walk.town.gone


@pytest.mark.parametrize("road", ["asked", "one_yes", "declined", "lapsed", "ended", "undone", "settled"])
def test_the_guard_sees_a_contact_that_opens_too_early(walk, road):
    offer, question, number = walk.town.roads[road]
    before = pair_row(walk, number)
    later = Walk(walk.room, walk.town)
    _put(walk, number, state=PairState.AGREED, offer_says=Says.YES, question_says=Says.YES, reported_at=None)
    try:
        for each in (offer, question):
            later.own_pages(each)
    finally:
        names = ("state", "offer_says", "question_says", "reported_at")
        _put(walk, number, **{name: getattr(before, name) for name in names})
    leaks = {(who, leak) for who, _page, leak in later.wrong()}
    assert (offer.tag, (question.tag, "email")) in leaks
    assert (question.tag, (offer.tag, "telefoon")) in leaks


def test_the_guard_sees_a_name_in_a_line_that_everybody_may_read(walk):
    who, slug = walk.town.roads["asked"][0], ""
    with walk.room.services.database.writing() as session:
        session.execute(
            sa.update(Notice).where(Notice.id == who.number).values(public_line=canary(who.tag, "voornaam"))
        )
        slug = session.get(ExchangeEvent, walk.town.event_id).slug
    later = Walk(walk.room, walk.town)
    try:
        later.visit(walk.room.client(), "nobody", f"/voor-elkaar/beursvloer/{slug}", "event")
    finally:
        with walk.room.services.database.writing() as session:
            session.execute(sa.update(Notice).where(Notice.id == who.number).values(public_line=""))
    assert later.wrong() == [("nobody", "event", (who.tag, "voornaam"))]


def test_the_looking_works():
    assert seen_in("<a>06 55 50 21 17</a> KANARIE&#45;ab-Verhaal 8051&nbsp;QB") == {
        ("aa", "telefoon"), ("ab", "verhaal"), ("ab", "postcode"),
    }  # fmt: skip
    assert seen_in(canary("ac", "straat").encode("utf-16-le")) == {("ac", "straat")}
    assert seen_in("0655 en 8051 AB in Hattem") == set()


def _put(walk, number, **values):
    with walk.room.services.database.writing() as session:
        session.execute(sa.update(Pair).where(Pair.id == number).values(**values))
