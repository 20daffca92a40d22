"""What is typed in a staff room: read as it stands, and a number that no row can have is none."""

import pytest
from flask import Flask

from app.db import LARGEST_ROW
from app.web.staff.typed import MOST_PAGES, as_typed, number_in, page_number, typed_number


@pytest.fixture
def sent():
    """Act within a request with these fields."""
    app = Flask(__name__)
    return lambda address="/", **fields: app.test_request_context(address, method="POST", data=fields)


def test_a_text_keeps_its_words_with_one_kind_of_line_ending_and_nothing_a_database_refuses(sent):
    with sent(notitie="  Eén\r\ntwee\rdrie\x00 "):
        assert as_typed("notitie") == "Eén\ntwee\ndrie"
        assert as_typed("notitie", 6) == "Eén"
        assert as_typed("iets anders") == ""


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", " 1", "\u0663", "²", str(LARGEST_ROW + 1), "9" * 5000])
def test_what_is_no_number_of_a_row_is_none(text):
    assert number_in(text) == 0


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("0012", 12), (str(LARGEST_ROW), LARGEST_ROW)])
def test_the_number_of_a_row_is_read(text, number):
    assert number_in(text) == number


def test_a_number_comes_from_the_form_or_the_address(sent):
    with sent("/?bericht=7", versie="3"):
        assert (typed_number("versie"), typed_number("bericht"), typed_number("weg")) == (3, 7, 0)


@pytest.mark.parametrize(
    ("text", "page"), [("", 1), ("x", 1), ("0", 1), ("-2", 1), ("2", 2), ("999999", MOST_PAGES), ("9" * 50, 1)]
)
def test_a_page_of_a_list_is_always_one_that_can_be_asked_for(sent, text, page):
    with sent(f"/?pagina={text}"):
        assert page_number() == page
