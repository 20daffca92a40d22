"""The English overlay is whole: every sentence of the interface has plain English, and nothing is left over.

The sentences are extracted afresh, so a sentence that somebody adds or changes fails here until it has English.
"""

import ast
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "app/translations"
ENGLISH = TRANSLATIONS / "en/LC_MESSAGES/messages.po"

PLACES_TO_FILL = re.compile(r"%\([a-z_]+\)[a-z]|%[a-z%]|\{[a-z_]+\}")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LETTERS_OF_A_WORD = 3
HEADER = {"language", "plural-forms", "mime-version", "content-type", "content-transfer-encoding"}

NAMES = (
    "di en do 10.00-12.00 uur", "di+do", "eigen bijdrage", "even weg", "Voorbeelddorp", "Kadaster", "kortdurend verblijf", "ma-vr 9.00-12.00 uur",
    "mijn-lijstje", "naam (name)", "niveau (level)", "OpenStreetMap", "op afspraak", "oppas avond", "per keer", "per kilometer", "per maand",
    "soort (kind)", "u wordt geholpen", "wij helpen u",
    "2345-6789-CDFG", "Anja", "BSN", "De Wit", "gratis (free)", "JSON", "KvK", "NAH", "oppas", "PDOK", "pgb", "respijtzorg", "VOG", "Wmo",
    "zorg in natura", "ABC-DEF", "familiegroepsplan", "mijn-plan", "'s-Gravenhage", "bronnen", "concept (draft)", "HSDS",
    "ingetrokken (withdrawn)", "leefplein.buurgemeente.example", "leefplein", "Overpass", "overheid.nl", "Samenwerkende Catalogi",
    "starts with 'organisatie'", "Voorbeeldstad",
)  # fmt: skip
"""Names that stay Dutch in English: what stands on letters, in files, or in the Dutch words somebody searches with."""

ALIKE = frozenset({
    "account", "accounts", "apart", "api", "app", "apple", "april", "authenticator", "baby", "bed", "browser", "chat", "chinese", "club",
    "clubs", "code", "codes", "computer", "computers", "contact", "csv", "data", "database", "december", "download", "enter", "esc",
    "example", "excel", "flyer", "flyers", "google", "had", "half", "hand", "http", "https", "ics", "import", "info", "internet",
    "javascript", "jpeg", "kind", "label", "lamp", "later", "let", "letters", "libreoffice", "link", "links", "log", "loop", "mail",
    "maker", "map", "moment", "ndjson", "november", "ombudsman", "open", "openapi", "outlook", "over", "package", "passkey", "pdf", "per", "plan", "png", "post",
    "postcode", "poster", "posters", "print", "privacy", "product", "referral", "rest", "route", "routes", "run", "scan", "school",
    "september", "service", "services", "site", "stand", "status", "stop", "tab", "taken", "team", "teams", "telling", "ten", "toilet",
    "via", "voicemail", "want", "was", "webp", "website", "week", "weekend", "windows", "word", "www", "xls", "xlsb", "xlsx",
    "xxxx-xxxx-xxxx", "zip",
})  # fmt: skip
"""Words that are written alike in both languages."""

OTHER_DUTCH = frozenset({
    "aanbieder", "aanvraag", "bellen", "cliënt", "formulier", "loket", "mantelzorger", "organisatie", "zoekopdracht",
})  # fmt: skip
"""Dutch words of this field that no sentence may happen to hold just now."""


def _texts(text: "str | tuple[str, ...] | list[str]") -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _words(text: str) -> set[str]:
    found = WORD.findall(PLACES_TO_FILL.sub(" ", text))
    return {word.lower() for word in found if len(word) >= LETTERS_OF_A_WORD}


def _without_names(text: str) -> str:
    for name in NAMES:
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", " ", text, flags=re.IGNORECASE)
    return text


def _sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _trouble_of(message: Message, dutch: set[str]) -> list[str]:
    """What is wrong with one translated sentence."""
    wanted, said = _texts(message.id), _texts(message.string or "")
    if len(said) != len(wanted) or not all(text.strip() for text in said):
        return ["has no English"]
    trouble = ["is fuzzy"] if message.fuzzy else []
    for source, text in zip(wanted, said, strict=True):
        if sorted(PLACES_TO_FILL.findall(source)) != sorted(PLACES_TO_FILL.findall(text)):
            trouble.append("has other places to fill in")
        if re.search(r"<\w|&\w+;", text):
            trouble.append("holds HTML")
        if (source[:1].isspace(), source[-1:].isspace()) != (text[:1].isspace(), text[-1:].isspace()):
            trouble.append("has other white space around it")
        left = sorted(_words(_without_names(text)) & dutch)
        if left:
            trouble.append("still says " + ", ".join(left))
    return trouble


