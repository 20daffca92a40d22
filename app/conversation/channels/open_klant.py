"""Open Klant 2 (Klantinteracties API 0.9, ecosystem.md 5.1): the request as a klantcontact with a task for the desk.

That API has no idempotency key. So every POST is preceded by a GET that finds what an earlier try already made, and
every answer is written down before the next call: in the end there is one klantcontact and one internetaak, wherever it
broke off. Our reference and secret code never go along: `public_number` names the request there.
"""

from typing import Any, Final

from sqlmodel import col, select

from app import clock
from app.conversation.channels import klant_shapes as shapes
from app.conversation.channels.errand import Errand
from app.conversation.channels.klant_calls import Klantinteracties, NotTaken
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.office import Office
from app.mailing.delivering import NotDelivered

CHANNEL: Final = "open_klant"
DONE: Final = "verwerkt"
_SKIPPED: Final = "-"


def bring(errand: Errand) -> None:
    """Make there what is not there yet.

    :raises NotDelivered: not this time.
    """
    there = connect(errand.office, errand.request.municipality)
    first = errand.delivery.purpose == "request"
    if first and "actor" not in errand.steps:
        errand.remember("actor", _remembered_actor(errand) or _actor(there, _department(errand)))
    if "klantcontact" not in errand.steps:
        errand.remember("klantcontact", _klantcontact(there, errand))
    if not first:
        return
    _people(there, errand)
    _addresses(there, errand)
    if "internetaak" not in errand.steps:
        errand.remember("internetaak", _internetaak(there, errand))


def connect(office: Office, municipality: str) -> Klantinteracties:
    """The API of this municipality.

    :raises NotDelivered: it is not set (any more).
    """
    set_up = office.settings.channels(municipality)
    if not set_up.open_klant_url:
        raise NotDelivered("open_klant_url is empty")
    return Klantinteracties(set_up.open_klant_url, set_up.open_klant_token, loopback_http=office.settings.local_http)


def _remembered_actor(errand: Errand) -> str:
    """The actor that took the last request of this municipality: found or made once."""
    with errand.office.database.reading() as session:
        earlier = session.exec(
            select(Delivery)
            .join(ConversationRequest, col(ConversationRequest.id) == Delivery.request_id)
            .where(
                Delivery.channel == CHANNEL,
                Delivery.purpose == "request",
                Delivery.state == DeliveryState.DELIVERED,
                ConversationRequest.municipality == errand.request.municipality,
                Delivery.created_at >= clock.now() - shapes.REMEMBER_ACTOR,
            )
            .order_by(col(Delivery.id).desc())
            .limit(1)
        ).first()
    return str(earlier.steps.get("actor", "")) if earlier else ""


def _department(errand: Errand) -> str:
    return errand.office.settings.channels(errand.request.municipality).open_klant_actor


def _actor(there: Klantinteracties, department: str) -> str:
    found = there.get("actoren", shapes.actor_query(department))
    return str((found[0] if found else there.post("actoren", shapes.actor(department)))["uuid"])


def _klantcontact(there: Klantinteracties, errand: Errand) -> str:
    for found in there.get("klantcontacten", shapes.subject_query(errand.request.uid)):
        if shapes.is_this(found, errand.delivery.key):
            return str(found["uuid"])
    made = there.post("maak-klantcontact", shapes.contact_made(errand))
    klantcontact = made["klantcontact"]
    if made.get("betrokkene"):
        errand.remember("betrokkene", str(made["betrokkene"]["uuid"]))
    return str(klantcontact["uuid"])


def _people(there: Klantinteracties, errand: Errand) -> None:
    """Who asked, and when somebody helped them: whom it is about."""
    wanted = [("betrokkene", shapes.asker(errand))]
    if shapes.helped(errand):
        wanted.append(("klant", shapes.person(errand)))
    if all(step in errand.steps for step, _ in wanted):
        return
    klantcontact = errand.steps["klantcontact"]
    found = there.get("betrokkenen", {"hadKlantcontact__uuid": klantcontact})
    for step, someone in wanted:
        if step not in errand.steps:
            same = [each for each in found if each.get("rol") == someone["rol"]]
            known = (
                same[0] if same else there.post("betrokkenen", someone | {"hadKlantcontact": {"uuid": klantcontact}})
            )
            errand.remember(step, str(known["uuid"]))


def _addresses(there: Klantinteracties, errand: Errand) -> None:
    """Telephone and mail; one that Open Klant does not take stands in the task's explanation, so it is let go here."""
    for step, address in shapes.addresses(errand.contact):
        if step in errand.steps:
            continue
        whose = errand.steps["betrokkene"]
        found = there.get("digitaleadressen", {"verstrektDoorBetrokkene__uuid": whose})
        same = [each for each in found if each.get("adres") == address["adres"]]
        try:
            known: dict[str, Any] = (
                same[0]
                if same
                else there.post("digitaleadressen", address | {"verstrektDoorBetrokkene": {"uuid": whose}})
            )
        except NotTaken:
            known = {"uuid": _SKIPPED}
        errand.remember(step, str(known["uuid"]))


def _internetaak(there: Klantinteracties, errand: Errand) -> str:
    klantcontact = errand.steps["klantcontact"]
    found = there.get("internetaken", {"klantcontact__uuid": klantcontact})
    if found:
        return str(found[0]["uuid"])
    try:
        made = there.post("internetaken", shapes.task(errand, klantcontact, errand.steps["actor"]))
    except NotTaken:
        errand.remember(
            "actor", _actor(there, _department(errand))
        )  # the one we remembered may be gone there; the next try has this one
        raise
    return str(made["uuid"])
