"""The questions of a look back in words, and reading the answers: the same for the resident's page, the desk and the letter."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app.conversation.follow_up_questions import LONGEST_WORDS, QUESTIONS
from app.personal_numbers import without_bsn
from app.web.bodies import clean

WORDS = "woorden"
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as it is shown: its field, its words, and (value, label) of each answer."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def asked() -> tuple[Asked, ...]:
    """The questions with fixed answers, in order. The words of the fifth are `words_label`."""
    labels = {
        "solved": _("Is het opgelost waarvoor u kwam?"),
        "hoped": _("Doet de hulp wat u hoopte?"),
        "treatment": _("Hoe gingen wij met u om?"),
        "support": _("Wist u dat iemand gratis naast u kan staan?"),
    }
    answers = {
        "solved": {"yes": _("Ja"), "partly": _("Deels"), "no": _("Nee")},
        "hoped": {"yes": _("Ja"), "partly": _("Deels"), "no": _("Nee")},
        "treatment": {"good": _("Goed"), "fair": _("Gaat wel"), "bad": _("Niet goed")},
        "support": {
            "helped": _("Ja, en er stond iemand naast mij"),
            "not_wanted": _("Ja, maar ik wilde het niet"),
            "not_known": _("Nee, dat wist ik niet"),
        },
    }
    return tuple(
        Asked(
            name, labels[name], tuple((code, answers[name].get(code) or _("Weet ik niet")) for code in QUESTIONS[name])
        )
        for name in QUESTIONS
    )


def words_label() -> str:
    """The fifth question, in own words."""
    return str(_("Wilt u nog iets zeggen?"))


def read_answers() -> tuple[dict[str, str], Errors]:
    """What was answered and typed, and what is wrong with it. An answer that does not exist counts as none."""
    given = {name: request.form.get(name, "") for name in QUESTIONS}
    typed = {name: code if code in QUESTIONS[name] else "" for name, code in given.items()}
    typed[WORDS] = without_bsn(clean(request.form.get(WORDS, "")).replace("\r\n", "\n").strip()[: LONGEST_WORDS * 4])
    errors: Errors = []
    if len(typed[WORDS]) > LONGEST_WORDS:
        message = _(
            "Maak '%(field)s' korter: er passen %(most)s tekens. Wat u schreef, staat er nog.",
            field=words_label(),
            most=LONGEST_WORDS,
        )
        errors.append((WORDS, message))
    return typed, errors


def only_codes(typed: dict[str, str]) -> dict[str, str]:
    """The answers without the words."""
    return {name: typed.get(name, "") for name in QUESTIONS}
