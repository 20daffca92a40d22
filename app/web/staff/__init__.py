"""Signing in, for everybody who works with the site. Residents have no accounts and never see these pages unasked."""

from flask import Flask

from app.web import access
from app.web.staff import own_account, signing
from app.web.staff.guards import anybody_signed_in


def register(app: Flask) -> None:
    """Open the sign-in pages to everybody, and the own account to whoever is signed in."""
    access.let_in(app, signing.blueprint, access.everybody)
    access.let_in(app, own_account.blueprint, anybody_signed_in)
