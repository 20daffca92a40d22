"""One's own offer or question: come in with number and code, see where it stands, and leave without a trace (I-34).

In the browser stands only which one is open and since when, sealed; each page looks in the database whether it is still
there. Of the other side of a proposal nothing is shown that `app.matching.own` does not give.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.accounts.slowing import TooSoon
from app.matching.lifecycle import NotPossible
from app.matching.mediation import NobodyThere
from app.matching.models import Notice
from app.matching.own import OwnNotice, open_with, own_notice
from app.matching.told import sentences
from app.references import spaced_reference
from app.web import own_answers
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.notice_words import other_help, search_for
from app.web.resident import helping_own_words as words
from app.web.resident.own_request import IDLE_SECONDS, LONGEST_SECONDS, LONGEST_TYPED
from app.web.resident.private import Answer, private
from app.web.running import language, municipality, services
from app.web.templating import page_url

HOME: Final = "/voor-elkaar/mijn"
NOT_ANY_MORE: Final = "niet"
_DIGEST_SIGNS: Final = 16
DONE: Final = frozenset(
    {
        "ja", "nee", "gegevens", "veranderd", "nagekeken", "pauze", "hervat", "klopt", "ingetrokken", "gemeld",
        "gestopt", NOT_ANY_MORE,
    }
)  # fmt: skip
"""What a page may say that it did; nothing in an address is shown as it stands."""
Errors = list[tuple[str, str]]


def add_to(blueprint: Blueprint) -> None:
    """The door, the overview, and leaving."""
    blueprint.add_url_rule(HOME, "helping_own", overview)
    blueprint.add_url_rule(HOME, "helping_own_open", come_in, methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/klaar", "helping_own_left", left)
    blueprint.add_url_rule(f"{HOME}/klaar", "helping_own_leave", leave, methods=["POST"])


def inside(page: Callable[[OwnNotice], Answer]) -> Callable[[], Response]:
    """A page for who came in; anybody else gets the door. What cannot be done any more leads back to how it stands now."""

    @wraps(page)
    def guarded() -> Response:
        own = _own()
        if own is not None:
            try:
                return private(page(own))
            except NotPossible:
                return private(home(NOT_ANY_MORE))
            except NobodyThere:
                own_answers.forget(own_answers.HELPING_OWN)
        if request.method != "POST":
            return private(redirect(page_url(HOME), 303))
        message = _("U was een tijd weg. Er is niets veranderd. Vul uw nummer en uw code nog eens in.")
        return private(_door([("referentie", message)], 422))

    return guarded


def home(done: str) -> Response:
    """Back to the overview, which says what was done."""
    return redirect(f"{page_url(HOME)}?gedaan={done}", 303)


def show(template: str, own: OwnNotice, *, errors: Errors | None = None, **names: Any) -> str | tuple[str, int]:
    """A page of somebody's own offer or question; with errors it says so (422)."""
    town = services().mediation.town(own.notice.municipality)
    page = render_template(
        f"resident/helping/{template}.html",
        own=own,
        offers=words.offers(own),
        town=town,
        mediation=town.mediation,
        words=words,
        reference=spaced_reference(own.notice.reference),
        errors=errors or [],
        found=dict(errors or []),
        **names,
    )
    return (page, 422) if errors else page


def overview() -> Response:
    """Everything about one's own offer or question; the door for who did not come in."""
    own = _own()
    if own is None:
        return private(_door([], 200))
    done = request.args.get("gedaan", "")
    return private(
        show(
            "own",
            own,
            done=done if done in DONE else "",
            sentences=sentences(services().mediation, own, own.proposals, language()),
            other_help=other_help(own.notice.tasks, own.notice.kern) if words.nobody_found(own) else [],
            more=search_for(own.notice.tasks),
        )
    )


