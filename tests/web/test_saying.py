"""What a subject package says in Dutch is said in the language of the page; nobody adds a sentence that is forgotten here."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app.accounts.passwords import why_refused
from app.calling import CallFailed
from app.publishing.form_fields import LABELS
from app.publishing.form_rules import times_read_back
from app.publishing.readable import hints
from app.upkeep.reasons import REASONS
from app.web.saying import as_said, each_as_said, remarks_as_said
from app.web.subject_sentences import SENTENCES
from importers.following import in_dutch

ROOT = Path(__file__).parents[2]
SPEAKING = (
    "app/agenda/calendar_in.py", "app/agenda/calendar_to_rows.py", "app/agenda/draft.py", "app/agenda/keeping.py",
    "app/accounts/inviting.py", "app/accounts/joint.py", "app/accounts/keeping.py", "app/accounts/managing.py",
    "app/accounts/passwords.py", "app/places/gazetteer.py", "app/publishing/deciding.py", "app/publishing/form.py",
    "app/publishing/form_costs.py", "app/publishing/form_level.py", "app/publishing/form_place.py",
    "app/publishing/form_reading.py", "app/publishing/form_rules.py", "app/publishing/merging.py", "app/publishing/photos.py",
    "app/publishing/readable.py", "app/publishing/remarks.py", "app/publishing/sources.py", "app/publishing/stopping.py", "app/publishing/uploads.py",
    "app/social_map/lifecycle.py", "app/social_map/places_free.py", "app/social_map/publishable.py", "app/upkeep/reasons.py",
    "importers/elsewhere.py", "importers/gone.py", "importers/open_referral.py",
)  # fmt: skip
"""Modules that give sentences to pages."""
_FOR_LETTERS = "Bedankt voor uw aanbod."
"""What an editor sends to an organisation stays Dutch."""


def _sentences_in(source: str) -> list[str]:
    """Every Dutch sentence in a module, with `7` where it fills something in."""
    tree = ast.parse(source)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    passed |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if re.fullmatch(r"['A-Z0-9-].* .*[.?]", text) and not text.startswith(_FOR_LETTERS):
            option, between, rest = text.partition(": ")
            if not option.startswith("--"):
                found.append(text)
            elif between:  # the field of a form is named as the option of a command
                found.append(rest[:1].upper() + rest[1:])
    return found


def _known(text: str) -> bool:
    shapes = (re.sub(r"%\\\((\w+)\\\)s", ".+?", re.escape(sentence).replace(r"\%", "%")) for sentence in SENTENCES)
    return any(re.fullmatch(shape, text, re.DOTALL) for shape in shapes)


@pytest.mark.parametrize("path", SPEAKING)
def test_every_sentence_of_a_subject_package_is_known(path: str) -> None:
    found = _sentences_in((ROOT / path).read_text(encoding="utf-8"))
    assert [text for text in found if not _known(text)] == [], "add it to app/web/subject_sentences.py"


def test_every_reason_why_a_source_was_not_read_is_known() -> None:
    """The one that begins with a filled-in host and reason is tried with every reason there is."""
    source = (ROOT / "importers/following.py").read_text(encoding="utf-8")
    assert [text for text in _sentences_in(source) if not _known(text)] == ["7 7. Er is niets veranderd."]
    for trouble in (
        "name not found",
        "too slow",
        "ConnectionRefusedError",
        "SSLError",
        "answer too long",
        "something else",
    ):
        assert _known(f"www.voorbeeld.example {in_dutch(CallFailed(trouble))}. Er is niets veranderd.")


def test_a_forgotten_sentence_is_found() -> None:
    found = _sentences_in("raise Refused(f'Het pannenkoekenhuis {name} is vandaag dicht.')")
    assert found == ["Het pannenkoekenhuis 7 is vandaag dicht."]
    assert not _known(found[0])


def test_fields_and_findings_of_the_checker_are_known() -> None:
    assert set(LABELS.values()) | set(REASONS.values()) <= set(SENTENCES)


def test_the_same_sentence_is_not_kept_twice() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)


def test_in_dutch_nothing_changes(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        assert as_said("Dit is al losgemaakt.") == "Dit is al losgemaakt."


@pytest.fixture
def in_english(app: Flask):  # type: ignore[no-untyped-def]
    """Inside a request for an English page."""
    with app.test_request_context("/en/zoeken", environ_overrides={"leefplein.language": "en"}):
        app.preprocess_request()
        yield


@pytest.mark.usefixtures("in_english")
class TestInEnglish:
    """The sentence is found back, and what it fills in stays."""

    def test_a_plain_sentence(self) -> None:
        assert as_said("Dit is al losgemaakt.") == "This has been taken apart already."

    def test_what_was_typed_stays(self) -> None:
        said = as_said("'8 051 XX%(a)s' is geen Nederlandse postcode. Schrijf bijvoorbeeld 1234 AB, of laat het leeg.")
        assert said.startswith("'8 051 XX%(a)s' is not a Dutch postcode.")

    def test_the_name_of_a_field_and_two_numbers(self) -> None:
        assert as_said("Wachttijd: dit zijn 900 tekens en er passen er 500. Maak het korter.").startswith(
            "Waiting time: this is 900 characters"
        )

    def test_days(self) -> None:
        words = "Deze prijs eindigt op 3 mei 2026, en begint pas op 1 juni 2026. Kijk de dagen na."
        assert as_said(words).startswith("This price ends on 3 May 2026, and only starts on 1 June 2026.")

    def test_times_that_were_read(self) -> None:
        assert (
            as_said(times_read_back("di+do 10:00-12:00"))
            == "We read this as: Tuesday and Thursday from 10:00 to 12:00."
        )

    def test_subjects(self) -> None:
        words = "Wij zetten dit bij: Wonen en Mensen om u heen. U kunt zelf iets anders kiezen."
        assert as_said(words).startswith("We put this with: Housing and People around you.")

    def test_a_password_that_is_refused(self) -> None:
        assert "characters or more" in as_said(why_refused("kort"))

    def test_hints_while_writing(self) -> None:
        said = [as_said(hint.advice) for hint in hints("DIT IS EEN HEEL HARDE ZIN. " + "wij gaan " * 12 + "wandelen.")]
        assert any(words.startswith("Capitals read as shouting.") for words in said)
        assert any("words. Please make it two short sentences" in words for words in said)

    def test_remarks_about_an_offer_of_a_source_one_after_another(self) -> None:
        words = "telefoon: 'geen idee' is geen telefoonnummer en bewaard als tekst. email: 'x' is geen e-mailadres en bewaard als tekst."
        assert remarks_as_said(words) == (
            "phone: 'geen idee' is not a phone number and was kept as text. email: 'x' is not an email address and was kept as text."
        )

    def test_what_nobody_knows_stays(self) -> None:
        assert each_as_said([("naam", "Iets heel anders."), ("soort", "")]) == [
            ("naam", "Iets heel anders."),
            ("soort", ""),
        ]


def test_every_sentence_has_english() -> None:
    with (ROOT / "app/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    assert [text for text in SENTENCES if not (found := catalogue.get(text)) or not found.string] == []
