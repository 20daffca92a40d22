"""`/klachtbehandeling/`: what waits, the nearest day first, with the word late in red where it is."""

from typing import Final

from flask import render_template, request

from app import clock
from app.complaints.handling import ended, waiting
from app.web.complaints import words
from app.web.complaints.room import blueprint, handler
from app.web.running import services

MOST_ENDED: Final = 50


@blueprint.get("/")
def overview() -> str:
    """Everything this account holds. Nothing of it is opened for the list."""
    with services().database.reading() as session:
        rows = waiting(session, handler(), clock.today())
        over = ended(session, handler(), MOST_ENDED)
    return render_template(
        "complaints/list.html", rows=rows, over=over, most=MOST_ENDED, done=words.done(request.args.get("gedaan", ""))
    )
