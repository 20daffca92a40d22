"""One's own complaint: where it stands, what was written back, adding words, passing it on, taking it back (I-53, I-56).

In the browser stands only which complaint is open and since when, sealed; every page looks it up anew.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.accounts.slowing import TooSoon
from app.complaints import own
from app.complaints.dossier import Dossier, NoSuchComplaint, NotPossible
from app.complaints.models import ComplaintState
from app.complaints.shapes import LONGEST_STORY
from app.complaints.terms import other_holder, terms_of
from app.personal_numbers import without_bsn
from app.privacy.complaint_export import as_json, everything
from app.privacy.export import Section, as_text
from app.references import spaced_reference
from app.web import complaint_words as words
from app.web import own_answers
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.own_answers import COMPLAINT, COMPLAINT_RECEIPT
from app.web.resident.complaint_form import Errors, too_long
from app.web.resident.own_request import IDLE_SECONDS, LONGEST_SECONDS, LONGEST_TYPED
from app.web.resident.own_request_words import moment_words
from app.web.resident.private import private
from app.web.running import content, municipality, services
from app.web.templating import page_url

HOME: Final = "/klacht/mijn-klacht"
DONE: Final = frozenset({"woorden", "doorgegeven", "ingetrokken"})
OMBUDSMAN: Final = "nationale-ombudsman"


def add_to(blueprint: Blueprint) -> None:
    """The door, the page, and what can be done there."""
    blueprint.add_url_rule(HOME, "own_complaint", overview)
    blueprint.add_url_rule(HOME, "own_complaint_open", come_in, methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/woorden", "own_complaint_add", inside(add), methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/doorgeven", "own_complaint_pass_on", inside(pass_on), methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/intrekken", "own_complaint_withdraw", inside(withdraw), methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/bestand", "own_complaint_file", inside(take_along), methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/klaar", "own_complaint_leave", leave, methods=["POST"])


def inside(page: Callable[[Dossier], Response]) -> Callable[[], Response]:
    """For who came in. Anybody else gets the door; the words they wrote are carried over it."""

    @wraps(page)
    def guarded() -> Response:
        dossier = _open_here()
        if dossier is not None:
            try:
                return private(page(dossier))
            except NotPossible:
                return redirect(page_url(HOME), 303)  # something changed meanwhile: the page shows how it stands now
            except NoSuchComplaint:
                own_answers.forget(COMPLAINT)
        message = _("U was een tijd weg, of dit is gewist. Vul uw nummer en uw code nog eens in.")
        return _door([("referentie", message)], 422, kept=_words())

    return guarded


def overview() -> Response:
    """Everything about it; the door for who did not come in."""
    dossier = _open_here()
    if dossier is None:
        return _door([], 200)
    done = request.args.get("gedaan", "")
    return _page(dossier, done=done if done in DONE else "")


def come_in() -> Response:
    """Number and code. Wrong in whatever way is one and the same answer."""
    typed, code, kept = _typed("referentie"), _typed("code"), _words()
    errors: Errors = []
    if not typed.strip():
        errors.append(("referentie", _("Vul bij 'Uw nummer' het nummer in dat u kreeg.")))
    if not code.strip():
        errors.append(("code", _("Vul bij 'Uw code' de code in die bij uw nummer hoort.")))
    if errors:
        return _door(errors, 422, typed, code, kept)
    try:
        found = own.open_with(services().office, typed, code, caller_address())
        dossier = own.own_complaint(services().office, found.id or 0, found.uid)
    except TooSoon as problem:
        message = _(
            "Dit ging een paar keer achter elkaar mis. Wacht %(seconds)s seconden en probeer het dan nog eens.",
            seconds=problem.seconds,
        )
        return _door([("referentie", message)], 429, typed, code, kept)
    except NoSuchComplaint:
        message = _(
            "Dit nummer en deze code passen niet bij elkaar. Kijk ze allebei nog eens na, of bel de vertrouwenspersoon."
        )
        return _door([("referentie", message)], 422, typed, code, kept)
    own_answers.forget(COMPLAINT)
    if not _keep_open(dossier):
        message = _("U bent op dit apparaat ook met iets anders bezig. Verstuur of wis dat eerst, en kom dan terug.")
        return _door([("referentie", message)], 422, typed, code, kept)
    if kept:
        return _page(dossier, kept=kept)
    return private(redirect(page_url(HOME), 303))


def add(dossier: Dossier) -> Response:
    """Words added to it."""
    text = _words()
    safe = without_bsn(text)
    label = _("Wat wilt u erbij zeggen?")
    if not text:
        return _page(dossier, [("woorden", _("Schrijf bij 'Wat wilt u erbij zeggen?' wat u wilt toevoegen."))])
    if safe != text:
        message = _("Er stond een burgerservicenummer (BSN) in. Dat hebben wij weggehaald. De rest staat er nog.")
        return _page(dossier, [("woorden", message)], kept=safe)
    if len(text) > LONGEST_STORY:
        return _page(dossier, [("woorden", too_long(label, text, LONGEST_STORY))], kept=text)
    try:
        own.add_words(services().office, dossier.complaint.id or 0, dossier.complaint.uid, text)
    except own.TooMany:
        message = _("Er staat al heel veel bij. Bel de vertrouwenspersoon, dan praat u het door.")
        return _page(dossier, [("woorden", message)], kept=text)
    return redirect(page_url(HOME) + "?gedaan=woorden", 303)


def pass_on(dossier: Dossier) -> Response:
    """To the other holder, because who told it wants that."""
    complaint = dossier.complaint
    to = other_holder(services().office.town(complaint.municipality), complaint)
    if to is None:
        raise NotPossible
    # The button says to whom: a page that stood open since before it went on does not send it back.
    if request.form.get("naar") == to.value:
        own.pass_on(services().office, complaint.id or 0, complaint.uid, to)
    return redirect(page_url(HOME) + "?gedaan=doorgegeven", 303)


def withdraw(dossier: Dossier) -> Response:
    """Nothing happens with it any more."""
    own.withdraw(services().office, dossier.complaint.id or 0, dossier.complaint.uid)
    return redirect(page_url(HOME) + "?gedaan=ingetrokken", 303)


def take_along(dossier: Dossier) -> Response:
    """All of it in a file: to read, or for another program."""
    complaint = dossier.complaint
    own.exported(services().office, complaint.id or 0, complaint.uid)
    taken = everything(services().office, complaint.id or 0, complaint.uid)
    machine = request.form.get("soort") == "json"
    text = as_json(taken) if machine else as_text(_sections(taken.dossier, taken.traces))
    answer = make_response(text.encode() if machine else text.encode("utf-8-sig"))
    answer.headers["Content-Type"] = f"{'application/json' if machine else 'text/plain'}; charset=utf-8"
    name = f"mijn-bericht-{clock.today():%Y-%m-%d}.{'json' if machine else 'txt'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def leave() -> Response:
    """Nothing stays behind in this browser."""
    own_answers.forget(COMPLAINT, COMPLAINT_RECEIPT)
    return private(redirect(page_url("/klacht"), 303))


def _sections(dossier: Dossier, traces: Any) -> list[Section]:
    complaint, story = dossier.complaint, dossier.story
    town = services().office.town(complaint.municipality)
    reader = words.reader(complaint.holder.value, town)
    return [
        Section(
            _("Wat u vertelde aan de gemeente %(town)s", town=town.name),
            [
                (_("Nummer"), spaced_reference(complaint.reference)),
                (_("Verteld op"), moment_words(complaint.received_at)),
                (_("Waar gaat het over?"), words.about_words(complaint.about)),
                (_("Wat is er gebeurd?"), story.happened),
                (_("Over wie of wat gaat het?"), story.whom),
                (_("Wat wilt u dat er nu gebeurt?"), story.wanted),
                *((_("Later toegevoegd"), each.text) for each in story.additions),
                (_("Uw naam"), dossier.contact.name),
                (_("Hoe wilt u antwoord krijgen?"), words.by_words(dossier.contact)),
                (_("Wie leest het"), reader["name"]),
                (_("Waar het staat"), words.state_words(dossier)),
            ],
        ),
        Section(
            _("Wat er is gebeurd"),
            [
                (moment_words(each.at), " ".join(filter(None, (words.happened_words(each), words.note_words(each)))))
                for each in dossier.history
            ],
        ),
        Section(
            _("Wie keek en wat is veranderd"),
            [
                (
                    moment_words(each.at),
                    f"{_('u') if each.who == 'person' else reader['role']}: {words.action_words(each.action)}",
                )
                for each in traces
                if each.who != "system"
            ],
        ),
    ]


def _page(dossier: Dossier, errors: Errors | None = None, *, kept: str = "", done: str = "") -> Response:
    complaint = dossier.complaint
    town = services().office.town(complaint.municipality)
    to = other_holder(town, complaint)
    page = render_template(
        "resident/complaint_own.html",
        dossier=dossier,
        complaint=complaint,
        reference=spaced_reference(complaint.reference),
        town=town,
        reader=words.reader(complaint.holder.value, town),
        other=words.reader(to.value, town) if to else None,
        other_code=to.value if to else "",
        words=words,
        moment_words=moment_words,
        over=complaint.state in {ComplaintState.ANSWERED, ComplaintState.WITHDRAWN},
        withdrawn=complaint.state is ComplaintState.WITHDRAWN,
        days_kept=terms_of(town).retention_days,
        ombudsman=content().help_number(OMBUDSMAN),
        errors=errors or [],
        found=dict(errors or []),
        kept=kept,
        done=done,
    )
    return private((page, 422 if errors else 200))


def _open_here() -> Dossier | None:
    kept = own_answers.kept(COMPLAINT)
    number, uid, at, since = (kept.get(name) for name in ("number", "uid", "at", "since"))
    now = clock.now().timestamp()
    well = isinstance(number, int) and isinstance(uid, str) and isinstance(at, int) and isinstance(since, int)
    if not well or not abs(now - int(at or 0)) < IDLE_SECONDS or not abs(now - int(since or 0)) < LONGEST_SECONDS:
        own_answers.forget(COMPLAINT)
        return None
    try:
        dossier = own.own_complaint(services().office, int(number or 0), str(uid))
    except NoSuchComplaint:
        own_answers.forget(COMPLAINT)
        return None
    _keep_open(dossier)
    return dossier


def _keep_open(dossier: Dossier) -> bool:
    now = int(clock.now().timestamp())
    since = own_answers.kept(COMPLAINT).get("since", now)
    complaint = dossier.complaint
    return own_answers.keep(COMPLAINT, {"number": complaint.id, "uid": complaint.uid, "at": now, "since": since})


def _door(errors: Errors, status: int, typed: str = "", code: str = "", kept: str = "") -> Response:
    page = render_template(
        "resident/complaint_door.html", errors=errors, found=dict(errors), typed=typed, code=code, kept=kept,
        town=municipality(),
    )  # fmt: skip
    return private((page, status))


def _words() -> str:
    return clean(request.form.get("woorden", "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def _typed(name: str) -> str:
    return clean(request.form.get(name, ""))[:LONGEST_TYPED]
