"""Signing in, for everybody who works with the site. Residents have no accounts and never see these pages unasked."""

from flask import Flask

from app.web import access
from app.web.staff import forgotten, inviting, municipal, own_account, own_keys, provider, set_up_key, signing
from app.web.staff.guards import anybody_signed_in

SCREENS = (own_keys, set_up_key)
"""Modules that add their pages to the own account and to invitations by being imported."""


def register(app: Flask) -> None:
    """Open the sign-in pages to everybody, and the own account to whoever is signed in."""
    access.let_in(app, signing.blueprint, access.everybody)
    access.let_in(app, municipal.blueprint, access.everybody)
    provider.install(app)
    access.let_in(app, inviting.blueprint, access.everybody)
    access.let_in(app, forgotten.blueprint, access.everybody)
    access.let_in(app, own_account.blueprint, anybody_signed_in)
