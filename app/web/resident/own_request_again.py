"""Gesprek opnieuw: the same request that stands open again, or a new one with its own number and code."""

from typing import Final

from flask import Blueprint, redirect, request

from app.conversation import own as changing
from app.conversation.asking import Receipt
from app.conversation.follow_up_answers import OpenAgain, open_again
from app.conversation.looking_back import Own, own_request
from app.conversation.models import Holder
from app.references import spaced_code, spaced_reference
from app.web import own_answers
from app.web.own_answers import OWN_REQUEST
from app.web.resident.own_request import HOME, access_number, inside, keep_open, show
from app.web.resident.private import Answer
from app.web.running import services
from app.web.templating import page_url

NEW: Final = "nieuw"


def add_to(blueprint: Blueprint) -> None:
    """One address, one button."""
    blueprint.add_url_rule(f"{HOME}/opnieuw", "own_request_again", inside(again), methods=["GET", "POST"])


def again(own: Own) -> Answer:
    """One click, and the page after it says who gets in touch and when."""
    if request.method == "POST":
        if request.form.get("doen") == "niet-opgelost":
            return opened_again(own, open_again(services().office, access_number()))
        return opened_again(own, _asked(changing.ask_again(services().office, access_number())))
    new = own_answers.kept(OWN_REQUEST).get(NEW)
    if not isinstance(new, dict):
        return redirect(page_url(HOME), 303)
    return show("own_request_again", own, new=new)


def opened_again(own: Own, result: OpenAgain, *, treated_badly: bool = False) -> Answer:
    """To the page that says what happened.

    :param treated_badly: the confidential adviser stands first on it.
    """
    shown = _as_kept(result, own.holder) | ({"bad": "1"} if treated_badly else {})
    if keep_open(access_number(), **{NEW: shown}):
        return redirect(page_url(f"{HOME}/opnieuw"), 303)
    # No room to carry it to another page: it is shown here.
    return show("own_request_again", own_request(services().office, access_number()), new=shown)


def _asked(receipt: Receipt) -> OpenAgain:
    return OpenAgain(receipt, receipt.terms.first_contact_by)


def _as_kept(result: OpenAgain, holder: Holder) -> dict[str, str]:
    """Number and codes for the page after this; sealed in the browser, gone with it."""
    receipt = result.receipt
    if receipt is None:
        return {"same": "1", "contact": result.first_contact_by.isoformat()}
    for_person = receipt.person_code or (receipt.code if holder is Holder.PERSON else "")
    own_code = for_person if holder is Holder.PERSON else receipt.code
    other = ""
    if receipt.person_code and not receipt.repeated:
        other = receipt.code if holder is Holder.PERSON else receipt.person_code
    return {
        "number": spaced_reference(receipt.reference),
        "code": spaced_code(own_code) if own_code else "",
        "other": spaced_code(other) if other else "",
        "due": receipt.terms.due_on.isoformat(),
        "contact": result.first_contact_by.isoformat(),
    }
