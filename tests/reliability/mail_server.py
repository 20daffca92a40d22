"""A mail server with moods, in a process of its own: it takes mail, says later, is slow at the last dot, or is not there.

What it took stands in a file before it says so, as a mail server does; who is killed while it is slow at the last dot has
sent a mail without knowing it. The mood stands in a file too, so that a test changes it while mail is under way.
"""

import asyncio
import contextlib
import email
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP

ROOT = Path(__file__).resolve().parents[2]
TAKES, LATER, FULL, SLOW, AWAY, HANGS = "takes", "later", "full", "slow", "away", "hangs"
MOODS = (TAKES, LATER, FULL, SLOW, AWAY)
_LOOKS_EVERY = 0.02


@dataclass(frozen=True)
class MailServer:
    """Where it listens, and what it took."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def be(self, mood: str) -> None:
        """From now on it is like this; returns when it is."""
        (self.folder / "mood").write_text(mood)
        until = time.monotonic() + 20
        while not (self.folder / "is").exists() or (self.folder / "is").read_text() != mood:
            assert time.monotonic() < until, "the mail server does not listen to us"
            time.sleep(_LOOKS_EVERY)

    def taken(self) -> list[tuple[str, str]]:
        """(Message-ID, to) of every mail it took, in order, doubles included."""
        lines = (self.folder / "taken").read_text().splitlines() if (self.folder / "taken").exists() else []
        return [(each["id"], each["to"]) for each in map(json.loads, lines)]


@contextlib.contextmanager
def mail_server(folder: Path, port: int, mood: str = TAKES) -> Iterator[MailServer]:
    """One that runs on this loopback port until we are done."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.reliability.mail_server", str(port), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        running = MailServer(port, folder)
        running.be(mood)
        yield running
    finally:
        process.kill()
        process.wait(10)


class _Post:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def mood(self) -> str:
        return (self.folder / "mood").read_text()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002  (names of aiosmtpd)
        if self.mood == LATER:
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002
        if self.mood == FULL:
            return "452 4.3.1 no room"
        found = email.message_from_bytes(envelope.content)
        with (self.folder / "taken").open("a") as file:
            file.write(json.dumps({"id": str(found["Message-ID"]).strip(), "to": envelope.rcpt_tos[0]}) + "\n")
        if self.mood == SLOW:
            await asyncio.sleep(0.7)
        return "250 OK"


class _Silent(asyncio.Protocol):
    """Takes the connection and never says a word."""


async def _run(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    post = _Post(folder)
    listening, was = None, ""
    while True:
        mood = (folder / "mood").read_text() if (folder / "mood").exists() else ""
        if mood and mood != was:
            if listening is not None and (mood in {AWAY, HANGS} or was == HANGS):
                listening.close()
                listening = None
            if listening is None and mood != AWAY:
                speak = _Silent if mood == HANGS else (lambda: SMTP(post, loop=loop, hostname="post.example"))
                listening = await loop.create_server(speak, "127.0.0.1", port)
            (folder / "is").write_text(mood)
            was = mood
        await asyncio.sleep(_LOOKS_EVERY)


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]), Path(sys.argv[2])))
