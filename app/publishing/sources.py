"""The sources the map follows: what they are, who may change them, and when they are read again.

Here a source is written down, checked and put in line; the reading itself is the worker's (importers/following.py),
because nothing in the product knows importers. A source that waits holds a lease (`next_at`): when the worker that took
it dies, it is in line again when that ends.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.content.whole import Content
from app.db import Database
from app.outbox.posting import post
from app.settings import Settings
from app.social_map.models import ImportSource, Offer, Place
from app.social_map.plain_text import line
from app.social_map.vocabulary import Status

FOLLOW: Final = "import.follow"
ASKED: Final = "asked"
"""In a source's cursor, while it waits: what was asked (`dry`, `even_so`, `stop`, `by`), so that a worker that died loses none of it."""
FOLDER: Final = "bronnen"
"""Folder within the data folder where an operator puts files that are followed."""
LICENCES: Final = (
    "CC0 1.0", "CC BY 4.0", "CC BY-SA 4.0", "ODbL 1.0", "Open Government Licence 3.0", "alleen met toestemming", "niet bekend",
)  # fmt: skip
RHYTHMS: Final = {
    "never": None, "daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=30),
}  # fmt: skip
LEASE: Final = timedelta(minutes=30)
BACK_OFF: Final = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
_MUST_NAME: Final = ("CC BY", "ODbL", "Open Government")
_LONGEST_NAME: Final = 80
_TAKEN: Final = "organisatie "


class SourceRefused(Exception):
    """This cannot be a source; `errors` are (field, why and how to mend it) in Dutch."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(words for _, words in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of source somebody may choose. `needs`: `municipality`, `address` or `file`."""

    slug: str
    format: str
    needs: str
    licence: str
    attribution: str
    endings: tuple[str, ...] = ()
    behind: str = ""


SORTS: Final = {
    each.slug: each
    for each in (
        Sort("sc", "samenwerkende-catalogi", "municipality", "CC0 1.0", "Samenwerkende Catalogi, overheid.nl"),
        Sort("osm", "openstreetmap", "municipality", "ODbL 1.0", "© OpenStreetMap-bijdragers"),
        Sort("leefplein", "open-referral", "address", "CC0 1.0", "", behind="/api/hsds"),
        Sort("open-referral", "open-referral", "address", "niet bekend", ""),
        Sort("tabel", "spreadsheet", "file", "alleen met toestemming", "", (".csv", ".xlsx", ".txt")),
    )
}
"""Samenwerkende Catalogi and OpenStreetMap need a municipality only; the others the address where the source can be read."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source as somebody typed it."""

    name: str
    format: str
    address: str
    licence: str
    attribution: str = ""
    municipality: str = ""
    rhythm: str = "weekly"


def of_sort(sort: Sort, content: Content, *, municipality: str = "", address: str = "", name: str = "") -> NewSource:
    """A source of this sort with everything that goes without saying filled in.

    :param municipality: slug; :param address: as typed.
    """
    town = content.municipality(municipality) if municipality else None
    address = address.strip()
    if sort.needs == "municipality" and not address:
        address = town.name if town else ""
    elif sort.behind and address.startswith(("https://", "http://")):
        parts = urlsplit(address)
        if parts.path in {"", "/"}:
            address = f"{parts.scheme}://{parts.netloc}{sort.behind}"
    known = {"sc": "Samenwerkende Catalogi", "osm": "OpenStreetMap"}
    chosen = name or (f"{known.get(sort.slug, urlsplit(address).hostname or '')} {town.name if town else ''}".strip())
    return NewSource(chosen, sort.format, address, sort.licence, sort.attribution, municipality)


def check(new: NewSource, content: Content, settings: Settings, *, formats: frozenset[str] = frozenset()) -> NewSource:
    """The source with its texts cleaned.

    :param formats: names of importers that may be used besides those of `SORTS`.
    :raises SourceRefused: with everything that is wrong, field by field.
    """
    clean = NewSource(
        line(new.name, _LONGEST_NAME)[0], new.format.strip(), new.address.strip(), line(new.licence, 80)[0],
        line(new.attribution, 300)[0], new.municipality, new.rhythm,
    )  # fmt: skip
    errors: list[tuple[str, str]] = []
    if not clean.name:
        errors.append(("naam", "Geef de bron een naam. Zo herkent u haar in de lijst."))
    elif clean.name.casefold().startswith(_TAKEN):
        errors.append(
            ("naam", "Een naam die met 'organisatie' begint, hoort bij een lijst van een organisatie. Kies een andere.")
        )
    if clean.format not in formats | {each.format for each in SORTS.values()}:
        errors.append(("soort", "Kies wat voor bron het is."))
    if clean.municipality and content.municipality(clean.municipality) is None:
        errors.append(("gemeente", "Kies een gemeente uit de lijst."))
    if why := _wrong_with(clean, settings):
        errors.append(("adres", why))
    if not clean.licence:
        errors.append(
            ("licentie", "Kies onder welke licentie de bron haar gegevens geeft. Weet u het niet? Kies 'niet bekend'.")
        )
    if clean.licence.startswith(_MUST_NAME) and not clean.attribution:
        errors.append(("naamsvermelding", "Deze licentie vraagt dat u de maker noemt. Schrijf hier wie dat is."))
    if clean.rhythm not in RHYTHMS:
        errors.append(("ritme", "Kies hoe vaak de bron gelezen wordt."))
    if errors:
        raise SourceRefused(errors)
    return clean


