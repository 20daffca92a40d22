"""Calls to the Klantinteracties API: JSON there and back, a token, and plain trouble when it does not work."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from app.calling import CallFailed, Reach, call
from app.mailing.delivering import NotDelivered

PATH: Final = "/klantinteracties/api/v1"
LARGEST: Final = 500_000
SECONDS: Final = 15.0
"""For one call."""
ALL_SECONDS: Final = 120.0
"""For all calls of one delivery, within the lease of its claim."""
_SUCCESS: Final = range(200, 300)
_BAD_REQUEST: Final = 400


class NotTaken(NotDelivered):
    """The other side says that what we sent is wrong (400)."""


@dataclass(frozen=True, slots=True)
class Klantinteracties:
    """One API. `base`: address with or without the path of the API; it may be within the house."""

    base: str
    token: str = field(repr=False)
    loopback_http: bool = False
    until: float = field(default_factory=lambda: time.monotonic() + ALL_SECONDS)

    def get(self, what: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """The results of a list that is filtered so far that one page holds them.

        :raises NotDelivered: no answer, or another one than a list.
        """
        found = self._ask("GET", f"{what}?{urlencode(query)}", None).get("results")
        if not isinstance(found, list):
            raise NotDelivered(f"GET {what}: no list")
        return [each for each in found if isinstance(each, dict) and "uuid" in each]

    def post(self, what: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """What was made.

        :raises NotTaken: refused as it is.
        :raises NotDelivered: no answer; it may have been made nevertheless.
        """
        return self._ask("POST", what, json.dumps(value, ensure_ascii=False).encode())

    def _ask(self, method: str, what: str, body: bytes | None) -> dict[str, Any]:
        name = f"{method} {what.partition('?')[0]}"
        start = self.base if self.base.endswith(PATH) else self.base + PATH
        headers = {"Authorization": f"Token {self.token}", "Accept": "application/json", "User-Agent": "Leefplein"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        left = self.until - time.monotonic()
        if left <= 0:
            raise NotDelivered(f"{name}: all calls together took too long")
        try:
            answer = call(
                method,
                f"{start}/{what}",
                headers=headers,
                body=body,
                reach=Reach.HOUSE,
                loopback_http=self.loopback_http,
                seconds=min(SECONDS, left),
                largest=LARGEST,
            )
        except CallFailed as problem:
            raise NotDelivered(f"{name}: {problem}") from None
        if answer.status == _BAD_REQUEST:
            raise NotTaken(f"{name}: 400 {_fields(answer.body)}")
        if answer.status not in _SUCCESS:
            raise NotDelivered(f"{name}: {answer.status}")
        try:
            value = json.loads(answer.body)
        except ValueError:
            raise NotDelivered(f"{name}: no JSON") from None
        if not isinstance(value, dict):
            raise NotDelivered(f"{name}: no mapping")
        return value


def _fields(body: bytes) -> str:
    """Which fields were refused and why, as codes: reasons in words could repeat what somebody told."""
    try:
        problems = json.loads(body)["invalidParams"]
        return ", ".join(f"{each['name']} ({each['code']})" for each in problems)[:120]
    except (ValueError, KeyError, TypeError):
        return ""
