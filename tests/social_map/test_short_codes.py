import pytest

from app.references import SIGNS
from app.social_map.short_codes import offer_of, short_code, spaced

BORDERS = (1, 2, 3, 24**5 - 1, 24**5, 24**5 + 1, 24**5 + 24**6)


@pytest.mark.parametrize("number", BORDERS)
def test_a_code_leads_back_to_its_offer(number):
    assert offer_of(short_code(number)) == number


def test_no_two_offers_share_a_code():
    assert len({short_code(number) for number in range(1, 20_001)}) == 20_000


def test_six_signs_for_every_map_we_know_and_more_when_it_grows():
    assert len(short_code(1)) == len(short_code(24**5 - 1)) == 6
    assert len(short_code(24**5)) == 7
    assert spaced("R85GN3") == "R85-GN3"


def test_neighbours_look_nothing_alike():
    for number in range(1, 500):
        here, next_one = short_code(number)[:-1], short_code(number + 1)[:-1]
        assert sum(one != other for one, other in zip(here, next_one, strict=True)) >= 2


def test_every_single_slip_of_the_pen_is_noticed():
    for number in (1, 77, 24**5 - 1):
        code = short_code(number)
        for place in range(len(code)):
            for sign in SIGNS.replace(code[place], ""):
                assert offer_of(code[:place] + sign + code[place + 1 :]) is None


def test_as_people_type_it():
    code = next(code for code in map(short_code, range(1, 5_000)) if "5" in code and "8" in code)
    lookalikes = code.lower().replace("5", "s").replace("8", "b")
    assert offer_of(f" {lookalikes[:3]} - {lookalikes[3:]}. ") == offer_of(code)


@pytest.mark.parametrize("typed", ["", "hallo", "R85", "R85GN", "R85GN3R85GN3R", "é" * 6, "'; drop table offer"])
def test_what_is_no_code_is_nothing(typed):
    assert offer_of(typed) is None


@pytest.mark.parametrize("number", [0, -1])
def test_only_row_numbers_have_one(number):
    with pytest.raises(ValueError, match="no row number"):
        short_code(number)
