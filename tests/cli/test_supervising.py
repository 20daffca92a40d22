import subprocess
import sys

from app.cli import supervising


def test_the_access_log_holds_no_question_no_address_and_no_browser():
    for secret in ("%(q)s", "%(r)s", "%(h)s", "%(a)s", "%(f)s", "%({referer}i)s", "%(u)s", "%(U)s?"):
        assert secret not in supervising.ACCESS_LOG
    command = supervising.web_command("127.0.0.1", 8000, 2, access_log=True)
    assert command[command.index("--access-logformat") + 1] == supervising.ACCESS_LOG
    assert "--access-logfile" not in supervising.web_command("127.0.0.1", 8000, 2, access_log=False)


def test_an_ipv6_address_is_written_as_gunicorn_reads_it():
    assert "[::1]:8000" in supervising.web_command("::1", 8000, 1, access_log=False)


def test_a_worker_that_falls_over_is_started_again_and_the_web_servers_end_is_the_end(monkeypatch):
    started = []

    def short(words, seconds, code):
        started.append(words)
        return subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds}); raise SystemExit({code})"])

    monkeypatch.setattr(supervising, "WORKER_REST_SECONDS", 0.01)
    monkeypatch.setattr(supervising, "_start_worker", lambda environment: short("worker", 0.05, 1))
    monkeypatch.setattr(
        supervising,
        "web_command",
        lambda *args, **options: [sys.executable, "-c", "import time; time.sleep(1.5); raise SystemExit(3)"],
    )
    assert supervising.run("127.0.0.1", 8000, 1, {}) == 3
    assert len(started) >= 2


def test_a_web_server_that_is_killed_is_started_again(monkeypatch, tmp_path):
    """The first two are killed, as the system does when memory runs out; the third ends by itself."""
    times = tmp_path / "times"
    code = f"""
import os, pathlib, signal
times = pathlib.Path({str(times)!r})
times.write_text((times.read_text() if times.exists() else "") + "x")
os.kill(os.getpid(), signal.SIGKILL) if len(times.read_text()) < 3 else exit(4)
"""
    monkeypatch.setattr(supervising, "WEB_REST_SECONDS", 0.01)
    monkeypatch.setattr(supervising, "web_command", lambda *args, **options: [sys.executable, "-c", code])
    assert supervising.run("127.0.0.1", 8000, 1, {}, with_worker=False) == 4
    assert times.read_text() == "xxx"
