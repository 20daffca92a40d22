"""The copy lint of requirements.md 2.4: words that make people despondent, push them, or promise what only the municipality decides.

It reads what a resident reads - screens, flows, texts, mails, letters, paper, catalogue - in Dutch and in English. The
drawn labels of O1 and G1 may stand as a result and nowhere else; pages that explain an official word may use it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.installing import ROOT
from tests.web.resident.route_walking import ALL_WELL, ALONE, TOO_MUCH, answer

FORBIDDEN = re.compile(
    r"\b("
    r"eigen kracht|u moet|moet u|hee?ft u (?:het )?al (?:\w+ )?geprobeerd|hebt u (?:het )?al (?:\w+ )?geprobeerd"
    r"|recht op|verleid\w*|tegenprestatie\w*|zelfredza\w*|cliëntprofiel\w*|zorgconsument\w*"
    r"|own strength|you must|you have to first|have you (?:already )?tried|(?:not )?entitled to|(?:a|no|the|your) right to"
    r"|self[- ]relian\w*|in return for help|client profile\w*|care consumer\w*|seduc\w*"
    r")\b",
    re.IGNORECASE,
)
DRAWN = {
    "Dit is eigen kracht!",
    "Eigen kracht is alsnog mogelijk.",
    "This is your own strength!",
}
"""The labels as drawn (004:246-295), with their English: allowed as the label of a result, whole and by themselves."""
TONED_PAGES = ("mantelzorg", "zorgen-om-iemand", "gesprek", "hulp-nu", "clientondersteuning", "waar-kan-ik-terecht")
MESSAGES = "bericht-*.md"
_TAGS_AND_CODE = re.compile(r"\{#.*?#\}", re.DOTALL)


def bad(text: str) -> list[str]:
    """The words in this text that a resident should not read."""
    return [found[0].lower() for found in FORBIDDEN.finditer(" ".join(text.split()))]


def files(pattern: str, *more: str) -> list[Path]:
    """Files of this shape; a pattern that finds nothing is a lint that looks at nothing."""
    found = [path for each in (pattern, *more) for path in sorted(ROOT.glob(each))]
    for each in (pattern, *more):
        assert any(ROOT.glob(each)), f"nothing to look at: {each}"
    return found


def strings_in(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a file of values, with the key it stands under."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from strings_in(each, str(name))
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each, key)
    elif isinstance(value, str):
        yield key, value


def bad_in_values(value: object) -> list[str]:
    """What is wrong in a flow or a policy: a drawn label may only be a label, whole."""
    return [
        word for key, text in strings_in(value) if not (key.startswith("label") and text in DRAWN) for word in bad(text)
    ]


def sentences_of(source: str) -> list[str]:
    """The sentences that Python code shows: what stands in `_()`, `gettext()` and `ngettext()`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "ngettext", "_n"}:
            found += [
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    return found


def said_by(html: str | bytes, *, result: bool = False) -> str:
    """What a page says: title, main part and names for who listens. `result`: the drawn label may stand there."""
    soup = BeautifulSoup(html, "html.parser")
    for label in soup.select("[data-drawn-label]") if result else ():
        assert label.q.get_text() in DRAWN or not bad(label.get_text())
        label.decompose()
    heard = [tag[name] for tag in soup.find_all(True) for name in ("aria-label", "placeholder") if tag.get(name)]
    return " ".join([soup.title.get_text(), soup.main.get_text(" "), *heard])


WALKS = {
    "start": (),
    "Q1": ((1, ALONE),),
    "bearing check": ((1, ALONE), (2, {"antwoord": "ja"})),
    "strained": ((1, ALONE), (2, {"antwoord": "ja"}), (3, TOO_MUCH)),
    "Q2": ((1, ALONE), (2, {"antwoord": "nee"})),
    "O2": ((1, ALONE), (2, {"antwoord": "nee"}), (3, {"antwoord": "ja", "keuze": "bezoek-75"})),
    "O3": ((1, ALONE), (2, {"antwoord": "nee"}), (3, {"antwoord": "nee"})),
    "carer": ((1, {"voor_wie": "mantelzorger"}),),
    "carer's help": ((1, {"voor_wie": "mantelzorger"}), (2, ALL_WELL)),
    "carer's rest": ((1, {"voor_wie": "mantelzorger"}), (2, TOO_MUCH)),
    "youth": ((1, {"voor_wie": "kind"}),),
}
SCREENS = (
    "/", "/wegwijzer/voor-een-ander", "/wegwijzer/takenrooster", "/mantelzorg", "/zorgen-om-iemand", "/gesprek",
    "/hulp-nu", "/clientondersteuning", "/wissen", "/mijn-aanvraag",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", WALKS)
def test_every_step_of_the_route(scenario_client, name, prefix):
    scenario_client.inspection.leave_out("plain_words")  # this is the fuller list
    for number, fields in WALKS[name]:
        answer(scenario_client, number, **fields)
    number = len(WALKS[name]) + 1
    got = scenario_client.get(prefix + ("/wegwijzer" if number == 1 else f"/wegwijzer/{number}"))
    assert got.status_code == 200
    assert bad(said_by(got.data)) == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_drawn_label_is_a_result_and_nothing_more(scenario_client, prefix):
    scenario_client.inspection.leave_out("plain_words")
    for number, fields in ((1, ALONE), (2, {"antwoord": "ja"}), (3, ALL_WELL)):
        answer(scenario_client, number, **fields)
    got = scenario_client.get(f"{prefix}/wegwijzer/4")
    assert bad(said_by(got.data)), "the twin: without the exception it bites"
    assert bad(said_by(got.data, result=True)) == []


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", SCREENS)
def test_screens_around_the_route(looker, address, prefix):
    looker.inspection.leave_out("plain_words")
    got = looker.get(prefix + address)
    assert got.status_code == 200
    assert bad(said_by(got.data)) == []


@pytest.mark.parametrize("ticks", [[], ["nacht"], ["te_veel", "nacht"]])
def test_the_carers_page_in_every_order(scenario_client, ticks):
    scenario_client.post("/mantelzorg", data={"merkt": ticks})
    assert bad(said_by(scenario_client.get("/mantelzorg").data)) == []


def test_flows():
    for path in files("content/flows/*.yaml", "content/flows/*.en.yaml"):
        assert bad_in_values(yaml.safe_load(path.read_text(encoding="utf-8"))) == [], path.name


def test_outcomes_of_the_conversation():
    outcomes = yaml.safe_load((ROOT / "content" / "policy.yaml").read_text(encoding="utf-8"))["outcomes"]
    assert len(outcomes) == 3
    assert bad_in_values(outcomes) == []


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("slug", TONED_PAGES)
def test_texts_that_people_meet_first(slug, lang):
    (path,) = files(f"content/pages/{lang}/{slug}.md")
    assert bad(path.read_text(encoding="utf-8")) == []


def test_mails_and_letters():
    for path in [found for lang in ("nl", "en") for found in files(f"content/pages/{lang}/{MESSAGES}")]:
        assert bad(path.read_text(encoding="utf-8")) == [], path


def test_templates_for_residents_and_their_paper():
    for path in files(
        "app/templates/resident/**/*.html", "app/templates/resident/route/*.html", "app/templates/components/*.html"
    ):
        assert bad(_TAGS_AND_CODE.sub(" ", path.read_text(encoding="utf-8"))) == [], path.name


def test_sentences_in_code():
    for path in files("app/web/resident/*.py", "app/web/*.py"):
        assert [word for each in sentences_of(path.read_text(encoding="utf-8")) for word in bad(each)] == [], path.name


def test_the_catalogue():
    (path,) = files("app/translations/en/LC_MESSAGES/messages.po")
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 100
    for message in messages:
        parts = [*([message.id] if isinstance(message.id, str) else message.id)]
        parts += [message.string] if isinstance(message.string, str) else message.string
        assert [word for part in parts if part not in DRAWN for word in bad(part)] == [], message.id


class TestItBites:
    @pytest.mark.parametrize(
        "sentence",
        [
            "Begin met uw eigen kracht.",
            "U moet eerst zelf zoeken.",
            "Eerst moet u bellen.",
            "Heeft u al geprobeerd om het zelf te doen?",
            "Hebt u het al eens geprobeerd?",
            "U heeft geen recht op hulp.",
            "Wij verleiden u om mee te doen.",
            "Daar hoort een tegenprestatie bij.",
            "Hoe zelfredzaam bent u?",
            "Uw zelfredzaamheid",
            "Het cliëntprofiel",
            "De zorgconsument kiest",
            "You must first ask your family.",
            "Have you already tried your neighbours?",
            "You are not entitled to this.",
            "You have a right to care.",
            "Be self-reliant.",
            "Your own strength comes first.",
            "u\n   moet eerst bellen",
        ],
    )
    def test_each_word_is_seen(self, sentence):
        assert bad(sentence)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Een eigen-kracht-conferentie hoeft niet.",
            "Ga rechtop zitten, rechts op de hoek.",
            "U hoeft niets te moeten.",
            "De gemeente beslist hierover.",
        ],
    )
    def test_other_words_are_not(self, sentence):
        assert bad(sentence) == []

    def test_a_drawn_label_anywhere_else_is_seen(self):
        assert bad_in_values({"label": "Dit is eigen kracht!"}) == []
        assert bad_in_values({"heading": "Dit is eigen kracht!"})
        assert bad_in_values({"label": "Dit is eigen kracht! Begin daar."})
        page = "<title>x</title><main><h1>Dit is eigen kracht!</h1><p data-drawn-label><q>Dit is eigen kracht!</q></p></main>"
        assert bad(said_by(page, result=True)) == ["eigen kracht"]

    def test_a_sentence_in_code_or_a_template_is_seen(self):
        assert [bad(each) for each in sentences_of('x = _("U moet bellen")')] == [["u moet"]]
        assert bad(_TAGS_AND_CODE.sub(" ", "{# u moet #}<p>{{ _('U moet bellen') }}</p>")) == ["u moet"]

    def test_a_pattern_that_finds_nothing_fails(self):
        with pytest.raises(AssertionError, match="nothing to look at"):
            files("content/pages/nl/bestaat-niet-*.md")
