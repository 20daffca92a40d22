"""`/loket/aanvraag/<number>`: one request, with what to keep in mind on top. Every look is written down."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.models import Account
from app.content.models import Municipality
from app.conversation.deliveries import road_to
from app.conversation.desk import colleagues
from app.conversation.hints import hints_of, may_leave_voicemail
from app.conversation.lifecycle import Action, allowed
from app.conversation.models import DeliveryState, Support
from app.conversation.opened import OpenedRequest, view
from app.web.bodies import clean
from app.web.front_desk.room import blueprint, office, or_404, worker
from app.web.running import content, language, services

NOT_SAVED = ("seen", "received")


@blueprint.get("/aanvraag/<int:number>")
def one(number: int) -> Response:
    """Everything about one request."""
    return request_page(number, 200)


def request_page(
    number: int,
    status: int,
    errors: Sequence[tuple[str, str]] = (),
    said: Mapping[str, Any] | None = None,
    opened_form: str = "",
) -> Response:
    """The page of a request.

    :param errors: (field, message) of a form that was sent and has to be mended.
    :param said: what was typed in it, shown again.
    :param opened_form: which form stands open.
    """
    with or_404():
        opened = view(office(), worker(), number)
    people = people_in(opened)
    with services().database.reading() as session:
        others = [
            each
            for each in colleagues(session, opened.request.municipality)
            if each.id not in (opened.request.taken_by, worker().account_id)
        ]
    town = office().town(opened.request.municipality)
    answer = render_template(
        "front_desk/request.html",
        opened=opened, request_row=opened.request, contact=opened.contact, story=opened.story, town=town,
        hints=hints_of(opened.contact, opened.story), people=people, others=others, errors=list(errors), said=said or {}, form=opened_form,
        may=lambda action: allowed(opened.request.state, Action(action)), today=clock.today(), age=(clock.today() - opened.request.arrived_on).days,
        late=not opened.request.closed_at and opened.request.due_on < clock.today() and allowed(opened.request.state, Action.CLOSE),
        outcome_words=content().policy.outcomes, outcome_options=_outcome_options(), hand_over_options=_hand_over_options(town, others, opened.request.team), voicemail=may_leave_voicemail(opened.contact), road=road_to(opened.contact), to_ask=opened.request.support is Support.TO_ASK,
        saved_at=next((line.at for line in reversed(opened.history) if line.kind not in NOT_SAVED), None),
        outcome_note=next((line.note for line in reversed(opened.history) if line.kind == "outcome"), ""),
        letters=[each for each in opened.deliveries if each.channel == "letter"], waiting=DeliveryState.WAITING, refused=DeliveryState.REFUSED,
        done=clean(request.args.get("gedaan", ""))[:20],
    )  # fmt: skip
    return make_response(answer, status)


def people_in(opened: OpenedRequest) -> dict[int, str]:
    """The mail addresses of the accounts that had a hand in this request, by number."""
    numbers = {int(line.actor.removeprefix("account:")) for line in opened.history if line.actor.startswith("account:")}
    if opened.request.taken_by:
        numbers.add(opened.request.taken_by)
    with services().database.reading() as session:
        found = session.exec(select(Account).where(col(Account.id).in_(numbers))).all()
    return {account.id or 0: account.email for account in found}


def _outcome_options() -> list[tuple[str, str, str]]:
    """The three outcomes, as they were drawn, each with its plain sentence."""
    english = language() == "en"
    return [
        (code, said.label_en if english else said.label, said.sentence_en if english else said.sentence)
        for code, said in content().policy.outcomes.items()
    ]


def _hand_over_options(town: Municipality, others: Sequence[Account], team: str) -> list[tuple[str, str]]:
    """Nobody is chosen beforehand."""
    teams = [(f"team:{each.slug}", each.name) for each in town.conversation.teams if each.slug != team]
    return [("", _("kies")), *((f"account:{each.id}", each.email) for each in others), *teams]
