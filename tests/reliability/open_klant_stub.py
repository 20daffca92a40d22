"""A Klantinteracties API of our own making, with the rules of ecosystem.md 5.1 and a switch to break off anywhere.

It refuses what Open Klant refuses (lengths, patterns, required fields), has no idempotency key either, and can fail
before or after it stored what was asked: "after" is the answer that is lost on its way back.
"""

import json
import re
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PATH = "/klantinteracties/api/v1/"
TOKEN = "a-token-for-tests"
LIMITS = {
    "klantcontact": {"kanaal": 50, "onderwerp": 200, "inhoud": 1000, "taal": 3, "referentienummer": 10},
    "internetaak": {"gevraagdeHandeling": 200, "toelichting": 1000, "referentienummer": 10},
    "digitaaladres": {"adres": 80, "omschrijving": 40},
    "contactnaam": {"voorletters": 10, "voorvoegselAchternaam": 10, "voornaam": 200, "achternaam": 200},
}
POSTCODE = re.compile(r"^[1-9][0-9]{3} [A-Z]{2}$")
PHONE = re.compile(r"^(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$")
NO_PHONE = re.compile(r"^(0800|0900|1400|140[0-9]{2})")


class Bad(Exception):
    """400: one field and its code."""


@dataclass
class OpenKlant:
    """What is stored, what was asked, and when to break off.

    :ivar fail_at: the name of a call (`maak-klantcontact`), of which the next ones fail, as often as `fail_times` says.
    :ivar fail_after_storing: the work is done and the answer is lost.
    """

    stored: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            "actoren": [],
            "klantcontacten": [],
            "betrokkenen": [],
            "onderwerpobjecten": [],
            "digitaleadressen": [],
            "internetaken": [],
        }
    )
    asked: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    fail_at: str = ""
    fail_times: int = 0
    fail_after_storing: bool = False
    down: bool = False
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, what: str, value: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any]
        if what == "maak-klantcontact":
            klantcontact = self._klantcontact(value["klantcontact"])
            betrokkene = self._betrokkene(value["betrokkene"] | {"hadKlantcontact": {"uuid": klantcontact["uuid"]}})
            onderwerp = value["onderwerpobject"] | {
                "uuid": str(uuid.uuid4()),
                "klantcontact": {"uuid": klantcontact["uuid"]},
            }
            for name, one in (
                ("klantcontacten", klantcontact),
                ("betrokkenen", betrokkene),
                ("onderwerpobjecten", onderwerp),
            ):
                self.stored[name].append(one)
            return {"klantcontact": klantcontact, "betrokkene": betrokkene, "onderwerpobject": onderwerp}
        checks = {
            "actoren": self._actor,
            "betrokkenen": self._betrokkene,
            "digitaleadressen": self._address,
            "internetaken": self._task,
        }
        made = checks[what](value)
        self.stored[what].append(made)
        return made

    def get(self, what: str, query: dict[str, str]) -> list[dict[str, Any]]:
        found = self.stored[what]
        for name, value in query.items():
            found = [one for one in found if self._matches(one, name, value)]
        return found

    def _matches(self, one: dict[str, Any], name: str, value: str) -> bool:
        if name.startswith("actoridentificator"):
            key = name.removeprefix("actoridentificator")
            return bool(one["actoridentificator"][key[0].lower() + key[1:]] == value)
        if name.startswith("onderwerpobject__"):
            key = name.removeprefix("onderwerpobject__onderwerpobjectidentificator")
            return any(
                subject["klantcontact"]["uuid"] == one["uuid"]
                and subject["onderwerpobjectidentificator"][key[0].lower() + key[1:]] == value
                for subject in self.stored["onderwerpobjecten"]
            )
        paths = {
            "hadKlantcontact__uuid": ("hadKlantcontact", "uuid"),
            "verstrektDoorBetrokkene__uuid": ("verstrektDoorBetrokkene", "uuid"),
            "klantcontact__uuid": ("aanleidinggevendKlantcontact", "uuid"),
            "referentienummer": ("referentienummer",),
        }
        found: Any = one
        for step in paths[name]:
            found = found.get(step)
        return bool(found == value)

    def _klantcontact(self, value: dict[str, Any]) -> dict[str, Any]:
        _within("klantcontact", value)
        for name in ("kanaal", "onderwerp", "taal", "vertrouwelijk", "plaatsgevondenOp"):
            if name not in value:
                raise Bad(f"{name} required")
        if any(len(str(each)) > 255 for each in value.get("metadata", {}).values()):
            raise Bad("metadata max_length")
        return value | {"uuid": str(uuid.uuid4())}

    def _betrokkene(self, value: dict[str, Any]) -> dict[str, Any]:
        if value.get("rol") not in {"klant", "vertegenwoordiger"} or "initiator" not in value:
            raise Bad("rol invalid_choice")
        if "wasPartij" not in value or "hadKlantcontact" not in value:
            raise Bad("wasPartij required")
        _within("contactnaam", value["contactnaam"])
        address = value.get("bezoekadres")
        if address and not POSTCODE.match(address["postcode"]):
            raise Bad("bezoekadres.postcode invalid")
        return value | {"uuid": str(uuid.uuid4())}

    def _address(self, value: dict[str, Any]) -> dict[str, Any]:
        _within("digitaaladres", value)
        if "verstrektDoorPartij" not in value or "verstrektDoorBetrokkene" not in value:
            raise Bad("verstrektDoorPartij required")
        adres = value["adres"]
        if value["soortDigitaalAdres"] == "telefoonnummer" and (not PHONE.match(adres) or NO_PHONE.match(adres)):
            raise Bad("adres invalid")
        return value | {"uuid": str(uuid.uuid4())}

    def _actor(self, value: dict[str, Any]) -> dict[str, Any]:
        if value["soortActor"] != "organisatorische_eenheid" or set(value["actoridentificator"]) != {
            "objectId",
            "codeObjecttype",
            "codeRegister",
            "codeSoortObjectId",
        }:
            raise Bad("actoridentificator invalid")
        return value | {"uuid": str(uuid.uuid4())}

    def _task(self, value: dict[str, Any]) -> dict[str, Any]:
        _within("internetaak", value)
        if value["status"] not in {"te_verwerken", "verwerkt"} or "toegewezenAanActor" in value:
            raise Bad("status invalid_choice")
        for each in value["toegewezenAanActoren"]:
            if each["uuid"] not in {actor["uuid"] for actor in self.stored["actoren"]}:
                raise Bad("toegewezenAanActoren does_not_exist")
        if value["aanleidinggevendKlantcontact"]["uuid"] not in {one["uuid"] for one in self.stored["klantcontacten"]}:
            raise Bad("aanleidinggevendKlantcontact does_not_exist")
        return value | {"uuid": str(uuid.uuid4()), "afgehandeldOp": None}


