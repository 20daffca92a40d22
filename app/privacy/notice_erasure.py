"""Erasing an offer or question: its rows, its matches, then its key (promises 47 and 48).

What is left are audit lines with a number that tells nobody anything, and lines without words in the history of who it
was once brought together with. When one goes is a day in `erase_on`; who asks for it sooner gets it sooner.
"""

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from app.audit import record
from app.crash import reached
from app.mailing.waiting import drop_letters
from app.matching.lifecycle import ENDED, Action, NotPossible, let_go
from app.matching.mediation import Mediation, NobodyThere, subject_of
from app.matching.models import KeptApart, Notice, NoticeEvent, Pair, Standing
from app.matching.together import holding, tell_the_others
from app.outbox.posting import post
from app.privacy.finishing import ORDER, Stores, back_again, finish


def erase_notice(
    mediation: Mediation,
    notice_id: int,
    actor: str,
    *,
    only_if: Callable[[Notice], bool] | None = None,
    thorough: bool = True,
) -> bool:
    """Remove everything of one offer or question, in the files too, and destroy its key, so that no backup can be read.

    :param actor: `system`, `cli`, `person` or `account:<number>`.
    :param only_if: asked once more with the notice held, so that one that changed meanwhile is left alone.
    :param thorough: False for who erases many: `app.privacy.finishing.finish` once at the end does the rest.
    :returns: whether it was erased; False when it is not there or is left alone.
    """
    try:
        with holding(mediation, (notice_id,), partners=True) as together:
            notice, session = together.notice(notice_id), together.session
            if only_if is not None and not only_if(notice):
                return False
            subject = subject_of(notice.uid)
            # The other side reads that it does not go on, not that somebody was erased.
            tell_the_others(session, mediation, notice, let_go(session, notice))
            _remove(session, notice)
            record(session, actor, "notice.erase", f"notice:{notice_id}")
            post(session, ORDER, subject=subject)
            reached("notice rows removed")
    except NobodyThere:
        return False
    reached("notice rows erased")
    if thorough:
        finish(mediation)
    return True


def erase_on_request(mediation: Mediation, notice_id: int, actor: str) -> bool:
    """Erase it now, because the person asks (AVG art. 17). Who was blocked asks the mediator, who weighs it.

    :param actor: `person`, or `account:<number>` of the mediator.
    :returns: False when it was gone already.
    :raises NotPossible: the person's own was blocked, for the safety of others; nothing was erased.
    """

    def may(notice: Notice) -> bool:
        if actor == "person" and notice.standing is Standing.BLOCKED:
            raise NotPossible(Action.WITHDRAW, notice.standing)
        return True

    return erase_notice(mediation, notice_id, actor, only_if=may)


def due_notices(session: Session, today: date) -> list[int]:
    """Offers and questions whose time is over."""
    return sorted(session.execute(sa.select(col(Notice.id)).where(*_due(today))).scalars())


def still_due(today: date) -> Callable[[Notice], bool]:
    """What `erase_notice` asks again with the notice held."""

    def still(notice: Notice) -> bool:
        return notice.standing in ENDED and notice.erase_on is not None and notice.erase_on <= today

    return still


def notices_back_again(stores: Stores, session: Session) -> list[int]:
    """Notices whose key was destroyed: they were erased, and an older copy of the database brought them back."""
    rows = session.execute(sa.select(col(Notice.id), col(Notice.uid))).all()
    return back_again(stores, {subject_of(row.uid): int(row.id) for row in rows})


def _due(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Whose day has come. While a report about one of their matches waits, both sides stay: a call for help is never lost."""
    reported = sa.exists().where(
        sa.or_(col(Pair.offer_id) == Notice.id, col(Pair.question_id) == Notice.id),
        col(Pair.reported_at).is_not(None),
        col(Pair.report_handled_at).is_(None),
    )
    return (col(Notice.standing).in_(ENDED), col(Notice.erase_on) <= today, ~reported)


def _remove(session: Session, notice: Notice) -> None:
    number = notice.id or 0
    session.flush()
    either = sa.or_(col(Pair.offer_id) == number, col(Pair.question_id) == number)
    session.execute(sa.delete(NoticeEvent).where(col(NoticeEvent.notice_id) == number))
    session.execute(sa.delete(Pair).where(either))
    session.execute(
        sa.delete(KeptApart).where(sa.or_(col(KeptApart.offer_id) == number, col(KeptApart.question_id) == number))
    )
    drop_letters(session, f"notice:{number}")
    session.delete(notice)
    session.flush()
