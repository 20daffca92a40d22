"""Until which day a plan is the personal plan of the law."""

from datetime import date, timedelta

import pytest

from app.conversation.models import ConversationRequest
from app.conversation.plan import counts_as_personal_plan

LAST = date(2026, 3, 9)


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, True), (1, False)])
def test_the_last_day_still_counts(days, counts):
    assert counts_as_personal_plan(ConversationRequest(plan_until=LAST), LAST + timedelta(days=days)) is counts
