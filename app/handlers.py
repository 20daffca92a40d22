"""Which hand opens which outbox message: this table is the whole event bus."""

import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points

import structlog

from app import clock
from app.conversation.deliveries import KIND as DELIVER
from app.conversation.delivering import deliver as deliver_one
from app.crash import reached
from app.mailing.delivering import GIVE_UP_AFTER, NotDelivered, Refused, deliver
from app.mailing.letters import message_of
from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.posting import Claim, covered, done, waiting
from app.privacy.finishing import ORDER as ERASED
from app.privacy.finishing import finish
from app.publishing.account_mail import FORGOTTEN, answer_forgotten
from app.sealing import Unopened
from app.search.engine import IndexUnavailable
from app.search.indexing import index_offers, rebuild
from app.services import Services

Hand = Callable[[Services, Sequence[Claim]], None]
INDEX = "search.index"
ENTRY_POINTS = "leefplein.hands"
TURN_SECONDS = 60.0
"""After this no new mail or delivery is begun: the last one is over well within the lease of its claim, so that no second
worker takes what is still being sent."""
log = structlog.get_logger()


def _index(services: Services, claims: Sequence[Claim]) -> None:
    """Offers changed: one batch for the index, whatever number of messages asked for it."""
    ids = [int(number) for claim in claims for number in claim.payload.get("offers", ())]
    engines = services.finder.engines
    try:
        index_offers(services.database, services.content.now(), engines.primary, ids)
    except IndexUnavailable as trouble:
        if trouble.reason == "busy":
            raise
        make_the_index_anew(services)


def make_the_index_anew(services: Services) -> None:
    """The whole index from the database, and with it everything that messages still ask to be put in."""
    asked = waiting(services.database, INDEX)  # before the database is read: what they tell of is committed by then
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    covered(services.database, asked)


def _rebuild(services: Services, claims: Sequence[Claim]) -> None:
    del claims
    make_the_index_anew(services)


def _send_mail(services: Services, claims: Sequence[Claim]) -> None:
    _one_by_one(services, claims, _send_one)


def _deliver(services: Services, claims: Sequence[Claim]) -> None:
    """What has to reach somebody about a request."""
    _one_by_one(services, claims, _deliver_one)


def _one_by_one(services: Services, claims: Sequence[Claim], bring: Callable[[Services, Claim], None]) -> None:
    """Each on its own: what is delivered is forgotten at once, and one that fails keeps no other waiting."""
    began = time.monotonic()
    trouble: Exception | None = None
    for each in claims:
        if time.monotonic() - began > TURN_SECONDS:
            trouble = trouble or NotDelivered("turn is over")
            break
        reached("after claim")
        try:
            bring(services, each)
        except (NotDelivered, Unopened) as problem:
            trouble = trouble or problem
        else:
            done(services.database, [each])
    if trouble is not None:
        raise trouble  # the worker gives back what is not done


def _deliver_one(services: Services, held: Claim) -> None:
    deliver_one(services.office, int(held.payload.get("delivery") or 0), held.attempts)


def _send_one(services: Services, held: Claim) -> None:
    settings = services.settings
    letter, written = open_letter(settings, str(held.payload.get("sealed", "")))
    if clock.now() - written > GIVE_UP_AFTER:
        log.warning("mail given up", message=held.id)
        return
    mail = message_of(letter, sender=settings.mail_from, number=held.id, secret=settings.secret_key, at=written)
    try:
        deliver(settings, mail, held.id)
    except Refused as problem:
        log.warning("mail refused for good", message=held.id, code=str(problem))


def _answer_forgotten(services: Services, claims: Sequence[Claim]) -> None:
    """Somebody forgot a password: only here it is found out whether there is such an account."""
    _one_by_one(services, claims, _answer_one)


def _answer_one(services: Services, held: Claim) -> None:
    answer_forgotten(services.publishing, str(held.payload.get("sealed", "")))


def _finish_erasing(services: Services, claims: Sequence[Claim]) -> None:
    """Erasing a request was broken off after its rows: its key goes now, and what the files still hold."""
    del claims
    finish(services.office)


HANDS: Mapping[str, Hand] = {
    MAIL: _send_mail,
    DELIVER: _deliver,
    INDEX: _index,
    "search.rebuild": _rebuild,
    ERASED: _finish_erasing,
    FORGOTTEN: _answer_forgotten,
}


def all_hands() -> dict[str, Hand]:
    """Ours, and those that come in from outside: an entry point named after its kind of message. Ours cannot be replaced."""
    found = {point.name: point.load() for point in entry_points(group=ENTRY_POINTS) if point.name not in HANDS}
    return found | dict(HANDS)
