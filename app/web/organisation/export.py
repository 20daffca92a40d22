"""`/organisatie/meenemen`: the own offers as a table, to keep, to change in a spreadsheet and to hand in again (I-55)."""

import sqlalchemy as sa
from flask import Response, render_template
from sqlmodel import col, select

from app import clock
from app.publishing.sheet import as_csv, as_xlsx, listed
from app.social_map.models import Offer
from app.web.organisation.room import blueprint, own_organisation
from app.web.running import services

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/meenemen")
def export() -> str:
    """What is in it, and the two files."""
    with services().database.reading() as session:
        organisation = own_organisation(session)
        number = session.exec(
            select(sa.func.count(col(Offer.id))).where(Offer.organisation_id == organisation.id)
        ).one()
    return render_template("organisation/export.html", number=number)


@blueprint.get("/meenemen/aanbod.xlsx")
def export_xlsx() -> Response:
    """As a workbook."""
    return _file("xlsx")


@blueprint.get("/meenemen/aanbod.csv")
def export_csv() -> Response:
    """As CSV."""
    return _file("csv")


def _file(kind: str) -> Response:
    with services().database.reading() as session:
        offers = listed(session, own_organisation(session).id or 0)
    body = as_xlsx(offers) if kind == "xlsx" else as_csv(offers)
    answer = Response(body, mimetype=_XLSX if kind == "xlsx" else "text/csv")
    name = f"aanbod-{clock.today().isoformat()}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
