"""Checking what an organisation says of itself: a club without website, KvK number or telephone is fine."""

import pytest
from flask import Flask
from flask_babel import Babel

from app.web.organisation_fields import as_sent, wrong_in

FINE = {"beschrijving": "", "telefoon": "", "email": "", "website": "", "soort": "unknown", "kvk": ""}


def read(**typed):
    app = Flask("app")
    Babel(app)
    with app.test_request_context("/", method="POST", data={**FINE, **typed}):
        said = as_sent()
        return said, [field for field, _ in wrong_in(said)]


def test_nothing_is_needed():
    assert read() == (FINE, [])


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("website", "voorbeeld.example", "https://voorbeeld.example"),
        ("kvk", "12 34 56 78", "12345678"),
        ("telefoon", " 038  000 01 01 ", "038 000 01 01"),
        ("telefoon", "112", "112"),
    ],
)
def test_what_is_clear_is_tidied(field, typed, kept):
    said, wrong = read(**{field: typed})
    assert (said[field], wrong) == (kept, [])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("website", "javascript://alert"),
        ("website", "zomaar"),
        ("telefoon", "12"),
        ("email", "twee@een@drie"),
        ("kvk", "1234567"),
        ("soort", ""),
    ],
)
def test_what_is_not_is_named(field, typed):
    assert read(**{field: typed})[1] == [field]
