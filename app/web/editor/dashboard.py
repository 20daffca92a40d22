"""`/beheer/`: what waits, in numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col

from app import clock
from app.accounts.joint import waiting as waiting_for_two
from app.content.models import HelpNumber, Municipality, Page
from app.content.whole import Content
from app.insight.models import SearchNote
from app.publishing.joining import waiting as waiting_to_join
from app.publishing.sources import sources_of
from app.social_map.models import Correction, Flag, Offer, Place
from app.upkeep.to_ring import RING, how_many
from app.web.editor.joining import own_towns
from app.web.editor.judging import waiting
from app.web.editor.room import blueprint, own_town, within_walls
from app.web.running import content, services
from app.web.staff.guards import me


@dataclass(frozen=True, slots=True)
class Count:
    """One number and where to go for it."""

    number: int
    words: str
    url: str


@blueprint.get("/")
def dashboard() -> str:
    """Everything that waits for an editor."""
    with services().database.reading() as session:
        counts = _counts(session)
        towns = _empty_towns(session)
    if not me().municipality:
        counts += _shared_counts(content(), clock.today())
    return render_template(
        "editor/dashboard.html",
        counts=counts,
        all_done=not any(count.number for count in counts),
        first_steps=towns,
    )


def _empty_towns(session: Session) -> list[Municipality]:
    """Of this editor's municipalities those with an empty map, whom the open sources help on their first day.

    A source that is followed already fills it: then nothing has to be offered.
    """
    mine = [town for town in content().municipalities if me().municipality in {"", town.slug}]
    followed = {each.municipality for each in sources_of(session, me().municipality)}
    named = sa.func.lower(col(Place.municipality))
    filled = set(session.execute(sa.select(named).distinct()).scalars())
    return [town for town in mine if not filled & {town.name.lower(), town.slug} and not followed & {town.slug, ""}]


def _counts(session: Session) -> list[Count]:
    town = own_town()
    notes = sa.select(sa.func.count(col(SearchNote.id))).where(col(SearchNote.settled_at).is_(None))
    if town is not None:
        notes = notes.where(col(SearchNote.municipality) == town.slug)
    return [
        Count(
            _number(session, waiting(sa.select(sa.func.count(col(Offer.id))))),
            _("aanbod te beoordelen"),
            url_for("editor.to_judge"),
        ),
        Count(_open(session, Flag), _("opmerkingen bij aanbod"), url_for("editor.to_judge", wat="opmerking")),
        Count(how_many(session, RING, within_walls()), _("keer aanbod om over te bellen"), url_for("editor.current")),
        Count(
            how_many(session, "verborgen", within_walls()),
            _("keer aanbod niet meer te zien"),
            url_for("editor.current", wat="verborgen"),
        ),
        Count(
            len(waiting_to_join(session, own_towns())), _("aanvragen om mee te doen"), url_for("editor.join_requests")
        ),
        Count(_open(session, Correction), _("verbeteringen van bezoekers"), url_for("editor.corrections")),
        Count(_number(session, notes), _("berichten over wat niet gevonden is"), url_for("editor.not_found")),
        Count(_asked_of_me(session), _("Samen besluiten"), url_for("editor.joint_acts")),
    ]


def _shared_counts(whole: Content, today: date) -> list[Count]:
    old = [number for number in whole.help_numbers if is_old(number, whole, today)]
    pages = [page for page in whole.pages if needs_look(page, today)]
    return [
        Count(len(old), _("hulpnummers om na te kijken"), url_for("editor.help_numbers")),
        Count(len(pages), _("teksten om na te kijken"), url_for("editor.texts")),
    ]


def is_old(number: HelpNumber, whole: Content, today: date) -> bool:
    """Whether somebody should check this number again."""
    return number.verified_on + timedelta(days=whole.policy.help_numbers_valid_days) < today


def needs_look(page: Page, today: date) -> bool:
    """Whether this text waits for a speaker of the language, or went out of date."""
    return page.to_check or (page.valid_until is not None and page.valid_until < today)


def _open(session: Session, table: type[Flag | Correction]) -> int:
    return _number(
        session,
        sa.select(sa.func.count(col(table.id)))
        .join(Offer, col(Offer.id) == table.offer_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(
            col(table.settled_at).is_(None),
            within_walls(),
            col(Correction.helped).is_(False) if table is Correction else sa.true(),
        ),
    )


def _asked_of_me(session: Session) -> int:
    """What a colleague asked and this editor may agree to; one's own question waits for somebody else."""
    number = me().account_id
    return sum(each.asker.id != number for each in waiting_for_two(session, number))


def _number(session: Session, question: Any) -> int:
    return int(session.execute(question).scalar_one())