def come_in() -> Response:
    """Number and code. Wrong in whatever way is one and the same answer."""
    typed, code = _typed("referentie"), _typed("code")
    errors: Errors = []
    if not typed.strip():
        errors.append(("referentie", _("Vul bij 'Uw nummer' het nummer in dat u kreeg.")))
    if not code.strip():
        errors.append(("code", _("Vul bij 'Uw code' de code in die bij uw nummer hoort.")))
    if errors:
        return private(_door(errors, 422, typed, code))
    try:
        notice_id = open_with(services().mediation, typed, code, caller_address())
        own = own_notice(services().mediation, notice_id)
    except TooSoon as problem:
        message = _(
            "Dit ging een paar keer achter elkaar mis. Wacht %(seconds)s seconden en probeer het dan nog eens. Of bel ons.",
            seconds=problem.seconds,
        )
        return private(_door([("referentie", message)], 429, typed, code))
    except NobodyThere:
        message = _(
            "Dit nummer en deze code passen niet bij elkaar. Kijk ze allebei nog eens na. Lukt het niet? Bel ons, dan kijken wij met u mee."
        )
        return private(_door([("referentie", message)], 422, typed, code))
    own_answers.forget(own_answers.HELPING_OWN)
    receipt = own_answers.kept(own_answers.HELPING_RECEIPT)
    if receipt and receipt.get("reference") != spaced_reference(own.notice.reference):
        own_answers.forget(own_answers.HELPING_RECEIPT)  # of who used this browser before: a code stands on it
    if not _keep_open(own.notice):
        message = _(
            "U bent op dit apparaat ook met iets anders bezig. Verstuur of wis dat eerst. Wat u schreef, staat er nog."
        )
        return private(_door([("referentie", message)], 422, typed, code))
    return private(redirect(page_url(HOME), 303))


def leave() -> Response:
    """Nothing stays behind in this browser."""
    own_answers.forget(own_answers.HELPING_OWN, own_answers.HELPING_RECEIPT, own_answers.HELPING)
    return private(redirect(page_url(f"{HOME}/klaar"), 303))


def left() -> Response:
    """It is closed; how to come back."""
    return private(render_template("resident/helping/own_left.html", mediation=municipality().mediation))


def _own() -> OwnNotice | None:
    kept = own_answers.kept(own_answers.HELPING_OWN)
    number = _open_number(kept)
    try:
        own = own_notice(services().mediation, number) if number else None
    except NobodyThere:
        own = None
    if own is None or _marks(own.notice) != {name: kept.get(name) for name in _marks(own.notice)}:
        own_answers.forget(own_answers.HELPING_OWN)
        return None
    _keep_open(own.notice)
    return own


def _open_number(kept: dict[str, Any]) -> int:
    """The notice that is open in this browser; 0 for none, after half an hour of nothing, or after half a day."""
    number, at, since = kept.get("notice"), kept.get("at"), kept.get("since")
    if not (isinstance(number, int) and isinstance(at, int) and isinstance(since, int)):
        return 0
    now = clock.now().timestamp()
    return number if abs(now - at) < IDLE_SECONDS and abs(now - since) < LONGEST_SECONDS else 0


def _keep_open(notice: Notice) -> bool:
    """Note that somebody is at work on it, now."""
    now = int(clock.now().timestamp())
    since = own_answers.kept(own_answers.HELPING_OWN).get("since", now)
    return own_answers.keep(own_answers.HELPING_OWN, {**_marks(notice), "at": now, "since": since})


def _marks(notice: Notice) -> dict[str, Any]:
    """What has to be the same for as long as it is open in a browser.

    The uid, because a number may mean another one after an old backup; a part of the code's digest, because who gets a
    new code wants the old one, and every browser it opened, to open nothing any more.
    """
    return {"notice": notice.id, "uid": notice.uid, "code": notice.code_digest[:_DIGEST_SIGNS]}


def _door(errors: Errors, status: int, typed: str = "", code: str = "") -> tuple[str, int]:
    page = render_template(
        "resident/helping/own_door.html",
        errors=errors,
        found=dict(errors),
        typed=typed,
        code=code,
        town=municipality(),
        mediation=municipality().mediation,
    )
    return page, status


def _typed(name: str) -> str:
    return clean(request.form.get(name, ""))[:LONGEST_TYPED]
