"""The list in the cookie: what does not fit is refused whole, and the list is as it was."""

import random

import pytest

from app.web.resident.kept import LONGEST_NOTE, MOST, Kept, ListFull, add, how_many, kept, remove, replace_all

ONE = Kept("avondoppas-aan-huis", "dinsdag bellen", called=True)
ROUGH = random.Random(1)


def heavy(number):
    """Offers with notes that nothing can make smaller."""
    notes = ["".join(chr(ROUGH.randrange(0x4E00, 0x9FFF)) for _ in range(LONGEST_NOTE)) for _ in range(number)]
    return tuple(Kept(f"aanbod-{n}", note) for n, note in enumerate(notes))


@pytest.fixture
def visit(scenario_client):
    with scenario_client.application.test_request_context("/lijstje"):
        yield


@pytest.mark.usefixtures("visit")
def test_what_is_put_on_the_list_is_there_until_it_is_taken_off():
    add(ONE)
    add(Kept(ONE.slug))
    assert kept() == (ONE,), "a note stays when the same offer is kept again"
    remove(ONE.slug)
    assert (kept(), how_many()) == ((), 0)


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("before", [(), (ONE,)])
@pytest.mark.parametrize("more", [heavy(30), tuple(Kept(f"a{n}") for n in range(MOST + 1))])
def test_what_does_not_fit_leaves_the_list_as_it_was(before, more):
    replace_all(before)
    with pytest.raises(ListFull):
        replace_all(more)
    assert kept() == before
    replace_all(more[:1])
    assert kept() == more[:1], "the twin: what fits is kept"
