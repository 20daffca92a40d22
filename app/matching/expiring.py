"""What time does to offers, questions and proposals: a reminder, the end of a term, a proposal nobody answered, a look back.

Each is done by looking at what stands in the database, one notice or match per transaction, and looking again with it held.
So it does not matter how often this runs, how many workers run it, or how long none did: nothing happens twice, and nobody's
offer or question ends without the reminder first. Mails go by day: people read them beside their bed.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from app import clock
from app.audit import record
from app.content.letterhead import day_in_words
from app.data_keys import KeysLost
from app.matching.letters import News, language_of
from app.matching.lifecycle import LIVING, Action, NotPossible
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import Notice, Pair, PairState, Side, Standing
from app.matching.pair_states import PairAction, move_pair
from app.matching.pairs import FOLLOW_UP_AFTER
from app.matching.terms import expires_on
from app.matching.together import Together, holding, holding_pair

FIRST_HOUR, LAST_HOUR = 8, 20
LEAST_NOTICE: Final = timedelta(days=7)
"""However late a reminder goes out, somebody has at least this long to answer it."""
ASKED: Final = "asked"
_LONGEST_REMINDER: Final = timedelta(days=60)
log = structlog.get_logger()


def keep_current(mediation: Mediation) -> int:
    """Everything that is due, between eight in the morning and eight in the evening. Returns how much was done."""
    if not FIRST_HOUR <= clock.local_now().hour < LAST_HOUR:
        return 0
    today = clock.today()
    return sum(chore(mediation, today) for chore in (remind, expire, lapse, ask_how_it_goes))


def remind(mediation: Mediation, today: date) -> int:
    """Ask whether it may stay, some days before it ends; what is agreed and goes on is confirmed without asking."""
    return _each(_near(mediation, today), lambda number: _remind(mediation, number, today))


def expire(mediation: Mediation, today: date) -> int:
    """End what nobody confirmed. Never while something is agreed: then it stands for another term by itself."""
    return _each(_over(mediation, today), lambda number: _expire(mediation, number, today))


def lapse(mediation: Mediation, today: date) -> int:
    """Let proposals go that were not answered by both in time. Both hear the same, whoever answered."""
    with mediation.database.reading() as session:
        numbers = session.exec(
            select(Pair.id).where(Pair.state == PairState.ASKED, col(Pair.decide_by) < today).order_by(col(Pair.id))
        ).all()
    return _each(numbers, lambda number: _lapse(mediation, number, today))


def ask_how_it_goes(mediation: Mediation, today: date) -> int:
    """On the day of the look back: a mail to both, or a call to make. It stays on the board until the mediator heard."""
    with mediation.database.reading() as session:
        numbers = session.exec(select(Pair.id).where(*_to_ask(today)).order_by(col(Pair.id))).all()
    return _each(numbers, lambda number: _ask(mediation, number, today))


def _each(numbers: Iterable[int | None], chore: Callable[[int], bool]) -> int:
    """One after another; one that cannot be done keeps no other from being done."""
    done = 0
    for number in numbers:
        try:
            done += chore(number or 0)
        except (NobodyThere, NotPossible):
            continue  # it was ended or erased meanwhile
        except KeysLost:
            raise
        except Exception as problem:  # noqa: BLE001  (the others go on; this one comes back the next hour)
            log.error("notice not kept current", number=number, problem=type(problem).__name__)
    return done


def _near(mediation: Mediation, today: date) -> list[int]:
    """What is not reminded yet and has a day within the reminder's term of its own organisation."""
    with mediation.database.reading() as session:
        rows = session.execute(
            sa.select(col(Notice.id), col(Notice.municipality), col(Notice.expires_on))
            .where(
                col(Notice.standing).in_(LIVING),
                col(Notice.reminded_at).is_(None),
                col(Notice.expires_on) <= today + _LONGEST_REMINDER,
            )
            .order_by(col(Notice.id))
        ).all()
    days = {slug: _remind_days(mediation, slug) for slug in {row.municipality for row in rows}}
    return [row.id for row in rows if row.expires_on - days[row.municipality] <= today]


def _over(mediation: Mediation, today: date) -> list[int]:
    reminded = col(Notice.standing).in_(LIVING) & col(Notice.reminded_at).is_not(None)
    with mediation.database.reading() as session:
        rows = session.execute(
            sa.select(col(Notice.id))
            .where(
                sa.or_(reminded, col(Notice.standing) == Standing.MET, _day_is_over(today)),
                col(Notice.standing).in_((*LIVING, Standing.MET)),
                col(Notice.expires_on) < today,
            )
            .order_by(col(Notice.id))
        ).all()
    return [row.id for row in rows]


