"""The numbers of `/metrics`, read from the database at the moment they are asked: all machines give the same ones.

Their names are a promise to who built an alarm on them (docs/operators/watching.md, alerts.yml). None is about a person.
Requests are counted by the web server before us, which sees those that never reached us too.
"""

import math
from collections import Counter
from datetime import timedelta
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Gauge
from sqlmodel import func, select

from app import clock
from app.accounts.models import SignInAttempt
from app.audit.copied import Copied
from app.conversation.lateness import WORDS
from app.health import copy_age, late_counts, outbox, ready, waiting_deliveries, workers
from app.migrations.running import current, head
from app.search.indexing import disconnects
from app.services import Services
from app.social_map.finding import counts
from app.social_map.models import ImportSource
from app.social_map.vocabulary import Status


def measures(services: Services) -> CollectorRegistry:
    """All of them, now."""
    registry = CollectorRegistry()
    _installation(services, registry)
    _work(services, registry)
    _copies(services, registry)
    _map(services, registry)
    return registry


def _gauge(registry: CollectorRegistry, name: str, words: str, value: float) -> None:
    Gauge(f"leefplein_{name}", words, registry=registry).set(value)


def _per(registry: CollectorRegistry, name: str, words: str, label: str, values: dict[str, int]) -> None:
    gauge = Gauge(f"leefplein_{name}", words, [label], registry=registry)
    for value, number in values.items():
        gauge.labels(value).set(number)


def _seconds(age: timedelta | None) -> float:
    """Never is longer ago than anything."""
    return math.inf if age is None else age.total_seconds()


def _installation(services: Services, registry: CollectorRegistry) -> None:
    kind = "sqlite" if services.database.is_sqlite else "postgresql"
    shape = current(services.database)
    info = Gauge("leefplein_info", "Which version runs here", ["version", "schema", "database"], registry=registry)
    info.labels(version("leefplein"), shape, kind).set(1)
    _gauge(registry, "schema_ok", "Whether the database has the shape of this version", int(shape == head()))
    _gauge(
        registry, "ready", "Whether visitors can be helped, as /readyz says", int(all(f.ok for f in ready(services)))
    )
    with services.database.reading() as session:
        failures = session.exec(
            select(func.coalesce(func.sum(SignInAttempt.failures), 0)).where(SignInAttempt.day == clock.today())
        ).one()
    _gauge(
        registry, "sign_in_failures_today", "Failed sign-ins of today, per account and per network added up", failures
    )


def _work(services: Services, registry: CollectorRegistry) -> None:
    living, silent = workers(services)
    _gauge(registry, "workers_alive", "Workers that gave a sign of life in the last two minutes", living)
    _gauge(registry, "worker_heartbeat_age_seconds", "Since the last sign of life of any worker", _seconds(silent))
    waiting = outbox(services)
    _gauge(registry, "outbox_waiting", "Messages waiting", waiting.waiting)
    _gauge(registry, "outbox_oldest_seconds", "Age of the oldest waiting message", waiting.oldest_seconds)
    _gauge(registry, "outbox_late", "Messages waiting longer than four hours", waiting.late)
    words = "What has to arrive about a request"
    _per(registry, "deliveries_waiting", words, "channel", waiting_deliveries(services))
    late = late_counts(services)
    _per(registry, "late", "What is late about requests", "kind", {kind: late[kind] for kind in WORDS})


def _copies(services: Services, registry: CollectorRegistry) -> None:
    database, keys = (_seconds(copy_age(services, what)) for what in (Copied.DATABASE, Copied.KEYS))
    _gauge(registry, "backup_age_seconds", "Since the last backup of the database", database)
    _gauge(registry, "keys_backup_age_seconds", "Since the last copy of the key store", keys)


def _map(services: Services, registry: CollectorRegistry) -> None:
    with services.database.reading() as session:
        offers = counts(session)
        sources = Counter(session.exec(select(ImportSource.state)).all())
    by_status = {status.value: offers.get(status.value, 0) for status in Status}
    _per(registry, "offers", "Offers per state", "state", by_status)
    states = ("new", "waiting", "well", "failed")
    _per(registry, "sources", "Sources that are followed, per state", "state", {each: sources[each] for each in states})
    health = services.finder.health()
    _gauge(registry, "index_ok", "Whether the search index is well", int(health.ok))
    _gauge(registry, "index_documents", "Offers in the search index", health.documents)
    lag = sum(map(len, disconnects(services.database, services.finder.engines.primary))) if health.ok else math.nan
    _gauge(registry, "index_lag", "Offers that are on the map and not in the index, or the other way round", lag)