def _wrong_with(new: NewSource, settings: Settings) -> str:
    """What is wrong with where a source is read; empty when nothing is."""
    if not new.address:
        by_town = {each.format for each in SORTS.values() if each.needs == "municipality"}
        return "Kies een gemeente." if new.format in by_town else "Vul het adres in waar de bron te lezen is."
    if len(new.address) > 1000:  # noqa: PLR2004  (as wide as the column)
        return "Dit adres is te lang. Vul een korter adres in."
    if "://" in new.address:
        return _wrong_with_web(new.address, settings)
    by_name = {each.format for each in SORTS.values() if each.needs == "municipality"}
    if new.format in by_name or file_of(new.address, settings) is not None:
        return ""
    return (
        f"Vul een adres in dat met https:// begint, of de naam van een bestand in de map {FOLDER} van de gegevensmap."
    )


def _wrong_with_web(address: str, settings: Settings) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "Dit adres is niet te lezen. Vul een adres in zoals https://www.voorbeeld.nl/api."
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.local_http):
        return "Vul een adres in dat met https:// begint. Andere adressen worden niet gelezen."
    if not parts.hostname or "@" in parts.netloc:
        return "Vul een adres in zonder naam en wachtwoord, zoals https://www.voorbeeld.nl/api."
    return ""


def file_of(address: str, settings: Settings) -> Path | None:
    """The file of a source that is no web address; None when it lies outside the folder for it, or is not there."""
    folder = (Path(settings.data_dir) / FOLDER).resolve()
    name = PurePosixPath(address)
    if name.is_absolute() or ".." in name.parts or "\\" in address or "\x00" in address:
        return None
    if name.parts[:1] == (FOLDER,):
        name = PurePosixPath(*name.parts[1:])
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except OSError:  # no name that a disk can hold
        return None


def add(session: Session, new: NewSource, by: str, *, town: str = "") -> ImportSource:
    """Write a checked source down; it is read for the first time when somebody asks, or when its turn comes.

    :param town: name of the municipality of who adds it; empty for who looks after the whole region.
    :raises SourceRefused: when there is one of this name, or when the name is that of offers of another municipality: what a
        source no longer has leaves the map, so a name is power over all that carries it.
    """
    _free(session, new.name, 0)
    if town:
        _not_another_s(session, new.name, town)
    source = ImportSource(
        name=new.name, format=new.format, address=new.address, licence=new.licence, attribution=new.attribution,
        municipality=new.municipality, rhythm=new.rhythm, created_by=by[:40],
    )  # fmt: skip
    session.add(source)
    session.flush()
    record(session, by, "source.add", f"source:{source.id}")
    return source


def change(session: Session, source: ImportSource, new: NewSource, by: str, *, follow_gone: bool) -> None:
    """Write down what somebody changed. Another address is read from the beginning, and no longer trusted.

    The name stays: it is whose ids these are.
    """
    if (new.address, new.format) != (source.address, source.format):
        source.cursor = {ASKED: source.cursor[ASKED]} if ASKED in source.cursor else {}
        if source.trusted:
            source.trusted = False
            record(session, by, "source.distrust", f"source:{source.id} address")
    source.format, source.address, source.licence = new.format, new.address, new.licence
    source.attribution, source.municipality = new.attribution, new.municipality
    if source.rhythm != new.rhythm:
        source.rhythm = new.rhythm
        if source.state != "waiting":
            source.next_at = next_reading(source) if source.read_at else None
    source.follow_gone, source.updated_at = follow_gone, clock.now()
    session.add(source)
    record(session, by, "source.change", f"source:{source.id}")


def trust(session: Session, source: ImportSource, by: str, *, trusted: bool) -> None:
    """An administrator's word: what this source says goes public without review, or no longer does."""
    source.trusted, source.updated_at = trusted, clock.now()
    session.add(source)
    record(session, by, "source.trust" if trusted else "source.distrust", f"source:{source.id}")


