"""Who hears what, in which language and by which road; nobody is forgotten because they gave no mail address."""

import pytest

from app import clock
from app.content.letterhead import site_of
from app.matching.letters import (
    NOTICES_A_DAY_TO_THE_MEDIATOR,
    PAGES,
    RECEIPTS_A_DAY_TO_ONE,
    News,
    few_enough,
    tell,
    tell_the_mediator,
)
from app.matching.mediation import seal_of
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import BOARD, KAREL, kinds, letters, notice_of, posted


def hear(mediation, number, news, **facts):
    notice = notice_of(mediation, number)
    with mediation.database.writing() as session:
        tell(session, mediation, notice, seal_of(mediation, notice), news, **facts)


@pytest.mark.parametrize("news", News)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_each_mail_is_whole_and_names_who_to_call(mediation, news, lang):
    number = posted(mediation, a_question(language=lang))
    hear(mediation, number, news)
    letter = letters(mediation, KAREL)[-1]
    assert not set("{}<>") & set(letter.subject + letter.text)
    assert "038 000 05 00" in letter.text
    assert letter.subject == {"nl": "Bericht van Voor elkaar Hattem", "en": "Message from Voor elkaar Hattem"}[lang]
    assert ("/en/voor-elkaar/mijn" in letter.text) is (lang == "en")


def test_each_news_has_a_text_of_its_own():
    assert len(set(PAGES.values())) == len(News)


@pytest.mark.parametrize("news", News)
def test_without_a_mail_address_it_is_a_call_to_make(mediation, news):
    number = posted(mediation, an_offer(person={"email": ""}))
    hear(mediation, number, news)
    assert letters(mediation) == []
    assert kinds(mediation, number, public=False) == [f"to_call_{news.value}"]


def test_who_was_erased_hears_nothing(mediation):
    number = posted(mediation, an_offer())
    before = len(letters(mediation))
    with mediation.database.writing() as session:
        tell(session, mediation, notice_of(mediation, number), None, News.OFF)
    assert len(letters(mediation)) == before
    assert kinds(mediation, number, public=False) == []


def test_the_site_is_that_of_the_municipality(mediation):
    assert site_of(mediation.settings, mediation.town("hattem")).startswith("http://hattem.localhost")


def test_nobody_fills_the_mailbox_of_somebody_else(mediation):
    with mediation.database.writing() as session:
        tries = [few_enough(session, mediation.settings, "A@b.example") for _ in range(RECEIPTS_A_DAY_TO_ONE)]
        assert all(tries)
        assert not few_enough(session, mediation.settings, "a@B.example")
        assert few_enough(session, mediation.settings, "c@b.example")


def test_who_reports_without_end_keeps_nobody_elses_report_from_the_mediator(mediation):
    loud, quiet = (notice_of(mediation, posted(mediation, new)) for new in (an_offer(), a_question()))
    with mediation.database.writing() as session:
        for each in (*[loud] * (NOTICES_A_DAY_TO_THE_MEDIATOR + 2), quiet):
            tell_the_mediator(session, mediation, each, "Een melding", clock.today(), always=True)
    told = [letter.subject for letter in letters(mediation, BOARD) if letter.subject.startswith("Een melding")]
    assert len(told) == NOTICES_A_DAY_TO_THE_MEDIATOR + 1
