"""Nothing of the other side leaks in any state but agreed by both: shown for every state, answer, standing and choice."""

from dataclasses import fields
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.lifecycle import ENDED
from app.matching.models import Notice, Pair, PairState, Says, Side, Standing
from app.matching.shapes import Person, Words
from app.matching.sharing import SharedContact, shared_contact, words_may_show

CANARY = "kanarie"
SHARES = st.lists(st.sampled_from(["phone", "email", "address"]), unique=True).map(tuple)
PERSONS = st.builds(
    Person,
    first_name=st.just(f"{CANARY}-voornaam"),
    last_name=st.just(f"{CANARY}-achternaam"),
    phone=st.sampled_from(["", f"{CANARY}-nummer"]),
    email=st.sampled_from(["", f"{CANARY}@post.example"]),
    street=st.just(f"{CANARY}-straat 1"),
    postcode=st.just("8051 AB"),
    organisation=st.sampled_from(["", f"{CANARY}-kerk"]),
    share=SHARES,
)
WORDS = Words(story=f"{CANARY}-verhaal", times=f"{CANARY}-tijden", mediator_note=f"{CANARY}-notitie")
PAIRS = st.builds(
    Pair,
    id=st.just(1),
    uid=st.just("u"),
    offer_id=st.just(10),
    question_id=st.just(20),
    state=st.sampled_from(PairState),
    offer_says=st.sampled_from(Says),
    question_says=st.sampled_from(Says),
    reported_at=st.sampled_from([None, datetime(2026, 11, 22, tzinfo=UTC)]),
    decide_by=st.just(date(2026, 12, 1)),
)
VIEWERS = st.builds(
    Notice, id=st.sampled_from([None, 10, 20, 30]), side=st.sampled_from(Side), standing=st.sampled_from(Standing)
)


def may_see(pair, viewer):
    return (
        pair.state is PairState.AGREED
        and pair.offer_says is Says.YES
        and pair.question_says is Says.YES
        and pair.reported_at is None
        and viewer.id in {10, 20}
        and viewer.standing not in ENDED
    )


@settings(deadline=None)
@given(pair=PAIRS, viewer=VIEWERS, person=PERSONS)
def test_only_when_both_said_yes_and_never_more_than_was_shared(pair, viewer, person):
    shown = shared_contact(pair, viewer, person, WORDS)
    if not may_see(pair, viewer):
        assert shown is None
        return
    assert shown is not None
    said = " ".join(str(getattr(shown, each.name)) for each in fields(SharedContact))
    assert shown.first_name == person.first_name
    assert "achternaam" not in said
    assert "notitie" not in said
    shares = person.share or ("phone",)
    assert shown.phone == (person.phone if "phone" in shares else "")
    assert shown.email == (person.email if "email" in shares else "")
    assert (shown.street, shown.postcode) == ((person.street, person.postcode) if "address" in shares else ("", ""))


@settings(deadline=None)
@given(person=PERSONS)
def test_the_guard_bites_an_agreed_match_does_show_it(person):
    pair = Pair(
        uid="u", offer_id=10, question_id=20, state=PairState.AGREED, offer_says=Says.YES, question_says=Says.YES
    )
    shown = shared_contact(pair, Notice(id=20, standing=Standing.OPEN), person, WORDS)
    assert shown is not None
    assert CANARY in shown.first_name + shown.story


def test_who_was_erased_is_not_shown():
    pair = Pair(
        uid="u", offer_id=10, question_id=20, state=PairState.AGREED, offer_says=Says.YES, question_says=Says.YES
    )
    assert shared_contact(pair, Notice(id=10, standing=Standing.OPEN), None) is None


def test_words_show_once_a_mediator_looked_at_them():
    shown = {each for each in Standing if words_may_show(Notice(standing=each))}
    assert shown == {Standing.OPEN, Standing.PAUSED, Standing.MET}