def ask_reading(session: Session, source: ImportSource, by: str, *, dry: bool = False, even_so: bool = False) -> bool:
    """Put a source in line to be read now. False when it is in line already.

    :param dry: a dry run: what would change is told, and nothing does.
    :param even_so: somebody looked, and it is right that so much is gone there.
    """
    if is_waiting(source):
        return False
    _put_in_line(session, source, dry=dry, even_so=even_so, by=by)
    record(session, by, "source.try" if dry else "source.read", f"source:{source.id}{' even so' if even_so else ''}")
    return True


def stop(session: Session, source: ImportSource, by: str, *, withdraw: bool) -> None:
    """Follow this source no longer. Its offers stay as they are, or are withdrawn by the worker, in a run of its own."""
    record(session, by, "source.stop", f"source:{source.id} {'withdraw' if withdraw else 'keep'}")
    if withdraw:
        source.rhythm = "never"
        _put_in_line(session, source, stop=True, by=by)
    else:
        session.delete(source)


def is_waiting(source: ImportSource) -> bool:
    """Whether it is in line, or being read at this moment."""
    return source.state == "waiting" and source.next_at is not None and source.next_at > clock.now()


def _put_in_line(session: Session, source: ImportSource, **asked: bool | str) -> None:
    source.state, source.next_at, source.cursor = "waiting", clock.now() + LEASE, {**source.cursor, ASKED: asked}
    session.add(source)
    post(session, FOLLOW, source=source.id)


def post_due(database: Database) -> None:
    """Put in line every source whose time has come; also one that a worker took and never finished."""
    due = sa.and_(
        col(ImportSource.next_at).is_not(None),
        col(ImportSource.next_at) <= clock.now(),
        sa.or_(col(ImportSource.rhythm) != "never", col(ImportSource.state) == "waiting"),
    )
    with database.reading() as session:
        if not session.exec(select(ImportSource.id).where(due).limit(1)).first():
            return
    with database.writing() as session:
        for source in session.exec(select(ImportSource).where(due).order_by(col(ImportSource.id)).with_for_update()):
            _put_in_line(session, source, **source.cursor.get(ASKED, {}))


def next_reading(source: ImportSource, *, failures: int = 0) -> datetime | None:
    """When it is read again: by its rhythm, with some hours between sources; sooner after a failure, slower each time."""
    rhythm = RHYTHMS.get(source.rhythm)
    if rhythm is None:
        return None
    wait = min(BACK_OFF[min(failures, len(BACK_OFF)) - 1], rhythm) if failures else rhythm
    return clock.now() + wait * random.uniform(0.95, 1.05)  # noqa: S311  (jitter, not secrecy)


def sources_of(session: Session, municipality: str) -> list[ImportSource]:
    """The sources, by name: all of them, or those of one municipality."""
    question = select(ImportSource).order_by(ImportSource.name)
    if municipality:
        question = question.where(ImportSource.municipality == municipality)
    return list(session.exec(question).all())


def named(session: Session, name: str) -> ImportSource | None:
    """The source with this name."""
    return session.exec(select(ImportSource).where(ImportSource.name == name)).first()


def offers_of(session: Session, source: ImportSource) -> int:
    """How many offers of this source are on the map, whatever their status but withdrawn."""
    question = sa.select(sa.func.count(col(Offer.id))).where(
        col(Offer.source) == source.name, col(Offer.status) != Status.WITHDRAWN
    )
    return int(session.execute(question).scalar_one())


def silent(session: Session) -> list[ImportSource]:
    """Sources that are read by a rhythm and were not read well for twice as long as that."""
    found = session.exec(select(ImportSource).where(ImportSource.rhythm != "never").order_by(ImportSource.name)).all()
    late = []
    for source in found:
        rhythm = RHYTHMS.get(source.rhythm)
        since = source.read_at or source.created_at
        if rhythm and source.state in {"failed", "waiting"} and clock.now() - since > rhythm * 2:
            late.append(source)
    return late


def _not_another_s(session: Session, name: str, town: str) -> None:
    theirs = (
        select(Offer.id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(sa.func.lower(Offer.source) == name.lower(), sa.func.lower(Place.municipality) != town.lower())
    )
    if session.exec(theirs.limit(1)).first() is not None:
        raise SourceRefused(
            [("naam", f"Op de kaart staat al aanbod van '{name}' dat niet van uw gemeente is. Kies een andere naam.")]
        )


def _free(session: Session, name: str, own: int) -> None:
    taken = session.exec(
        select(ImportSource.id).where(sa.func.lower(ImportSource.name) == name.lower(), ImportSource.id != own)
    ).first()
    if taken:
        raise SourceRefused([("naam", f"Er is al een bron '{name}'. Kies een andere naam, of verander die bron.")])
