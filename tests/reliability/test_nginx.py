"""The shipped nginx.conf before the real server: slow clients (promise 54), what is logged, and what stands there when we are away.

The shipped file is used, with its ports, paths and certificate replaced by the test's own.
"""

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from app.content.away import write_away_pages
from tests.installing import copy_folder, shipped_content
from tests.reliability.real_server import ROOT, RealServer, free_port, serve

NGINX = shutil.which("nginx") or next((each for each in ("/usr/sbin/nginx",) if Path(each).exists()), None)
SHIPPED = ROOT / "docs" / "operators" / "nginx.conf"
SLOW = 400
HOST = "127.0.0.1"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="LET OP: nginx is er niet; installeer het pakket nginx-light"),
]


def rendered(folder, port, upstream):
    """The shipped file for this machine: plain http on a loopback port; everything about slow clients as it is."""
    text = SHIPPED.read_text(encoding="utf-8")
    first, second = (match.start() for match in re.finditer(r"^server \{", text, re.MULTILINE))
    text = text[:first] + text[second:]  # the redirect from http
    text = re.sub(r"^\s*ssl_.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("listen [::]:443 ssl http2;", "")
    text = text.replace("hulp.uwgemeente.example", HOST).replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    text = text.replace("/var/log/nginx/", f"{folder}/").replace("/var/lib/leefplein-away", f"{folder}/away")
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"worker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\ndaemon off;\n"
        f"events {{ worker_connections 2048; }}\nhttp {{\n{temporary}{text}\n}}\n"
    )


@pytest.fixture(scope="module")
def before(small_template, tmp_path_factory):
    """nginx before our own server: (nginx as a server to ask, the server behind it)."""
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    copy_folder(small_template, folder / "installation")
    write_away_pages(shipped_content(), folder / "away")
    port, upstream = free_port(), free_port()
    (folder / "nginx.conf").write_text(rendered(folder, port, upstream), encoding="utf-8")
    asked = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    checked = subprocess.run([*asked, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with serve(folder / "installation", "--workers", "2", port=upstream) as behind:
        process = subprocess.Popen([*asked, "-g", "user root;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        front = RealServer(port, process, folder / "leefplein.log")
        try:
            until = time.monotonic() + 10
            while time.monotonic() < until:
                try:
                    socket.create_connection((HOST, port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield front, behind
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture
def slow_clients(before):
    """Opens connections that never finish what they say."""
    front, _ = before
    opened = []

    def opening(words):
        for number in range(SLOW):
            # Of forty networks, so that no limit per address helps: waiting itself must cost nothing.
            whose = (f"127.0.1.{number % 40 + 1}", 0)
            connection = socket.create_connection((HOST, front.port), timeout=10, source_address=whose)
            connection.sendall(words)
            opened.append(connection)

    yield opening
    for each in opened:
        each.close()


@pytest.mark.parametrize(
    "words",
    [
        b"GET /zoeken HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ",
        b"POST /zoeken HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nq=",
    ],
    ids=["half headers", "half bodies"],
)
def test_slow_clients_keep_nobody_waiting(before, slow_clients, words):
    front, _ = before
    assert front.ask("GET", "/")[0] == 200  # everything is read and warm
    slow_clients(words)
    slowest = 0.0
    for _ in range(5):
        began = time.monotonic()
        status, _, body = front.ask("GET", "/zoeken?q=koken")
        slowest = max(slowest, time.monotonic() - began)
        assert status == 200
        assert b"Samen koken" in body
    assert slowest < 10, "tenfold slack on a promise of one second"


def test_what_people_look_for_and_who_they_are_is_in_no_log(before):
    front, _ = before
    secret = "kanarie"
    headers = {"Referer": f"http://x/?{secret}", "User-Agent": secret, "Cookie": f"a={secret}"}
    assert front.ask("GET", f"/zoeken?q={secret}&postcode=8051AA", None, headers)[0] == 200
    time.sleep(0.3)
    said = front.log.read_text(encoding="utf-8")
    assert '"path":"/zoeken"' in said
    for word in (secret, "8051", "?", "127.0.0.1"):
        assert word not in said


def test_numbers_are_for_this_machine_only(before):
    front, behind = before
    assert behind.ask("GET", "/metrics")[0] == 200
    assert front.ask("GET", "/metrics")[0] == 404


def test_our_own_words_pass_and_what_is_far_too_large_gets_a_page_with_a_number(before):
    front, _ = before
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, headers, body = front.ask("POST", "/zoeken", b"q=" + b"a" * (5 * 1024 * 1024), form)
    assert (status, b"te groot" in body, b"tel:" in body) == (413, True, True)
    assert headers["Content-Type"].startswith("text/html")
    status, _, body = front.ask("GET", "/bestaat-niet")
    assert (status, b"tel:" in body) == (404, True)
    assert front.ask("GET", "/")[1]["Content-Security-Policy"].startswith("default-src 'none'")


def test_when_we_are_away_there_is_still_somebody_to_call(before, tmp_path, small_template):
    front, _ = before
    folder = front.log.parent
    alone = free_port()
    nobody = free_port()
    (folder / "alone.conf").write_text(
        rendered(folder, alone, nobody).replace("nginx.pid", "alone.pid"), encoding="utf-8"
    )
    process = subprocess.Popen([NGINX, "-c", str(folder / "alone.conf"), "-p", str(folder), "-g", "user root;"])
    try:
        time.sleep(1)
        for method, body in (("GET", None), ("POST", b"vraag=x")):
            status, _, said = RealServer(alone, process, folder / "x").ask(method, "/gesprek", body)
            assert status == 502
            assert b"even niet bereikbaar" in said
            assert said.count(b'href="tel:') > 2
    finally:
        process.terminate()
        process.wait(10)
