"""What the desk sees of an offer with a caller on the line: what is read aloud first, and what only staff is told:
an old price, an entry nobody confirmed, an offer of one's own employer (I-06, I-45).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from app import clock
from app.content.letterhead import site_of
from app.content.models import Municipality
from app.referring.sending import Entry, Notice
from app.referring.slips import Followed, follow, only_of, organisations_of
from app.search.asking import Result
from app.social_map.costs import CostLine, describe_costs
from app.social_map.dates import date_in_words
from app.social_map.finding import Card
from app.social_map.freshness import freshness
from app.social_map.merged import organisation_of
from app.social_map.models import Offer, Organisation
from app.web import cards, wording
from app.web.cards import ShownCard
from app.web.running import language, services
from app.web.staff.guards import me
from app.web.translating import gettext as _

KEYS = "1234567890"
"""The keys that tick the results of a page, in their order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One result as the desk sees it.

    :ivar key: the key that ticks it; empty after the tenth.
    :ivar price_old: the last day of its price is over.
    :ivar unconfirmed: since when nobody confirmed it, as a badge; empty when it is fresh enough.
    :ivar own: the worker's employer gives it.
    """

    card: ShownCard
    offer_id: int
    key: str
    phone_hours: str
    costs: tuple[CostLine, ...]
    price_old: bool
    unconfirmed: str
    own: bool
    first_step: str
    on_slip: bool


@dataclass(frozen=True, slots=True)
class Slipped:
    """The slip as it can be shown: its offers now, what came instead, what is gone.

    :ivar given_by: rows of the organisations of the offers, in order.
    :ivar employer: who employs the worker, when that is an organisation on the map.
    :ivar alone: all offers are of that employer.
    """

    followed: Followed
    given_by: tuple[int, ...]
    employer: Organisation | None
    alone: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        """The offers, in order."""
        return self.followed.cards


def own_employer() -> Organisation | None:
    """The organisation on the map that employs who is at the desk; None when that is the municipality."""
    uid = me().organisation
    if not uid:
        return None
    with services().database.reading() as session:
        return organisation_of(session, uid)


def lines(results: Sequence[Result], asked: int, slip: Sequence[str], employer: Organisation | None) -> list[Line]:
    """Results as the desk sees them, in their order.

    :param asked: the time of the question as 35 bits.
    """
    shown = cards.all_shown(results, asked)
    more = _more([result.card.id for result in results])
    today, lang = clock.today(), _lang()
    found = []
    for place, (result, card) in enumerate(zip(results, shown, strict=True)):
        organisation, first_step = more.get(result.card.id, (0, ""))
        costs = describe_costs(result.card.costs, today, lang)
        found.append(
            Line(
                card=card,
                offer_id=result.card.id,
                key=KEYS[place] if place < len(KEYS) else "",
                phone_hours=result.card.phone_hours,
                costs=costs,
                price_old=any(each.state == "expired" for each in costs),
                unconfirmed=_unconfirmed(result.card),
                own=employer is not None and organisation == employer.id,
                first_step=first_step,
                on_slip=result.card.slug in slip,
            )
        )
    return found


def slipped(slugs: Sequence[str], employer: Organisation | None) -> Slipped:
    """The slip as it is now."""
    with services().database.reading() as session:
        followed = follow(session, slugs)
        rows = organisations_of(session, [card.id for card in followed.cards])
    given_by = tuple(rows[card.id] for card in followed.cards if card.id in rows)
    return Slipped(followed, given_by, employer, only_of(employer, given_by))


def entries(shown: Sequence[Card], town: Municipality) -> list[Entry]:
    """The offers of a slip in words, for paper and mail."""
    more = _more([card.id for card in shown])
    site = site_of(services().settings, town)
    today, lang = clock.today(), _lang()
    found = []
    for fact in shown:
        card = cards.of_card(fact)
        costs = "; ".join(
            each.text + (f" ({', '.join(each.details)})" if each.details else "")
            for each in describe_costs(fact.costs, today, lang)
        )
        found.append(
            Entry(
                name=card.name, organisation=card.organisation, summary=card.summary, phone=card.phone, phone_hours=fact.phone_hours,
                email=card.email, when=card.when_words or card.when_text, where=card.place_text, cost=costs,
                decides=wording.level_words(fact.level), first_step=more.get(fact.id, (0, ""))[1], address=f"{site}/aanbod/{card.slug}",
                checked=card.checked_on_text, example=card.example,
            )
        )  # fmt: skip
    return found


def notice_of(slip: Slipped, town: Municipality) -> Notice | None:
    """What paper and mail say when a slip holds offers of one employer only, with where the rest is."""
    if not slip.alone or slip.employer is None:
        return None
    kinds = dict.fromkeys(card.kind for card in slip.cards)
    asked = "&".join(f"soort={kind}" for kind in kinds)
    return Notice(slip.employer.name, f"{site_of(services().settings, town)}/zoeken?{asked}")


def without(results: Iterable[Result], employer: Organisation) -> list[Result]:
    """The results that others give, in their order."""
    found = list(results)
    with services().database.reading() as session:
        rows = organisations_of(session, [each.card.id for each in found])
    return [each for each in found if rows.get(each.card.id) != employer.id]


def _more(numbers: list[int]) -> dict[int, tuple[int, str]]:
    """By offer: who gives it, and the first step."""
    if not numbers:
        return {}
    asked = sa.select(col(Offer.id), col(Offer.organisation_id), col(Offer.first_step)).where(
        col(Offer.id).in_(numbers)
    )
    with services().database.looking() as connection:
        return {int(number): (organisation, step) for number, organisation, step in connection.execute(asked) if number}


def _unconfirmed(card: Card) -> str:
    fresh = freshness(card.last_confirmed, clock.today(), cards.months_for(card.kind))
    if fresh.state not in {"stale", "hidden"}:
        return ""
    if fresh.checked_on is None:
        return str(_("nog nooit bevestigd"))
    return str(_("niet bevestigd sinds %(day)s", day=date_in_words(fresh.checked_on, _lang())))


def _lang() -> str:
    return "en" if language() == "en" else "nl"
