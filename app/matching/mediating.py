"""What the mediating organisation does with an offer or a question: read it, place it or say why not, screen, end, call.

Every function is one transaction: the notice held, the move, a line in its history, an audit line, and news for the person
where they should hear. `municipality` is that of who works here, and bounds everything; empty is the whole region.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from app import clock
from app.audit import record
from app.content.letterhead import day_in_words
from app.matching.board import Board, CallRow, NoticeRow, PairRow, board, rows_of
from app.matching.letters import CALLED, News, as_list, language_of
from app.matching.lifecycle import Action, NotPossible, allowed, let_go
from app.matching.mediation import Mediation, NobodyThere, person_of, put_words, words_of
from app.matching.models import Notice, PairState, Side, Standing
from app.matching.opened import OpenedNotice, OpenedPair, opened
from app.matching.pair_states import PairNotPossible
from app.matching.shapes import LONGEST_WORDS, Person
from app.matching.terms import expires_on
from app.matching.together import Together, holding, tell_the_others
from app.matching.ways import Way, WayTo, lines_for_mail, ways_out
from app.social_map.vocabulary import Vog

__all__ = [
    "Board",
    "CallRow",
    "NoticeRow",
    "OpenedNotice",
    "OpenedPair",
    "PairRow",
    "Way",
    "WayTo",
    "approve",
    "block",
    "board",
    "called",
    "met",
    "opened",
    "refuse",
    "reopen",
    "rows_of",
    "say_no_one",
    "screen",
    "set_public_line",
    "ways_out",
]
LONGEST_LINE: Final = 300
_SHORTEST_NAME: Final = 3
_TELLS_WHO = re.compile(r"@|(?:\d[\s-]?){6,}|\b\d{4}(?:\s?[A-Z]{2}|[a-z]{2})\b")
"""A mail address, a telephone number or a postcode: never in a line that everybody may read."""


@dataclass(slots=True)
class _Work:
    """One change by a mediator under way."""

    together: Together
    notice: Notice
    actor: str

    def done(self, kind: str, *, text: str = "", public: bool = True) -> None:
        """Write down that it happened."""
        self.together.note(self.notice, self.actor, kind, text=text, public=public)
        self.together.session.add(self.notice)
        record(self.together.session, self.actor, f"notice.{kind}", f"notice:{self.notice.id}")


def approve(mediation: Mediation, notice_id: int, actor: str, *, municipality: str = "") -> None:
    """It is fine as it is: from now on it can be proposed, and the person hears that.

    :raises NotPossible: it was looked at already.
    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        work.together.finish(work.notice, Action.APPROVE)
        work.done("approved")
        work.together.tell(work.notice, News.APPROVED)


def refuse(mediation: Mediation, notice_id: int, actor: str, reason: str, *, municipality: str = "") -> None:
    """It is not placed. The reason is demanded, and the person reads it (I-38).

    :raises PairNotPossible: `reason`: there is none.
    :raises NotPossible: it is over already.
    :raises NobodyThere: it is not there, or not here.
    """
    said = _words(reason)
    with _working(mediation, notice_id, actor, municipality) as work:
        work.together.finish(work.notice, Action.REFUSE)
        work.done("refused", text=said)
        work.together.tell(work.notice, News.REFUSED)


def block(mediation: Mediation, notice_id: int, actor: str, reason: str = "", *, municipality: str = "") -> None:
    """Nothing goes on with this notice any more: matches end, the others hear that, and the mediator phones this person.

    :param reason: for the mediator, in the history; sealed.
    :raises NotPossible: it is over already.
    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        if not allowed(work.notice.standing, Action.BLOCK):
            raise NotPossible(Action.BLOCK, work.notice.standing)
        work.together.block(work.notice, actor)
        if reason.strip():
            work.together.note(work.notice, actor, "block_reason", text=reason.strip()[:LONGEST_WORDS], public=False)
        record(work.together.session, actor, "notice.blocked", f"notice:{notice_id}")


def reopen(mediation: Mediation, notice_id: int, actor: str, *, municipality: str = "") -> None:
    """It stands again, for another term. Never one that was withdrawn: that is the person's.

    :raises NotPossible: it is open, or was withdrawn.
    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        work.together.finish(work.notice, Action.REOPEN)
        terms = mediation.terms(work.notice.municipality)
        if terms:
            work.notice.expires_on = expires_on(clock.today(), terms, work.notice.needed_on)
        work.notice.reminded_at = None
        work.done("reopened")
        work.together.tell(work.notice, News.APPROVED)


