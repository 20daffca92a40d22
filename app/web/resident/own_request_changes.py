"""What people do with their own request: each a small page of its own that works with one button and without a script."""

from flask import Blueprint, make_response, redirect, request
from flask_babel import gettext as _

from app import clock
from app.conversation import own as changing
from app.conversation.access import access_with
from app.conversation.follow_up_answers import answer
from app.conversation.lifecycle import Action, NotAllowed
from app.conversation.looking_back import Own, own_request
from app.conversation.models import Holder, Support
from app.privacy.export import as_json, as_text, everything
from app.references import new_code
from app.social_map.dates import date_in_words
from app.web import own_answers
from app.web.own_answers import OWN_REQUEST
from app.web.resident import own_request_forms as forms
from app.web.resident.own_request import CODE, HOME, access_number, inside, keep_open, overview_page, show
from app.web.resident.own_request_file import spoken
from app.web.resident.private import Answer
from app.web.running import language, services
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """One address for each thing to do."""
    pages = {
        "woorden": ("own_request_add", add_words),
        "plan": ("own_request_plan", plan),
        "gegevens": ("own_request_details", details),
        "ondersteuning": ("own_request_support", support),
        "vervolg": ("own_request_follow_up", follow_up),
        "intrekken": ("own_request_withdraw", withdraw),
        "overnemen": ("own_request_take_over", take_over),
    }
    for path, (endpoint, page) in pages.items():
        blueprint.add_url_rule(f"{HOME}/{path}", endpoint, inside(page), methods=["GET", "POST"])
    blueprint.add_url_rule(f"{HOME}/opgelost", "own_request_solved", inside(solved), methods=["POST"])
    blueprint.add_url_rule(f"{HOME}/bewaren", "own_request_keep", inside(keep))


def add_words(own: Own) -> Answer:
    """Add words."""
    if request.method != "POST":
        if not own.may(Action.ADD_WORDS):
            return _home()
        return show("own_request_add", own, typed={"woorden": ""})
    typed, errors = forms.words()
    if not errors:
        try:
            changing.add_words(services().office, access_number(), typed["woorden"])
        except changing.TooMany:
            errors.append(
                (
                    "woorden",
                    _("U hebt al heel veel toegevoegd. Uw tekst is niet bewaard. Bel ons, dan praten wij erover."),
                )
            )
        except NotAllowed:
            errors.append(("woorden", _too_late()))
        else:
            return _home("woorden")
    return show("own_request_add", own, typed=typed, errors=errors)


def plan(own: Own) -> Answer:
    """Write, change or take back a personal plan."""
    if request.method != "POST":
        if not own.may(Action.ADD_PLAN):
            return _home()
        return show("own_request_plan", own, typed=forms.plan_typed(own.story.plan))
    typed, errors, written = forms.plan()
    if written is not None:
        if written.empty and own.story.plan is None:
            errors.append(
                (
                    "plan_vraag",
                    _(
                        "Schrijf bij één van de vragen iets op. Een paar woorden is genoeg. Het hoeft niet: u kunt ook teruggaan."
                    ),
                )
            )
        else:
            try:
                in_time = changing.put_plan(services().office, access_number(), written)
            except NotAllowed:
                errors.append(("plan_vraag", _too_late()))
            else:
                return _home("plan" if in_time else "plan-na")
    return show("own_request_plan", own, typed=typed, errors=errors)


def details(own: Own) -> Answer:
    """Put right who asks and how to reach them."""
    if request.method != "POST":
        typed = forms.details_typed(own.contact, own.story, contact_afterwards=own.request.contact_afterwards)
        return show("own_request_details", own, typed=typed, helped=_helped(own))
    typed, errors, put_right = forms.details(own.contact, own.story, helped=_helped(own))
    if put_right is None:
        return show("own_request_details", own, typed=typed, errors=errors, helped=_helped(own))
    changing.correct(
        services().office,
        access_number(),
        put_right.contact,
        put_right.wishes,
        contact_afterwards=put_right.contact_afterwards,
    )
    return _home("gegevens")


def support(own: Own) -> Answer:
    """Choose, change or stop free independent help, and what it may see."""
    if not own.may(Action.CHANGE_SUPPORT):
        return _home()
    if request.method != "POST":
        back = {value: key for key, value in forms.SUPPORT.items()}
        shares = [key for key, value in forms.SHARED.items() if value in own.request.support_shares]
        chosen = back.get(own.request.support)
        return show(
            "own_request_support", own, typed={"clientondersteuning": chosen, "clientondersteuning_deelt": shares}
        )
    typed, errors = forms.support()
    if errors:
        return show("own_request_support", own, typed=typed, errors=errors)
    wanted = forms.SUPPORT[typed["clientondersteuning"]]
    shared = tuple(forms.SHARED[each] for each in typed["clientondersteuning_deelt"]) if wanted is Support.YES else ()
    try:
        changing.choose_support(services().office, access_number(), wanted, shared)
    except NotAllowed:
        return _home()
    return _home("ondersteuning")


