"""Whoever works for one municipality works there, whatever host name was typed: forms, texts and terms are of that place."""

from flask import Blueprint, abort, g

from app.web.running import content
from app.web.staff.guards import signed_in


def keep_on_own_ground(blueprint: Blueprint) -> None:
    """Before every page of this blueprint."""

    @blueprint.before_request
    def _on_own_ground() -> None:
        who = signed_in()
        if who is not None and who.municipality:
            town = content().municipality(who.municipality)
            if town is None:
                abort(404)
            g.municipality = town
