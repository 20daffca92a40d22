"""The terms the law sets, counted in days of Europe/Amsterdam: never in hours, so that summer time moves nothing.

Wmo 2015 art. 2.3.2: six weeks from the *melding*, a personal plan until seven days after it. Working days stand in
`app.working_days`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.content.conversation_terms import ConversationTerms
from app.working_days import working_days_after


@dataclass(frozen=True, slots=True)
class Terms:
    """The days that follow from the day a request came in."""

    due_on: date
    plan_until: date
    first_contact_by: date


def terms_from(arrived_on: date, rules: ConversationTerms) -> Terms:
    """What has to happen by when.

    The promise to the resident is the plain one (+6 weeks): a municipality never takes the extra days of the law.
    """
    return Terms(
        due_on=arrived_on + timedelta(weeks=rules.weeks),
        plan_until=arrived_on + timedelta(days=rules.plan_days),
        first_contact_by=working_days_after(arrived_on, rules.first_contact_days),
    )
