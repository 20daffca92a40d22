"""Cells with everything in them, taken apart; cells that are fine, left alone."""

import pytest

from importers.mixed_cells import take_apart
from importers.values import Cells

WHOLE = {
    "telefoon": "038 000 01 01",
    "email": "a@voorbeeld.example",
    "straat": "Voorbeeldstraat 1",
    "postcode": "8051 ZZ",
    "plaats": "Hattem",
}


def divided(**values):
    cells = Cells(values)
    take_apart(cells)
    return cells


@pytest.mark.parametrize("column", ["telefoon", "email", "straat", "website", "plaats"])
@pytest.mark.parametrize(
    "text",
    [
        "038 000 01 01 / a@voorbeeld.example / Voorbeeldstraat 1, 8051 ZZ Hattem",
        "tel. 038 000 01 01, e-mail: a@voorbeeld.example, adres: Voorbeeldstraat 1, 8051 ZZ Hattem",
        "Adres: Voorbeeldstraat 1, 8051 ZZ Hattem. Telefoon: 038 000 01 01. Mail: a@voorbeeld.example",
        "038 000 01 01\na@voorbeeld.example\nVoorbeeldstraat 1\n8051ZZ Hattem",
    ],
)
def test_everything_in_one_cell(column, text):
    cells = divided(**{column: text})
    assert cells.values == WHOLE
    assert cells.kept == []
    assert "door elkaar" in cells.flags[0]


def test_what_is_left_over_stays_as_text():
    cells = divided(telefoon="038 000 01 01 (vraag naar de beheerder), a@voorbeeld.example")
    assert cells.values == {"telefoon": "038 000 01 01", "email": "a@voorbeeld.example"}
    assert cells.kept == ["vraag naar de beheerder"]


def test_what_a_column_says_itself_goes_first_and_the_other_is_kept():
    cells = divided(telefoon="038 000 01 01 a@voorbeeld.example", email="b@voorbeeld.example")
    assert cells.values["email"] == "b@voorbeeld.example"
    assert cells.kept == ["a@voorbeeld.example"]


def test_a_second_address_of_the_same_kind_is_kept():
    cells = divided(email="a@voorbeeld.example; b@voorbeeld.example")
    assert cells.values == {"email": "a@voorbeeld.example"}
    assert cells.kept == ["b@voorbeeld.example"]


@pytest.mark.parametrize(
    "values",
    [
        WHOLE,
        {"telefoon": "038 - 000 01 01 (ma-vr 9-12)"},
        {"telefoon": "14 038"},
        {"telefoon": "vraag de balie"},
        {"straat": "Laan van 1940 12"},
        {"straat": "2e Voorbeelddwarsstraat 8-10"},
        {"postcode": "8051"},
        {"website": "https://www.voorbeeld.example/a?b=c"},
        {"plaats": "Hattem 't Veen"},
        {"email": "geen mail, graag bellen"},
    ],
)
def test_a_cell_that_is_fine_or_unknown_is_left_alone(values):
    cells = divided(**values)
    assert (cells.values, cells.flags, cells.kept) == (values, [], [])
