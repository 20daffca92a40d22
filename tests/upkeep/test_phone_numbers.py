"""Which telephone numbers nobody can ring; nobody is rung to find out."""

import pytest

from app.upkeep.phone_numbers import IMPOSSIBLE, UNASSIGNED, wrong_with


@pytest.mark.parametrize(
    "typed",
    [
        "038 444 33 22",
        "(038) 444 33 22",
        "+31 38 444 33 22",
        "0031384443322",
        "06-12345678",
        "085 123 45 67",
        "088 123 45 67",
        "112",
        "113",
        "116 123",
        "14 038",
        "14 0525",
        "0800 0113",
        "0900-8844",
        "0900 1234567",
        "038 444 33 22 of 06-12345678",
        "038 444 33 22 / 06-12345678",
        "038 444 33 22 (ma-vr)",
        "038 444 33 22, kies 2",
        "+49 30 1234567",
    ],
)
def test_numbers_that_may_be_right(typed):
    assert wrong_with(typed) == ""


@pytest.mark.parametrize(
    "typed", ["038 444 33 2", "038 444 33 221", "1234567", "bel Jan", "06 1234", "038 444 33 22 of 06-1234", "-"]
)
def test_numbers_that_cannot_be(typed):
    assert wrong_with(typed) == IMPOSSIBLE


@pytest.mark.parametrize("typed", ["019 123 45 67", "060 123 45 67", "038 444 33 22 of 039 123 45 67"])
def test_numbers_that_were_never_given_out(typed):
    assert wrong_with(typed) == UNASSIGNED
