"""Forms for paper: every question may stay empty, and where to bring them stands on them."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/gesprek/formulier",
        "/mijn-plan/leeg",
        "/mijn-plan/leeg?soort=gezin",
        "/en/gesprek/formulier",
        "/en/mijn-plan/leeg",
    ],
)
def test_an_empty_form_says_where_to_bring_it(looker, address):
    if address.startswith("/en"):
        looker.inspection.leave_out("plain_words")
    answer = looker.get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for words in ("038 000 00 00", "Postbus 000, 8050 ZZ Hattem", "Voorbeeldplein 1"):
        assert words in page
    assert page.count("lp-paper__line") >= 10
    assert "Set-Cookie" not in answer.headers
