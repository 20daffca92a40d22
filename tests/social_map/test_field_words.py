"""A flag about a conflict says the names of fields as people know them, never as programs do."""

from app.social_map.draft import Accessibility
from app.social_map.field_words import ACCESS_WORDS, FIELD_WORDS
from app.social_map.three_way import VALUES


def test_every_field_that_can_be_in_conflict_has_a_dutch_name():
    assert set(FIELD_WORDS) == set(VALUES)
    assert set(ACCESS_WORDS) == set(Accessibility.model_fields)


def test_no_name_is_a_code():
    assert not [word for word in FIELD_WORDS.values() if "_" in word or "." in word]
