"""One's own request: come in with number and code, see everything, and leave without a trace (I-56, S14, promises 41, 51).

In the browser stands only which access is open and since when, sealed. Each page looks in the database whether that
access still stands, so ending it works on the next click.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.accounts.slowing import TooSoon
from app.conversation.access import access_with, open_with
from app.conversation.lifecycle import Action, NotAllowed
from app.conversation.looking_back import Own, own_request
from app.conversation.office import NobodyHome
from app.references import spaced_code, spaced_reference
from app.web import own_answers
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.own_answers import DRAFT, OWN_REQUEST, RECEIPT
from app.web.resident import own_request_words as words
from app.web.resident.own_request_forms import PLAN, carried
from app.web.resident.private import Answer, private
from app.web.running import municipality, services
from app.web.templating import page_url

HOME: Final = "/mijn-aanvraag"
IDLE_SECONDS: Final = 30 * 60
LONGEST_SECONDS: Final = 12 * 60 * 60
"""However busy somebody is: a copy of the cookie does not open a request for days."""
CODE: Final = "code"
"""Where the new code of who takes over waits in the sealed session, from before it holds: a click that was made twice, or
an answer that got lost on the way, costs nobody their own request."""
LONGEST_TYPED: Final = 60
CARRIED: Final[dict[str, tuple[str, ...]]] = {"woorden": ("woorden",), "plan": tuple(PLAN)}
"""Forms in which somebody may have written a long time: what they wrote is carried over the door."""
_FORMS: Final = {"woorden": "own_request_add", "plan": "own_request_plan"}
_MAY: Final = {"woorden": Action.ADD_WORDS, "plan": Action.ADD_PLAN}


def add_to(blueprint: Blueprint) -> None:
    """The door, the overview, and leaving."""
    blueprint.add_url_rule(HOME, "own_request", overview)
    blueprint.add_url_rule(HOME, "own_request_open", come_in, methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/klaar", "own_request_left", left)
    blueprint.add_url_rule(f"{HOME}/klaar", "own_request_leave", leave, methods=["POST"])


def inside(page: Callable[[Own], Answer]) -> Callable[[], Answer]:
    """A page for who came in. Anybody else gets the door, and what they wrote is carried along."""

    @wraps(page)
    def guarded() -> Answer:
        own = _own()
        if own is not None:
            try:
                return private(page(own))
            except NotAllowed:
                return redirect(page_url(HOME), 303)  # somebody else was first: the page shows how it stands now
            except NobodyHome:
                own_answers.forget(OWN_REQUEST)  # ended while this page was being made
        if request.method != "POST":
            return redirect(page_url(HOME), 303)
        target = request.path.removeprefix(HOME + "/")
        message = _("U was een tijd weg, of deze toegang is gestopt. Vul uw nummer en uw code nog eens in.")
        kept = carried(dict.fromkeys(CARRIED.get(target, ())))
        return private(_door([("referentie", message)], 422, kept=kept, target=target if kept else ""))

    return guarded


def show(
    template: str, own: Own, *, errors: list[tuple[str, str]] | None = None, **names: Any
) -> str | tuple[str, int]:
    """A page of somebody's own request; with errors it says so (422)."""
    town = services().office.town(own.request.municipality)
    page = render_template(
        f"resident/{template}.html",
        own=own,
        town=town,
        words=words,
        reference=spaced_reference(own.request.reference),
        errors=errors or [],
        **names,
    )
    return (page, 422) if errors else page


def access_number() -> int:
    """The access that is open in this browser; 0 for none, when nobody did anything for half an hour, or after half a day."""
    kept = own_answers.kept(OWN_REQUEST)
    access, at, since = kept.get("access"), kept.get("at"), kept.get("since")
    now = clock.now().timestamp()
    if not isinstance(access, int) or not isinstance(at, int) or not at - IDLE_SECONDS < now < at + IDLE_SECONDS:
        return 0
    return access if isinstance(since, int) and abs(now - since) < LONGEST_SECONDS else 0


def keep_open(access: int, **more: Any) -> bool:
    """Note that somebody is at work on this request, now. False when the browser holds too much else to keep it.

    The request's own name goes along: a number of an access may be given out again after an erasure or an old backup, and
    then it must not open what somebody else asked.
    """
    now = int(clock.now().timestamp())
    before = own_answers.kept(OWN_REQUEST)
    same = {name: before[name] for name in ("since", "uid") if name in before}
    return own_answers.keep(OWN_REQUEST, {"since": now} | same | {"access": access, "at": now} | more)


def overview() -> Answer:
    """Everything about one's own request; the door for who did not come in."""
    own = _own()
    if own is None:
        return private(_door([], 200))
    return private(overview_page(own, request.args.get("gedaan", "")))


