"""A bare application that shows every component once, under the real content security policy."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, jsonify, request, send_from_directory
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.serving import make_server

from app.web.templating import dialled, digit_by_digit

ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https://service.pdok.nl; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
DOMAINS = [
    ("Geld en papieren", "/leefgebied/inkomen"),
    ("Wonen", "/leefgebied/huisvesting", "Een huis, een trap die lastig wordt, buren."),
    ("Alledaagse dingen in huis", "/leefgebied/algemene-dagelijkse-vaardigheden"),
    ("Mantelzorgondersteuningsvoorzieningen en gezinsrelaties", "/leefgebied/gezinsrelaties"),
]


def sample_card(**changes):
    card = {
        "offer_id": "vb-1",
        "url": "/aanbod/avondoppas",
        "name": "Avondoppas Hattem",
        "summary": "Een vrijwilliger blijft een avond bij uw naaste, zodat u weg kunt.",
        "easy": None,
        "organisation": "Steunpunt voorbeeld",
        "when_text": "di+do 18:30-22:30",
        "when_words": "dinsdag en donderdag van 18.30 tot 22.30 uur",
        "place_text": "Hattem",
        "distance_km": 1.24,
        "scope": "kern",
        "scope_text": "",
        "cost_text": "€ 2,50 per keer",
        "cost_words": "2 euro 50 per keer",
        "level_text": "zonder indicatie",
        "phone": "038 000 00 00",
        "phone_spoken": None,
        "email": "oppas@voorbeeld.example",
        "checked_on_text": "3 november 2026",
        "stale": False,
        "example": True,
        "why": ["U vroeg om iemand die 's avonds blijft.", "Het is in uw kern."],
        "time_label": "",
        "saved": False,
        "labels": [],
    }
    return card | changes


CARDS = [
    sample_card(),
    sample_card(
        offer_id="vb-2",
        url="/aanbod/dag",
        name="Dagbestedingsactiviteitencentrum De Voorbeeldboomgaard",
        scope="regio",
        scope_text="In de regio",
        time_label="Op andere avonden",
        stale=True,
        saved=True,
        distance_km=12.4,
        level_text="de gemeente beslist hierover",
        place_text="Overbetuwe",
        labels=["Met vervoer"],
    ),
    sample_card(
        offer_id="vb-3",
        url="/aanbod/klein",
        name="Bezoek",
        phone=None,
        email=None,
        why=[],
        checked_on_text=None,
        when_text=None,
        cost_text=None,
        distance_km=None,
        organisation=None,
        example=False,
    ),
]
LANGUAGES = [SimpleNamespace(code=code, name=name) for code, name in (("nl", "Nederlands"), ("en", "English"))]


def build_app(theme="hattem", assets=None):
    app = Flask("styleguide", static_folder=str(ROOT / "app" / "static"), static_url_path="/static")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).parent / "templates"), FileSystemLoader(ROOT / "app" / "templates")]
    )
    app.jinja_options = {"undefined": StrictUndefined}
    Babel(app, default_locale="nl")
    with_assets = (ROOT / "app/static/vendor/nlds.css").exists() if assets is None else assets
    app.jinja_env.globals.update(
        decimal_text=lambda figure: figure.replace(".", ","),
        static_url=lambda path: f"/static/{path}",
        page_url=lambda path: path,
        language_url=lambda code: f"/{code}/",
        assets_present=with_assets,
        dialled=dialled,
        digit_by_digit=digit_by_digit,
        remembered=lambda macro, *values: macro(*values),
    )
    municipality = SimpleNamespace(
        name="Hattem",
        desk=SimpleNamespace(name="Wmo-loket Hattem", phone="038 000 00 00", phone_hours="ma-vr 9-12"),
    )

    @app.context_processor
    def names():
        lang = request.args.get("taal", "nl")
        return {
            "municipality": municipality,
            "languages": LANGUAGES,
            "page_lang": lang,
            "page_dir": "rtl" if lang == "ar" else "ltr",
            "theme_url": f"/thema/{request.args.get('thema', theme)}.css",
            "example_region": True,
            "desk_hours_words": "maandag tot en met vrijdag van 9 tot 12 uur",
        }

    @app.get("/")
    def page():
        from flask import render_template

        points = [
            {
                "lat": 52.474,
                "lon": 6.069,
                "name": "Avondoppas 'Hattem' <b>",
                "url": "/aanbod/avondoppas",
                "text": "1,2 km",
            },
            {"lat": 52.259, "lon": 5.607, "name": "De Voorbeeldboomgaard", "url": "/aanbod/dag", "text": ""},
        ]
        return render_template(
            "styleguide.html",
            cards=CARDS,
            domains=DOMAINS,
            points=points,
            page_address=lambda number: f"/zoeken?pagina={number}",
            optional=None,
        )

    @app.get("/thema/<name>.css")
    def theme_file(name):
        return send_from_directory(ROOT / "content" / "themes", f"{name}.css")

    @app.get("/api/suggesties")
    def suggestions():
        return jsonify(suggestions=["dagbesteding", "dagje uit"])

    @app.post("/lijstje")
    def shortlist():
        saved = request.form["doen"] == "bewaar"
        return jsonify(saved=saved, message="Bewaard." if saved else "Weggehaald.")

    @app.after_request
    def policy(answer):
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return app


@pytest.fixture(scope="session")
def make_app():
    return build_app


@pytest.fixture(scope="session", name="sample_card")
def sample_card_maker():
    return sample_card


@pytest.fixture(scope="session")
def styleguide_html():
    return build_app().test_client().get("/").get_data(as_text=True)


@pytest.fixture(scope="module")
def styleguide():
    """Address of a running style guide."""
    server = make_server("127.0.0.1", 0, build_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def chromium(browser):
    """The one Chromium of the test run: two at once do not go together in one thread."""
    return browser
