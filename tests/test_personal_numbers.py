"""A citizen service number never stays, and a number of one's own can be called."""

import pytest

from app.personal_numbers import MASK, PhoneRefused, is_bsn, own_phone, spaced_phone, without_bsn


@pytest.mark.parametrize(
    "typed",
    [
        "111222333",
        "111 222 333",
        "1112.22.333",
        "111.222.333",
        "1 1 1 2 2 2 3 3 3",
        "111-222-333",
        "111\u00a0222\u00a0333",
    ],
)
def test_a_bsn_is_taken_out_however_it_is_written(typed):
    assert without_bsn(f"mijn bsn is {typed}, ik voel me alleen") == f"mijn bsn is {MASK}, ik voel me alleen"
    assert without_bsn(typed) == MASK


def test_a_bsn_before_another_number_goes_too():
    assert without_bsn("111222333 2 kinderen") == f"{MASK} 2 kinderen"


@pytest.mark.parametrize("between", ["\u2013", "\u2011", "\u202f", "\u200b", "_", "\t", " - ", "\u2060"])
def test_a_citizen_number_with_whatever_between_is_taken_out(between):
    assert without_bsn(f"bsn {between.join(('111', '222', '333'))}.") == f"bsn {MASK}."
    assert without_bsn(between.join("111222333")) == MASK


@pytest.mark.parametrize(
    "text",
    [
        "111222334",
        "06 12 34 56 78",
        "0612345678",
        "+31 6 11122233",
        "038 000 00 00",
        "8051 AB 12",
        "op 12-03-1944",
        "000000000",
        "1112223330",
    ],
)
def test_other_numbers_stay(text):
    assert without_bsn(text) == text


def test_the_eleven_test():
    assert is_bsn("111222333")
    assert not is_bsn("111222334")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06-12345678", "0612345678"),
        (" 06 12 34 56 78 ", "0612345678"),
        ("612345678", "0612345678"),
        ("+31 (0)38 000 00 00", "0380000000"),
        ("+31 38 000 00 00", "0380000000"),
        ("0031612345678", "0612345678"),
        ("(038) 000 00 00", "0380000000"),
        ("tel: 038/0000000", "0380000000"),
        ("+49 30 901820", "+4930901820"),
        ("0049 (0)30 901820", "+4930901820"),
        ("٠٦١٢٣٤٥٦٧٨", "0612345678"),
    ],
)
def test_a_number_is_read_the_way_people_write_it(typed, number):
    assert own_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0900 8844", "service"), ("0906-1234567", "service"), ("0909 1234", "service"), ("0800 0113", "service"),
        ("+31 900 1234567", "service"),
        ("112", "impossible"), ("12345", "impossible"), ("0000000000", "impossible"), ("06123456789", "impossible"),
        ("+0123456789", "impossible"), ("+49 1", "impossible"), ("-", "impossible"),
        ("bel mijn zus", "words"), ("06 12345678 na 17 uur", "words"), ("", "words"),
    ],
)  # fmt: skip
def test_what_nobody_can_be_called_on_is_refused(typed, why):
    with pytest.raises(PhoneRefused) as refused:
        own_phone(typed)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("0380001122", "038 000 11 22"),
        ("0341123456", "0341 12 34 56"),
        ("+4930123456", "+4930123456"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_people_say_it(kept, said):
    assert spaced_phone(kept) == said
