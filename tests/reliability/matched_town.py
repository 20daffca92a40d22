"""Volunteers and people with a question in every standing, and matches in every state, with a canary in every field.

What each of them may see of another stands here as it is meant (I-34), not as the database says it: who opens something
one state too early is caught. Everybody is invented.
"""

import html
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from app import clock
from app.matching import expiring, mediating, own_changes, pairs
from app.matching.mediation import Mediation
from app.matching.models import Pair, Says, Side, Standing
from app.matching.posting import Posted, post_notice
from app.matching.shapes import Person, Words
from app.privacy.notice_erasure import erase_notice
from app.social_map.vocabulary import Vog
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import put
from tests.matching.scenes import MEDIATOR, put_to

Canary = tuple[str, str]
"""Whose it is, and which field."""
PERSON: Final = ("voornaam", "achternaam", "organisatie", "telefoon", "email", "straat", "postcode")
WORDS: Final = ("verhaal", "tijden", "grenzen", "notitie")
TO_AGREE: Final = frozenset({"voornaam", "organisatie", "verhaal", "tijden", "grenzen"})
"""What both sides open when they agree, besides what they ticked."""
TICKED: Final = {Side.OFFER: frozenset({"telefoon"}), Side.QUESTION: frozenset({"email", "straat", "postcode"})}
SHARES: Final = {Side.OFFER: ("phone",), Side.QUESTION: ("email", "address")}
FOR_MEDIATORS: Final = frozenset({"blokkade", "waarom", "afhandeling"})
"""Written about somebody, and not for their own eyes: it may tell of another."""

_WORD: Final = re.compile(r"kanarie-([a-z]{2})-([a-z]+)")
_PHONE: Final = re.compile(r"(?:\+31|0)655(\d{6})")
_POSTCODE: Final = re.compile(r"8051(?:\s|%20|\+)?([qx][a-z])(?![a-z])")
_FIRST_PHONE: Final = 502_117
_MOST: Final = 52


def canary(tag: str, name: str) -> str:
    """What stands in this field of this person, and nowhere else."""
    at = _at(tag)
    if name == "telefoon":
        return f"0655{_FIRST_PHONE + at}"
    if name == "postcode":
        return f"8051 {'QX'[at // 26]}{chr(65 + at % 26)}"
    if name == "email":
        return f"kanarie-{tag}-email@voorbeeld.example"
    return f"kanarie-{tag}-{name}" + (" 9" if name == "straat" else "")


def seen_in(raw: bytes | str) -> set[Canary]:
    """The canaries in a page, a file or a line, however they are written."""
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    text = html.unescape(text).lower()
    found = {(tag, name) for tag, name in _WORD.findall(text)}
    bare = re.sub(r"[\s\-.()\x00]|%20", "", text)
    numbers = [int(number) - _FIRST_PHONE for number in _PHONE.findall(bare)]
    found |= {(_tag(at), "telefoon") for at in numbers if 0 <= at < _MOST}
    found |= {(_tag("qx".index(two[0]) * 26 + ord(two[1]) - 97), "postcode") for two in _POSTCODE.findall(text)}
    if "\x00" in text:
        found |= seen_in(text.replace("\x00", ""))
    return found


@dataclass(frozen=True)
class Somebody:
    """One notice and what its owner holds."""

    tag: str
    side: Side
    posted: Posted

    @property
    def number(self) -> int:
        return self.posted.notice_id


