"""What people may ask about their own data, done for them on the telephone: put it right, take it along, erase it."""

from typing import Final

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.mailing.letters import AddressRefused, checked_address
from app.matching import own_changes
from app.matching.shapes import Person
from app.personal_numbers import PhoneRefused, own_phone
from app.places.postcodes import read_postcode
from app.privacy.notice_erasure import erase_on_request
from app.privacy.notice_export import as_json, as_text, everything
from app.references import spaced_reference
from app.web.mediator.opening import open_notice
from app.web.mediator.reading import notice_answer
from app.web.mediator.room import blueprint, mediation, notice_page, or_404, our_notice, said, to, typed
from app.web.notice_fields import longest
from app.web.notice_rules import SHARES
from app.web.staff.guards import me

LINES: Final = {
    "voornaam": "first_name", "achternaam": "last_name", "organisatie": "organisation", "straat": "street",
}  # fmt: skip


@blueprint.post("/<int:number>/gegevens")
def correct(number: int) -> Response:
    """Who it is and how to reach them, put right. Old and new stand sealed in the log."""
    opened = open_notice(number)
    errors: list[tuple[str, str]] = []
    person = _person(opened.person, errors)
    if errors:
        return notice_answer(number, 422, errors, said() | {"delen": ",".join(_shares())}, "gegevens")
    with or_404():
        own_changes.correct_person(mediation(), number, person, me().actor)
    return to(notice_page(number, "gegevens"))


@blueprint.post("/<int:number>/meegeven")
def take_along(number: int) -> Response:
    """Everything there is about it, as a file to read or for another program. That it was given is written down."""
    notice = our_notice(number)
    with or_404():
        taken = everything(mediation(), number)
        own_changes.exported(mediation(), number, me().actor)
    kind, text = ("json", as_json(taken)) if typed("soort", 10) == "json" else ("txt", as_text(taken))
    answer = make_response(text)
    answer.mimetype = "application/json" if kind == "json" else "text/plain"
    name = f"{spaced_reference(notice.reference)}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/<int:number>/wissen")
def wiping(number: int) -> str:
    """Ask whether it is sure."""
    return render_template("mediator/wipe.html", notice=our_notice(number), errors=[])


@blueprint.post("/<int:number>/wissen")
def wipe(number: int) -> Response:
    """Erase it now, because the person asked. Nothing brings it back."""
    notice = our_notice(number)
    if typed("zeker", 5) != "ja":
        errors = [("zeker", _("Zet een vinkje bij: Deze persoon vroeg het, en ik weet het zeker."))]
        return make_response(render_template("mediator/wipe.html", notice=notice, errors=errors), 422)
    erase_on_request(mediation(), number, me().actor)
    return make_response(render_template("mediator/wiped.html", reference=notice.reference))


def _person(old: Person, errors: list[tuple[str, str]]) -> Person:
    changed: dict[str, object] = {}
    for field, name in LINES.items():
        changed[name] = typed(field, 20_000)
        if len(typed(field, 20_000)) > longest(field):
            errors.append((field, _("In dit veld passen %(most)s tekens. Maak het korter.", most=longest(field))))
    if not changed["first_name"] and not changed["organisation"]:
        errors.append(("voornaam", _("Vul bij 'Voornaam of roepnaam' een naam in.")))
    changed["phone"] = _phone(errors)
    changed["email"] = _email(errors)
    postcode = read_postcode(typed("postcode", 20)) if typed("postcode", 20) else None
    if typed("postcode", 20) and postcode is None:
        errors.append(("postcode", _("Vul bij 'Postcode' een postcode in, bijvoorbeeld 1234 AB.")))
    changed["postcode"] = str(postcode) if postcode else ""
    if not errors and not (changed["phone"] or changed["email"]):
        errors.append(("telefoon", _("Vul bij 'Telefoon' of bij 'E-mail' in hoe wij deze persoon bereiken.")))
    changed["share"] = tuple(SHARES[each] for each in _shares())
    return old if errors else Person.model_validate(old.model_dump() | changed)


def _shares() -> list[str]:
    return [each for each in dict.fromkeys(request.form.getlist("delen")) if each in SHARES]


def _phone(errors: list[tuple[str, str]]) -> str:
    text = typed("telefoon", 200)
    try:
        return own_phone(text) if text else ""
    except PhoneRefused:
        errors.append(
            (
                "telefoon",
                _("Het nummer bij 'Telefoon' klopt niet. Lees het nog eens voor: een nummer heeft tien cijfers."),
            )
        )
        return ""


def _email(errors: list[tuple[str, str]]) -> str:
    text = typed("email", 400)
    try:
        return checked_address(text) if text else ""
    except AddressRefused:
        errors.append(("email", _("Vul bij 'E-mail' een adres in zoals naam@voorbeeld.nl.")))
        return ""
