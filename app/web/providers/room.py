"""The blueprint of the pages for who offers help and has no account (yet)."""

from flask import Blueprint

blueprint = Blueprint("providers", __name__)