def overview_page(own: Own, done: str = "", new_code: str = "") -> Answer:
    """The overview. `new_code`: one that was just made, when the session had no room for it."""
    kept = own_answers.kept(OWN_REQUEST)
    code = new_code or (str(kept.get(CODE, "")) if done in NEW_CODE else "")
    return show(
        "own_request",
        own,
        done=done if done in DONE else "",
        new_code=spaced_code(code) if code else "",
        later=_later(own),
    )


def _later(own: Own) -> str:
    return spaced_reference(own.again[-1]) if own.again else ""


DONE: Final = frozenset(
    {"woorden", "plan", "plan-na", "gegevens", "ondersteuning", "vervolg", "opgelost", "helper", "over"}
)
"""What a page may say that it did; nothing in an address is shown as it stands."""
NEW_CODE: Final = frozenset({"helper", "over"})
"""After these the person's code is another one."""


def come_in() -> Answer:
    """Number and code. Wrong in whatever way is one and the same answer."""
    typed, code = _typed("referentie"), _typed("code")
    target = request.form.get("verder", "")
    kept = carried(dict.fromkeys(CARRIED.get(target, ())))
    errors = []
    if not typed.strip():
        errors.append(("referentie", _("Vul bij 'Uw nummer' het nummer van uw aanvraag in.")))
    if not code.strip():
        errors.append(("code", _("Vul bij 'Uw code' de code in die bij uw nummer hoort.")))
    status = 422
    if not errors:
        try:
            opened = open_with(services().office, typed, code, caller_address())
            own = own_request(services().office, opened.access_id)
        except TooSoon as problem:
            status = 429
            errors.append(
                (
                    "referentie",
                    _(
                        "Dit ging een paar keer achter elkaar mis. Wacht %(seconds)s seconden en probeer het dan nog eens. Of bel ons.",
                        seconds=problem.seconds,
                    ),
                )
            )
        except NobodyHome:
            errors.append(
                (
                    "referentie",
                    _(
                        "Dit nummer en deze code passen niet bij elkaar. Kijk ze allebei nog eens na. Lukt het niet? Bel ons, dan kijken wij met u mee."
                    ),
                )
            )
        else:
            own_answers.forget(OWN_REQUEST)
            if keep_open(opened.access_id, uid=own.request.uid):
                return _first_page(own, target, kept)
            message = _(
                "U bent op dit apparaat ook bezig met een nieuwe vraag om een gesprek. Verstuur of wis die eerst. Wat u schreef, staat er nog."
            )
            errors.append(("referentie", message))
    return private(_door(errors, status, typed, code, kept=kept, target=target if kept else ""))


def _first_page(own: Own, target: str, kept: list[tuple[str, str]]) -> AnyResponse:
    """The overview, or the form in which somebody was writing when their time was over."""
    if target in CARRIED and kept and own.may(_MAY[target]):
        typed = dict.fromkeys(CARRIED[target], "") | dict(kept)
        return private(show(_FORMS[target], own, typed=typed, carried_over=True))
    return private(redirect(page_url(HOME), 303))


def leave() -> AnyResponse:
    """Nothing stays behind in this browser."""
    own_answers.forget(OWN_REQUEST, RECEIPT, DRAFT)
    return private(redirect(page_url(f"{HOME}/klaar"), 303))


def left() -> Response | AnyResponse:
    """It is closed; how to come back."""
    return private(render_template("resident/own_request_left.html"))


def _own() -> Own | None:
    access = access_number()
    kept = own_answers.kept(OWN_REQUEST)
    found = _found(access, kept) if access else None
    if access and found is None and kept.get(CODE):
        with services().database.reading() as session:
            access = access_with(session, str(kept[CODE]))  # the code that was renewed from this very browser
        found = _found(access, kept) if access else None
    if found is None:
        own_answers.forget(OWN_REQUEST)
        return None
    keep_open(access, **{name: value for name, value in kept.items() if name not in {"access", "at"}})
    return found


def _found(access: int, kept: dict[str, Any]) -> Own | None:
    try:
        found = own_request(services().office, access)
    except NobodyHome:
        return None
    return found if found.request.uid == kept.get("uid") else None


def _door(
    errors: list[tuple[str, str]],
    status: int,
    typed: str = "",
    code: str = "",
    *,
    kept: list[tuple[str, str]] | None = None,
    target: str = "",
) -> tuple[str, int]:
    page = render_template(
        "resident/own_request_door.html",
        errors=errors,
        typed=typed,
        code=code,
        kept=kept or [],
        target=target,
        town=municipality(),
    )
    return page, status


def _typed(name: str) -> str:
    return clean(request.form.get(name, ""))[:LONGEST_TYPED]
