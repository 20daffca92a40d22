"""The worker of this product: the outbox's worker with our hands and our chores."""

import structlog

from app.handlers import HANDS
from app.outbox.worker import Worker
from app.search.indexing import rebuild
from app.services import Services

log = structlog.get_logger()


def keep_the_index(services: Services) -> None:
    """Make the index anew when it is missing or damaged; meanwhile pages answer from the database."""
    health = services.finder.engines.primary.health()
    if health.ok:
        return
    log.warning("search index is rebuilt", detail=health.detail)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)


def worker(services: Services) -> Worker[Services]:
    """A worker for this installation."""
    return Worker(services.database, services, HANDS, (keep_the_index,))
