"""Two people together: what one person may not do alone (promise 43). One asks, another of the same rights agrees.

Both must hold the right at the moment of agreeing. The doing itself belongs to whoever knows the subject and is handed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account, JointAct
from app.accounts.rights import RIGHTS, Right, may
from app.audit import record

VALID: Final = timedelta(days=7)
FETCH_WITHIN: Final = timedelta(days=1)
"""How long a list may be fetched after it was agreed to."""
ORGANISATION_REMOVE: Final = "organisation.remove"
ACCOUNTS_EXPORT: Final = "accounts.export"

KINDS: Final[dict[str, tuple[Right, str]]] = {
    ORGANISATION_REMOVE: (Right.JUDGE_OFFERS, "Een organisatie weghalen, met al haar aanbod en accounts"),
    ACCOUNTS_EXPORT: (Right.MANAGE_ACCOUNTS, "Een lijst van alle accounts ophalen"),
}
"""What needs two people: the right that both must hold, and how it is called on the screen."""

Doing = Callable[[Session, JointAct, str], None]
"""Does it, in the transaction of the agreement. Gets the act and who agreed, as in the audit lines (`account:2`)."""


class JointRefused(Exception):
    """This cannot be asked or decided so; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that waits, with who asked it."""

    act: JointAct
    asker: Account


def ask(session: Session, kind: str, subject: str, detail: str, *, by: int, municipality: str = "") -> JointAct:
    """Ask for it, in a writing session. Asking again for what already waits gives the act that waits.

    :param subject: what it is done to, such as `organisation:12`; never a person's name or address.
    :param detail: a sentence for who has to agree, at most 400 characters.
    :param by: number of the account that asks.
    :param municipality: slug; empty for what belongs to the whole region.
    :raises JointRefused: when the asker does not hold the right.
    """
    if not _may(session.get(Account, by), kind, municipality):
        raise JointRefused("U mag dit niet vragen.")
    for each in _open(session):
        if (each.kind, each.subject, each.municipality, each.asked_by) == (kind, subject, municipality, by):
            return each
    act = JointAct(
        kind=kind, subject=subject[:200], detail=detail[:400], municipality=municipality, asked_by=by,
        asked_at=clock.now(), expires_at=clock.now() + VALID,
    )  # fmt: skip
    session.add(act)
    session.flush()
    record(session, f"account:{by}", "joint.ask", f"joint:{act.id} {kind} {subject}")
    return act


def decide(session: Session, act: JointAct, by: int, *, agreed: bool, doing: Doing | None = None) -> None:
    """Agree, and it is done in the same transaction; or refuse, or take back what one asked oneself.

    :raises JointRefused: the asker agrees with themselves, somebody lost the right meanwhile, or it is over.
    """
    decider, asker = session.get(Account, by), session.get(Account, act.asked_by)
    if act.decided_at is not None or act.expires_at <= clock.now():
        raise JointRefused("Dit wacht niet meer op een besluit.")
    if not _may(decider, act.kind, act.municipality):
        raise JointRefused("U mag hierover niet besluiten.")
    if agreed and by == act.asked_by:
        raise JointRefused("U heeft dit zelf gevraagd. Een collega met dezelfde rol moet ermee instemmen.")
    if agreed and not _may(asker, act.kind, act.municipality):
        raise JointRefused("Wie dit vroeg, heeft deze rol niet meer. Het kan zo niet doorgaan.")
    moment = clock.now()
    taken = session.execute(
        sa.update(JointAct)
        .where(col(JointAct.id) == act.id, col(JointAct.decided_at).is_(None))
        .values(decided_at=moment, decided_by=by, agreed=agreed)
    )
    if not getattr(taken, "rowcount", 0):
        raise JointRefused("Dit wacht niet meer op een besluit.")
    session.refresh(act)
    record(
        session,
        f"account:{by}",
        "joint.agree" if agreed else "joint.refuse",
        f"joint:{act.id} {act.kind} {act.subject}",
    )
    if agreed and doing is not None:
        doing(session, act, f"account:{by}")
        act.done_at = moment
        session.add(act)


def waiting(session: Session, by: int) -> list[Asked]:
    """What waits for a decision and this account may see, oldest first."""
    account = session.get(Account, by)
    return [
        Asked(act, session.get_one(Account, act.asked_by))
        for act in _open(session)
        if _may(account, act.kind, act.municipality)
    ]


def to_fetch(session: Session, by: int, kind: str) -> list[JointAct]:
    """Lists this account asked for and a colleague agreed to less than a day ago."""
    account = session.get(Account, by)
    found = session.exec(
        select(JointAct)
        .where(
            JointAct.kind == kind,
            JointAct.asked_by == by,
            col(JointAct.agreed),
            col(JointAct.decided_at) > clock.now() - FETCH_WITHIN,
        )
        .order_by(col(JointAct.id))
    ).all()
    return [act for act in found if _may(account, kind, act.municipality)]


def others(session: Session, kind: str, municipality: str, by: int) -> int:
    """How many other people could agree now."""
    roles = RIGHTS[KINDS[kind][0]]
    found = session.exec(
        select(Account).where(col(Account.role).in_(roles), col(Account.disabled_at).is_(None), col(Account.id) != by)
    ).all()
    return sum(_may(account, kind, municipality) for account in found)


def kinds_of(account: Account) -> Sequence[str]:
    """The kinds this account may ask for."""
    return [kind for kind in KINDS if _may(account, kind, account.municipality)]


def _open(session: Session) -> list[JointAct]:
    return list(
        session.exec(
            select(JointAct)
            .where(col(JointAct.decided_at).is_(None), col(JointAct.expires_at) > clock.now())
            .order_by(col(JointAct.id))
        )
    )


def _may(account: Account | None, kind: str, municipality: str) -> bool:
    """Whether this account may ask for it and decide about it: its role, still open, within its own municipality."""
    return (
        account is not None
        and kind in KINDS
        and account.disabled_at is None
        and may(account.role, KINDS[kind][0])
        and account.municipality in {"", municipality}
    )
