"""Rows that are no offer, and rows that only look so."""

import pytest

from importers.headings import is_heading

HEADS = ["naam", "organisatie", "soort", "niveau"]


@pytest.mark.parametrize(
    "cells",
    [
        ["ACTIVITEITEN VOOR OUDEREN"],
        ["", "", "Gemeente Putten"],
        ["--- 3 ---", "", "", ""],
        ["Totaal", "87", "aanbod", ""],
        ["Subtotaal ontmoeting", "", "24"],
        ["Naam ", "ORGANISATIE", "Soort", "Niveau"],
        ["Aantal", "", "12"],
    ],
)
def test_left_out(cells):
    assert is_heading(cells, HEADS, cells[3] if len(cells) > 3 else "")


@pytest.mark.parametrize(
    "cells",
    [
        ["Koffie", "De Hoek", "ontmoeting", "algemeen"],
        ["Koffie", "De Hoek"],
        ["Totaal fit", "De Hoek", "ontmoeting", "algemeen"],
        ["Nog 13 aanbieders"],
        [],
    ],
)
def test_an_offer_or_something_that_is_missed_is_not(cells):
    assert not is_heading(cells, HEADS, cells[3] if len(cells) > 3 else "")


def test_in_a_list_of_names_one_cell_is_a_whole_row():
    assert not is_heading(["Koffie"], ["naam", "soort"], "")
