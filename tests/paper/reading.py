"""A PDF as somebody reads it: its words, and what it tells to who does not see it."""

import io
import re
from itertools import pairwise

import pikepdf
import pymupdf


def words_of(raw: bytes) -> str:
    """All words, with one space between them; a word that was broken at the end of a line is whole."""
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        text = " ".join(page.get_text() for page in document)
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").split())


def pages_in(raw: bytes) -> int:
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return len(document)


def tags_of(raw: bytes) -> list[tuple[str, str]]:
    """(tag, text instead) of every element, in the order in which it is read."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for each in element:
                walk(each)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append((str(element.S).lstrip("/"), str(element.get("/Alt", ""))))
            walk(element.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def what_is_wrong_for_who_does_not_see(raw: bytes, lang: str, title: str) -> list[str]:
    """What would keep somebody from hearing this document, in words; nothing when all is well."""
    tags = tags_of(raw)
    levels = [int(tag[1]) for tag, _alt in tags if re.fullmatch(r"H[1-6]", tag)]
    with pikepdf.open(io.BytesIO(raw)) as pdf, pdf.open_metadata() as about:
        checks = {
            "not tagged": "/MarkInfo" in pdf.Root and bool(pdf.Root.MarkInfo.Marked),
            "language": str(pdf.Root.get("/Lang", "")) == lang,
            "title": about.get("dc:title") == title,
            "no PDF/UA-1": about.get("pdfuaid:part") == "1",
            "title not shown": bool(pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            "a picture without words": all(alt for tag, alt in tags if tag == "Figure"),
            "no headings": bool(levels) or "Title" in {tag for tag, _alt in tags},
            "headings begin low": not levels or levels[0] == 1,
            "a heading is left out": all(after <= before + 1 for before, after in pairwise(levels)),
        }
    return [problem for problem, well in checks.items() if not well]
