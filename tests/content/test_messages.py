"""The texts of mails: filled in whole, plain, and in the language of who reads them."""

from pathlib import Path

import pytest

from app.content.loading import load_content
from app.content.messages import BETWEEN_PEOPLE, FACTS, REQUIRED_MESSAGES, TO_COMPLAINANTS, TO_RESIDENTS, plain_message
from app.content.models import Page
from app.content.pages import PLACEHOLDERS, placeholders_in, to_html

ROOT = Path(__file__).resolve().parents[2]
PROMISED = (
    "{reference}",
    "{site}",
    "{desk_phone}",
    "{client_support_phone}",
    "{number:112}",
    "mijn-aanvraag",
    "klacht",
)
PROMISED_BETWEEN_PEOPLE = (
    *("{reference}", "{site}", "{mediator}", "{mediator_phone}", "{desk_phone}", "{number:112}"),
    *("voor-elkaar/mijn", "klacht"),
)


@pytest.fixture(scope="module")
def shipped():
    return load_content(ROOT / "content")


def page(markdown, title="Bericht", intro="Iets."):
    return Page(slug="bericht-loket", lang="nl", title=title, intro=intro, markdown=markdown, html=to_html(markdown))


def read(shipped, markdown, **facts):
    return plain_message(page(markdown), shipped.municipalities[0], shipped.help_numbers, facts)[1]


@pytest.mark.parametrize("name", REQUIRED_MESSAGES)
def test_every_text_is_filled_in_whole(shipped, name):
    facts = dict.fromkeys(FACTS, "iets")
    for lang in ("nl", "en") if name in {*TO_RESIDENTS, *TO_COMPLAINANTS, *BETWEEN_PEOPLE} else ("nl",):
        found = shipped.page(name, lang)
        assert found.lang == lang
        for town in shipped.municipalities:
            subject, text = plain_message(found, town, shipped.help_numbers_for(town), facts)
            assert not set("{}<>#*") & set(subject + text)
            assert "\n" not in subject


@pytest.mark.parametrize("name", TO_RESIDENTS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_mail_to_a_resident_names_a_person_to_speak_to_and_the_ways_on(shipped, name, lang):
    found = shipped.page(name, lang)
    assert all(part in found.markdown for part in PROMISED)
    assert found.title in {"Bericht van de gemeente {municipality}", "Message from the municipality of {municipality}"}


@pytest.mark.parametrize("name", TO_COMPLAINANTS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_mail_about_a_complaint_names_independent_people_and_never_the_desk(shipped, name, lang):
    found = shipped.page(name, lang)
    assert all(part in found.markdown for part in ("{adviser_phone}", "{client_support_phone}", "{link}"))
    assert "desk" not in found.markdown
    assert found.title in {"Bericht van de gemeente {municipality}", "Message from the municipality of {municipality}"}


@pytest.mark.parametrize("name", BETWEEN_PEOPLE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_mail_between_people_names_the_mediator_and_tells_nothing_in_its_subject(shipped, name, lang):
    found = shipped.page(name, lang)
    assert [part for part in PROMISED_BETWEEN_PEOPLE if part not in found.markdown] == []
    assert found.title in {"Bericht van {mediator}", "Message from {mediator}"}


@pytest.mark.parametrize("name", [*TO_RESIDENTS, *TO_COMPLAINANTS, *BETWEEN_PEOPLE])
def test_both_languages_tell_the_same_facts(shipped, name):
    dutch, english = (placeholders_in(shipped.page(name, lang).markdown) for lang in ("nl", "en"))
    assert dutch == english
    assert {each for each in dutch if not each.startswith("number:")} <= FACTS | PLACEHOLDERS


def test_markdown_becomes_plain_text(shipped):
    said = read(shipped, "## Kop\n\n**Let op**: [klacht](/klacht) & meer\n\n\n\n{extra}\n\n- punt {desk_address}")
    assert said.startswith("Iets.\n\nKop\n\nLet op: klacht (/klacht) & meer\n\n- punt ")
    assert "\n\n\n" not in said


def test_what_is_filled_in_is_not_filled_in_again(shipped):
    assert "{desk_phone} <b>&amp;" in read(shipped, "{list}", list="{desk_phone} <b>&amp;")