def follow_up(own: Own) -> Answer:
    """Choose a day to look back, or take it away."""
    if not own.may(Action.CHOOSE_FOLLOW_UP):
        return _home()
    on = own.request.follow_up_on
    if request.method != "POST":
        back = {value: key for key, value in forms.FOLLOW_UP_BY.items()}
        typed = {
            "vervolg_op": f"{on:%-d-%-m-%Y}" if on else "",
            "vervolg_via": back.get(own.request.follow_up_by, "zelf") if on else "",
        }
        return show("own_request_follow_up", own, typed=typed)
    if request.form.get("doen") == "weg":
        changing.choose_follow_up(services().office, access_number(), None, "")
        return _home("vervolg")
    typed, errors, day = forms.follow_up()
    if not errors and day is not None:
        try:
            by = forms.FOLLOW_UP_BY.get(typed["vervolg_via"], "")
            if (by == "email" and not own.contact.email) or (by == "phone" and not own.contact.phone):
                errors.append(
                    (
                        "vervolg_via",
                        _(
                            "Wij hebben hiervoor nog geen nummer of adres van u. Vul het eerst in bij uw gegevens, of kies een andere manier."
                        ),
                    )
                )
            elif by == "letter" and not own.contact.street:
                errors.append(
                    (
                        "vervolg_via",
                        _(
                            "Wij hebben nog geen adres van u voor een brief. Vul het eerst in bij uw gegevens, of kies een andere manier."
                        ),
                    )
                )
            else:
                changing.choose_follow_up(services().office, access_number(), day, by)  # type: ignore[arg-type]
                return _home("vervolg")
        except changing.DayRefused as refused:
            lang = language()
            errors.append(
                (
                    "vervolg_op",
                    _(
                        "Kies bij 'Welke dag?' een dag van %(first)s tot en met %(last)s.",
                        first=date_in_words(refused.first, lang),
                        last=date_in_words(refused.last, lang),
                    ),
                )
            )
    return show("own_request_follow_up", own, typed=typed, errors=errors)


def withdraw(own: Own) -> Answer:
    """Ask once more, without pushing either way; then withdraw."""
    if not own.may(Action.WITHDRAW):
        return _home()
    if request.method != "POST":
        rules = services().office.town(own.request.municipality).conversation
        return show("own_request_withdraw", own, days=rules.retention_days)
    try:
        changing.withdraw(services().office, access_number())
    except NotAllowed:
        return _home()  # the second click of two
    return _home()


def take_over(own: Own) -> Answer:
    """The person goes on alone, or only ends the access of who helps. Who helps does not get this page."""
    if own.holder is not Holder.PERSON or not (own.helper_comes_in or _helped(own)):
        return _home()
    kept = {name: value for name, value in own_answers.kept(OWN_REQUEST).items() if name not in {"access", "at"}}
    if request.method != "POST":
        keep_open(access_number(), **kept | {CODE: kept.get(CODE) or new_code()})
        return show("own_request_take_over", own)
    done = "over" if request.form.get("doen") == "overnemen" else "helper"
    code = str(kept.get(CODE) or new_code())
    if not changing.end_helper(services().office, access_number(), code, take_over=done == "over"):
        return _home(done)
    with services().database.reading() as session:
        access = access_with(session, code)
    if not keep_open(access, **kept | {CODE: code}):
        return overview_page(own_request(services().office, access), done, code)  # no room to carry it to another page
    return _home(done)


def solved(own: Own) -> Answer:
    """How is it now: solved."""
    if own.may(Action.ANSWER_FOLLOW_UP):
        answer(services().office, access_number(), {"solved": "yes"})
    return _home("opgelost")


def keep(own: Own) -> Answer:
    """Everything in a file: to read, or for another program."""
    changing.exported(services().office, access_number())
    all_of_it = everything(services().office, access_number())
    machine = request.args.get("soort") == "json"
    text = as_json(all_of_it) if machine else as_text(spoken(own, all_of_it))
    answer = make_response(text.encode() if machine else text.encode("utf-8-sig"))
    answer.headers["Content-Type"] = f"{'application/json' if machine else 'text/plain'}; charset=utf-8"
    name = f"mijn-aanvraag-{clock.today():%Y-%m-%d}.{'json' if machine else 'txt'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _helped(own: Own) -> bool:
    return bool(own.contact.helper_name or own.contact.role) or own.helper_comes_in


def _too_late() -> str:
    return _(
        "Deze aanvraag is intussen gesloten. Uw tekst staat hieronder nog. U kunt opnieuw een gesprek vragen, of ons bellen."
    )


def _home(done: str = "") -> Answer:
    return redirect(page_url(HOME) + (f"?gedaan={done}" if done else ""), 303)
