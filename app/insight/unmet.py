"""Counting what was not found: per month, municipality, kern and life domain. Never the words, never who (I-04)."""

from app.counting.keeping import Happened, hold
from app.counting.models import Measure
from app.db import Database
from app.search.asking import Answer


def count_unmet(database: Database, answer: Answer, municipality: str) -> None:
    """Count one search that found nothing (`none`), or nothing that fits in the own municipality (`far`).

    A search counts once, under the domain it is nearest to: so counts of domains add up to a count of searches.
    """
    kern = answer.located.kern if answer.located else ""
    domain = next(iter(answer.near_domains), "")
    reason = "none" if answer.total == 0 else "far"
    hold(database, Happened(Measure.UNMET, municipality, kern, domain, way="search", detail=reason))
