"""`/beheer/import`: lists handed in and looked at, which imports ran and what they did, and how one is taken back."""

import sqlalchemy as sa
from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response as Answer

from app.audit import record
from app.db import LARGEST_ROW
from app.publishing.uploads import NOT_OVER, hand_in, take_back
from app.social_map.models import ImportChange, ImportRun, ImportUpload, Offer, OfferEvent
from app.web.bodies import takes_up_to
from app.web.editor.room import blueprint, for_whole_region
from app.web.list_uploads import ROOM_FOR_FILE, WITHOUT_FILE, act, as_csv, chosen_file, earlier_lists, page
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, page_number

PAGE_SIZE = 50
NAMES_SHOWN = 20
_LONGEST_SOURCE = 80


@blueprint.get("/import")
def imports() -> str:
    """The runs, newest first, and the lists that wait."""
    for_whole_region()
    return _imports([], {})


@blueprint.post("/import")
@takes_up_to(ROOM_FOR_FILE)
def hand_in_import() -> Answer | tuple[str, int]:
    """Keep a list; the worker looks at it."""
    for_whole_region()
    typed = {"bron": as_typed("bron", _LONGEST_SOURCE), "gemeente": as_typed("gemeente", 64)}
    chosen = chosen_file()
    errors = chosen.errors
    if not typed["bron"] or typed["bron"].startswith("organisatie "):
        errors.append(("bron", _("Schrijf van wie de lijst is. Gebruik elke keer dezelfde naam.")))
    if typed["gemeente"] and content().municipality(typed["gemeente"]) is None:
        errors.append(("gemeente", _("Kies een gemeente uit de lijst.")))
    if errors:
        return _imports(errors, typed), 422
    with services().database.writing() as session:
        upload = hand_in(
            session,
            source_name=typed["bron"],
            filename=chosen.filename,
            body=chosen.body,
            by=me().actor,
            municipality=typed["gemeente"],
        )
        record(session, me().actor, "import.upload", f"upload:{upload.id}")
        number = upload.id
    return redirect(url_for("editor.import_report", number=number), 303)


@blueprint.get("/import/<int:number>")
def import_report(number: int) -> Response:
    """What the worker found in one list."""
    for_whole_region()
    with services().database.reading() as session:
        return page("editor/import.html", _list_or_404(session, number))


@blueprint.post("/import/<int:number>")
def change_import(number: int) -> Answer:
    """Say what columns are, put it on the map, or let it go."""
    for_whole_region()
    with services().database.writing() as session:
        done = act(session, _list_or_404(session, number), me().actor)
        if done in {"ingestuurd", "weg"}:
            record(session, me().actor, f"import.{'send' if done == 'ingestuurd' else 'drop'}", f"upload:{number}")
    if done == "weg":
        return redirect(url_for("editor.imports", gedaan=done), 303)
    return redirect(url_for("editor.import_report", number=number, gedaan=done or "voorbij"), 303)


@blueprint.get("/import/<int:number>/verslag.csv")
def import_remarks(number: int) -> Response:
    """The remarks, to mend the list with."""
    for_whole_region()
    with services().database.reading() as session:
        return as_csv(_list_or_404(session, number))


@blueprint.post("/import/terugdraaien")
def undo_import() -> Answer:
    """Ask the worker to take one run back."""
    for_whole_region()
    name = as_typed("run", 40)
    with services().database.writing() as session:
        run = session.exec(select(ImportRun).where(ImportRun.run == name)).first()
        if run is None:
            abort(404)
        if run.undone_at is None:
            take_back(session, run.run, me().actor)
            record(session, me().actor, "import.undo", f"run:{run.run}")
    return redirect(url_for("editor.imports", gedaan="terug"), 303)


def _list_or_404(session: Session, number: int) -> ImportUpload:
    found = session.get(ImportUpload, number) if 0 < number <= LARGEST_ROW else None
    if found is None:
        abort(404)
    return found


def _imports(errors: list[tuple[str, str]], typed: dict[str, str]) -> str:
    number = page_number()
    with services().database.reading() as session:
        total = session.execute(sa.select(sa.func.count(col(ImportRun.id)))).scalar_one()
        runs = session.exec(
            select(ImportRun).order_by(col(ImportRun.id).desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
        ).all()
        stayed = {run.run: _stayed(session, run) for run in runs if run.undone_at}
        sources = session.exec(select(ImportRun.source).distinct().order_by(ImportRun.source)).all()
        waiting = session.exec(
            select(ImportUpload)
            .where(ImportUpload.organisation != "", col(ImportUpload.state).in_(NOT_OVER))
            .order_by(col(ImportUpload.id).desc())
            .limit(PAGE_SIZE)
            .options(WITHOUT_FILE)
        ).all()
        uploads = [*earlier_lists(session, ""), *waiting]
    return render_template(
        "editor/imports.html", runs=runs, stayed=stayed, uploads=uploads, errors=errors, typed=typed, page=number,
        sources=[source for source in sources if source and not source.startswith("organisatie ")],
        towns=[("", _("laat onbekend")), *((town.slug, town.name) for town in content().municipalities)], done=request.args.get("gedaan", ""), pages=-(-total // PAGE_SIZE),
        page_url_of=lambda other: url_for("editor.imports", pagina=other),
    )  # fmt: skip


def _stayed(session: Session, run: ImportRun) -> list[str]:
    """Offers of a run that was taken back, which somebody had changed since: they are as that person left them."""
    undone = sa.exists().where(
        col(OfferEvent.offer_id) == col(ImportChange.offer_id),
        col(OfferEvent.action) == "undo",
        col(OfferEvent.at) >= run.undone_at,
    )
    return list(
        session.exec(
            select(Offer.name)
            .join(ImportChange, col(ImportChange.offer_id) == col(Offer.id))
            .where(ImportChange.run_id == run.id, ~undone)
            .order_by(Offer.name)
            .limit(NAMES_SHOWN)
        ).all()
    )
