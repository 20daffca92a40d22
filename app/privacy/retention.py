"""Keeping no longer than agreed, to the day (promise 48), and mending what a crash or an old copy left behind.

Which requests go, and which stay because the desk never got them, stands in `app.conversation.ending`; which offers and
questions go in `app.privacy.notice_erasure`, which complaints in `app.privacy.complaint_erasure`,
which requests to call back in `app.privacy.call_back_erasure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.ending import ENDED, Kept, due, may_go, not_at_the_desk
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, Escalation, SentForm
from app.conversation.office import Office, locked, subject_of
from app.matching.mediation import Mediation
from app.matching.posting import forget_forms
from app.privacy.call_back_erasure import call_backs_back_again, due_call_backs, erase_call_back
from app.privacy.complaint_erasure import complaints_back_again, due_complaints, erase_complaint
from app.privacy.erasure import erase
from app.privacy.finishing import back_again, finish, subjects_in_use
from app.privacy.notice_erasure import due_notices, erase_notice, notices_back_again, still_due

SENT_FORM_FOR: Final = timedelta(hours=25)
MOST_KEYS_SWEPT: Final = 25
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Purged:
    """What was done, or would be.

    :ivar erased: numbers of the requests; `notices`: of the offers and questions.
    :ivar kept: raised instead of erased.
    :ivar restored: erased earlier and back with an old copy of the database: removed again; `notices_restored` likewise.
    :ivar complaints: numbers of the complaints that ended long enough ago; `complaints_restored` as above.
    :ivar call_backs: numbers of the requests to call back that ended long enough ago; `call_backs_restored` as above.
    :ivar forms: marks of sent forms that are not needed any more.
    :ivar keys: keys without a request, offer or question that were destroyed.
    :ivar keys_held: keys without one, too many to be a coincidence: an old copy of the database was put back, or
        it is another database. They are left alone until somebody says otherwise.
    """

    erased: tuple[int, ...] = ()
    kept: tuple[Kept, ...] = ()
    restored: tuple[int, ...] = ()
    forms: int = 0
    keys: int = 0
    keys_held: int = 0
    notices: tuple[int, ...] = ()
    notices_restored: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()
    complaints_restored: tuple[int, ...] = ()
    call_backs: tuple[int, ...] = ()
    call_backs_restored: tuple[int, ...] = ()


def purge(
    office: Office, today: date, *, dry_run: bool = False, actor: str = "system", all_keys: bool = False
) -> Purged:
    """Erase what is due, and sweep what was left behind.

    :param today: the day in the Netherlands (`clock.today()`).
    :param actor: `system`, or `cli` when somebody asks for it by hand: then the files are always written anew.
    :param all_keys: destroy keys without a request however many there are: an operator's decision.
    :raises app.db.DatabaseGone: nothing more was erased; do it over.
    """
    mediation = Mediation(office.database, office.keys, office.content, office.settings)
    with office.database.reading() as session:
        going, kept = due(session, today)
        back = _back_again(office, session)
        notices, notices_back = due_notices(session, today), notices_back_again(office, session)
        complaints, complaints_back = due_complaints(session, today), complaints_back_again(office, session)
        call_backs, call_backs_back = due_call_backs(session, today), call_backs_back_again(office, session)
        forms = int(session.execute(sa.select(sa.func.count()).select_from(SentForm).where(_old_forms())).scalar_one())
        in_use = frozenset(subjects_in_use(session))
    if dry_run:
        return Purged(
            erased=tuple(going),
            kept=tuple(kept),
            restored=tuple(back),
            forms=forms,
            keys_held=len(_unused(office)),
            notices=tuple(notices),
            notices_restored=tuple(notices_back),
            complaints=tuple(complaints),
            complaints_restored=tuple(complaints_back),
            call_backs=tuple(call_backs),
            call_backs_restored=tuple(call_backs_back),
        )

    def still(session: Session, request: ConversationRequest) -> bool:
        return may_go(session, request, today)

    erased = [number for number in going if erase(office, number, actor, only_if=still, thorough=False)]
    restored = [number for number in back if erase(office, number, actor, thorough=False)]
    gone = [
        number for number in notices if erase_notice(mediation, number, actor, only_if=still_due(today), thorough=False)
    ]
    gone_again = [number for number in notices_back if erase_notice(mediation, number, actor, thorough=False)]
    told = [number for number in complaints if erase_complaint(office, number, actor, today=today)]
    told_again = [number for number in complaints_back if erase_complaint(office, number, actor)]
    called = [number for number in call_backs if erase_call_back(office, number, actor, today=today)]
    called_again = [number for number in call_backs_back if erase_call_back(office, number, actor)]
    with office.database.writing() as session:
        session.execute(sa.delete(SentForm).where(_old_forms()))
        forget_forms(session, clock.now() - SENT_FORM_FOR)
        _forget_escalations(session)
    finish(office, always=actor != "system")
    unused = len(_unused(office))
    keys = held = 0
    if unused > MOST_KEYS_SWEPT and not all_keys:
        held = unused
    elif unused:
        # Keys that were just made are left alone by the store: their request may be on its way.
        keys = office.keys.sweep(in_use)
    for each in kept:
        log.warning("kept_undelivered", request=each.request.id, why=each.why)
    if held:
        log.warning("keys without a request are kept", number=held)
    return Purged(
        erased=tuple(erased),
        kept=tuple(kept),
        restored=tuple(restored),
        forms=forms,
        keys=keys,
        keys_held=held,
        notices=tuple(gone),
        notices_restored=tuple(gone_again),
        complaints=tuple(told),
        complaints_restored=tuple(told_again),
        call_backs=tuple(called),
        call_backs_restored=tuple(called_again),
    )


def settle(office: Office, public_number: str, actor: str) -> int:
    """The desk has this request by another road: what never arrived need not arrive any more.

    :returns: how many deliveries were let go; 0 when there is no such request, when it has not ended, or when nobody at
        the desk ever opened it.
    """
    with office.database.writing() as session:
        number = session.exec(
            select(ConversationRequest.id).where(ConversationRequest.public_number == public_number)
        ).first()
        if number is None:
            return 0
        request = locked(session, number)
        if request.seen_at is None or request.state not in ENDED:
            return 0
        outcome = session.execute(
            sa.update(Delivery)
            .where(col(Delivery.request_id) == number, *not_at_the_desk())
            .values(state=DeliveryState.CANCELLED)
        )
        changed = int(getattr(outcome, "rowcount", 0))
        if changed:
            record(session, actor, "conversation.settle", f"request:{number}")
    return changed


def words(purged: Purged, *, dry_run: bool = False) -> Sequence[str]:
    """What was done, in Dutch, for the command line: numbers, and nothing about anybody."""
    done = "zouden nu gewist worden" if dry_run else "gewist"
    lines = [f"Aanvragen {done}: {len(purged.erased)}."]
    if purged.notices:
        lines.append(f"Aanbod van en vragen aan vrijwilligers {done}: {len(purged.notices)}.")
    if purged.complaints:
        lines.append(f"Klachten {done}: {len(purged.complaints)}.")
    if purged.call_backs:
        lines.append(f"Terugbelverzoeken {done}: {len(purged.call_backs)}.")
    again = len(purged.restored) + len(purged.notices_restored) + len(purged.complaints_restored)
    again += len(purged.call_backs_restored)
    if again:
        lines.append(f"Eerder gewist en terug met een oude kopie, opnieuw {done}: {again}.")
    if purged.keys:
        lines.append(f"Sleutels zonder aanvraag vernietigd: {purged.keys}.")
    if purged.keys_held > MOST_KEYS_SWEPT:
        lines.append(
            f"{purged.keys_held} sleutels horen bij geen aanvraag. Dat zijn er te veel voor toeval: is er een oude kopie van de "
            "database teruggezet? Zet dan eerst de nieuwste terug. Klopt het toch, doe dan: leefplein retention --all-keys"
        )
    reasons = {"undelivered": "kwam niet aan bij het loket", "unseen": "is door het loket nooit geopend"}
    lines += [
        f"Blijft staan: {each.request.public_number} ({each.request.municipality}; de termijn was voorbij op "
        f"{each.erase_on:%d-%m-%Y}): {reasons[each.why]}."
        for each in purged.kept
    ]
    return lines


def _back_again(office: Office, session: Session) -> list[int]:
    """Requests whose key was destroyed: they were erased, and an older copy of the database brought them back."""
    rows = session.execute(sa.select(col(ConversationRequest.id), col(ConversationRequest.uid))).all()
    return back_again(office, {subject_of(row.uid): int(row.id) for row in rows})


def _old_forms() -> sa.ColumnElement[bool]:
    return col(SentForm.at) < clock.now() - SENT_FORM_FOR


def _forget_escalations(session: Session) -> None:
    """What was told about things that are gone: their numbers stand in `subject`."""
    told = session.exec(select(Escalation)).all()
    for kind, table in (("request", ConversationRequest), ("delivery", Delivery)):
        numbers = {each: _number_in(each.subject, kind) for each in told}
        asked = {number for number in numbers.values() if number}
        there = set(session.execute(sa.select(col(table.id)).where(col(table.id).in_(asked))).scalars())
        for each, number in numbers.items():
            if number and number not in there:
                session.delete(each)


def _number_in(subject: str, kind: str) -> int:
    name, _, rest = subject.partition(":")
    return int(rest) if name == kind and rest.isascii() and rest.isdigit() else 0


def _unused(office: Office) -> frozenset[str]:
    """Keys without a request, offer or question. The keys are read first: what comes in between has its key among them."""
    if not office.keys.is_there():
        return frozenset()
    keys = office.keys.subjects()
    with office.database.reading() as session:
        return keys - frozenset(subjects_in_use(session))
