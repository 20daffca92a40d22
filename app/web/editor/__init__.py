"""`/beheer`: what an editor does. Words people search with, what they did not find, what waits for judgement, texts and numbers."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.editor import (
    accounts,
    agenda,
    agenda_calendar,
    corrections,
    current,
    dashboard,
    doubles,
    figures,
    flows,
    flows_one,
    flows_parts,
    flows_preview,
    flows_steps,
    help_numbers,
    imports,
    joining,
    joint,
    judging,
    judging_one,
    judging_preview,
    judging_versions,
    missing,
    organisations,
    places,
    sources,
    sources_one,
    synonyms,
    texts,
    writing,
)
from app.web.editor.room import blueprint
from app.web.staff.guards import needs

SCREENS = (
    accounts,
    agenda,
    agenda_calendar,
    joint,
    dashboard,
    judging,
    judging_one,
    judging_preview,
    judging_versions,
    doubles,
    joining,
    organisations,
    current,
    places,
    missing,
    figures,
    corrections,
    synonyms,
    help_numbers,
    texts,
    imports,
    sources,
    sources_one,
    flows,
    flows_one,
    flows_steps,
    flows_parts,
    flows_preview,
    writing,
)


def register(app: Flask) -> None:
    """Open the editor's room to editors and administrators."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.EDIT_CONTENT]))
