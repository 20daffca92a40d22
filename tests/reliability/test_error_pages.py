"""Promise 55: when something is wrong people get a plain page with a number to call, and never a trace."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.db import DatabaseGone
from app.web.application import create_app
from tests import postgres
from tests.reliability.visiting import HOST, SAME

SAID = "kanarie-in-de-fout"


@pytest.fixture
def site(small):
    app = create_app(small)

    def broken(kind):
        def view(**_):
            raise {
                "bug": RuntimeError(SAID),
                "unicode": UnicodeEncodeError("utf-8", SAID, 0, 1, SAID),
                "database": DatabaseGone(SAID),
            }[kind]

        return view

    for kind in ("bug", "unicode", "database"):
        app.view_functions.update(
            {
                "resident.page_privacy"
                if kind == "bug"
                else "resident.page_klacht"
                if kind == "database"
                else "resident.page_kosten": broken(kind)
            }
        )
    return FlaskClient(app)


CASES = [
    ("GET", "/dit-is-er-niet", HOST, 404),
    ("GET", "/aanbod/dit-is-er-niet", HOST, 404),
    ("GET", "/en/dit-is-er-niet", HOST, 404),
    ("DELETE", "/zoeken", SAME, 405),
    ("POST", "/zoeken", SAME, 413),
    ("GET", "/", {"Host": "kwaad.example"}, 421),
    ("GET", "/privacy", HOST, 500),
    ("GET", "/kosten", HOST, 500),
    ("GET", "/klacht", HOST, 503),
    ("GET", "/en/klacht", HOST, 503),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), CASES)
def test_an_error_page_has_a_number_to_call_and_its_own_number_and_no_trace(site, logs, method, path, headers, status):
    answer = site.open(
        path,
        method=method,
        headers=headers,
        environ_overrides={"CONTENT_LENGTH": "99999999"} if status == 413 else None,
    )
    assert answer.status_code == status
    assert "tel:" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "<h1" in answer.text
    for word in ("Traceback", SAID, ".py", "RuntimeError", "werkzeug", "sqlalchemy"):
        assert word not in answer.text
    assert SAID not in str(logs)
    assert [each for each in logs if each["event"] == "error page failed"] == []


def test_a_desk_of_ones_own_municipality_stands_on_its_error_pages(site):
    for host, name in (("hattem.localhost", "Hattem"), ("putten.localhost", "Putten")):
        assert name in site.get("/dit-is-er-niet", headers={"Host": host}).text


def test_a_machine_hears_of_an_error_as_json(site):
    answer = site.get("/api/dit-is-er-niet", headers=HOST)
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == 404
    assert answer.json["error"]["request"] == answer.headers["X-Request-ID"]


def test_even_when_the_page_for_errors_is_broken_there_is_a_number_to_call(small, logs):
    app = create_app(small)
    app.jinja_env.globals.pop("static_url")
    answer = FlaskClient(app).get("/dit-is-er-niet", headers=HOST)
    assert (answer.status_code, "tel:112" in answer.text) == (404, True)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_when_the_database_is_away_pages_say_so_with_a_number_and_the_desk_stays(small, logs, method, monkeypatch):
    app = create_app(small)
    client = FlaskClient(app)
    assert client.get("/", headers=HOST).status_code == 200
    small.database.close()
    if small.database.is_sqlite:
        Path(small.database.url.removeprefix("sqlite:///")).write_bytes(b"weg" * 5000)
    else:
        postgres.drop(small.database.url)
    for path in ("/zoeken?q=koken", "/aanbod/samen-koken"):
        answer = client.open(path, method=method if path.startswith("/zoeken") else "GET", headers=SAME)
        assert answer.status_code == 503, path
        assert "tel:" in answer.text
        assert answer.headers["Retry-After"] == "60"
    for path in ("/hulp-nu", "/waar-kan-ik-terecht", "/clientondersteuning", "/livez"):
        assert client.get(path, headers=HOST).status_code == 200, path
    assert client.get("/readyz", headers=HOST).status_code == 503
