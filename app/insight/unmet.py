"""Counting what was not found: per month, municipality, kern and life domain. Never the words, never who (I-04)."""

from app.content.models import Municipality
from app.counting.keeping import Happened, hold
from app.counting.models import Measure
from app.db import Database
from app.places.names import fold
from app.search.asking import Answer


def count_unmet(database: Database, answer: Answer, town: Municipality) -> None:
    """Count one search that found nothing (`none`), or nothing that fits in the own municipality (`far`).

    A search counts once, under the domain it is nearest to: so counts of domains add up to a count of searches.
    """
    _count(database, answer, town, way="search", detail="none" if answer.total == 0 else "far")


def count_route_ended(database: Database, answer: Answer, town: Municipality) -> None:
    """Count one route that ended at the conversation because nothing on the way helped.

    :param answer: what the search says of the words of the route: only its domain and kern are counted, no answer of
        the route, and not what the person is going to do.
    """
    _count(database, answer, town, way="route", detail="ended")


def _count(database: Database, answer: Answer, town: Municipality, *, way: str, detail: str) -> None:
    if town.unmet_need.count:
        domain = next(iter(answer.near_domains), "")
        hold(database, Happened(Measure.UNMET, town.slug, kern_of(answer, town), domain, way=way, detail=detail))


def kern_of(answer: Answer, town: Municipality) -> str:
    """The slug of the kern of this municipality that was asked for; empty for any other place, or none."""
    located = answer.located
    if located is None:
        return ""
    digits, said = located.postcode[:4], fold(located.kern)
    for kern in town.kernen:
        if digits and digits in kern.postcodes:
            return kern.slug
    return next((kern.slug for kern in town.kernen if said and said in {fold(kern.name), *map(fold, kern.also)}), "")