def problems(template: Catalog, english: Catalog) -> list[str]:
    """Everything that keeps the English from being whole, one line per problem."""
    source = _sentences(template)
    dutch = OTHER_DUTCH.union(*(_words(text) for message in source for text in _texts(message.id))) - ALIKE
    found: list[str] = []
    for message in source:
        translated = english.get(message.id, message.context)
        if translated is None:
            found.append(f"{message.id!r} has no English")
        else:
            found += [f"{message.id!r} {what}" for what in _trouble_of(translated, dutch)]
    found += [
        f"{message.id!r} is no longer said anywhere"
        for message in _sentences(english)
        if template.get(message.id, message.context) is None
    ]
    found += [f"{message.id!r} is kept as obsolete" for message in english.obsolete.values()]
    return found


def _read(text: str) -> Catalog:
    return read_po(BytesIO(text.encode()), locale="en")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The sentences as they stand in the code and the templates now."""
    path = tmp_path_factory.mktemp("sentences") / "messages.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", str(TRANSLATIONS / "babel.cfg"),
         "-o", str(path), "--no-location", "app"],
        cwd=ROOT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return _read(ENGLISH.read_text(encoding="utf-8"))


def test_every_sentence_has_whole_english(template: Catalog, english: Catalog) -> None:
    assert len(_sentences(template)) > 500, "the extraction found hardly anything: is babel.cfg right?"
    found = problems(template, english)
    assert not found, "see app/translations/README.md:\n" + "\n".join(found)


def _overlooked(source: str, known: set[str]) -> list[str]:
    """Sentences in Python that the extraction does not see, such as a `_()` among the arguments of another `_()`."""
    return [
        text.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for text in call.args[: 2 if call.func.id == "ngettext" else 1]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in known
    ]


def test_the_extraction_overlooks_no_sentence(template: Catalog) -> None:
    known = {text for message in _sentences(template) for text in _texts(message.id)}
    found = {str(path): _overlooked(path.read_text(encoding="utf-8"), known) for path in (ROOT / "app").rglob("*.py")}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_an_overlooked_sentence_is_found() -> None:
    assert _overlooked('_("Wanneer: %(time)s", time=_("overdag"))', {"Wanneer: %(time)s"}) == ["overdag"]


def test_names_and_words_alike_are_used(english: Catalog) -> None:
    said = " ".join(text for message in _sentences(english) for text in _texts(message.string or "")).lower()
    assert [name for name in NAMES if name.lower() not in said] == []
    assert sorted(ALIKE - _words(said)) == []


def test_the_header_names_nobody_and_no_day(english: Catalog) -> None:
    head = ENGLISH.read_text(encoding="utf-8").partition("\n\n")[0]
    keys = {
        line.partition(":")[0].strip('"').lower() for line in head.splitlines() if ":" in line and line.startswith('"')
    }
    assert keys == HEADER, "take the other lines out of the head of the file"
    assert str(english.locale) == "en"
    assert english.num_plurals == 2


WHOLE = 'msgid "Hulp in %(place)s"\nmsgstr "Help in %(place)s"\n'
SOURCE = 'msgid "Hulp in %(place)s"\nmsgstr ""\n'
MANY = 'msgid "%(num)s tip"\nmsgid_plural "%(num)s keer hulp"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
MISTAKES = {
    "has no English": (SOURCE, SOURCE),
    "has other places to fill in": (
        SOURCE,
        WHOLE.replace('in %(place)s"\n', 'in %(town)s"\n').replace(
            'msgid "Hulp in %(town)s', 'msgid "Hulp in %(place)s'
        ),
    ),
    "is fuzzy": (SOURCE, "#, fuzzy\n" + WHOLE),
    "holds HTML": (SOURCE, WHOLE.replace("Help", "<b>Help")),
    "has other white space around it": (SOURCE, WHOLE.replace('"Help', '" Help')),
    "still says hulp": (SOURCE, WHOLE.replace("Help", "Hulp")),
    "still says loket": (SOURCE, WHOLE.replace("Help", "Loket")),
    "is no longer said anywhere": (SOURCE, WHOLE + '\nmsgid "Weg"\nmsgstr "Gone"\n'),
    "is kept as obsolete": (SOURCE, WHOLE + '\n#~ msgid "Weg"\n#~ msgstr "Gone"\n'),
}


def test_a_whole_catalogue_is_fine() -> None:
    many = MANY.format("%(num)s tips", "%(num)s offers")
    assert problems(_read(SOURCE + "\n" + MANY.format("", "")), _read(WHOLE + "\n" + many)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_found(mistake: str) -> None:
    source, translated = MISTAKES[mistake]
    assert mistake in " / ".join(problems(_read(source), _read(translated)))


@pytest.mark.parametrize(("one", "more", "mistake"), [
    ("%(num)s offer", "", "has no English"),
    ("%(num)s offer", "%(count)s offers", "has other places to fill in"),
    ("%(num)s offer", "%(num)s keer help", "still says keer"),
])  # fmt: skip
def test_mistakes_in_plural_sentences_are_found(one: str, more: str, mistake: str) -> None:
    found = problems(_read(MANY.format("", "")), _read(MANY.format(one, more)))
    assert mistake in " / ".join(found)
