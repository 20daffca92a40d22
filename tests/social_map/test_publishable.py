import pytest

from app.social_map.publishable import why_unpublishable
from app.social_map.vocabulary import RespiteWeight, Vog
from tests.social_map.drafts import HOME_KINDS, draft


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