def met(mediation: Mediation, notice_id: int, actor: str, *, municipality: str = "") -> None:
    """It is solved. Proposals that wait lapse and those people hear it; what was agreed goes on.

    :param actor: the mediator, or `person` from their own page.
    :raises NotPossible: it is not open.
    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        work.together.finish(work.notice, Action.MEET)
        waiting = let_go(work.together.session, work.notice, (PairState.ASKED,))
        tell_the_others(work.together.session, mediation, work.notice, waiting)
        work.done("met")


def screen(  # noqa: PLR0917  (what is written down of one talk)
    mediation: Mediation,
    notice_id: int,
    actor: str,
    vog: Vog,
    met_on: date | None,
    note: str,
    *,
    municipality: str = "",
) -> None:
    """What the mediator knows of somebody: the answer to the VOG question, when they met, and a note the person may read.

    :raises NobodyThere: it is not there, not here, or its data is erased.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        seal = work.together.seal(work.notice)
        if seal is None:
            raise NobodyThere
        work.notice.vog, work.notice.met_on = vog, met_on
        words = words_of(work.notice, seal)
        put_words(work.notice, seal, words.model_copy(update={"mediator_note": note.strip()[:LONGEST_WORDS]}))
        work.done("screened")


def set_public_line(mediation: Mediation, notice_id: int, actor: str, line: str, *, municipality: str = "") -> None:
    """The one sentence that the page of an exchange event may show; nothing takes it away.

    :raises PairNotPossible: `too_long`, or `personal`: a number, a mail address, a postcode, or the name or street of
        whose it is stands in it.
    :raises NobodyThere: it is not there, or not here.
    """
    said = " ".join(line.split())
    if len(said) > LONGEST_LINE:
        raise PairNotPossible("too_long")
    if _TELLS_WHO.search(said):
        raise PairNotPossible("personal")
    with _working(mediation, notice_id, actor, municipality) as work:
        seal = work.together.seal(work.notice)
        if seal is not None and _names(person_of(work.notice, seal), said):
            raise PairNotPossible("personal")
        work.notice.public_line = said
        work.done("public_line", public=False)


def called(mediation: Mediation, notice_id: int, actor: str, *, municipality: str = "") -> None:
    """The mediator spoke with them: they know everything that waited to be told.

    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        work.done(CALLED)


def say_no_one(mediation: Mediation, notice_id: int, actor: str, *, municipality: str = "") -> None:
    """Nobody may or can do this now: tell it kindly, with the ways there are. The question stays open.

    :raises NotPossible: it is no open question.
    :raises NobodyThere: it is not there, or not here.
    """
    with _working(mediation, notice_id, actor, municipality) as work:
        if work.notice.side is not Side.QUESTION or work.notice.standing is not Standing.OPEN:
            raise NotPossible(None, work.notice.standing)
        lang = language_of(work.notice)
        ways = lines_for_mail(mediation, work.notice)
        work.done("no_one_yet")
        day = day_in_words(work.notice.expires_on, lang)
        work.together.tell(work.notice, News.NOBODY, list=as_list(ways), day=day)


@contextmanager
def _working(mediation: Mediation, notice_id: int, actor: str, municipality: str) -> Iterator[_Work]:
    with holding(mediation, (notice_id,), municipality, partners=True) as together:
        yield _Work(together, together.notice(notice_id), actor)


def _names(person: Person, line: str) -> bool:
    """Whether somebody's own name or street stands in a line, in capitals as they wrote it. A church or club may be named."""
    told = (person.first_name, person.last_name, person.street)
    return any(len(each) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", line) for each in told)


def _words(typed: str) -> str:
    said = typed.strip()[:LONGEST_WORDS]
    if not said:
        raise PairNotPossible("reason")
    return said
