"""A plan of any words comes back from its file as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.bodies import clean
from app.web.resident.own_file import FileRefused
from app.web.resident.plan_file import LARGEST_FILE, machine_line, read_file
from app.web.resident.plan_written import EVERY_TEXT, Helper, Written

signs = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
lines = signs.map(lambda text: " ".join(clean(text).split()))
texts = signs.map(lambda text: clean(text).replace("\r\n", "\n").strip())
plans = st.builds(
    Written,
    st.sampled_from(["mijn", "gezin"]),
    lines,
    st.dictionaries(st.sampled_from(EVERY_TEXT), texts.filter(bool)),
    st.lists(st.builds(Helper, lines, lines, lines, lines).filter(bool), max_size=3).map(tuple),
    st.just(("soep-op-zondag",)),
    st.just(("soep-op-zondag",)),
    lines,
)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_there_and_back_again(plan):
    raw = f"voor mensen\n{machine_line(plan, {'soep-op-zondag': 'Soep'})}\n".encode("utf-8-sig")
    opened = read_file(raw)
    assert opened.written == plan
    assert opened.names == {"soep-op-zondag": "Soep"}


def test_a_file_that_is_far_too_large_is_not_looked_at():
    line = machine_line(Written(), {}).encode()
    assert read_file(line).written == Written()
    with pytest.raises(FileRefused):
        read_file(b"\n" * LARGEST_FILE + line)
