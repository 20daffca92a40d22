"""Text from outside is made fit to keep."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.social_map.draft import Line, Text
from app.social_map.plain_text import has_unseen, line, paragraphs

ANYTHING = st.text(alphabet=st.characters(), max_size=500) | st.text(
    alphabet=st.sampled_from("\x00\ud800\udfff\u202e\n\r a é"), max_size=60
)


def test_a_line_has_single_spaces_and_nothing_unseen():
    assert line("  een\u202e \x00twee\n drie ") == ("een twee drie", False)


def test_a_long_line_is_cut_and_says_so():
    text, cut = line("a" * 400)
    assert (len(text), text[-1], cut) == (300, "…", True)


def test_paragraphs_keep_their_breaks():
    assert paragraphs("een\r\ntwee\x00") == ("een\ntwee", False)


def test_what_nobody_sees_is_noticed():
    assert has_unseen("a\ud800b")
    assert not has_unseen("gewoon\nwoord")


@given(ANYTHING)
def test_what_is_cleaned_fits_the_draft(typed):
    TypeAdapter(Line).validate_python(line(typed)[0])
    TypeAdapter(Text).validate_python(paragraphs(typed)[0])
