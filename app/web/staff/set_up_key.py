"""`/uitnodiging/sleutel`: who sets up an account may choose a security key or passkey instead of the app with codes."""

from flask import make_response, render_template
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.accounts import security_keys
from app.accounts.models import Account
from app.accounts.security_keys import KeyRefused, KnownKey
from app.web.staff import second_step
from app.web.staff.inviting import Held, blueprint, going_on, held_invitation, over_page, stands


@blueprint.get("/uitnodiging/sleutel")
def touch_key() -> Response:
    """Ask to touch the key, or to unlock the phone."""
    held = going_on()
    return _page(held, 200) if held else over_page()


@blueprint.post("/uitnodiging/sleutel")
def confirm_key() -> Response:
    """The key proved itself: the account stands with this key as its second step, in one transaction."""
    held = going_on()
    if held is None:
        return over_page()
    try:
        new = second_step.registered_key()

        def keep(writing: Session, account: Account) -> None:
            security_keys.add(writing, account, second_step.party(), new, _("Mijn sleutel"))

        return stands(held, also=keep)
    except KnownKey:
        return _page(held, 422, _("Deze sleutel is al in gebruik. Neem een andere."))
    except KeyRefused:
        return _page(held, 422, _("Dat lukte niet. Probeer het nog eens."))


def _page(held: Held, status: int, reason: str = "") -> Response:
    found = held_invitation(held)
    page = render_template(
        "staff/set_up_key.html",
        key_options=second_step.options_to_register(found.email, [], found.name),
        errors=[("sleutel", reason)] if reason else [],
    )
    return make_response(page, status)
