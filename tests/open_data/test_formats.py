from datetime import UTC, datetime
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.open_data import formats
from tests.open_data.conftest import DRAFT


def accepts(kind: str, text: str) -> bool:
    schema = {"$schema": DRAFT, "type": "string", "format": kind}
    return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(text)


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("https://voorbeeld.nl/koffie?x=1#y", "https://voorbeeld.nl/koffie?x=1#y"),
        ("www.voorbeeld.nl", "https://www.voorbeeld.nl"),
        ("HTTP://Voorbeeld.nl/A", "http://voorbeeld.nl/A"),
        ("https://bücher.example/ä|b", "https://xn--bcher-kva.example/%C3%A4%7Cb"),
        ("https://voorbeeld.nl/%zz", "https://voorbeeld.nl/%25zz"),
        ("https://voorbeeld.nl:99999/", ""),
        ("https://", ""),
        ("https://naam:geheim@voorbeeld.nl", ""),
        ("javascript:alert(1)", ""),
        ("zie de gids", ""),
        ("koffie", ""),
        ("", ""),
    ],
)
def test_a_web_address_is_mended_where_that_is_certain(typed, made):
    assert formats.web(typed) == made
    assert not made or accepts("uri", made)


@given(st.text(max_size=60) | st.from_regex(r"https?://[^ ]{0,30}", fullmatch=True))
def test_whatever_is_typed_what_comes_out_is_an_address(typed):
    for made in (formats.web(typed), formats.uri(typed)):
        assert not made or accepts("uri", made)
    assert not formats.mail(typed) or accepts("email", formats.mail(typed))


@given(st.from_regex(r"[a-z.ä-]{0,8}@[a-z._-]{0,12}", fullmatch=True))
def test_whatever_is_typed_what_comes_out_is_a_mail_address(typed):
    assert not formats.mail(typed) or accepts("email", formats.mail(typed))


def test_what_a_source_gave_stays_as_it_was_when_it_is_right():
    assert formats.uri("HTTPS://Bron.Example/Pad") == "HTTPS://Bron.Example/Pad"
    assert formats.uri("urn:nl:iets") == "urn:nl:iets"
    assert formats.uri("www.bron.example") == "https://www.bron.example"


def test_a_reckoned_id_is_a_uuid_and_always_the_same():
    made = formats.stable_id("a", 1)
    assert made == formats.stable_id("a", "1") != formats.stable_id("a", 2)
    assert str(UUID(made)) == made
    assert UUID(made).version == 5


def test_days_times_and_moments():
    assert formats.moment(datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)) == "2026-03-01T12:00:00.123Z"
    assert formats.is_moment("2026-03-01T12:00:00.123Z")
    assert not formats.is_moment("2026-03-01T12:00:00")
    assert not formats.is_moment("2026-13-01T12:00:00Z")
    assert formats.is_date("2026-02-28")
    assert not formats.is_date("2026-02-30")
    assert formats.is_time("09:00+01:00")
    assert not formats.is_time("25:00")
