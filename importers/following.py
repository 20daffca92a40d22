"""Following a source: fetch it, read it, tell what would change, and change it. The worker's hand for `import.follow`.

The fetching is done outside any transaction, beside the worker's other work, and by one process anywhere. Every reading is
tried first: when a source turns out to lose much at once, nothing of it is taken.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import structlog

from app import clock
from app.calling import Answer, CallFailed, CallForbidden, call
from app.content.letterhead import site_of
from app.outbox.posting import Claim, done
from app.publishing.sources import ASKED, FOLDER, file_of, is_waiting, next_reading
from app.services import Services
from app.social_map.models import ImportRun, ImportSource
from importers import FileRefused
from importers.gone import Following, too_much_gone, withdraw_all
from importers.report import Report
from importers.running import actor_of, import_file, new_run_name, sources

MEGABYTE: Final = 1024 * 1024
LARGEST_ANSWER: Final = 20 * MEGABYTE
LARGEST_WHOLE: Final = 200 * MEGABYTE
MOST_PAGES: Final = 500
SECONDS: Final = 600.0
SECONDS_OF_ONE: Final = 150.0
PAUSE: Final = 0.5
PAUSES_WHEN_BUSY: Final = (5.0, 20.0)
MOST_REDIRECTS: Final = 3
WHOLE_EVERY_DAYS: Final = 7
PATIENCE: Final = 20.0
"""Seconds the worker waits for a reading; a longer one goes on beside its other work, so that no mail waits for it."""
MOST_TOLD: Final = 200
_BUSY: Final = frozenset({429, 502, 503, 504})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_TROUBLES: Final = {
    "name not found": "is niet te vinden op internet",
    "name not found for now": "is nu even niet te vinden op internet",
    "name not found in time": "is nu even niet te vinden op internet",
    "too slow": "was te langzaam met antwoorden",
    "TimeoutError": "was te langzaam met antwoorden",
    "ConnectionRefusedError": "neemt nu niet op",
    "SSLCertVerificationError": "heeft een certificaat dat niet klopt, dus wij lezen daar niet",
    "SSLError": "heeft een verbinding die niet veilig is, dus wij lezen daar niet",
    "answer too long": "gaf een antwoord dat te groot is",
}
log = structlog.get_logger()


class SourceBusy(Exception):
    """Somebody is reading at this moment; the message comes back."""


class TooMuchGone(FileRefused):
    """The source lost more than it may take away at once. `counts`: how many would leave the map, of how many."""

    def __init__(self, leaving: int, total: int) -> None:
        super().__init__(
            f"De bron heeft {leaving} van de {total} keer aanbod niet meer. Dat is zo veel dat er misschien iets mis is bij de bron. "
            "Er is niets veranderd. Kijk de bron na, of laat haar toch overnemen."
        )
        self.counts = (leaving, total)


def in_dutch(problem: CallFailed) -> str:
    """Why there is no answer, to stand after the name of the other side."""
    return _TROUBLES.get(str(problem), "gaf geen heel antwoord")


@dataclass(slots=True)
class Asking:
    """`Ask` for one whole reading: polite, to public addresses only, and never more than was agreed.

    :param loopback: also plain http to this machine, for trying and checking.
    """

    agent: str
    loopback: bool = False
    pause: float = PAUSE
    pauses_when_busy: Sequence[float] = PAUSES_WHEN_BUSY
    pages: int = 0
    read: int = 0
    _began: float = field(default_factory=time.monotonic)
    _last: float = 0.0

    def __call__(self, address: str) -> bytes:
        """The body of one answer.

        :raises FileRefused: with a reason in Dutch.
        """
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self._patiently(address)
            if answer.status == _OK:
                return answer.body
            if answer.status not in _MOVED or not answer.location:
                break
            address = urljoin(address, answer.location)
        host = urlsplit(address).hostname or address[:80]
        if answer.status in _GONE:
            raise FileRefused(
                f"{host} zegt dat dit adres er niet is ({answer.status}). Klopt het adres van de bron nog?"
            )
        raise FileRefused(f"{host} gaf geen bruikbaar antwoord ({answer.status}). Er is niets veranderd.")

    def _patiently(self, address: str) -> Answer:
        for wait in (*self.pauses_when_busy, None):
            answer = self._once(address)
            if answer.status not in _BUSY or wait is None:
                break
            time.sleep(wait)
        return answer

    def _once(self, address: str) -> Answer:
        left = SECONDS - (time.monotonic() - self._began)
        if left <= 0:
            raise FileRefused("Het ophalen duurde langer dan tien minuten en is gestopt. Er is niets veranderd.")
        if self.pages >= MOST_PAGES:
            raise FileRefused(
                f"De bron heeft meer dan {MOST_PAGES} bladzijden. Vraag een kleiner deel. Er is niets veranderd."
            )
        time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
        self.pages += 1
        largest = min(LARGEST_ANSWER, LARGEST_WHOLE - self.read)
        headers = {
            "User-Agent": self.agent,
            "Accept": "application/json, application/xml, text/xml, text/csv, */*;q=0.1",
        }
        try:
            answer = call(
                "GET", address, headers=headers, loopback_http=self.loopback, seconds=min(left, SECONDS_OF_ONE),
                largest=largest,
            )  # fmt: skip
        except CallForbidden as problem:
            raise FileRefused(
                "Dit adres wordt niet gelezen. Alleen openbare adressen met https:// mogen, zonder poort of wachtwoord erin."
            ) from problem
        except CallFailed as problem:
            host = urlsplit(address).hostname or "de bron"
            raise FileRefused(f"{host} {in_dutch(problem)}. Er is niets veranderd.") from problem
        finally:
            self._last = time.monotonic()
        self.read += len(answer.body)
        return answer


@dataclass(slots=True)
class _One:
    """One reading of one source: as it stood when it began, and what was asked."""

    services: Services
    source: ImportSource
    asked: Mapping[str, Any]
    asking: Asking
    cursor: dict[str, Any] = field(default_factory=dict)


_reading: threading.Thread | None = None


def follow(services: Services, claims: Sequence[Claim]) -> None:
    """Read the sources that are in line, one after another, beside the worker's other work.

    :raises SourceBusy: when a long reading is going on; what is not begun comes back.
    """
    global _reading  # noqa: PLW0603  (one reading at a time in a process)
    for claim in claims:
        if _reading is not None and _reading.is_alive():
            raise SourceBusy
        number = int(claim.payload.get("source") or 0)
        _reading = threading.Thread(target=read_source, args=(services, number), daemon=True, name="follow a source")
        _reading.start()
        done(services.database, [claim])  # the source's own row says that it waits, until it is read or its lease ends
        _reading.join(PATIENCE)


def read_source(services: Services, number: int, asking: Asking | None = None) -> Report | None:
    """Read one source that waits. Gives what came of it; None when it waits no more, or another process reads it.

    Whatever goes wrong is written on the source, for a person.
    """
    with services.database.alone(f"source-{number}") as mine:
        if not mine:
            return None
        with services.database.reading() as session:
            source = session.get(ImportSource, number)
        if source is None or not is_waiting(source):
            return None
        asked = dict(source.cursor.get(ASKED) or {})
        one = _One(services, source, asked, asking or asking_for(services, source))
        report: Report | None = None
        try:
            report = _stop(one) if asked.get("stop") else _read(one)
        except FileRefused as problem:
            _failed(one, str(problem), getattr(problem, "counts", None))
        except Exception as problem:  # noqa: BLE001  (whatever went wrong is said on the source, for a person)
            _failed(
                one, "Er ging iets mis bij het lezen van deze bron. De beheerder van de site ziet in het logboek wat."
            )
            log.error("source not read", source=number, problem=type(problem).__name__)
        return report


def asking_for(services: Services, source: ImportSource) -> Asking:
    """Who asks: this installation, under its own name, with an address where people can read who we are."""
    content = services.content.now()
    town = content.municipality(source.municipality) if source.municipality else None
    site = site_of(services.settings, town or content.municipalities[0])
    return Asking(f"Leefplein-bronnen (+{site})", services.settings.local_http)


def _read(one: _One) -> Report:
    source, services = one.source, one.services
    with tempfile.TemporaryDirectory() as folder:
        path, whole, notes = _fetched(one, Path(folder))
        following = Following(source.licence, source.attribution, whole, source.follow_gone, source.trusted)
        report = _imported(one, path, following, dry=True)
        report.notes[:0] = notes
        if (
            source.trusted
            and not one.asked.get("even_so")
            and (counts := too_much_gone(services, source.name, report.changes))
        ):
            _tell(one, report)
            raise TooMuchGone(*counts)
        if not one.asked.get("dry"):
            changes = report.changes
            report = _imported(one, path, following, dry=False)
            report.notes[:0] = notes
            report.changes = report.changes or changes
    _well(one, report, whole=whole)
    return report


def _fetched(one: _One, folder: Path) -> tuple[Path, bool, tuple[str, ...]]:
    """One file with what the source has, whether that is everything, and what is to be said about it."""
    source = one.source
    importer = sources().get(source.format)
    if importer is None:
        raise FileRefused(f"Bronnen van het soort '{source.format}' kan deze site niet lezen.")
    fetch = getattr(importer, "fetch", None)
    if "://" not in source.address:
        found = file_of(source.address, one.services.settings)
        if found is not None:
            return Path(shutil.copyfile(found, folder / f"bron{found.suffix.lower()}")), True, ()
        if fetch is None:
            raise FileRefused(
                f"Het bestand '{source.address}' staat niet (meer) in de map {FOLDER} van de gegevensmap."
            )
    if fetch is None:
        suffix = Path(urlsplit(source.address).path).suffix.lower()
        path = folder / f"bron{suffix if suffix in {'.csv', '.xlsx', '.txt', '.json', '.xml', '.zip'} else '.csv'}"
        path.write_bytes(one.asking(source.address))
        return path, True, ()
    told = fetch(source.address, _where_it_was(source), folder, one.asking)
    one.cursor = dict(told.cursor)
    return told.path, told.whole, tuple(told.notes)


def _where_it_was(source: ImportSource) -> dict[str, Any]:
    """The importer's own cursor; empty once a week, so that what went away without a word is noticed."""
    whole_on = str(source.cursor.get("whole_on") or "")
    days = (clock.today() - clock.today().fromisoformat(whole_on)).days if whole_on else WHOLE_EVERY_DAYS
    return {} if days >= WHOLE_EVERY_DAYS else dict(source.cursor.get("at") or {})


