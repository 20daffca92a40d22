"""Four workers over one database: each mail goes out once, whoever takes it (promise 10)."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from app.db import Database
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.outbox.posting import backlog
from tests.databases import address  # noqa: F401
from tests.installing import settings_in
from tests.reliability.mail_server import mail_server
from tests.reliability.real_server import ROOT, free_port

pytestmark = pytest.mark.slow
WORKERS, MAILS = 4, 100  # five batches for four workers
PROGRAM = """
import os, sys, time
from pathlib import Path
from app.db import Database
from app.handlers import HANDS
from app.mailing.waiting import KIND
from app.outbox.worker import Worker
from types import SimpleNamespace
from tests.installing import settings_in

folder, database, smtp, out = Path(sys.argv[1]), Database(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
settings = settings_in(folder, smtp_url=smtp)

def hand(services, claims):
    with out.open("a") as said:
        said.writelines(f"{each.id}\\n" for each in claims)
    HANDS[KIND](services, claims)

worker = Worker(database, SimpleNamespace(settings=settings, database=database), {KIND: hand})
out.with_suffix(".ready").touch()
while not (folder / "go").exists():
    time.sleep(0.005)
worker.run()
"""


def test_four_workers_send_each_mail_once(address, tmp_path):
    settings, database = settings_in(tmp_path), Database(address)
    with mail_server(tmp_path / "post", free_port()) as mail:
        with database.writing() as session:
            for number in range(MAILS):
                post_letter(session, settings, Letter(f"voorbeeld{number}@voorbeeld.example", "Mijn lijstje", "Hulp"))
        told = [tmp_path / f"worker-{number}" for number in range(WORKERS)]
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), address, mail.url]
        workers = [
            subprocess.Popen([*command, str(each)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
            for each in told
        ]
        try:
            _until(lambda: all(each.with_suffix(".ready").exists() for each in told))
            (tmp_path / "go").touch()
            _until(lambda: backlog(database).waiting == 0)
        finally:
            for each in workers:
                each.terminate()
            for each in workers:
                each.wait(30)
        taken = mail.taken()
    opened = [[int(line) for line in each.read_text().split()] if each.exists() else [] for each in told]
    assert Counter(number for each in opened for number in each).most_common(1)[0][1] == 1, "no row was opened twice"
    assert Counter(to for _, to in taken) == Counter(
        {f"voorbeeld{number}@voorbeeld.example": 1 for number in range(MAILS)}
    )
    assert len([each for each in opened if each]) > 1, "one worker did it all: this said nothing"
    database.close()


def _until(happened, seconds=90.0):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
