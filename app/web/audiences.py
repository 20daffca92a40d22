"""The rooms of the house: one blueprint for each audience, and who may come in."""

from flask import Flask

from app.web import access
from app.web.api import machines, searching
from app.web.api.hsds import routes as open_referral
from app.web.client_support import register as register_client_support
from app.web.complaints import register as register_complaints
from app.web.editor import register as register_editor
from app.web.front_desk import register as register_front_desk
from app.web.mediator import register as register_mediator
from app.web.organisation import register as register_organisation
from app.web.providers import register as register_providers
from app.web.resident import register as register_resident
from app.web.staff import register as register_staff


def install(app: Flask) -> None:
    """Open every room."""
    register_resident(app)
    access.let_in(app, searching.blueprint, access.everybody)
    access.let_in(app, machines.blueprint, access.everybody)
    access.let_in(app, open_referral.blueprint, access.everybody)
    register_staff(app)
    register_editor(app)
    register_client_support(app)
    register_front_desk(app)
    register_mediator(app)
    register_complaints(app)
    register_organisation(app)
    register_providers(app)