def _imported(one: _One, path: Path, following: Following, *, dry: bool) -> Report:
    source = one.source
    return import_file(
        one.services, source.format, path, publish=source.trusted, dry_run=dry, municipality=source.municipality,
        source_name=source.name, filename=source.address[:200], following=following,
    )  # fmt: skip


def _stop(one: _One) -> Report:
    """The source is followed no longer: its offers leave the map in a run of their own, and the source with them."""
    report = Report(new_run_name(), one.source.format)
    with one.services.database.writing() as session:
        session.add(ImportRun(run=report.run, source=one.source.name, filename="niet meer gevolgd"))
        session.flush()
        withdraw_all(one.services, session, one.source.name, report, actor_of(report.run))
        held = session.get(ImportSource, one.source.id)
        if held is not None:
            session.delete(held)
    return report


def _well(one: _One, report: Report, *, whole: bool) -> None:
    with one.services.database.writing() as session:
        source = session.get(ImportSource, one.source.id)
        if source is None:
            return
        dry = bool(one.asked.get("dry"))
        source.report = told(report) | {"dry": dry, "at": clock.now().isoformat()}
        if dry:
            source.state = "well" if source.read_at else "new"
            source.cursor = {name: value for name, value in source.cursor.items() if name != ASKED}
        else:
            whole_on = clock.today().isoformat() if whole else source.cursor.get("whole_on")
            source.cursor = {"at": one.cursor} | ({"whole_on": whole_on} if whole_on else {})
            source.state, source.read_at = "well", clock.now()
        source.reason, source.next_at = "", next_reading(source)
        session.add(source)
    log.info("source read", source=one.source.id, dry=dry, new=report.new, changed=report.changed)


