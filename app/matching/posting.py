"""Posting an offer or question: on disk before anybody reads a number, once however often the form is sent.

The notice, its history, the receipt mail and the audit line are one transaction. The key of its personal data is made just
before, in a store of its own; a key whose notice never came is swept away (`app.privacy.retention`).
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.content.letterhead import day_in_words
from app.content.mediation import MediationTerms
from app.crash import reached
from app.matching.cleaning import clean_person, clean_words
from app.matching.history import note
from app.matching.letters import few_enough, language_of, post_news, tell_the_mediator
from app.matching.mediation import Mediation, put_person, put_words, subject_of
from app.matching.models import ExchangeEvent, Notice, Side
from app.matching.shapes import NewNotice
from app.matching.terms import answer_by, expires_on
from app.matching.together import account_in
from app.references import code_from, digest_of, new_reference

SAME_FORM_FOR: Final = timedelta(hours=24)
RECEIPT_PAGE: Final = "bericht-aanbod-ontvangst"
_HOLDER: Final = "notice"
_TRIES: Final = 3
_WHAT: Final = {
    (Side.OFFER, "nl"): "uw aanbod",
    (Side.QUESTION, "nl"): "uw vraag",
    (Side.OFFER, "en"): "your offer",
    (Side.QUESTION, "en"): "your question",
}
_CAME_IN: Final = {Side.OFFER: "Er is een nieuw aanbod", Side.QUESTION: "Er is een nieuwe vraag"}


class NobodyMediates(Exception):
    """In this municipality no organisation brings people together: nothing can be posted."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What the person keeps.

    :ivar answer_by: the mediating organisation answers before the end of this day.
    :ivar expires_on: the last day it stands without being confirmed.
    :ivar repeated: the same form was sent before; this is that notice.
    """

    notice_id: int
    reference: str
    code: str
    answer_by: date
    expires_on: date
    municipality: str
    repeated: bool = False


def post_notice(mediation: Mediation, new: NewNotice, form: str, actor: str = "person") -> Posted:
    """Accept an offer or question. When this returns, it is on disk. The page slows down who posts very often.

    :param form: what tells one form from another: the hidden token of the page with everything in it.
    :param actor: `person` on the site; `account:<number>` of a mediator.
    :raises NobodyMediates: nobody does here.
    :raises app.db.DatabaseGone: nothing was accepted, and nothing shown may say so.
    """
    digest = _digest(mediation, form)
    for _ in range(_TRIES):
        try:
            return _post_once(mediation, new, form, digest, actor)
        except sa.exc.IntegrityError:
            continue  # the same form at the same moment, or two equal references: look again
    return _post_once(mediation, new, form, digest, actor)


def sent_before(mediation: Mediation, form: str) -> bool:
    """Whether this form is a notice already: sending it again posts nothing new."""
    with mediation.database.reading() as session:
        return _sent_before(session, _digest(mediation, form)) is not None


def form_of(new: NewNotice) -> str:
    """What tells a form without a token from another: everything in it."""
    return hashlib.sha256(new.model_dump_json().encode()).hexdigest()


def subjects_in_use(session: Session) -> tuple[str, ...]:
    """The names of all keys of notices that must be in the key store."""
    return tuple(subject_of(uid) for uid in session.exec(select(Notice.uid)).all())


def forget_forms(session: Session, moment: datetime) -> int:
    """Take away the marks of forms that are too old to be the same one again. Returns how many."""
    outcome = session.execute(
        sa.update(Notice)
        .where(col(Notice.form_digest).is_not(None), col(Notice.posted_at) <= moment)
        .values(form_digest=None)
    )
    return int(getattr(outcome, "rowcount", 0))


def _post_once(mediation: Mediation, new: NewNotice, form: str, digest: str, actor: str) -> Posted:
    terms = mediation.terms(new.municipality)
    if terms is None or mediation.content.now().municipality(new.municipality) is None:
        raise NobodyMediates(new.municipality)
    with mediation.database.reading() as session:
        earlier = _sent_before(session, digest)
    if earlier is not None:
        return _posted(mediation, earlier, form, repeated=True)
    uid, code = str(uuid.uuid4()), code_from(mediation.settings.secret_key, form, _HOLDER)
    seal = mediation.keys.make(subject_of(uid))
    reached("notice key made")
    person = clean_person(new.person)
    notice = _row(new, uid, terms)
    notice.code_digest, notice.form_digest = digest_of(code), digest
    notice.entered_by = account_in(actor)
    put_person(notice, seal, person)
    put_words(notice, seal, clean_words(new.words))
    with mediation.database.writing() as session:  # short: everybody waits here for their turn
        session.execute(
            sa.update(Notice)
            .where(col(Notice.form_digest) == digest, col(Notice.posted_at) <= _same_since())
            .values(form_digest=None)
        )
        notice.event_id = _event(session, new)
        session.add(notice)
        session.flush()
        number = notice.id or 0
        note(session, number, actor, "posted", public=True)
        if person.email and few_enough(session, mediation.settings, person.email):
            post_news(session, mediation, notice, person, RECEIPT_PAGE, **_receipt_facts(notice))
        if actor == "person":
            tell_the_mediator(session, mediation, notice, _CAME_IN[notice.side], notice.answer_by)
        record(session, actor, "notice.post", f"notice:{number}")
        reached("notice before commit")
    reached("notice after commit")
    return _posted(mediation, notice, form)


def _row(new: NewNotice, uid: str, terms: MediationTerms) -> Notice:
    today, moment = clock.today(), clock.now()
    return Notice(
        uid=uid,
        reference=new_reference(),
        code_digest="",
        municipality=new.municipality,
        kern=new.kern,
        side=new.side,
        entered=new.entered,
        language=new.language,
        tasks=tuple(dict.fromkeys(new.tasks)),
        when_mask=new.when_mask,
        frequency=new.frequency,
        area=tuple(dict.fromkeys(new.area)),
        not_tasks=tuple(dict.fromkeys(new.not_tasks)),
        not_circumstances=tuple(dict.fromkeys(new.not_circumstances)),
        circumstances=tuple(dict.fromkeys(new.circumstances)),
        notice_days=new.notice_days,
        needed_on=new.needed_on,
        urgent=new.urgent,
        consent_at=moment,
        posted_at=moment,
        answer_by=answer_by(today, terms),
        expires_on=expires_on(today, terms, new.needed_on),
        example=new.example,
        sealed_person=b"",
        sealed_words=b"",
    )


def _receipt_facts(notice: Notice) -> dict[str, str]:
    """What the receipt says besides what every mail says: days, and which of the two it is. Never the code or any words."""
    lang = language_of(notice)
    return {
        "what": _WHAT[notice.side, lang],
        "day": day_in_words(notice.answer_by, lang),
        "due": day_in_words(notice.expires_on, lang),
    }


def _event(session: Session, new: NewNotice) -> int | None:
    """The exchange event it belongs to, when that is there, open, and of the same municipality."""
    event = session.get(ExchangeEvent, new.event_id) if new.event_id else None
    if event is None or event.municipality != new.municipality or event.closed_at is not None:
        return None
    return event.id


def _same_since() -> datetime:
    return clock.now() - SAME_FORM_FOR


def _sent_before(session: Session, digest: str) -> Notice | None:
    return session.exec(
        select(Notice).where(Notice.form_digest == digest, col(Notice.posted_at) > _same_since())
    ).first()


def _posted(mediation: Mediation, notice: Notice, form: str, *, repeated: bool = False) -> Posted:
    code = code_from(mediation.settings.secret_key, form, _HOLDER)
    return Posted(
        notice_id=notice.id or 0,
        reference=notice.reference,
        # Who got another code meanwhile has it; the old one opens nothing and would only confuse.
        code=code if notice.code_digest == digest_of(code) else "",
        answer_by=notice.answer_by,
        expires_on=notice.expires_on,
        municipality=notice.municipality,
        repeated=repeated,
    )


def _digest(mediation: Mediation, form: str) -> str:
    return hmac.new(mediation.settings.secret_key.encode(), f"notice|{form}".encode(), hashlib.sha256).hexdigest()
