"""What the desk does with one request: each form is one action, and comes back to the page with what was done."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Final

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.conversation import desk
from app.conversation.lifecycle import NotAllowed
from app.conversation.models import Support
from app.conversation.shapes import LONGEST_QUESTION, Share
from app.social_map.dates import read_date
from app.web.front_desk.reading import request_page
from app.web.front_desk.room import blueprint, office, or_404, page_of, typed, worker
from app.web.staff.typed import number_in

ANSWERS: Final = {"ja": Support.YES, "nee": Support.NO, "later": Support.LATER}
SHARE_NAMES: Final[Mapping[str, Share]] = {"naam": "name", "telefoon": "phone", "vraag": "question"}
CALLS: Final[Mapping[str, desk.CallResult]] = {
    "gesproken": "reached",
    "niet-bereikt": "missed",
    "voicemail": "voicemail",
}
_EARLIEST, _LATEST = time(6), time(23)


@blueprint.post("/aanvraag/<int:number>/oppakken")
def take_up(number: int) -> Response:
    """I go on with it."""
    return _act(number, "oppakken", lambda: desk.take_up(office(), worker(), number))


@blueprint.post("/aanvraag/<int:number>/overdragen")
def hand_over(number: int) -> Response:
    """To a colleague or a team."""
    whom = typed("aan", 80)
    kind, _between, which = whom.partition(":")
    if kind == "team":
        return _act(number, "overdragen", lambda: desk.hand_to_team(office(), worker(), number, which))
    return _act(number, "overdragen", lambda: desk.hand_to_colleague(office(), worker(), number, number_in(which)))


@blueprint.post("/aanvraag/<int:number>/gebeld")
def called(number: int) -> Response:
    """A call, and whether it succeeded."""
    result = CALLS.get(typed("hoe", 20))
    remark = typed("opmerking_bellen", LONGEST_QUESTION)
    if result is None:
        return _mend(number, "gebeld", "hoe", _("Kies bij 'Hoe ging het?' wat er gebeurde."))
    return _act(number, "gebeld", lambda: desk.called(office(), worker(), number, result, remark))


@blueprint.post("/aanvraag/<int:number>/plannen")
def plan(number: int) -> Response:
    """A day, a time and a place for the conversation."""
    day, hour, place = read_date(typed("dag", 40)), _read_time(typed("tijd", 10)), typed("plek", 200)
    if day is None:
        return _mend(number, "plannen", "dag", _("Vul bij 'Dag' een dag in, bijvoorbeeld 3-12-2026."))
    if hour is None:
        return _mend(number, "plannen", "tijd", _("Vul bij 'Tijd' een tijd in tussen 6 en 23 uur, bijvoorbeeld 10:30."))
    if not place:
        return _mend(number, "plannen", "plek", _("Vul bij 'Waar' in waar het gesprek is, bijvoorbeeld: bij u thuis."))
    at = datetime.combine(day, hour, tzinfo=clock.AMSTERDAM)
    return _act(number, "plannen", lambda: desk.plan(office(), worker(), number, at, place))


@blueprint.post("/aanvraag/<int:number>/notitie")
def write_note(number: int) -> Response:
    """Something for colleagues."""
    text = typed("notitie", LONGEST_QUESTION)
    return _act(number, "notitie", lambda: desk.write_note(office(), worker(), number, text))


@blueprint.post("/aanvraag/<int:number>/uitkomst")
def record_outcome(number: int) -> Response:
    """What the conversation led to. The request is closed."""
    codes, text = request.form.getlist("uitkomst")[:10], typed("bericht", LONGEST_QUESTION)
    return _act(number, "uitkomst", lambda: desk.record_outcome(office(), worker(), number, codes, text))


@blueprint.post("/aanvraag/<int:number>/opnieuw")
def reopen(number: int) -> Response:
    """Another conversation, or closed too early."""
    why = typed("waarom", 20)
    if why not in {"vraagt-opnieuw", "te-vroeg"}:
        return _mend(number, "opnieuw", "waarom", _("Kies bij 'Waarom?' wat past. Daarvan hangt de laatste dag af."))
    return _act(number, "opnieuw", lambda: desk.reopen(office(), worker(), number, asked_again=why == "vraagt-opnieuw"))


@blueprint.post("/aanvraag/<int:number>/hoe-gaat-het")
def follow_up(number: int) -> Response:
    """The resident was asked how it goes."""
    remark = typed("opmerking_hoe", LONGEST_QUESTION)
    return _act(number, "hoe-gaat-het", lambda: desk.follow_up_done(office(), worker(), number, remark))


@blueprint.post("/aanvraag/<int:number>/gevraagd")
def support_asked(number: int) -> Response:
    """The resident was asked whether they want independent help: their answer, once."""
    answer = ANSWERS.get(typed("clientondersteuning", 10))
    if answer is None:
        message = _("Kies bij 'Wil deze persoon gratis onafhankelijke hulp?' wat deze persoon zei.")
        return _mend(number, "gevraagd", "clientondersteuning", message)
    shares = [SHARE_NAMES[each] for each in request.form.getlist("clientondersteuning_deelt") if each in SHARE_NAMES]
    confirmed = typed("gevraagd") == "ja"
    return _act(
        number,
        "gevraagd",
        lambda: desk.answer_support(office(), worker(), number, answer, shares=shares, confirmed=confirmed),
    )


@blueprint.post("/aanvraag/<int:number>/bericht")
def settle(number: int) -> Response:
    """A message that came back was dealt with in another way."""
    return _act(
        number, "bericht", lambda: desk.settle_refused(office(), worker(), number, number_in(typed("levering", 20)))
    )


def _act(number: int, form: str, action: Callable[[], None]) -> Response:
    """Do it and go back to the page, or show the page again with what has to be mended."""
    try:
        with or_404():
            action()
    except desk.Refused as problem:
        field, message = _why(problem.why)
        return _mend(number, form, field, message)
    except NotAllowed:
        message = _(
            "Dit kan nu niet meer. Iemand anders deed intussen iets met deze aanvraag. Kijk hieronder hoe het ervoor staat."
        )
        return request_page(number, 409, [("staat", message)], _said(), form)
    return redirect(page_of(number, form), 303)


def _mend(number: int, form: str, field: str, message: str) -> Response:
    return request_page(number, 422, [(field, message)], _said(), form)


def _said() -> dict[str, Any]:
    """What was typed, to be shown again."""
    several = {"uitkomst", "clientondersteuning_deelt"}
    return {name: request.form.getlist(name)[:10] if name in several else typed(name) for name in request.form}


def _why(why: str) -> tuple[str, str]:
    """The field a refusal is about, and how to mend it."""
    found = {
        "support_open": ("clientondersteuning", _("Kies bij 'Wil deze persoon gratis onafhankelijke hulp?' wat deze persoon zei.")),
        "support_not_confirmed": ("gevraagd", _("Zet bij 'nee' een vinkje bij: Ik heb het gevraagd en deze persoon wil het niet.")),
        "support_answered": ("staat", _("Deze keuze is al gemaakt. Alleen de inwoner kan die veranderen.")),
        "voicemail_not_safe": ("hoe", _("Deze persoon wil geen voicemail. Spreek niets in. Kies: gesproken of niet bereikt.")),
        "no_outcome": ("uitkomst", _("Kies bij 'Wat kwam eruit?' een of meer uitkomsten.")),
        "no_place": ("bericht", _("Schrijf bij 'Bericht voor de inwoner' waar deze persoon terecht kan.")),
        "decision": ("bericht", _("In 'Bericht voor de inwoner' staat '%(word)s'. Dat is een woord van een besluit. Haal het weg: de gemeente beslist hierover en schrijft dat zelf.", word=_deciding_word())),
        "in_the_past": ("dag", _("Deze dag en tijd zijn al voorbij. Kies bij 'Dag' een dag die nog komt.")),
        "nobody_there": ("aan", _("Kies bij 'Aan wie?' een collega of team van dit loket.")),
        "not_waiting": ("staat", _("Dit was al gedaan.")),
        "no_words": ("notitie", _("Schrijf bij 'Notitie' eerst wat uw collega's moeten weten.")),
    }  # fmt: skip
    return found[why]


def _deciding_word() -> str:
    """The word that makes it a decision, so that who wrote a long message need not search for it."""
    found = desk.DECIDING.search(typed("bericht", LONGEST_QUESTION))
    return found.group() if found else ""


def _read_time(text: str) -> time | None:
    """A time of day as people type it: `10:30`, `10.30`, `10`."""
    hours, _between, minutes = text.replace(".", ":").replace("u", ":").strip(": ").partition(":")
    if not (hours.isascii() and hours.isdigit() and (not minutes or (minutes.isascii() and minutes.isdigit()))):
        return None
    try:
        found = time(int(hours), int(minutes or 0))
    except (ValueError, OverflowError):
        return None
    return found if _EARLIEST <= found <= _LATEST else None