def _tell(one: _One, report: Report) -> None:
    with one.services.database.writing() as session:
        source = session.get(ImportSource, one.source.id)
        if source is not None:
            source.report = told(report) | {"dry": True, "at": clock.now().isoformat()}
            session.add(source)


def _failed(one: _One, reason: str, counts: tuple[int, int] | None = None) -> None:
    with suppress(Exception), one.services.database.writing() as session:
        source = session.get(ImportSource, one.source.id)
        if source is None:
            return
        failures = int(source.cursor.get("failures") or 0) + 1
        source.cursor = {name: value for name, value in source.cursor.items() if name != ASKED} | {"failures": failures}
        if counts is not None:
            source.report = {**source.report, "too_much_gone": [*counts]}
        elif "too_much_gone" in source.report:
            source.report = {name: value for name, value in source.report.items() if name != "too_much_gone"}
        source.state, source.reason = "failed", reason[:500]
        source.next_at = next_reading(source, failures=failures)
        session.add(source)
    log.warning("source failed", source=one.source.id)


def told(report: Report) -> dict[str, Any]:
    """The report as it is kept with a source: the counts, and the first of everything that is listed."""
    said = report.as_json() | {"counts": report.counts}
    cases: dict[str, int] = {}
    for each in report.changes:
        cases[each.case] = cases.get(each.case, 0) + 1
    for name in ("flagged", "refused", "taken", "skipped_headings", "unknown_heads", "notes"):
        said[name] = said[name][:MOST_TOLD]
    order = ("both", "gone", "there", "here", "new")
    said["changes"] = sorted(said["changes"], key=lambda each: order.index(each["case"]))[:MOST_TOLD]
    return said | {"cases": cases}
