"""The personal plan (Wmo 2015 art. 2.3.2 lid 2): it can be handed in, it need not, and it is welcome after the term too."""

from datetime import date

from app import clock
from app.conversation.models import ConversationRequest


def counts_as_personal_plan(request: ConversationRequest, on: date | None = None) -> bool:
    """Whether a plan handed in on this day (today) is a *persoonlijk plan* that the municipality has to take along.

    After that day it is welcome all the same: the person who comes to talk reads it.
    """
    return (on or clock.today()) <= request.plan_until
