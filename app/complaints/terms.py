"""The days that are promised to who complains (Awb chapter 9), also in a municipality without a complaints officer."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.complaints.models import Complaint, ComplaintHolder
from app.content.complaint_terms import ComplaintTerms
from app.content.models import Municipality
from app.working_days import working_days_after


@dataclass(frozen=True, slots=True)
class Terms:
    """The days of one municipality: see `ComplaintTerms`."""

    acknowledge_days: int
    weeks: int
    more_weeks: int
    retention_days: int

    def acknowledge_by(self, day: date) -> date:
        """The last day to say that it was read."""
        return working_days_after(day, self.acknowledge_days)

    def due_on(self, day: date) -> date:
        """The last day to answer (Awb art. 9:11 lid 1)."""
        return day + timedelta(weeks=self.weeks)

    def longer(self, due_on: date) -> date:
        """The last day after it was put off once (Awb art. 9:11 lid 2)."""
        return due_on + timedelta(weeks=self.more_weeks)

    def erase_on(self, day: date) -> date:
        """The day all of it goes, when it ended on this day."""
        return day + timedelta(days=self.retention_days)


def terms_of(town: Municipality) -> Terms:
    """The terms of a municipality; those of the law where it named no complaints officer."""
    own, usual = town.complaints, ComplaintTerms.model_fields
    return Terms(
        acknowledge_days=own.acknowledge_days if own else int(usual["acknowledge_days"].default),
        weeks=own.weeks if own else int(usual["weeks"].default),
        more_weeks=own.more_weeks if own else int(usual["more_weeks"].default),
        retention_days=own.retention_days if own else int(usual["retention_days"].default),
    )


def holders_of(town: Municipality) -> tuple[ComplaintHolder, ...]:
    """Who can read a complaint in this municipality, the confidential adviser first (I-53)."""
    return (ComplaintHolder.ADVISER, ComplaintHolder.OFFICER) if town.complaints else (ComplaintHolder.ADVISER,)


def other_holder(town: Municipality, complaint: Complaint) -> ComplaintHolder | None:
    """To whom it can be passed on; None when there is nobody else."""
    return next((each for each in holders_of(town) if each is not complaint.holder), None)
