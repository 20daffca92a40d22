"""A signed JSON message to a system of the municipality, for whatever has no road of its own.

The shape stands in docs/integrators.md. The secret code and the reference never go along: `public_number` names the
request to others. The same `Idempotency-Key` goes along on every try, and an answer "I have it already" is a success.
"""

import hashlib
import hmac
import json
from typing import Any, Final

from app import clock
from app.calling import CallFailed, call
from app.conversation.channels.errand import Errand
from app.mailing.delivering import NotDelivered

VERSION: Final = 1
CONFLICT: Final = 409
_SUCCESS: Final = range(200, 300)


def bring(errand: Errand) -> None:
    """Send it and hear that it is there.

    :raises NotDelivered: not this time, whatever the answer was.
    """
    set_up = errand.office.settings.channels(errand.request.municipality)
    if not set_up.webhook_url:
        raise NotDelivered("webhook_url is empty")
    if not set_up.webhook_secret:
        raise NotDelivered("webhook_secret is empty")
    body = json.dumps(told(errand), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Leefplein",
        "Idempotency-Key": errand.delivery.key,
        "Leefplein-Signature": signature(set_up.webhook_secret, int(clock.now().timestamp()), body),
    }
    try:
        answer = call(
            "POST",
            set_up.webhook_url,
            headers=headers,
            body=body,
            loopback_http=errand.office.settings.local_http,
        )
    except CallFailed as problem:
        raise NotDelivered(f"webhook: {problem}") from None
    if answer.status not in _SUCCESS and answer.status != CONFLICT:
        raise NotDelivered(f"webhook answered {answer.status}")


def signature(secret: str, moment: int, body: bytes) -> str:
    """The value of `Leefplein-Signature`.

    :param moment: seconds since 1970; the receiver refuses what is older than a few minutes.
    """
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def told(errand: Errand) -> dict[str, Any]:
    """What goes out. Who withdrew tells nothing any more."""
    request = errand.request
    told: dict[str, Any] = {
        "version": VERSION,
        "id": errand.delivery.key,
        "event": errand.delivery.purpose,
        "at": errand.delivery.created_at.isoformat(),
        "request": {
            "id": request.uid,
            "public_number": request.public_number,
            "municipality": request.municipality,
            "kern": request.kern,
            "team": request.team,
            "channel": request.channel.value,
            "for_whom": request.for_whom.value,
            "language": request.language,
            "counts_as_report": request.is_report,
            "arrived_on": request.arrived_on.isoformat(),
            "due_on": request.due_on.isoformat(),
            "plan_until": request.plan_until.isoformat(),
            "support": request.support.value,
        },
    }
    if errand.delivery.purpose != "withdrawn":
        told["contact"] = errand.contact.model_dump(mode="json")
        told["story"] = errand.story.model_dump(mode="json")
    return told
