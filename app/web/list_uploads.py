"""Handing in a list of offers, for the rooms where that is done: what was chosen, the report, and what somebody does with it."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.publishing.form_fields import LABELS
from app.publishing.sheet import ALSO, CELLS, neutral
from app.publishing.uploads import LARGEST, LEFT_OUT, UploadRefused, check, drop, explain_columns, send
from app.social_map.models import ImportUpload
from app.web.bodies import clean
from app.web.saying import as_said

ROOM_FOR_FILE: Final = LARGEST + 64 * 1024
"""What a form with a file may be: the file and the other fields."""
SHOWN: Final = 100
EARLIER: Final = 20
WAITING: Final = frozenset({"waiting", "wanted"})
WITHOUT_FILE: Final = defer(cast("Any", ImportUpload.body))
_LOOK_AGAIN_AFTER: Final = "3"
_MOST_COLUMNS: Final = 100


@dataclass(slots=True)
class Chosen:
    """A file as it came in with the form; `errors` are (field, sentence)."""

    filename: str = ""
    body: bytes = b""
    errors: list[tuple[str, str]] = field(default_factory=list)


def chosen_file() -> Chosen:
    """The file of the form, checked."""
    file = request.files.get("bestand")
    found = Chosen()
    body = file.read(LARGEST + 1) if file else b""
    name = clean(file.filename or "") if file else ""
    try:
        found.filename, found.body = check(name, body), body
    except UploadRefused as reason:
        found.errors.append(("bestand", as_said(str(reason))))
    return found


def earlier_lists(session: Session, organisation: str) -> list[ImportUpload]:
    """The last lists of one organisation; of the editors when it is empty. Their files are not read."""
    question = select(ImportUpload).where(ImportUpload.organisation == organisation)
    return list(session.exec(question.order_by(col(ImportUpload.id).desc()).limit(EARLIER).options(WITHOUT_FILE)).all())


def fields() -> list[tuple[str, str]]:
    """What a column may be said to be."""
    return [
        ("", _("weet ik niet")),
        (LEFT_OUT, _("laat deze kolom weg")),
        *((name, _in_words(name)) for name in (*CELLS, *ALSO)),
    ]


def _in_words(name: str) -> str:
    """The name the screen of one offer has for it, with the name of the column; most people never saw that list of columns."""
    label, column = LABELS.get(name, ""), name.replace("_", " ")
    return column if label.lower() in {"", column} else f"{label} ({column})"


def unknown_columns(upload: ImportUpload) -> list[str]:
    """Columns of a list that nobody knows, and that nobody said anything about."""
    found = upload.report.get("unknown_heads", [])
    return [str(head) for head in found if not str(head).endswith("(staat er twee keer)")][:_MOST_COLUMNS]


def act(session: Session, upload: ImportUpload, by: str) -> str:
    """Do what a button of the report asks. What became of it: a code for the address, empty when it could not be done any more."""
    wanted = request.form.get("wat", "")
    if wanted == "insturen":
        return "ingestuurd" if send(session, upload) else ""
    if wanted == "weg":
        return "weg" if drop(session, upload) else ""
    if wanted == "kolommen":
        allowed = {name for name, _label in fields() if name}
        heads = {}
        for number, head in enumerate(unknown_columns(upload)):
            told = request.form.get(f"kolom-{number}", "")
            if told in allowed:
                heads[head] = told
        return "kolommen" if heads and explain_columns(session, upload, heads, by) else "niets" if not heads else ""
    return ""


def page(template: str, upload: ImportUpload, **more: Any) -> Response:
    """The report of one list. While the worker is at it the browser comes back by itself, without scripts too."""
    report = upload.report
    answer = make_response(
        render_template(
            template,
            upload=upload,
            counts=report.get("counts", {}),
            flagged=report.get("flagged", [])[:SHOWN],
            refused=report.get("refused", [])[:SHOWN],
            taken=report.get("taken", [])[:SHOWN],
            notes=report.get("notes", []),
            shown=SHOWN,
            columns=unknown_columns(upload),
            fields=fields(),
            waits=upload.state in WAITING,
            done=request.args.get("gedaan", ""),
            **more,
        )
    )
    if upload.state in WAITING:
        answer.headers["Refresh"] = _LOOK_AGAIN_AFTER
    return answer


def as_csv(upload: ImportUpload) -> Response:
    """The remarks of a report as a table that works nothing out (promise 26)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_("regel"), _("naam"), _("wat"), _("waarom")])
    for what, name in ((_("geweigerd"), "refused"), (_("om na te kijken"), "flagged")):
        for each in upload.report.get(name, []):
            writer.writerow([each["line"], *(neutral(cell) for cell in (each["name"], what, each["reason"]))])
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="verslag-{upload.id}.csv"'
    return answer
