"""Handing in a calendar file, for the rooms of organisations and editors: looked at first, then handed in.

Nothing is kept between the two: the page carries what was read, and it is checked again when it comes back.
"""

from typing import Any, Final

from flask import make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.agenda.calendar_in import (
    LARGEST,
    CalendarRead,
    CalendarRefused,
    Comparison,
    Defaults,
    as_kept,
    compare,
    hand_in_rows,
    kept_rows,
    read_calendar,
)
from app.social_map.models import Organisation
from app.web.agenda_words import when_words
from app.web.bodies import clean
from app.web.callers import few_enough
from app.web.running import services
from app.web.saying import as_said
from app.web.staff.typed import number_in

MOST_A_DAY: Final = 40
"""Reading a file keeps a processor busy for seconds at most."""


def chosen_calendar(uid: str) -> CalendarRead:
    """The file of the form, read. :param uid: of the organisation, whose files of today are counted.

    :raises CalendarRefused: when there is none, or it cannot be read.
    """
    file = request.files.get("bestand")
    if file is None or not file.filename:
        raise CalendarRefused("Kies een bestand. Uw agenda kan het opslaan: zoek naar 'exporteren' of '.ics'.")
    body = file.stream.read(LARGEST + 1)
    file.close()
    with services().database.writing() as session:
        if not few_enough(session, "calendar", MOST_A_DAY, who=uid):
            raise CalendarRefused(
                "U stuurde vandaag al veel bestanden in. Probeer het morgen nog eens, of bel de redactie."
            )
    return read_calendar(body)


def look(session: Session, organisation: Organisation, read: CalendarRead, defaults: Defaults) -> Comparison:
    """What handing in would do, with the lines that could not be read."""
    found = compare(session, organisation, read.name, read.rows, defaults, whole=read.whole)
    found.refused = sorted([*read.refused, *found.refused], key=lambda each: each.line)
    return found


def report_page(template: str, read: CalendarRead, found: Comparison, **more: Any) -> Response:
    """The page that says what was read, with the button that hands it in."""
    page = render_template(
        template, read=read, found=found, kept=as_kept(read.rows), nothing=not (found.new or found.changed or found.missing),
        missing=[(each, when_words(each)) for each in found.missing], errors=[], **more,
    )  # fmt: skip
    return make_response(page)


def file_page(template: str, problem: CalendarRefused | None = None, **more: Any) -> Response:
    """The page to choose a file on."""
    errors = [("bestand", as_said(str(problem)))] if problem is not None else []
    return make_response(render_template(template, read=None, errors=errors, **more), 422 if errors else 200)


def hand_in_sent(
    session: Session, organisation: Organisation, defaults: Defaults, by: str, *, editor: bool = False
) -> str:
    """Hand in what the page carried. What became of it, for the address: `<new>-<changed>-<refused>`.

    :raises CalendarRefused: when it was spoilt on its way.
    """
    rows = kept_rows(clean(request.form.get("inhoud", "")))
    answers = {
        number_in(name.removeprefix("mist-")): value for name, value in request.form.items() if name.startswith("mist-")
    }
    counts = hand_in_rows(
        session,
        organisation,
        clean(request.form.get("naam", ""))[:120],
        rows,
        defaults,
        by,
        answers=answers,
        editor=editor,
    )
    return "-".join(str(each) for each in counts)


def counted(said: str) -> str:
    """The sentence for what became of a file."""
    numbers = [number_in(each) for each in said[:30].split("-")]
    if len(numbers) != 3:  # noqa: PLR2004  (new, changed, refused)
        return ""
    return _(
        "Nieuw: %(new)s. Gewijzigd: %(changed)s. Niet overgenomen: %(refused)s.",
        new=numbers[0],
        changed=numbers[1],
        refused=numbers[2],
    )
