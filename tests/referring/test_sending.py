"""The slip in words: complete, neutral, and honest about whose offers it holds."""

from datetime import date
from pathlib import Path

import pytest

from app.content.loading import load_content
from app.referring.sending import Entry, Notice, letter_of, letter_text, mail_text

TODAY = date(2026, 11, 23)
MEAL = Entry(
    name="Maaltijd aan huis", organisation="Keuken Voorbeeld", summary="Elke dag warm eten.", phone="0341 000 478",
    phone_hours="ma-vr 9-12 uur", email="maaltijd@voorbeeld.example", when="elke dag", where="Putten",
    cost="€ 8,50 per maaltijd (geldig tot en met 31 december 2026)", decides="zonder indicatie", first_step="Bel om te bestellen.",
    address="https://putten.voorbeeld.example/aanbod/maaltijd-aan-huis", checked="1 september 2026", example=True,
)  # fmt: skip
BARE = Entry("Kaartclub", "Kaartclub", "", "", "", "", "", "", "kosten onbekend, vraag na", "", "", "https://x.example")


@pytest.fixture(scope="module")
def town():
    return load_content(Path("content")).municipality("putten")


@pytest.mark.parametrize("write", [mail_text, letter_text])
def test_everything_one_has_to_know_is_in_it_and_somebody_to_call(town, write):
    text = write((MEAL, BARE), town, TODAY)
    for part in (MEAL.name, MEAL.phone, MEAL.cost, MEAL.decides, MEAL.first_step, MEAL.when, MEAL.address, "verzonnen",
                 "2. Kaartclub", "kosten onbekend", town.desk.phone, town.client_support.phone, "23 november 2026"):  # fmt: skip
        assert part in text, part
    assert "gemaakt door" not in text
    for empty in ("Telefoon: \n", "Wanneer: \n", "Bij: Kaartclub"):
        assert empty not in text


@pytest.mark.parametrize("write", [mail_text, letter_text])
def test_a_slip_of_one_employer_says_so_above_the_offers(town, write):
    text = write(
        (MEAL,), town, TODAY, Notice("Keuken Voorbeeld", "https://putten.voorbeeld.example/zoeken?soort=maaltijd")
    )
    said = "Dit briefje is gemaakt door iemand van Keuken Voorbeeld. Er is ook ander aanbod."
    assert text.index(said) < text.index("zoeken?soort=maaltijd") < text.index("1. Maaltijd aan huis")


def test_the_letter_leaves_the_address_open_and_the_mail_says_what_becomes_of_the_address(town):
    letter = letter_text((MEAL,), town, TODAY)
    assert letter.splitlines().count("." * 40) == 3
    mail = letter_of("a@b.example", (MEAL,), town, TODAY)
    assert (mail.to, mail.subject) == ("a@b.example", f"Uw belbriefje van {town.desk.name}")
    assert "niet bewaard" in mail.text
    assert "a@b.example" not in mail.text
