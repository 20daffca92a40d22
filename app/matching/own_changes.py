"""What people change in their own offer or question: each change one transaction with its history and its audit line.

Other tasks or other words are looked at again by the mediator before anybody hears of them; the rest is changed at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session

from app import clock
from app.audit import record
from app.audit.changed import Changes, changes_between, seal_changes
from app.data_keys import Erased, FieldSeal
from app.matching.cleaning import clean_person, clean_words
from app.matching.history import note
from app.matching.lifecycle import Action, NotPossible, move
from app.matching.mediation import (
    Mediation,
    NobodyThere,
    held,
    person_of,
    put_person,
    put_words,
    seal_of,
    words_of,
)
from app.matching.models import Notice, Standing
from app.matching.shapes import NewNotice, Person, Words
from app.matching.terms import answer_by, expires_on
from app.matching.together import holding

PERSON: Final = "person"
"""Who does it; a mediator who has them on the telephone does it as `account:<number>`."""
FACTS: Final = (
    *("kern", "tasks", "when_mask", "frequency", "area", "not_tasks", "not_circumstances", "circumstances"),
    *("notice_days", "needed_on", "urgent"),
)
"""What `change_offer` changes, for offers and questions alike."""


@dataclass(frozen=True, slots=True)
class _Work:
    """One change under way: the notice is held until it is committed."""

    mediation: Mediation
    session: Session
    notice: Notice
    seal: FieldSeal
    actor: str = PERSON

    def move(self, action: Action) -> None:
        """Where it stands afterwards; the mediator has their days again for what they have to look at anew."""
        before = self.notice.standing
        move(self.notice, action)
        terms = self.mediation.terms(self.notice.municipality)
        if terms and before is not Standing.NEW and self.notice.standing is Standing.NEW:
            self.notice.answer_by = answer_by(clock.today(), terms)

    def done(self, kind: str, changes: Changes | None = None) -> None:
        """Write down that it happened."""
        number = self.notice.id or 0
        detail = seal_changes(self.seal, self.notice.uid, changes) if changes else None
        note(self.session, number, self.actor, kind, public=True)
        record(self.session, self.actor, f"notice.{kind}", f"notice:{number}", detail)


@contextmanager
def _working(mediation: Mediation, notice_id: int, actor: str = PERSON) -> Iterator[_Work]:
    with mediation.database.writing() as session:
        notice = held(session, notice_id)
        try:
            seal = seal_of(mediation, notice)
        except Erased:
            raise NobodyThere from None
        yield _Work(mediation, session, notice, seal, actor)
        session.add(notice)


def correct_person(mediation: Mediation, notice_id: int, person: Person, actor: str = PERSON) -> bool:
    """Put right who it is and how to reach them. Old and new stand sealed in the audit line.

    :returns: whether anything was different.
    :raises ValueError: nobody could be reached any more.
    :raises NobodyThere: it is gone.
    """
    person = clean_person(person)
    if not person.reachable:
        message = "nobody can be reached"
        raise ValueError(message)
    with _working(mediation, notice_id, actor) as work:
        work.move(Action.CORRECT)
        changes = changes_between(person_of(work.notice, work.seal), person)
        if changes:
            put_person(work.notice, work.seal, person)
            work.done("corrected", changes)
        return bool(changes)


def change_words(mediation: Mediation, notice_id: int, words: Words, actor: str = PERSON) -> bool:
    """Other words of one's own; the mediator's note stays as it is. It is looked at again before anybody hears of it.

    :returns: whether anything was different.
    :raises NotPossible: it is over.
    :raises NobodyThere: it is gone.
    """
    with _working(mediation, notice_id, actor) as work:
        old = words_of(work.notice, work.seal)
        new = clean_words(words).model_copy(update={"mediator_note": old.mediator_note})
        changes = changes_between(old, new)
        if changes:
            work.move(Action.CHANGE)
            put_words(work.notice, work.seal, new)
            work.notice.public_line = ""  # it was made from the words of before
            work.done("changed", changes)
        return bool(changes)


def change_offer(mediation: Mediation, notice_id: int, actor: str = PERSON, **facts: Any) -> bool:
    """Change the facts of an offer or a question, those of `FACTS` that are given.

    :returns: whether anything was different. Other tasks are looked at again; the rest holds at once.
    :raises ValueError: these facts do not go together, by the rules of `app.matching.shapes.NewNotice`.
    :raises NotPossible: it is over.
    :raises NobodyThere: it is gone.
    """
    unknown = set(facts) - set(FACTS)
    if unknown:
        message = f"no facts of a notice: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    with _working(mediation, notice_id, actor) as work:
        notice = work.notice
        before = {name: getattr(notice, name) for name in FACTS}
        checked = NewNotice(
            municipality=notice.municipality,
            side=notice.side,
            person=person_of(notice, work.seal),
            consent=True,
            **(before | facts),
        )
        changes = {
            name: (_plain(before[name]), _plain(getattr(checked, name)))
            for name in FACTS
            if before[name] != getattr(checked, name)
        }
        if not changes:
            return False
        work.move(Action.CHANGE if "tasks" in changes else Action.ADJUST)
        for name in changes:
            setattr(notice, name, getattr(checked, name))
        terms = mediation.terms(notice.municipality)
        if terms and "needed_on" in changes:
            notice.expires_on = expires_on(clock.today(), terms, notice.needed_on)
        work.done("changed" if "tasks" in changes else "adjusted", changes)
        return True


def pause(mediation: Mediation, notice_id: int, actor: str = PERSON) -> None:
    """Not for a while: no proposals until it is resumed.

    :raises NotPossible, NobodyThere:
    """
    _simply(mediation, notice_id, Action.PAUSE, "paused", actor)


def resume(mediation: Mediation, notice_id: int, actor: str = PERSON) -> None:
    """Open for proposals again.

    :raises NotPossible, NobodyThere:
    """
    _simply(mediation, notice_id, Action.RESUME, "resumed", actor)


def confirm_still(mediation: Mediation, notice_id: int, actor: str = PERSON) -> date:
    """It still holds: it stands for another term. Returns the last day of that.

    :raises NotPossible: it is over, or the day it was for has passed.
    :raises NobodyThere: it is gone.
    """
    with _working(mediation, notice_id, actor) as work:
        notice, today = work.notice, clock.today()
        terms = mediation.terms(notice.municipality)
        if terms is None or (notice.needed_on is not None and notice.needed_on < today):
            raise NotPossible(Action.CONFIRM, notice.standing)
        work.move(Action.CONFIRM)
        notice.expires_on = expires_on(today, terms, notice.needed_on)
        notice.reminded_at = None
        work.done("confirmed")
        return notice.expires_on


def withdraw(mediation: Mediation, notice_id: int, actor: str = PERSON) -> date:
    """Take it back, and the consent with it. Proposals are let go. Returns the day on which everything personal is erased.

    :raises NotPossible: it was withdrawn already.
    :raises NobodyThere: it is gone.
    """
    with holding(mediation, (notice_id,), partners=True) as together:
        notice = together.notice(notice_id)
        together.finish(notice, Action.WITHDRAW)
        together.note(notice, actor, "withdrawn")
        record(together.session, actor, "notice.withdrawn", f"notice:{notice_id}")
        return notice.erase_on or clock.today()


def exported(mediation: Mediation, notice_id: int, actor: str = PERSON) -> None:
    """Write down that everything was taken along in a file.

    :raises NobodyThere: it is gone.
    """
    with mediation.database.writing() as session:
        held(session, notice_id)
        record(session, actor, "notice.exported", f"notice:{notice_id}")


def _simply(mediation: Mediation, notice_id: int, action: Action, kind: str, actor: str) -> None:
    with _working(mediation, notice_id, actor) as work:
        work.move(action)
        work.done(kind)


def _plain(value: object) -> object:
    """As JSON knows it."""
    if isinstance(value, tuple):
        return list(value)
    iso = getattr(value, "isoformat", None)
    return iso() if iso else value
