"""Counting what was not found: per month, municipality, kern and life domain. Never the words, never who (I-04)."""

from typing import Any

import structlog
from sqlmodel import select

from app import clock
from app.db import Database, DatabaseGone
from app.insight.models import UnmetNeed
from app.search.asking import Answer

log = structlog.get_logger()


def count_unmet(database: Database, answer: Answer, municipality: str) -> None:
    """Count one search that found nothing (`none`), or nothing that fits in the own municipality (`far`).

    Counting must never stand in the way of an answer: when the database cannot write, it is left out.
    """
    kern = answer.located.kern if answer.located else ""
    domains = answer.near_domains or ("",)
    reason = "none" if answer.total == 0 else "far"
    month = clock.today().replace(day=1)
    try:
        with database.writing() as session:
            for domain in domains[:3]:
                key: dict[str, Any] = {
                    "month": month,
                    "municipality": municipality,
                    "kern": kern[:64],
                    "domain": domain,
                    "reason": reason,
                }
                row = session.exec(select(UnmetNeed).filter_by(**key)).first() or UnmetNeed(**key)
                row.count += 1
                session.add(row)
    except DatabaseGone:
        log.warning("unmet need not counted")
