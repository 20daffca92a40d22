"""What comes back from a table and says nothing new, and what does."""

from datetime import date
from decimal import Decimal

import pytest

from app.social_map.draft import Cost, OrganisationDraft
from app.social_map.same_words import says_nothing_new
from app.social_map.vocabulary import CostKind, Status
from tests.social_map.drafts import draft

KNOWN = draft(
    source="leefplein", summary="Samen eten.", organisation=OrganisationDraft(name="Stichting Voorbeeld", phone="038 000 01 01"),
    costs=(Cost(kind=CostKind.PRICE, amount=Decimal("2.50"), unit="keer"),),
)  # fmt: skip
TYPED = Cost(kind=CostKind.PRICE, amount=Decimal("2.50"), unit="keer", as_typed="2,50 per keer")


def nothing_new(again, status=Status.PUBLISHED, checked_on=date(2026, 11, 3)):
    return says_nothing_new(KNOWN, again, status=status, checked_on=checked_on)


@pytest.mark.parametrize(
    "told",
    [
        {"organisation": OrganisationDraft(name="STICHTING VOORBEELD", example=True)},
        {"last_confirmed": date(2026, 11, 3)},
        {"costs": (TYPED,)},
        {"source": "lijst", "source_id": "7"},
        {"status": Status.DRAFT},
    ],
)
def test_silence_and_what_is_known_are_nothing_new(told):
    assert nothing_new(KNOWN.model_copy(update=told))


@pytest.mark.parametrize(
    "told",
    [
        {"organisation": OrganisationDraft(name="Stichting Anders")},
        {"organisation": OrganisationDraft(name="Stichting Voorbeeld", phone="038 000 01 09")},
        {"last_confirmed": date(2026, 11, 4)},
        {"costs": (TYPED.model_copy(update={"amount": Decimal("3.00")}),)},
        {"summary": "Samen koken."},
        {"status": Status.WITHDRAWN},
    ],
)
def test_each_of_these_is_new(told):
    assert not nothing_new(KNOWN.model_copy(update=told))


def test_stopping_again_what_stopped_is_nothing_new():
    assert nothing_new(KNOWN.model_copy(update={"status": Status.WITHDRAWN}), status=Status.WITHDRAWN)
    assert not nothing_new(KNOWN, status=Status.WITHDRAWN)
