import pytest

from app.social_map.publishable import why_unpublishable
from app.social_map.vocabulary import RespiteWeight, Status, Vog
from tests.social_map.drafts import HOME_KINDS, draft, shelve


@pytest.mark.parametrize("answer", [Vog.YES, Vog.NO, Vog.NOT_APPLICABLE])
def test_help_at_home_with_any_answer_about_the_certificate_may_go_out(answer):
    assert why_unpublishable(draft(kind="oppas", vog=answer), HOME_KINDS) == ""


def test_help_at_home_without_that_answer_may_not():
    assert "VOG" in why_unpublishable(draft(kind="oppas", vog=Vog.UNANSWERED), HOME_KINDS)


@pytest.mark.parametrize("weight", list(RespiteWeight))
def test_nor_respite_of_any_kind(weight):
    assert "VOG" in why_unpublishable(draft(kind="logeren", respite=weight, vog=Vog.UNANSWERED), HOME_KINDS)


def test_other_help_needs_no_such_answer():
    assert why_unpublishable(draft(vog=Vog.UNANSWERED), HOME_KINDS) == ""


def test_what_is_historical_never_goes_out():
    assert "historisch" in why_unpublishable(draft(historical=True), HOME_KINDS)


@pytest.mark.parametrize("kind", ["mantelzorgsteun", "maatje", "overig", "vrijwilligerswerk"])
def test_somebody_who_sits_in_at_home_is_asked_whatever_it_is_called(kind):
    light = draft(kind=kind, respite=RespiteWeight.LIGHT, vog=Vog.UNANSWERED)
    assert "VOG" in why_unpublishable(light, HOME_KINDS)
    assert why_unpublishable(light.model_copy(update={"vog": Vog.NO}), HOME_KINDS) == ""


def test_no_word_of_an_administrator_brings_it_out_and_an_answer_does(database):
    open_question = draft("Oppas", kind="mantelzorgsteun", respite=RespiteWeight.LIGHT, vog=Vog.UNANSWERED)
    (held,) = shelve(database, open_question)
    assert held.offer.status is Status.REVIEW
    assert any("VOG" in flag for flag in held.flags)
    (out,) = shelve(database, open_question.model_copy(update={"vog": Vog.NO}))
    assert out.offer_id == held.offer_id
    assert out.offer.status is Status.PUBLISHED
