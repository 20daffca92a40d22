"""What is due when nobody confirms an offer: a pure function of days, policy and what was done already (I-02, I-55).

Nobody is hidden who was not asked first. So every step waits for the one before it, also when a list comes in with
offers that nobody looked at for years: they are asked, reminded, warned, and only then hidden, weeks apart.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app import clock
from app.content.models import Policy
from app.content.whole import Content
from app.social_map.freshness import Terms, last_day
from app.social_map.vocabulary import RespiteWeight
from app.upkeep.vocabulary import Step

OVERNIGHT: Final = "logeren"
CLIENT_SUPPORT: Final = "clientondersteuning"
LAST: Final = frozenset({Step.HIDE, Step.KEEP})
"""With one of these a round ends."""


@dataclass(frozen=True, slots=True)
class Round:
    """Where one offer stands: the day it was last confirmed (or made), and the day each step since then was taken."""

    since: date
    taken: Mapping[Step, date]

    @property
    def step(self) -> Step | None:
        """The last step that was taken."""
        return next((step for step in reversed(Step) if step in self.taken), None)


def round_of(
    last_confirmed: date | None, created_at: datetime, steps: Collection[tuple[date, Step, date]] = ()
) -> Round:
    """An offer's running round.

    :param steps: (since, step, day it was taken) of all its rounds; earlier rounds do not count.
    """
    since = last_confirmed or created_at.astimezone(clock.AMSTERDAM).date()
    return Round(since, {step: taken for began, step, taken in steps if began == since})


def next_step(now: Round, terms: Terms, today: date, remind_after_days: int, *, keep: bool = False) -> Step | None:
    """The one step that is due today, or None. Called every day it gives each step once, in order.

    :param terms: months for this kind of offer. :param remind_after_days: between asking and the reminder, and at least
        this long between two other steps, so that there is always time to answer.
    :param keep: this offer is never hidden: it stays, with *vraag na*, and the editor rings.
    """
    pause = timedelta(days=remind_after_days)
    if LAST & now.taken.keys():
        return None
    if Step.ASK not in now.taken:
        return Step.ASK if today >= last_day(now.since, terms.confirm_every) else None
    if Step.REMIND not in now.taken:
        return Step.REMIND if today >= _after(now.taken[Step.ASK], pause) else None
    if Step.WARN not in now.taken:
        warn = max(last_day(now.since, terms.warn_after), _after(now.taken[Step.REMIND], pause))
        return Step.WARN if today >= warn else None
    hide = max(last_day(now.since, terms.hide_after), _after(now.taken[Step.WARN], pause))
    if today < hide:
        return None
    return Step.KEEP if keep else Step.HIDE


def asked_along(now: Round, terms: Terms, today: date, ask_along_days: int) -> bool:
    """Whether an offer that is not due yet is asked about in a mail that goes out anyway."""
    return not now.taken and _after(today, timedelta(days=ask_along_days)) >= last_day(now.since, terms.confirm_every)


def may_be_hidden_on(now: Round, terms: Terms, remind_after_days: int) -> date:
    """The first day on which an offer that was warned about may be hidden."""
    warned = now.taken.get(Step.WARN, now.since)
    return max(last_day(now.since, terms.hide_after), _after(warned, timedelta(days=remind_after_days)))


def never_hidden(kind: str, respite: RespiteWeight | None, policy: Policy, *, example: bool = False) -> bool:
    """What stays whatever its age: kinds of the policy, client support, overnight respite; and examples, which nobody
    can confirm.
    """
    return (
        example
        or kind in policy.never_hide
        or kind in {OVERNIGHT, CLIENT_SUPPORT}
        or respite in {RespiteWeight.NIGHT, RespiteWeight.NIGHT.value}
    )


def terms_for(kind: str, content: Content) -> Terms:
    """The months for a kind of offer; a kind that content no longer knows has the default ones."""
    known = content.kind(kind)
    return content.policy.freshness_for(known) if known else content.policy.default_freshness


def shortest(policy: Policy) -> int:
    """After how many months the first question of all goes out: nothing younger need be looked at."""
    return min(each.confirm_every for each in (policy.default_freshness, *policy.freshness.values()))


def _after(day: date, span: timedelta) -> date:
    try:
        return day + span
    except OverflowError:
        return date.max
