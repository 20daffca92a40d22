"""Answers of the search service of Samenwerkende Catalogi (SRU 1.2) read from files: one, a folder, or a zip of them.

What comes in is XML from outside: no entities, no document types, no more of it than the ceilings say. Several answers are
read as one, and what contradicts itself is refused as a whole.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from importers import FileRefused

LARGEST = 25 * 1024 * 1024
LARGEST_TOGETHER = 100 * 1024 * 1024
MOST_FILES = 400
MOST_RECORDS = 20_000
_MEGABYTE = 1024 * 1024
_SRW = "{http://www.loc.gov/zing/srw/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_PRODUCT = "{http://standaarden.overheid.nl/product/terms/}"
_OWMS = "{http://standaarden.overheid.nl/owms/terms/}"
_FIELDS = {
    f"{_DCTERMS}title": "title",
    f"{_DCTERMS}identifier": "identifier",
    f"{_DCTERMS}abstract": "abstract",
    f"{_DCTERMS}modified": "modified",
    f"{_DCTERMS}audience": "audience",
    f"{_DCTERMS}subject": "subject",
    f"{_OWMS}authority": "authority",
    f"{_PRODUCT}authority": "authority",
    f"{_PRODUCT}productID": "number",
    f"{_PRODUCT}onlineAanvragen": "online",
    f"{_PRODUCT}uniformeProductnaam": "upl",
}
_BODY = f"{_PRODUCT}body"


@dataclass(frozen=True, slots=True)
class Record:
    """One product: field -> what the record says, each value as it stands. `scheme` says what kind of body the authority is."""

    values: dict[str, tuple[str, ...]]
    scheme: str

    def first(self, name: str) -> str:
        """The first value of a field; empty when it has none."""
        return next(iter(self.values.get(name, ())), "")

    @property
    def key(self) -> tuple[str, str]:
        """What makes it this record: its address and its number."""
        return self.first("identifier"), self.first("number")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: how many records the service says there are in all, and those that it gave."""

    total: int
    records: tuple[Record, ...]


def read_answers(path: Path) -> list[Answer]:
    """Every answer in a file, in the `.xml` files of a folder, or in a zip.

    :raises FileRefused: when something of it cannot be taken in, or the answers contradict each other.
    """
    answers: list[Answer] = []
    count = 0
    for name, body in _bodies(path):
        answer = read_answer(body, name)
        answers.append(answer)
        count += len(answer.records)
        if count > MOST_RECORDS:
            raise FileRefused(f"Dit zijn meer dan {MOST_RECORDS} producten. Haal minder gemeenten tegelijk op.")
    if not answers:
        raise FileRefused("Hier staat geen enkel XML-bestand in.")
    totals = {answer.total for answer in answers}
    if len(totals) == 1 and count > max(totals):
        raise FileRefused(
            f"Dit spreekt zichzelf tegen: er zouden {max(totals)} producten zijn, maar er staan er {count} in. Haal het opnieuw op."
        )
    return answers


def read_answer(body: bytes, name: str) -> Answer:
    """One answer.

    :param name: how it is called when something is wrong with it.
    :raises FileRefused: when it is no answer of SRU, is not safe, or says that the question was wrong.
    """
    total: int | None = None
    records: list[Record] = []
    diagnostic = False
    wrong = ""
    for element in _elements(body, name):
        if element.tag == f"{_SRW}numberOfRecords":
            total = _count(element, name)
        elif element.tag == f"{_SRW}record":
            records.append(_record(element))
            element.clear()
        elif element.tag.endswith("}message"):
            wrong = " ".join((element.text or "").split())[:200]
        elif element.tag.endswith("}diagnostic"):
            diagnostic = True
    if diagnostic and not records:
        raise FileRefused(f"De zoekdienst begreep de vraag niet: {wrong or 'zonder uitleg'}. Kijk het adres na.")
    if total is None:
        raise FileRefused(
            f"'{name}' is geen antwoord van Samenwerkende Catalogi: er staat niet in hoeveel producten er zijn."
        )
    if len(records) > total:
        raise FileRefused(
            f"'{name}' spreekt zichzelf tegen: er zouden {total} producten zijn, maar er staan er {len(records)} in."
        )
    return Answer(total, tuple(records))


def _elements(body: bytes, name: str) -> Iterator[Element]:
    """Every element once it is whole; a bomb or a broken file is refused before it does anything."""
    try:
        for _, element in iterparse(io.BytesIO(body), events=("end",), forbid_dtd=True):
            yield element
    except DefusedXmlException as problem:
        raise FileRefused(
            f"'{name}' bevat een documenttype of entiteiten. Dat is niet veilig en wordt niet gelezen."
        ) from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise FileRefused(f"'{name}' is geen leesbaar XML-bestand. Haal het opnieuw op.") from problem


def _count(element: Element, name: str) -> int:
    said = (element.text or "").strip()
    if not (said.isascii() and said.isdigit() and len(said) < 10):  # noqa: PLR2004  (more than there are people)
        raise FileRefused(f"'{name}' zegt niet hoeveel producten er zijn: '{said[:40]}' is geen getal.")
    return int(said)


def _record(element: Element) -> Record:
    values: dict[str, tuple[str, ...]] = {}
    scheme = ""
    for part in element.iter():
        if part.tag == _BODY:
            break  # the whole page stands there; its words are not ours to take
        field = _FIELDS.get(part.tag)
        said = "".join(part.itertext()).strip() if field else ""
        if field and said:
            values[field] = (*values.get(field, ()), said)
            if field == "authority":
                scheme = scheme or part.get("scheme", "").rpartition(":")[2]
    return Record(values, scheme)


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            yield from _in_folder(path)
        elif zipfile.is_zipfile(path):
            yield from _in_zip(path)
        else:
            _check(path.stat().st_size, path.name)
            yield path.name, path.read_bytes()
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError) as problem:
        raise FileRefused(f"'{path.name}' is niet te openen.") from problem


def _in_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    files = sorted(each for each in path.iterdir() if each.suffix.lower() == ".xml" and each.is_file())
    _check_all(len(files), sum(each.stat().st_size for each in files))
    for each in files:
        _check(each.stat().st_size, each.name)
        yield each.name, each.read_bytes()


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        parts = sorted(
            (each for each in packed.infolist() if each.filename.lower().endswith(".xml")),
            key=lambda each: each.filename,
        )
        _check_all(len(parts), sum(each.file_size for each in parts))
        for each in parts:
            if each.flag_bits & 1:
                raise FileRefused("Op dit bestand zit een wachtwoord. Bewaar het zonder wachtwoord.")
            _check(each.file_size, each.filename)
            with packed.open(each) as opened:
                body = opened.read(LARGEST + 1)  # what a zip says about its own size may be a lie
            _check(len(body), each.filename)
            yield each.filename, body


def _check_all(files: int, size: int) -> None:
    if files > MOST_FILES or size > LARGEST_TOGETHER:
        raise FileRefused(
            f"Dit zijn meer dan {MOST_FILES} bestanden of meer dan {LARGEST_TOGETHER // _MEGABYTE} MB. Lees minder tegelijk in."
        )


def _check(size: int, name: str) -> None:
    if size > LARGEST:
        raise FileRefused(f"'{name}' is groter dan {LARGEST // _MEGABYTE} MB. Haal het op in kleinere delen.")
