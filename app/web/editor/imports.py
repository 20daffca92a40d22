"""`/beheer/import`: which imports ran, what they did, and how one is taken back."""

import sqlalchemy as sa
from flask import render_template, url_for
from sqlmodel import col, select

from app.social_map.models import ImportRun
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import services
from app.web.staff.typed import page_number

PAGE_SIZE = 50


@blueprint.get("/import")
def imports() -> str:
    """The runs, newest first. Taking back is a command, because importers are no part of the site."""
    for_whole_region()
    page = page_number()
    with services().database.reading() as session:
        total = session.execute(sa.select(sa.func.count(col(ImportRun.id)))).scalar_one()
        runs = session.exec(
            select(ImportRun).order_by(col(ImportRun.id).desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        ).all()
    return render_template(
        "editor/imports.html", runs=runs, page=page, pages=-(-total // PAGE_SIZE),
        page_url_of=lambda number: url_for("editor.imports", pagina=number),
    )  # fmt: skip
