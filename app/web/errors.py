"""When something is wrong: a plain page with what to do and a number to call, never a trace.

Also for machines: the same facts as JSON under /api/.
"""

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.data_keys import Erased, KeysLost
from app.db import DatabaseGone
from app.logs import place_of
from app.personal_numbers import without_bsn
from app.web.bodies import clean
from app.web.forgery import comes_from_us
from app.web.help_first import shown
from app.web.running import content

log = structlog.get_logger()
MOST_NUMBERS = 4
_NOT_REPEATED = frozenset({"csrf_token", "wachtwoord", "nieuw", "nogmaals", "password", "code", "antwoord"})


def _texts(code: int) -> tuple[str, str]:
    texts = {
        400: (_("Dit verzoek begrijpen we niet"), _("Ga een stap terug en probeer het nog eens.")),
        403: (
            _("Deze pagina is niet voor u"),
            _("U bent misschien niet aangemeld, of deze pagina hoort bij iemand anders."),
        ),
        404: (
            _("Deze pagina is er niet (meer)"),
            _("Misschien is het adres veranderd. Zoek in uw eigen woorden, of bel ons."),
        ),
        405: (_("Zo kan deze pagina niet worden geopend"), _("Ga een stap terug en gebruik de knop op de pagina.")),
        410: (_("Dit is er niet meer"), _("Zoek in uw eigen woorden naar iets anders, of bel ons.")),
        411: (
            _("Dit verzoek is niet volledig aangekomen"),
            _("Ga een stap terug en verstuur het nog eens. Er is niets bewaard."),
        ),
        413: (_("Dit is te veel in één keer"), _("Maak uw tekst of bestand kleiner en verstuur het nog eens.")),
        415: (_("Dit soort bestand kunnen we niet lezen"), _("Ga een stap terug en kies een ander bestand.")),
        421: (_("Dit adres hoort niet bij ons"), _("Kijk of het webadres goed is getypt.")),
        429: (
            _("Even rustig aan"),
            _("Er kwamen veel verzoeken kort na elkaar. Wacht een minuut en probeer het nog eens."),
        ),
        503: (_("Dit lukt nu even niet"), _("Er is iets met onze computers. Bel ons gerust, dan helpen we u meteen.")),
    }
    fallback = (_("Er ging iets mis bij ons"), _("Dat ligt niet aan u. Probeer het straks nog eens, of bel ons."))
    return texts.get(code, fallback)


def install(app: Flask) -> None:
    """Answer every problem with a page."""
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(DatabaseGone, _no_database)
    app.register_error_handler(KeysLost, _no_database)
    app.register_error_handler(Erased, _erased)
    app.register_error_handler(Exception, _unexpected)


def problem_page(code: int, description: str = "", texts: tuple[str, str] | None = None) -> Response:
    """The page (or JSON) for one kind of problem.

    :param texts: title and advice, when there is more to say than the code does.
    """
    title, advice = texts or _texts(code)
    number = g.get("request_id", "-")
    if request.path.startswith("/api/"):
        answer = jsonify({"error": {"code": code, "title": title, "detail": description or advice, "request": number}})
    else:
        try:
            page = render_template(
                "errors/problem.html",
                code=code,
                heading=title,
                advice=advice,
                request_id=number,
                help_numbers=[shown(each) for each in content().help_numbers[:MOST_NUMBERS]],
            )
        except Exception as trouble:  # noqa: BLE001  (the page for trouble must come, whatever the trouble)
            log.error("error page failed", kind=type(trouble).__name__)
            page = f"<!doctype html><html lang=nl><title>{title}</title><h1>{title}</h1><p>{advice}</p><p>Bij gevaar: bel <a href=tel:112>112</a>.</p>"
        answer = make_response(page)
    answer.status_code = code
    return answer


def _http_problem(problem: HTTPException) -> Response:
    code = problem.code or 500
    if 300 <= code < 400:  # noqa: PLR2004  (a redirect is no problem)
        return make_response(problem.get_response())
    answer = problem_page(code)
    if code == 405 and problem.get_response().headers.get("Allow"):  # noqa: PLR2004
        answer.headers["Allow"] = problem.get_response().headers["Allow"]
    return answer


def _forged(problem: CSRFError) -> Response:
    """Show what was typed again, with a button: nobody loses a text because a page stood open too long.

    What came from another site is shown without the button, to copy: else one click would send what that site made up.
    """
    log.info("form without a valid token", endpoint=request.endpoint)
    del problem
    if request.path.startswith("/api/"):
        return problem_page(400)
    kept = [
        (clean(name), without_bsn(clean(value)))
        for name, value in request.form.items(multi=True)
        if name not in _NOT_REPEATED
    ]
    action = request.script_root + request.full_path.rstrip("?")
    foreign = comes_from_us() is False
    answer = make_response(render_template("errors/confirm.html", kept=kept, action=action, foreign=foreign))
    answer.status_code = 400
    return answer


def _no_database(problem: DatabaseGone | KeysLost) -> Response:
    log.error("database gone", kind=type(problem).__name__)
    answer = problem_page(503)
    answer.headers["Retry-After"] = "60"
    return answer


def _erased(problem: Erased) -> Response:
    """A request of which an old copy of the database still holds the row; its key is gone, so nobody can read it."""
    del problem
    advice = _(
        "Wat erin stond kan niemand meer lezen, wij ook niet. Wilt u een gesprek aanvragen? Dat kan altijd opnieuw."
    )
    return problem_page(410, texts=(_("Deze aanvraag is gewist"), advice))


def _unexpected(problem: Exception) -> Response:
    # The kind and place are enough to mend it; the message could hold what somebody typed.
    log.error(
        "unexpected", kind=type(problem).__name__, place=place_of(problem.__traceback__), endpoint=request.endpoint
    )
    return problem_page(500)
