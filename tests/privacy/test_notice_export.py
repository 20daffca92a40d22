"""Taking along everything about one's own offer or question: all of it, readable, and nothing of the other side."""

import json

import pytest

from app.audit import record
from app.matching.history import note
from app.matching.mediation import NobodyThere, put_words, seal_of, subject_of, words_of
from app.matching.models import Entered, Notice, PairState, Side, Standing
from app.matching.own import correct_person, own_notice
from app.matching.posting import post_notice
from app.privacy.notice_export import OPEN_FIELDS, as_json, as_text, everything
from app.privacy.notice_export_words import happened, said
from app.social_map.vocabulary import Frequency, Vog
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import a_pair, opened, put

OPENS_SOMETHING = {"id", "uid", "reference", "code_digest", "form_digest", "sealed_person", "sealed_words"}
OF_THE_HOUSE = {"entered_by", "event_id", "example"}


@pytest.fixture
def two(mediation):
    offer = an_offer(
        kern="hattem",
        area=("hattem",),
        not_tasks=("tuin",),
        not_circumstances=("roken",),
        person={
            "street": "Voorbeeldweg 1",
            "postcode": "8051 AB",
            "organisation": "Voorbeeldkerk",
            "share": ("phone",),
        },
    )
    numbers = (post_notice(mediation, offer, "offer").notice_id, post_notice(mediation, a_question(), "q").notice_id)
    opened(mediation, *numbers)
    return numbers


def test_every_field_of_the_row_is_told_or_named_here_as_kept_back():
    assert set(Notice.model_fields) == {*OPEN_FIELDS, *OPENS_SOMETHING, *OF_THE_HOUSE}


def test_all_that_was_given_recorded_and_changed_is_in_both_files(mediation, two):
    offer, _ = two
    person = own_notice(mediation, offer).person
    correct_person(mediation, offer, person.model_copy(update={"phone": "0380000009"}))
    with mediation.database.writing() as session:
        notice = session.get(Notice, offer)
        seal = seal_of(mediation, notice)
        put_words(notice, seal, words_of(notice, seal).model_copy(update={"mediator_note": "Gesproken, aardig."}))
        note(session, offer, "account:7", "refused", seal=seal, text="Dit past niet.")
        record(session, "account:7", "notice.open", f"notice:{offer}")
        session.add(notice)
    taken = everything(mediation, offer)
    data, text = json.loads(as_json(taken)), as_text(taken)
    assert data["person"]["phone"] == "0380000009"
    assert data["words"]["mediator_note"] == "Gesproken, aardig."
    assert data["notice"]["not_tasks"] == ["tuin"]
    assert [each["what"] for each in data["history"]] == ["posted", "corrected", "refused"]
    (correction,) = [each for each in data["looked_and_changed"] if each["changes"]]
    assert correction["changes"]["phone"] == ["0380000001", "0380000009"]
    assert {each["who"] for each in data["looked_and_changed"]} == {"person", "mediator"}
    everywhere = (
        *("Voorbeeld-Vera", "Vrijwilliger", "0380000009", "0380000001", "vera@post.example", "Voorbeeldweg 1"),
        *("Voorbeeldkerk", "Ik kom graag", "donderdagmiddag", "Geen trappen", "Gesproken, aardig.", "Dit past niet."),
        "Voor elkaar Hattem",
    )
    for each in everywhere:
        assert each in as_json(taken)
        assert each in text
    for each in ("Op bezoek komen", "Iets in de tuin", "Liever niet waar binnen wordt gerookt", "bemiddelaar: bekeken"):
        assert each in text
    assert "account:7" not in text + as_json(taken)


def test_nothing_that_opens_something_is_in_it(mediation, two):
    offer, _ = two
    taken = everything(mediation, offer)
    both = as_json(taken) + as_text(taken)
    assert taken.notice.uid not in both
    assert taken.notice.code_digest not in both
    assert taken.notice.form_digest not in both


@pytest.mark.parametrize("state", list(PairState))
def test_of_the_other_side_nothing_is_in_it_that_their_own_page_does_not_show(mediation, two, state):
    offer, question = two
    pair = a_pair(mediation, offer, question, state)
    with mediation.database.writing() as session:
        record(session, "person", "pair.say_no", f"pair:{pair}")  # perhaps the other one
        record(session, "account:7", "pair.propose", f"pair:{pair}")
    taken = everything(mediation, offer)
    both = as_json(taken) + as_text(taken)
    assert ("0380000002" in both) is (state is PairState.AGREED)
    assert "karel@" not in both
    assert "Vrager" not in both
    actions = [each["what"] for each in json.loads(as_json(taken))["looked_and_changed"]]
    assert "pair.propose" in actions
    assert "pair.say_no" not in actions


def test_what_the_mediator_wrote_down_for_the_other_stays_the_others(mediation, two):
    offer, question = two
    pair = a_pair(mediation, offer, question, PairState.LAPSED)
    with mediation.database.writing() as session:
        for action in ("pair.propose", "pair.say_no", "pair.report", "pair.settle_report"):
            record(session, "account:7", action, f"pair:{pair}")
        record(session, "account:7", "pair.keep_apart", f"notice:{offer}")
    for each in two:
        traces = json.loads(as_json(everything(mediation, each)))["looked_and_changed"]
        assert [line["what"] for line in traces if line["what"].startswith("pair.")] == ["pair.propose"]


def test_a_reason_that_may_be_about_somebody_else_is_named_and_not_told(mediation, two):
    offer, _ = two
    with mediation.database.writing() as session:
        seal = seal_of(mediation, session.get(Notice, offer))
        note(session, offer, "account:7", "block_reason", seal=seal, text="Karel zei dat hij bang was")
    taken = everything(mediation, offer)
    assert "bang" not in as_json(taken) + as_text(taken)
    assert "vragen bij de bemiddelaar" in as_json(taken)
    assert "reden van stoppen" in as_text(taken)


def test_in_english_when_that_is_asked(mediation, two):
    text = as_text(everything(mediation, two[0]), "en")
    assert "Your offer" in text
    assert "Come for a visit" in text
    assert "Uw aanbod" not in text


def test_every_value_has_words_in_both_languages():
    values = [
        *Standing, *Entered, *Frequency, *Side,
        *(f"vog_{each}" for each in Vog), *(f"pair_{each}" for each in PairState),
    ]  # fmt: skip
    assert [each for each in map(str, values) if said("nl", each) == each] == []
    assert happened("nl", "to_call_proposed") == "moet worden gebeld"
    assert happened("nl", "notice.corrected") == "gegevens verbeterd"


def test_who_is_gone_takes_nothing_along(mediation, two):
    with pytest.raises(NobodyThere):
        everything(mediation, 99)
    taken = everything(mediation, two[0])
    mediation.keys.destroy(subject_of(taken.notice.uid))
    with pytest.raises(NobodyThere):
        everything(mediation, two[0])
    put(mediation, two[1], standing=Standing.BLOCKED)
    assert as_text(everything(mediation, two[1]))
