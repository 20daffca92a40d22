"""Whatever sequence of moves there is: contact is open only where both agreed and nobody reported anything."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app import clock
from app.matching.lifecycle import NotPossible
from app.matching.mediating import block, met, refuse, reopen
from app.matching.mediation import NobodyThere
from app.matching.models import PairState, Says
from app.matching.own_changes import pause, withdraw
from app.matching.pair_states import PAIR_MOVES, PairAction, contact_open
from app.matching.pairs import answer, end, keep_apart, report, settle_report, undo
from tests.matching.scenes import MEDIATOR, contact, open_offer, open_question, pair_of, put_to

ACTS = (
    *((answer, side, says) for side in (0, 1) for says in Says),
    *((name,) for name in ("stop", "undo", "report 0", "report 1", "settle", "settle and block", "apart")),
    *(
        (name,)
        for name in ("propose", "pause 0", "withdraw 0", "withdraw 1", "block 1", "met 1", "refuse 0", "reopen 0")
    ),
)
BOTH_YES = ((answer, 0, Says.YES), (answer, 1, Says.YES))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(BOTH_YES, [("report 0",), ("propose",)])
@example(BOTH_YES, [("report 1",), ("settle",), ("propose",), ("reopen 0",)])
@given(
    st.sampled_from(((), BOTH_YES)),  # half of them from where there is something to lose
    st.lists(st.sampled_from(ACTS), min_size=1, max_size=5),
)
def test_whatever_happens_contact_is_open_only_when_agreed_and_unreported(mediation, before, acts):
    numbers = open_offer(mediation, form=f"o{clock.now()}"), open_question(mediation, form=f"q{clock.now()}")
    pair = put_to(mediation, *numbers)
    yes: dict[int, Says] = {}
    reported = False
    for act in (*before, *acts):
        try:
            _do(mediation, numbers, pair, act)
        except (NotPossible, NobodyThere):
            continue
        else:
            if act[0] is answer:
                yes[act[1]] = act[2]
            reported = reported or str(act[0]).startswith("report")
        finally:
            row = pair_of(mediation, pair)
            is_open = contact_open(row)
            assert not is_open or (row.state is PairState.AGREED and not reported)
            assert not is_open or yes == {0: Says.YES, 1: Says.YES}
            for number in numbers:
                seen = contact(mediation, number, pair)
                assert seen is None or is_open


def _do(mediation, numbers, pair, act):
    name, *rest = act
    if name is answer:
        answer(mediation, pair, numbers[rest[0]], rest[1], "person")
        return
    verb, _, which = name.partition(" ")
    one = numbers[int(which)] if which.isdigit() else 0
    {
        "stop": lambda: end(mediation, pair, MEDIATOR, "stopped"),
        "undo": lambda: undo(mediation, pair, MEDIATOR, "reden"),
        "report": lambda: report(mediation, pair, one, "iets"),
        "settle": lambda: settle_report(mediation, pair, MEDIATOR, "", block=which == "and block"),
        "apart": lambda: keep_apart(mediation, *numbers, MEDIATOR),
        "propose": lambda: put_to(mediation, *numbers),
        "pause": lambda: pause(mediation, one),
        "withdraw": lambda: withdraw(mediation, one),
        "block": lambda: block(mediation, one, MEDIATOR),
        "met": lambda: met(mediation, one, MEDIATOR),
        "refuse": lambda: refuse(mediation, one, MEDIATOR, "Past hier niet."),
        "reopen": lambda: reopen(mediation, one, MEDIATOR),
    }[verb]()


def test_every_way_out_of_a_proposal_is_a_way_out_for_good():
    """What ended never begins again by itself: a new start is a new proposal with two new answers."""
    over = {PairState.DECLINED, PairState.LAPSED, PairState.ENDED, PairState.UNDONE}
    assert {there for (here, _), there in PAIR_MOVES.items() if here in over} <= over
    assert [here for (here, action) in PAIR_MOVES if action is PairAction.AGREE] == [PairState.ASKED]
