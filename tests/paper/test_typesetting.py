import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from app.paper import typesetting
from app.paper.typesetting import FONTS, Untypesettable, typeset, typeset_file

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLAIN = "#let data = json(bytes(sys.inputs.data))\n#set document(title: json(bytes(sys.inputs.house)).title)\n#set text(lang: json(bytes(sys.inputs.house)).lang)\n#data.text\n"
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0h1v1h-1z'/></svg>"


def made(tmp_path: Path, source: str, text: str = "") -> bytes:
    (tmp_path / "proef.typ").write_text(source, encoding="utf-8")
    return typeset_file(tmp_path / "proef.typ", {"text": text}, lang="nl", title="Proef", moment=MOMENT)


def text_of(raw: bytes) -> str:
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return "".join(page.get_text() for page in document)


@pytest.mark.parametrize(
    "typed",
    [
        "#panic(1)",
        '#read("/etc/passwd")',
        "*vet* _schuin_ $x^2$",
        "= kop",
        "<label> @ref",
        "\\ { ] )",
        "//niet weg",
        "~ -- ---",
    ],
)
def test_what_somebody_typed_is_never_markup(tmp_path, typed):
    assert typed in text_of(made(tmp_path, PLAIN, typed))


def test_a_picture_without_a_text_instead_is_refused(tmp_path):
    source = f'{PLAIN}#image(bytes("{PICTURE}"), format: "svg")\n'
    with pytest.raises(Untypesettable, match="Een plaatje heeft geen tekst"):
        made(tmp_path, source)
    with_text = source.replace('format: "svg"', 'format: "svg", alt: "een vlak"')
    assert made(tmp_path, with_text).startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["\U0001f600", "\u4f60", "\x07", "\ufe0f", "\U000e0001"])
def test_a_sign_that_no_font_has_is_left_out_and_the_rest_stands(tmp_path, sign):
    assert "voor" in (said := text_of(made(tmp_path, PLAIN, f"voor {sign} na")))
    assert "na" in said


def test_letters_of_other_languages_stand(tmp_path):
    assert "Ţšğı Привет" in text_of(made(tmp_path, PLAIN, "Ţšğı Привет"))


def test_the_same_facts_at_the_same_moment_give_the_same_file(tmp_path):
    assert made(tmp_path, PLAIN, "hetzelfde") == made(tmp_path, PLAIN, "hetzelfde")


def test_it_says_what_it_is(tmp_path):
    with pikepdf.open(io.BytesIO(made(tmp_path, PLAIN, "iets"))) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Proef"
            assert about["pdfuaid:part"] == "1"


@pytest.mark.parametrize("name", ["niet.typ", "../words.py", "booklet"])
def test_a_template_that_is_not_there_is_said(name):
    with pytest.raises(Untypesettable, match="geen opmaak"):
        typeset(name, {}, lang="nl", title="Proef")


def fonts_of(raw):
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return {font[3].partition("+")[2] for page in document for font in page.get_fonts()}


HOUSE = PLAIN.replace("#set text(", '#set text(font: ("Atkinson Hyperlegible", "Libertinus Serif"), ')


@pytest.mark.parametrize("typed", ["bel 1\u20e3 038", "a\u1ab0ap", "e\u1dc0\u1df5en"])
def test_a_strange_mark_on_a_letter_takes_that_letter_from_nobody(tmp_path, typed):
    said = text_of(made(tmp_path, HOUSE, typed))
    assert "".join(sign for sign in typed if sign.isascii()) in said
    assert "aanbellen 0381" in text_of(made(tmp_path, HOUSE, "aanbellen 0381 \u00e9\u00e9n"))


def test_whatever_is_typed_there_is_paper_in_the_end(tmp_path):
    strange = " ".join(chr(sign) + "\u1dc0\u1df5" for sign in range(ord("a"), ord("z") + 1)) + " \u0915\u094d\u0937"
    said = text_of(made(tmp_path, HOUSE, f"voor {strange} na \u20ac 5"))
    assert all(word in said for word in ("voor", "a b c", "x y z", "na \u20ac 5"))


def test_without_the_fetched_letters_those_of_typst_are_used(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path / "none")
    raw = made(tmp_path, HOUSE, "gewoon")
    assert "gewoon" in text_of(raw)
    assert {name.split("-")[0] for name in fonts_of(raw)} == {"LibertinusSerif"}


@pytest.mark.skipif(not FONTS.is_dir(), reason="the letters were not fetched at set-up")
def test_the_letters_of_the_house_are_found(tmp_path):
    assert {name.split("-")[0] for name in fonts_of(made(tmp_path, HOUSE, "gewoon"))} == {"AtkinsonHyperlegible"}


def test_what_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.01)
    with pytest.raises(Untypesettable, match="duurde langer"):
        made(tmp_path, PLAIN, "iets")


def test_a_mistake_in_a_template_is_said_in_dutch(tmp_path):
    with pytest.raises(Untypesettable, match="De opmaak kon niet worden gemaakt"):
        made(tmp_path, PLAIN + "#bestaat-niet", "iets")


def test_only_a_few_are_made_at_once_whoever_asks(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "WAIT_SECONDS", 0.01)
    taken = [typesetting._turns.acquire(blocking=False) for _each in range(typesetting.AT_ONCE)]
    assert all(taken)
    try:
        with pytest.raises(Untypesettable, match="te veel stukken tegelijk"):
            made(tmp_path, PLAIN, "iets")
    finally:
        for _each in taken:
            typesetting._turns.release()
    assert made(tmp_path, PLAIN, "iets").startswith(b"%PDF")
