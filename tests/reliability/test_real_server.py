"""What only shows through the real server: bodies, logs, staying alive. Promises 22, 23, 25 and the log rule."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import zipfile

import pytest

from app.web.bodies import LARGEST_BODY
from tests.installing import copy_folder
from tests.reliability.real_server import ROOT, SECRET, children, serve

pytestmark = pytest.mark.slow
WORDS = "kanarie"


@pytest.fixture(scope="module")
def site(small_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "installation"
    copy_folder(small_template, folder)
    with serve(folder, "--workers", "2") as running:
        yield running


def chunked(path, *parts, host="127.0.0.1"):
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts)
    return head.encode() + body + b"0\r\n\r\n"


@pytest.mark.parametrize("size", [10, 100_000, LARGEST_BODY + 10])
def test_a_body_that_does_not_say_its_length_is_refused_with_411(site, size):
    answer = site.send(chunked("/zoeken", b"q=", b"a" * size))
    assert answer.startswith(b"HTTP/1.1 411") or answer == b"", answer[:80]
    if size < LARGEST_BODY:
        assert answer.startswith(b"HTTP/1.1 411")
        assert b"tel:" in answer


def test_a_body_that_is_too_large_is_refused_with_413(site):
    head = f"POST /zoeken HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {LARGEST_BODY + 1}\r\nConnection: close\r\n\r\n"
    assert site.send(head.encode()).startswith(b"HTTP/1.1 413")


def test_a_length_and_chunks_together_are_refused(site):
    raw = chunked("/zoeken", b"q=a").replace(b"Transfer-Encoding", b"Content-Length: 3\r\nTransfer-Encoding")
    assert site.send(raw).split(b" ")[1] in {b"400", b"411"}


def test_what_fits_arrives_whole(site):
    question = "q=" + "x" * 1900 + "+zingen"
    status, _, body = site.ask(
        "POST", "/zoeken", question.encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert status == 200
    assert b"zingen" in body


def test_what_people_looked_for_is_in_no_log(site):
    secrets = [f"{WORDS}{number}" for number in range(12)]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = [
        ("GET", f"/zoeken?q={secrets[0]}&postcode=8051AA", None, {}),
        ("POST", "/zoeken", f"q={secrets[1]}".encode(), form),
        ("GET", f"/api/zoeken?q={secrets[2]}", None, {}),
        ("POST", "/api/zoeken", f"q={secrets[3]}".encode(), form),
        ("GET", f"/api/suggesties?q={secrets[4]}", None, {}),
        ("GET", f"/zoeken?q=zelfmoord+{secrets[5]}", None, {}),
        ("POST", "/vertel-wat-u-zocht", f"woorden={secrets[6]}&words={secrets[6]}".encode(), form),
        ("POST", "/aanbod/samen-koken/klopt-dit-niet", f"wat={secrets[7]}&words={secrets[7]}".encode(), form),
        ("POST", "/inloggen", f"email={secrets[8]}@voorbeeld.nl&wachtwoord={secrets[8]}".encode(), form),
        ("POST", "/zoeken", b"\xff\xfe" + secrets[9].encode(), form),
        (
            "GET",
            "/",
            None,
            {
                "Referer": f"http://127.0.0.1/zoeken?q={secrets[10]}",
                "User-Agent": secrets[10],
                "Cookie": f"leefplein={secrets[10]}",
            },
        ),
        ("POST", "/lijstje/notities", f"notitie={secrets[11]}".encode(), form),
    ]
    for method, path, body, headers in asked:
        status, _, _ = site.ask(method, path, body, headers)
        assert status < 500, (method, path, status)
    time.sleep(0.5)
    said = site.log.read_text(encoding="utf-8")
    assert '"path":"/zoeken"' in said.replace(" ", ""), "there is an access log"
    assert WORDS not in said
    assert "8051" not in said
    assert "?" not in "".join(line for line in said.splitlines() if '"path"' in line)


def test_a_request_in_flight_is_finished_when_the_server_is_told_to_stop(small_template, tmp_path):
    copy_folder(small_template, tmp_path / "i")
    with serve(tmp_path / "i", "--workers", "1", "--no-worker") as running:
        body = b"q=koken" + b"+" * 2000
        head = f"POST /zoeken HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", running.port), timeout=30) as connection:
            connection.sendall(head.encode() + body[:7])
            time.sleep(0.5)  # it is being read now
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            connection.sendall(body[7:])
            found = b""
            while part := connection.recv(65536):
                found += part
        assert running.process.wait(40) == 0
    assert found.startswith(b"HTTP/1.1 200")
    assert b"Samen koken" in found
    assert found.rstrip().endswith(b"</html>")


def test_a_web_worker_that_dies_is_replaced(site):
    (master,) = children(site.process.pid, "gunicorn")
    victim = random.choice(children(master))
    os.kill(victim, signal.SIGKILL)
    until = time.monotonic() + 20
    while victim in children(master) or len(children(master)) < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert [site.ask("GET", "/zoeken?q=koken")[0] for _ in range(10)] == [200] * 10


def a_bomb(folder):
    """A small workbook that unpacks to a very large one."""
    path = folder / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000)
    return path


def test_the_site_stays_alive_while_a_bomb_is_read(site, tmp_path):
    bomb = a_bomb(tmp_path)
    environment = os.environ | {
        "LEEFPLEIN_DATA_DIR": str(site.log.parent),
        "LEEFPLEIN_SEARCH_DIR": str(site.log.parent / "search_index"),
        "LEEFPLEIN_SECRET_KEY": SECRET,
    }
    reading = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "import", "spreadsheet", str(bomb)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    slowest = 0.0
    while reading.poll() is None:
        began = time.monotonic()
        assert site.ask("GET", "/livez")[0] == 200
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.05)
    _, said = reading.communicate(timeout=60)
    assert reading.returncode == 1
    assert "Traceback" not in said
    assert said.strip()
    assert slowest < 10, "tenfold slack on a promise of one second"