@dataclass
class Town:
    """Everybody, and who may see what of whom. `road`: the matches by what became of them."""

    mediation: Mediation
    event_id: int
    people: dict[str, Somebody] = field(default_factory=dict)
    roads: dict[str, tuple[Somebody, Somebody, int]] = field(default_factory=dict)
    opened: dict[str, set[Canary]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    _tags: Iterator[int] = field(default_factory=itertools.count)

    def partners(self, tag: str) -> set[str]:
        """Whom they were ever put together with."""
        sides = [{one.tag, other.tag} for one, other, _ in self.roads.values()]
        return {each for pair in sides if tag in pair for each in pair} - {tag}

    def add(self, side: Side, *, share: tuple[str, ...] | None = None, **more: object) -> Somebody:
        """Somebody who posted, and was not looked at yet."""
        tag = _tag(next(self._tags))
        new = (an_offer if side is Side.OFFER else a_question)(
            person={"first_name": "x"}, words={}, event_id=self.event_id, **more
        )
        person = Person(
            first_name=canary(tag, "voornaam"), last_name=canary(tag, "achternaam"), phone=canary(tag, "telefoon"),
            email=canary(tag, "email"), street=canary(tag, "straat"), postcode=canary(tag, "postcode"),
            organisation=canary(tag, "organisatie"), share=SHARES[side] if share is None else share,
        )  # fmt: skip
        words = Words(
            story=canary(tag, "verhaal"),
            times=f"donderdagmiddag {canary(tag, 'tijden')}",
            limits=canary(tag, "grenzen"),
        )
        new = new.model_copy(update={"person": person, "words": words})
        found = Somebody(tag, side, post_notice(self.mediation, new, f"form {tag}"))
        self.people[tag] = found
        return found

    def looked_at(self, side: Side, **more: object) -> Somebody:
        """Somebody whom the mediator spoke with and placed."""
        found = self.add(side, **more)
        mediating.screen(self.mediation, found.number, MEDIATOR, Vog.YES, None, canary(found.tag, "notitie"))
        mediating.approve(self.mediation, found.number, MEDIATOR)
        return found

    def sees(self, who: Somebody, other: Somebody, names: frozenset[str]) -> None:
        """Who may see these fields of the other."""
        self.opened.setdefault(who.tag, set()).update((other.tag, name) for name in names)


def people_in(mediation: Mediation, event_id: int) -> Town:
    """The whole town."""
    town = Town(mediation, event_id)
    for side in Side:
        for standing, make in _STANDINGS.items():
            who = town.add(side) if standing is Standing.NEW else town.looked_at(side)
            make(mediation, who)
    for name, make_road in _ROADS.items():
        share = () if name == "nothing_ticked" else None
        offer, question = town.looked_at(Side.OFFER, share=share), town.looked_at(Side.QUESTION, share=share)
        number = put_to(mediation, offer.number, question.number)
        town.roads[name] = (offer, question, number)
        make_road(town, offer, question, number)
    return town


def _agree(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    for each in (question, offer):
        pairs.answer(town.mediation, number, each.number, Says.YES)


def _agreed(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    town.sees(offer, question, TO_AGREE | TICKED[Side.QUESTION])
    town.sees(question, offer, TO_AGREE | TICKED[Side.OFFER])


def _nothing_ticked(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    town.sees(offer, question, TO_AGREE | {"telefoon"})
    town.sees(question, offer, TO_AGREE | {"telefoon"})


def _paused(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agreed(town, offer, question, number)
    own_changes.pause(town.mediation, offer.number)


def _rewritten(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    """Other words since, at which no mediator looked: the agreement goes on without them."""
    _agree(town, offer, question, number)
    own_changes.change_words(town.mediation, offer.number, Words(story=canary(offer.tag, "nieuw")))
    town.sees(offer, question, TO_AGREE | TICKED[Side.QUESTION])
    town.sees(question, offer, frozenset({"voornaam", "organisatie"}) | TICKED[Side.OFFER])


def _reported(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    pairs.report(town.mediation, number, question.number, canary(question.tag, "melding"))


def _settled(town: Town, offer: Somebody, question: Somebody, number: int, *, block: bool = False) -> None:
    _reported(town, offer, question, number)
    pairs.settle_report(town.mediation, number, MEDIATOR, canary(question.tag, "afhandeling"), block=block)


def _lapsed(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    pairs.answer(town.mediation, number, offer.number, Says.YES)
    with town.mediation.database.writing() as session:
        yesterday = clock.today() - timedelta(days=1)
        session.execute(sa.update(Pair).where(col(Pair.id) == number).values(decide_by=yesterday))
    expiring.lapse(town.mediation, clock.today())


def _ended(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    pairs.end(town.mediation, number, "person", "stopped", notice_id=offer.number)


def _undone(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    pairs.undo(town.mediation, number, MEDIATOR, canary(question.tag, "waarom"))


def _withdrawn(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    own_changes.withdraw(town.mediation, question.number)


def _erased(town: Town, offer: Somebody, question: Somebody, number: int) -> None:
    _agree(town, offer, question, number)
    erase_notice(town.mediation, offer.number, MEDIATOR, thorough=False)
    town.gone.add(offer.tag)


_ROADS: Final[dict[str, Callable[[Town, Somebody, Somebody, int], None]]] = {
    "asked": lambda *_: None,
    "one_yes": lambda town, offer, _question, number: pairs.answer(town.mediation, number, offer.number, Says.YES),
    "agreed": _agreed,
    "nothing_ticked": _nothing_ticked,
    "paused": _paused,
    "rewritten": _rewritten,
    "reported": _reported,
    "settled": _settled,
    "blocked": lambda town, offer, question, number: _settled(town, offer, question, number, block=True),
    "declined": lambda town, _offer, question, number: pairs.answer(town.mediation, number, question.number, Says.NO),
    "lapsed": _lapsed,
    "ended": _ended,
    "undone": _undone,
    "withdrawn": _withdrawn,
    "erased": _erased,
}
_STANDINGS: Final[dict[Standing, Callable[[Mediation, Somebody], object]]] = {
    Standing.NEW: lambda *_: None,
    Standing.OPEN: lambda *_: None,
    Standing.PAUSED: lambda mediation, who: own_changes.pause(mediation, who.number),
    Standing.MET: lambda mediation, who: mediating.met(mediation, who.number, MEDIATOR),
    Standing.REFUSED: lambda mediation, who: mediating.refuse(
        mediation, who.number, MEDIATOR, canary(who.tag, "reden")
    ),
    Standing.WITHDRAWN: lambda mediation, who: own_changes.withdraw(mediation, who.number),
    Standing.EXPIRED: lambda mediation, who: put(
        mediation, who.number, standing=Standing.EXPIRED, erase_on=clock.today() + timedelta(days=30)
    ),
    Standing.BLOCKED: lambda mediation, who: mediating.block(
        mediation, who.number, MEDIATOR, canary(who.tag, "blokkade")
    ),
}


def _tag(at: int) -> str:
    assert at < _MOST, "there are no more canaries"
    return f"{chr(97 + at // 26)}{chr(97 + at % 26)}"


def _at(tag: str) -> int:
    return (ord(tag[0]) - 97) * 26 + ord(tag[1]) - 97
