"""Heads are matched without regard to case, spaces and order."""

import csv

import pytest

from importers.heads import CONTRACT, EXTRA, ZUTPHEN, field_of, head_row, is_zutphen
from tests.importers.conftest import SAMPLES


@pytest.mark.parametrize(
    "typed", ["kosten_geldig_tot", "Kosten geldig tot", " KOSTEN  GELDIG-TOT *", "kostengeldigtot"]
)
def test_one_head_in_many_forms(typed):
    assert field_of(typed) == "kosten_geldig_tot"


@pytest.mark.parametrize("head", [*CONTRACT, *EXTRA])
def test_every_head_of_the_contract(head):
    assert field_of(head) == head


def test_the_twenty_heads_of_zutphen():
    assert len(ZUTPHEN) == 20
    assert [field_of(head) for head in ZUTPHEN] == list(ZUTPHEN.values())


def test_the_real_heads_of_zutphen():
    path = SAMPLES / "import" / "sociale_kaart_excel_kolomkoppen.csv"
    if not path.is_file():
        pytest.skip(f"the real heads are not beside this checkout ({path}); the copy in the code was tested")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        assert next(csv.reader(handle)) == list(ZUTPHEN)


def test_an_unknown_head():
    assert field_of("rare kop") is None


def test_heads_may_stand_under_a_title():
    assert head_row([["Overzicht van ons aanbod"], [], ["Naam", "Soort", "Niveau"], ["x", "oppas", "algemeen"]]) == 2
    assert head_row([["a"], ["b"]]) is None
    assert head_row([]) is None


def test_only_a_file_without_level_is_zutphens():
    assert is_zutphen(["naam"], ["Dienst"])
    assert not is_zutphen(["naam", "niveau"], ["Dienst", "niveau"])
    assert not is_zutphen(["naam"], ["naam"])


def test_a_head_of_older_lists_is_still_understood():
    assert field_of("Opleiding") == "training"
