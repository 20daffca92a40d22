"""People who ask for a conversation with a browser: form, check page, receipt, and the button once more when it fails."""

import http.client
import random
import socket
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from app.references import read_reference

TROUBLE = (OSError, http.client.HTTPException)
PATIENCE = 120.0
PLAIN, TWICE, BROKEN = "plain", "twice at once", "broken off"
Fields = list[tuple[str, str]]


@dataclass
class Answer:
    status: int
    text: str
    location: str


@dataclass
class Browser:
    """One person's browser: it keeps cookies and does what redirects say."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 20.0

    def ask(self, method: str, path: str, fields: Fields | None = None) -> Answer:
        """One page, whatever redirects lead to it.

        :raises OSError: the connection broke; HTTPException: the answer did.
        """
        for _ in range(6):
            answer = self._once(method, path, fields)
            if answer.status == 307:
                path = answer.location
            elif answer.status in {302, 303}:
                method, path, fields = "GET", answer.location, None
            else:
                return answer
        raise AssertionError(f"round and round at {path}")

    def _once(self, method: str, path: str, fields: Fields | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, self.headers())
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            connection.close()

    def headers(self) -> dict[str, str]:
        """What a browser of the last years says of itself."""
        said = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        said["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return said

    def break_off(self, path: str, fields: Fields) -> None:
        """Send a form and go away before the answer."""
        body = urlencode(fields)
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers().items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout) as connection:
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            time.sleep(random.uniform(0, 0.05))


def hidden_of(page: str) -> Fields:
    """What the check page sends along, with its button."""
    for form in BeautifulSoup(page, "html.parser").find_all("form"):
        if form.find("button", attrs={"name": "versturen"}):
            inputs = form.find_all("input", type="hidden")
            return [*((each["name"], each.get("value", "")) for each in inputs), ("versturen", "ja")]
    raise AssertionError("no check page: " + page[:300])


def reference_of(page: str) -> str | None:
    """The reference on a receipt."""
    found = BeautifulSoup(page, "html.parser").find(attrs={"data-reference": True})
    return read_reference(found["data-reference"]) if found else None


def fields_of(number: int, way: str) -> Fields:
    """Somebody's form; a part of them give a mail address or ask for somebody beside them. All invented."""
    fields = [
        ("vraag", f"ik voel me alleen, vraag {number}"),
        ("naam", "mevrouw Voorbeeld"),
        ("telefoon", "0380000000"),
    ]
    fields.append(("clientondersteuning", "ja" if number % 4 == 0 else "later"))
    if number % 3 == 0:
        fields.append(("email", f"voorbeeld{number}-{way.replace(' ', '-')}@voorbeeld.example"))
    return fields


@dataclass
class Sent:
    """What somebody read: every reference they were ever shown for this form."""

    token: str
    way: str
    references: list[str]


@dataclass
class Crowd:
    """Many people at once, who go on until told to stop and then finish what they were doing."""

    port: int
    pause: float = 1.0
    sent: list[Sent] = field(default_factory=list)
    broken: int = 0
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, number: int) -> None:
        self.threads = [threading.Thread(target=self._work, args=(at,)) for at in range(number)]
        for each in self.threads:
            each.start()

    def finish(self) -> None:
        self.stop.set()
        for each in self.threads:
            each.join(PATIENCE)
            assert not each.is_alive(), "somebody never got an answer"

    def _work(self, at: int) -> None:
        number = at
        try:
            while not self.stop.is_set():
                number += 100
                self._one(number, (PLAIN, TWICE, BROKEN)[number // 100 % 3])
                self.stop.wait(random.uniform(0, 2 * self.pause))
        except AssertionError as problem:
            self.wrong.append(str(problem))

    def _one(self, number: int, way: str) -> None:
        browser = Browser(self.port)
        fields = hidden_of(self._until_it_works(browser, fields_of(number, way)))
        token = dict(fields)["formulier"]
        references: list[str] = []
        if way == BROKEN:
            try:
                browser.break_off("/gesprek", fields)
            except OSError:
                self.broken += 1
        elif way == TWICE:
            second = Browser(self.port, dict(browser.cookies))
            beside = threading.Thread(target=lambda: references.append(self._receipt(second, fields)))
            beside.start()
            references.append(self._receipt(browser, fields))
            beside.join()
        references.append(self._receipt(browser, fields))
        self.sent.append(Sent(token, way, references))

    def _receipt(self, browser: Browser, fields: Fields) -> str:
        found = reference_of(self._until_it_works(browser, fields))
        if not found:
            self.wrong.append("an answer without a reference")
        return found or ""

    def _until_it_works(self, browser: Browser, fields: Fields) -> str:
        """Press the button again for as long as it does not work."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = browser.ask("POST", "/gesprek", fields)
            except TROUBLE:
                self.broken += 1
            else:
                if answer.status == 200:
                    return answer.text
                if answer.status != 503:
                    raise AssertionError(f"{answer.status}: {answer.text[:200]}")
                assert reference_of(answer.text) is None, "a reference that is not on disk"
            assert time.monotonic() < until, "it never worked again"
            time.sleep(0.25)