def _within(kind: str, value: dict[str, Any]) -> None:
    for name, longest in LIMITS[kind].items():
        if len(value.get(name) or "") > longest:
            raise Bad(f"{name} max_length")


def _handler(there: OpenKlant) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, *args: Any) -> None:
            del args

        def _answer(self, method: str) -> None:
            parts = urlsplit(self.path)
            what = parts.path.removeprefix(PATH)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with there.lock:
                there.asked.append(f"{method} {what}")
                there.bodies.append(self.path + body.decode())
                failing = there.fail_at == f"{method} {what}" and there.fail_times > 0
                if failing:
                    there.fail_times -= 1
                if there.down or (failing and not there.fail_after_storing):
                    self._say(503, {"code": "unavailable"})
                    return
                status, answer = self._work(method, what, parts.query, body)
            if failing:
                self.close_connection = True
                self.connection.close()  # the answer is lost
                return
            self._say(status, answer)

        def _work(self, method: str, what: str, query: str, body: bytes) -> tuple[int, dict[str, Any]]:
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                return 401, {"code": "not_authenticated"}
            if method == "GET":
                results = there.get(what, dict(parse_qsl(query)))
                return 200, {"count": len(results), "next": None, "previous": None, "results": results}
            try:
                return 201, there.post(what, json.loads(body))
            except Bad as problem:
                name, _, code = str(problem).partition(" ")
                return 400, {"code": "invalid", "invalidParams": [{"name": name, "code": code, "reason": "…"}]}

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    return Handler


@contextmanager
def open_klant():
    """One that runs on a loopback port."""
    there = OpenKlant()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(there))
    server.handle_error = lambda *args: None  # the answers we lose on purpose
    there.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
