"""The worker's hands for lists that were handed in through the site: look at one, put one on the map, take a run back.

Nobody in the product knows importers; these hands come in through the entry point group `leefplein.hands`.
"""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from app import clock
from app.outbox.posting import Claim
from app.services import Services
from app.social_map.models import ImportUpload
from importers import FileRefused, HeadsUnknown
from importers.heads import fold_head
from importers.report import Report
from importers.running import import_file
from importers.teaching import teach
from importers.undoing import NoSuchRun, undo_run

MOST_REMARKS = 5_000
_FORMAT = "spreadsheet"
log = structlog.get_logger()


def look(services: Services, claims: Sequence[Claim]) -> None:
    """Read a list as if it were imported, and keep the report; nothing of it reaches the map."""
    for claim in claims:
        _one(services, claim, dry_run=True)


def run(services: Services, claims: Sequence[Claim]) -> None:
    """Import a list somebody looked at and sent on. Everything waits for an editor."""
    for claim in claims:
        _one(services, claim, dry_run=False)


def undo(services: Services, claims: Sequence[Claim]) -> None:
    """Take runs back. One that was taken back already, or never was, is done."""
    for claim in claims:
        with suppress(NoSuchRun):
            undo_run(services, str(claim.payload.get("run", "")))


def _one(services: Services, claim: Claim, *, dry_run: bool) -> None:
    wanted = "waiting" if dry_run else "wanted"
    number = int(claim.payload.get("upload") or 0)
    with services.database.writing() as session:
        upload = session.get(ImportUpload, number)
        if upload is None or upload.state != wanted or upload.body is None:
            return  # dropped meanwhile, or done by an earlier turn
        if upload.heads:
            teach(session, upload.source_name, upload.heads, upload.handed_in_by)
        body, filename, source_name = upload.body, upload.filename, upload.source_name
        organisation, municipality = upload.organisation, upload.municipality
        heads = {fold_head(head): field for head, field in upload.heads.items()}
    said: dict[str, Any]
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"lijst{Path(filename).suffix.lower()}"
            path.write_bytes(body)
            report = import_file(
                services,
                _FORMAT,
                path,
                dry_run=dry_run,
                municipality=municipality,
                source_name=source_name,
                heads=heads,
                organisation=organisation,
                filename=filename,
            )
    except HeadsUnknown as problem:
        said = {"reason": str(problem).replace(path.name, filename), "unknown_heads": [*problem.heads]}
        state, run_name = "looked" if dry_run else "refused", ""
    except FileRefused as problem:
        said, state, run_name = {"reason": str(problem).replace(path.name, filename)}, "refused", ""
    else:
        said, state, run_name = _shortened(report), "looked" if dry_run else "done", report.run
    with services.database.writing() as session:
        upload = session.get(ImportUpload, number)
        if upload is None or upload.state != wanted:
            return
        upload.report, upload.state, upload.run = said, state, run_name
        if state != "looked":
            upload.body, upload.done_at = None, clock.now()
        session.add(upload)
    log.info("list read", upload=number, state=state)


def _shortened(report: Report) -> dict[str, Any]:
    """The report as it is kept: a list with more remarks than anybody reads keeps the first, and says how many there were."""
    said = report.as_json()
    return said | {
        "counts": report.counts,
        "flagged": said["flagged"][:MOST_REMARKS],
        "refused": said["refused"][:MOST_REMARKS],
        "taken": said["taken"][:MOST_REMARKS],
    }