def _day_is_over(today: date) -> sa.ColumnElement[bool]:
    """A question for a day that has passed needs no reminder: it cannot be confirmed."""
    return (col(Notice.side) == Side.QUESTION) & (col(Notice.needed_on) < today)


def _to_ask(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Pair.state) == PairState.AGREED,
        col(Pair.reported_at).is_(None),
        col(Pair.follow_up_on) <= today,
        col(Pair.follow_up) != ASKED,
    )


def _remind(mediation: Mediation, number: int, today: date) -> bool:
    with holding(mediation, (number,)) as work:
        notice = work.notice(number)
        near = notice.expires_on - _remind_days(mediation, notice.municipality) <= today
        if notice.reminded_at is not None or notice.standing not in LIVING or not near:
            return False
        if notice.needed_on is not None and notice.side is Side.QUESTION:
            return False  # it ends after its day by itself
        if _has_agreed(work, notice):
            return _goes_on(work, notice, today)
        notice.reminded_at = clock.now()
        notice.expires_on = max(notice.expires_on, today + LEAST_NOTICE)
        work.session.add(notice)
        work.note(notice, "system", "reminded")
        work.tell(notice, News.EXPIRES, day=day_in_words(notice.expires_on, language_of(notice)))
        record(work.session, "system", "notice.reminded", f"notice:{number}")
    return True


def _expire(mediation: Mediation, number: int, today: date) -> bool:
    with holding(mediation, (number,), partners=True) as work:
        notice = work.notice(number)
        if notice.expires_on >= today:
            return False
        past = notice.side is Side.QUESTION and notice.needed_on is not None and notice.needed_on < today
        if notice.reminded_at is None and notice.standing is not Standing.MET and not past:
            return False
        if _has_agreed(work, notice):
            return _goes_on(work, notice, today)
        work.finish(notice, Action.EXPIRE)
        work.note(notice, "system", "expired")
        record(work.session, "system", "notice.expired", f"notice:{number}")
    return True


def _goes_on(work: Together, notice: Notice, today: date) -> bool:
    """Two people meet: that is answer enough. It stands for another term; what was for one day, until the look back."""
    terms = work.mediation.terms(notice.municipality)
    if terms is None or notice.needed_on is not None:
        notice.expires_on = today + FOLLOW_UP_AFTER
    else:
        notice.expires_on = expires_on(today, terms)
    notice.reminded_at = None
    work.session.add(notice)
    work.note(notice, "system", "confirmed")
    record(work.session, "system", "notice.confirmed", f"notice:{notice.id}")
    return True


def _lapse(mediation: Mediation, number: int, today: date) -> bool:
    with holding_pair(mediation, number) as (work, pair):
        if pair.decide_by >= today:
            return False
        move_pair(pair, PairAction.LAPSE)
        pair.ended_at = clock.now()
        work.session.add(pair)
        for each in (pair.offer_id, pair.question_id):
            work.note(work.notice(each), "system", "pair_lapsed", pair)
            work.tell(work.notice(each), News.OFF)
        record(work.session, "system", "pair.lapsed", f"pair:{number}")
    return True


def _ask(mediation: Mediation, number: int, today: date) -> bool:
    with holding_pair(mediation, number) as (work, pair):
        if work.session.exec(select(Pair.id).where(Pair.id == number, *_to_ask(today))).first() is None:
            return False
        pair.follow_up = ASKED
        work.session.add(pair)
        for each in (pair.offer_id, pair.question_id):
            work.tell(work.notice(each), News.TOGETHER)
        record(work.session, "system", "pair.follow_up_asked", f"pair:{number}")
    return True


def _has_agreed(work: Together, notice: Notice) -> bool:
    number = notice.id or 0
    agreed = select(Pair.id).where(
        sa.or_(col(Pair.offer_id) == number, col(Pair.question_id) == number), Pair.state == PairState.AGREED
    )
    return work.session.exec(agreed).first() is not None


def _remind_days(mediation: Mediation, municipality: str) -> timedelta:
    terms = mediation.terms(municipality)
    return timedelta(days=terms.remind_days if terms else 14)
