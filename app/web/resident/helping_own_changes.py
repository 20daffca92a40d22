"""What people do with their own offer or question: each a small page of its own that works with one button and no script."""

from flask import Blueprint, make_response, request
from flask_babel import gettext as _

from app import clock
from app.matching import own as changing
from app.matching import pairs
from app.matching.lifecycle import Action, NotPossible
from app.matching.models import Says
from app.matching.own import OwnNotice, Proposal
from app.matching.shapes import LONGEST_WORDS
from app.personal_numbers import without_bsn
from app.privacy.notice_export import as_json, as_text, everything
from app.web.bodies import clean
from app.web.notice_fields import Typed, from_form, labels
from app.web.notice_filled import filled_in
from app.web.notice_rules import (
    facts_of,
    in_order,
    person_of,
    words_of,
)
from app.web.resident.helping_form import choices
from app.web.resident.helping_own import HOME, Errors, home, inside, show
from app.web.resident.private import Answer
from app.web.running import language, services


def add_to(blueprint: Blueprint) -> None:
    """One address for each thing to do."""
    forms = {
        "gegevens": ("helping_own_person", correct),
        "veranderen": ("helping_own_change", change),
        "intrekken": ("helping_own_withdraw", withdraw),
        "melden": ("helping_own_report", report),
    }
    for path, (endpoint, page) in forms.items():
        blueprint.add_url_rule(f"{HOME}/{path}", endpoint, inside(page), methods=["GET", "POST"])
    buttons = {
        "antwoord": ("helping_own_answer", answer),
        "stoppen": ("helping_own_stop", stop),
        "pauze": ("helping_own_pause", pause),
        "hervatten": ("helping_own_resume", resume),
        "klopt-nog": ("helping_own_confirm", confirm),
    }
    blueprint.add_url_rule(f"{HOME}/bewaren", "helping_own_keep", inside(keep))
    for path, (endpoint, page) in buttons.items():
        blueprint.add_url_rule(f"{HOME}/{path}", endpoint, inside(page), methods=["POST"])


def answer(own: OwnNotice) -> Answer:
    """Yes please, or rather not. Nobody is asked why."""
    says = {"ja": Says.YES, "nee": Says.NO}.get(request.form.get("zegt", ""))
    proposal = _proposal(own, request.form.get("voorstel", ""))
    if says is None:
        raise NotPossible(None, None)
    pairs.answer(services().mediation, proposal.pair_id, own.notice.id or 0, says)
    return home("ja" if says is Says.YES else "nee")


def stop(own: OwnNotice) -> Answer:
    """What was agreed is over."""
    proposal = _proposal(own, request.form.get("voorstel", ""))
    how: pairs.How = "done" if request.form.get("hoe") == "klaar" else "stopped"
    pairs.end(services().mediation, proposal.pair_id, pairs.PERSON, how, notice_id=own.notice.id)
    return home("gestopt")


def report(own: OwnNotice) -> Answer:
    """Something was not right: the organisation hears it and phones, contact closes for both."""
    proposal = _proposal(own, request.values.get("voorstel", ""))
    text = without_bsn(clean(request.form.get("wat", "")).replace("\r\n", "\n").strip())
    errors: Errors = []
    if len(text) > LONGEST_WORDS:
        errors.append(
            (
                "wat",
                _(
                    "Maak 'Wat is er niet goed?' korter: er passen %(most)s tekens. Wat u schreef, staat er nog.",
                    most=LONGEST_WORDS,
                ),
            )
        )
    if request.method == "POST" and not errors:
        pairs.report(services().mediation, proposal.pair_id, own.notice.id or 0, text)
        return home("gemeld")
    return show("own_report", own, errors=errors, proposal=proposal, typed=text)


def correct(own: OwnNotice) -> Answer:
    """Put right who it is, how to reach them, and what may be shared."""
    if request.method != "POST":
        return _person_page(own, _typed_of(own), [])
    typed = from_form(own.notice.side, request.form)
    errors: Errors = []
    person = person_of(typed, errors)
    errors = in_order(typed, errors, labels(own.notice.side))
    if errors:
        return _person_page(own, typed, errors)
    changing.correct_person(services().mediation, own.notice.id or 0, person)
    return home("gegevens")


def change(own: OwnNotice) -> Answer:
    """Other tasks, times, limits or words."""
    if not (own.may(Action.CHANGE) and own.may(Action.ADJUST)):
        raise NotPossible(Action.CHANGE, own.notice.standing)
    if request.method != "POST":
        return _change_page(own, _typed_of(own), [])
    typed = from_form(own.notice.side, request.form)
    errors: Errors = []
    facts, words = facts_of(typed, errors), words_of(typed, errors)
    errors = in_order(typed, errors, labels(own.notice.side))
    if errors:
        return _change_page(own, typed, errors)
    number = own.notice.id or 0
    anew = changing.change_words(services().mediation, number, words)
    anew = set(facts["tasks"]) != set(own.notice.tasks) or anew
    changing.change_offer(services().mediation, number, **facts)
    return home("nagekeken" if anew else "veranderd")


def withdraw(own: OwnNotice) -> Answer:
    """Take it back, and the consent with it."""
    if not own.may(Action.WITHDRAW):
        raise NotPossible(Action.WITHDRAW, own.notice.standing)
    if request.method != "POST":
        return show("own_withdraw", own)
    changing.withdraw(services().mediation, own.notice.id or 0)
    return home("ingetrokken")


def pause(own: OwnNotice) -> Answer:
    """Not for a while."""
    changing.pause(services().mediation, own.notice.id or 0)
    return home("pauze")


def resume(own: OwnNotice) -> Answer:
    """Again."""
    changing.resume(services().mediation, own.notice.id or 0)
    return home("hervat")


def confirm(own: OwnNotice) -> Answer:
    """It still holds."""
    changing.confirm_still(services().mediation, own.notice.id or 0)
    return home("klopt")


def keep(own: OwnNotice) -> Answer:
    """Everything in a file: to read, or for another program."""
    number, machine = own.notice.id or 0, request.args.get("soort") == "json"
    changing.exported(services().mediation, number)
    taken = everything(services().mediation, number)
    text = as_json(taken) if machine else as_text(taken, language())
    response = make_response(text.encode() if machine else text.encode("utf-8-sig"))
    response.headers["Content-Type"] = f"{'application/json' if machine else 'text/plain'}; charset=utf-8"
    name = f"voor-elkaar-{clock.today():%Y-%m-%d}.{'json' if machine else 'txt'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _proposal(own: OwnNotice, typed: str) -> Proposal:
    """The proposal of this notice with this number.

    :raises NotPossible: it is not one of this person's.
    """
    for each in own.proposals:
        if str(each.pair_id) == typed:
            return each
    raise NotPossible(None, None)


def _person_page(own: OwnNotice, typed: Typed, errors: Errors) -> Answer:
    return show("own_person", own, errors=errors, typed=typed, names=labels(own.notice.side))


def _change_page(own: OwnNotice, typed: Typed, errors: Errors) -> Answer:
    return show(
        "own_change", own, errors=errors, typed=typed, names=labels(own.notice.side), **choices(own.notice.side)
    )


def _typed_of(own: OwnNotice) -> Typed:
    return filled_in(own.notice, own.person, own.words)
