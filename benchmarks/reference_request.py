"""A bare but honest way to accept a request, to measure ours against: Flask and sqlite3, and nothing else.

It puts the same rows in the same tables with the same indices, in one transaction with `synchronous=FULL`, and answers
with a redirect. It has no session, checks nothing, seals nothing, keeps no key apart and chains no audit line. gunicorn
serves `benchmarks.reference_request:application()`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from datetime import UTC, date, datetime

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as BaseResponse

VARIABLE = "REFERENCE_REQUESTS"
REQUEST = (
    "INSERT INTO conversation_request (uid, reference, public_number, municipality, kern, team, channel, for_whom, language, state,"
    " is_report, received_at, arrived_on, due_on, plan_until, support, support_shares, support_confirmed, contact_afterwards,"
    " follow_up_by, sealed_contact, sealed_story)"
    " VALUES (?, ?, ?, 'hattem', '', 'team-hattem', 'digital', 'self', 'nl', 'received', 1, ?, ?, ?, ?, 'later', '[]', 0, 0, '', ?, ?)"
)


def application() -> Flask:
    """The app, over the database that the environment names."""
    app = Flask(__name__)
    there = threading.local()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(there, "connection", None)
        if found is None:
            found = there.connection = sqlite3.connect(os.environ[VARIABLE], timeout=10, isolation_level=None)
            found.execute("PRAGMA journal_mode=wal")
            found.execute("PRAGMA synchronous=FULL")
            found.execute("PRAGMA foreign_keys=ON")
        return found

    @app.get("/livez")
    def livez() -> str:
        return "ok"

    @app.post("/gesprek")
    def send() -> BaseResponse:
        contact, story = request.form["telefoon"].encode(), request.form["vraag"].encode()
        now, today, uid = datetime.now(UTC).isoformat(" ")[:26], date.today().isoformat(), str(uuid.uuid4())  # noqa: DTZ011
        database = connection()
        database.execute("BEGIN IMMEDIATE")
        days = (now, today, today, today)
        number = database.execute(REQUEST, (uid, uid[:12], uid[-10:], *days, contact, story)).lastrowid
        database.execute("INSERT INTO sent_form VALUES (?, ?, ?)", (request.form["formulier"], number, now))
        database.execute(
            "INSERT INTO request_access (request_id, holder, code_digest, created_at) VALUES (?, 'person', ?, ?)",
            (number, uid, now),
        )
        database.execute(
            "INSERT INTO request_event (uid, request_id, at, actor, kind, public) VALUES (?, ?, ?, 'person', 'received', 1)",
            (uid, number, now),
        )
        for channel in ("mail", "open_klant"):
            delivery = database.execute(
                "INSERT INTO delivery (request_id, key, channel, purpose, state, created_at, attempts, last_error, steps)"
                " VALUES (?, ?, ?, 'request', 'waiting', ?, 0, '', '{}')",
                (number, str(uuid.uuid4()), channel, now),
            ).lastrowid
            database.execute(
                "INSERT INTO outbox_message (kind, payload, created_at, next_at, attempts, last_error)"
                " VALUES ('request.deliver', ?, ?, ?, 0, '')",
                (f'{{"delivery": {delivery}}}', now, now),
            )
        database.execute(
            "INSERT INTO audit_line (at, actor, action, subject, previous, digest) VALUES (?, 'person', 'conversation.ask', ?, '', ?)",
            (now, f"request:{number}", uid),
        )
        database.execute("COMMIT")
        return redirect("/gesprek/ontvangen", 303)

    return app
