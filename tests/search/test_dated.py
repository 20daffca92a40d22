"""A date that somebody names: who is there on that weekday, and not on that date."""

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine

from app.search.asking import Question
from tests.installing import SCENARIOS, fill

TODAY = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture
def ask(scenario_installation, tmp_path):
    """Questions in Putten, where the evening sitter does not come in school holidays."""
    rows = list(csv.DictReader(io.StringIO(SCENARIOS.read_text(encoding="utf-8"))))
    for row in rows:
        if row["id"] == "F01":
            row["tijden"] = "di+do 18:30-22:30, niet in de schoolvakanties"
    file = tmp_path / "changed.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    fill(scenario_installation, file)

    def asking(words, **facts):
        asked = Question(words=words, host="putten", place="Putten", **facts)
        return scenario_installation.finder.ask(asked)

    with time_machine.travel(TODAY, tick=False):
        yield asking


def sitter(answer):
    return next(each for each in answer.results if each.card.source_id == "F01")


def test_an_ordinary_thursday_is_as_the_weekday(ask):
    answer = ask("oppas voor mijn vader op donderdag 3 december 's avonds")
    assert (answer.results[0].card.source_id, answer.results[0].group) == ("F01", "then")
    assert not sitter(answer).not_that_day


def test_in_the_school_holidays_it_is_said_and_does_not_come_first(ask):
    answer = ask("oppas voor mijn vader op donderdag 24 december 's avonds")
    found = sitter(answer)
    assert (found.available, found.group, found.not_that_day) == ("no", "otherwise", True)
    assert [why.code for why in found.why][-1] == "not_that_day"
    assert "then" not in {each.group for each in answer.results}
    groups = [each.group for each in answer.results]
    assert groups == sorted(groups, key=["then", "ask", "otherwise", "elsewhere", "rest"].index)


def test_the_first_thursday_of_the_month_only(ask):
    def peers(words):
        return next(each for each in ask(words).results if each.card.source_id == "F09")

    assert peers("lotgenoten dementie donderdag 3 december 's avonds").available == "yes"
    later = peers("lotgenoten dementie donderdag 10 december 's avonds")
    assert (later.available, later.not_that_day) == ("no", True)


def test_a_weekday_by_itself_holds_nothing_beside_a_calendar(ask):
    assert sitter(ask("oppas voor mijn vader op donderdagavond")).group == "then"


def test_pages_of_a_dated_question_follow_on(ask):
    words = "oppas voor mijn vader op donderdag 24 december 's avonds"
    whole = [each.card.source_id for each in ask(words, per_page=100).results]
    pages = [each.card.source_id for page in (1, 2, 3, 4) for each in ask(words, per_page=3, page=page).results]
    assert pages == whole[: len(pages)]
