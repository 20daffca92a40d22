"""`/klachtbehandeling/<number>`: one complaint, opened. Every look is written down."""

from collections.abc import Mapping, Sequence

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.complaints.handling import OPEN, acknowledge_is_late, answer_is_late, look
from app.complaints.terms import other_holder, terms_of
from app.web.complaints import words
from app.web.complaints.room import blueprint, handler, or_404
from app.web.running import services


@blueprint.get("/<int:number>")
def one(number: int) -> Response:
    """Everything about it, and what can be done."""
    return one_page(number)


def one_page(
    number: int,
    errors: Sequence[tuple[str, str]] = (),
    said: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of one complaint.

    :param errors: (field, message) of a form that has to be mended; `said` is what was typed in it.
    """
    with or_404():
        dossier = look(services().office, handler(), number)
    complaint = dossier.complaint
    town, today = services().office.town(complaint.municipality), clock.today()
    terms, other = terms_of(town), other_holder(town, complaint)
    page = render_template(
        "complaints/one.html",
        dossier=dossier, complaint=complaint, contact=dossier.contact, story=dossier.story, town=town,
        is_open=complaint.state in OPEN, acknowledge_late=acknowledge_is_late(complaint, today),
        answer_late=answer_is_late(complaint, today), other=words.role_of(other.value) if other else "",
        longer_until=terms.longer(complaint.due_on) if terms.more_weeks and not complaint.longer else None,
        days_kept=terms.retention_days, errors=list(errors), found=dict(errors), said=said or {},
        done=words.done(request.args.get("gedaan", "")),
    )  # fmt: skip
    return make_response(page, status)
