"""One mail to an organisation about one step for all its offers at once, with one link; or none, and then somebody rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.letterhead import day_in_words, site_of
from app.content.models import Municipality
from app.publishing.house import Publishing
from app.publishing.letters import addresses_of, write_letter
from app.social_map.draft import Cost
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE
from app.upkeep import links
from app.upkeep.models import CheckedAddress
from app.upkeep.vocabulary import Checked, Step, Told

MOST_LINES: Final = 60
MOST_ADDRESSES: Final = 3
ADDRESS: Final = "/klopt-nog"
_TEXTS: Final = {
    Step.ASK: "bericht-klopt-nog",
    Step.REMIND: "bericht-klopt-nog-herinnering",
    Step.WARN: "bericht-klopt-nog-waarschuwing",
    Step.HIDE: "bericht-verborgen",
    Step.KEEP: "bericht-klopt-nog-waarschuwing",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a mail is about: the offers with their places, and the sentence about what happens when nothing is heard."""

    step: Step
    offers: Sequence[tuple[Offer, Place]]
    extra: str = ""


def tell(
    session: Session, publishing: Publishing, organisation: Organisation, what: Matter, town: Municipality
) -> Told:
    """Mail an organisation, to each of its addresses; `Told.CALL` when it has none."""
    addresses = mail_addresses(session, organisation)
    if not addresses:
        return Told.CALL
    days = publishing.content.now().policy.link_valid_days
    now = clock.now()
    facts = {
        "organisation": organisation.name,
        "list": _list(session, what),
        "link": link_for(publishing, organisation, town, days=days),
        "day": day_in_words(links.last_day(now, days), "nl"),
        "extra": what.extra,
    }
    sent = [write_letter(session, publishing, each, _TEXTS[what.step], town, **facts) for each in addresses]
    return Told.MAIL if any(sent) else Told.CALL


def mail_link(session: Session, publishing: Publishing, organisation: Organisation) -> bool:
    """Mail a fresh link, with everything that is or was public; False without an address: then somebody rings."""
    offers = session.execute(
        sa.select(Offer, Place)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.organisation_id) == organisation.id, col(Offer.status).in_(PUBLIC_BEFORE))
        .order_by(col(Offer.name), col(Offer.id))
    ).all()
    town = publishing.town(offers[0][1].municipality if offers else "")
    matter = Matter(Step.ASK, [(offer, place) for offer, place in offers])
    return tell(session, publishing, organisation, matter, town) is Told.MAIL


def mail_addresses(session: Session, organisation: Organisation) -> list[str]:
    """Where an organisation hears from us: its accounts, else its own address, else the addresses most of its public
    offers give (an import knows no other); empty when somebody has to ring.
    """
    own = list(dict.fromkeys(addresses_of(session, organisation)))
    if own:
        return own
    counted = sa.func.count(col(Offer.id))
    rows = session.execute(
        sa.select(col(Offer.email))
        .where(
            col(Offer.organisation_id) == organisation.id, col(Offer.status).in_(PUBLIC_BEFORE), col(Offer.email) != ""
        )
        .group_by(col(Offer.email))
        .order_by(counted.desc(), col(Offer.email))
        .limit(MOST_ADDRESSES)
    )
    return [row.email for row in rows]


def link_for(
    publishing: Publishing,
    organisation: Organisation,
    town: Municipality,
    *,
    days: int,
    path: str = ADDRESS,
    ask: str = "",
) -> str:
    """A whole address that opens without signing in.

    :param ask: what else stands in its question, such as `&aanbod=12`.
    """
    token = links.make(publishing.settings, organisation, clock.now(), days=days)
    return f"{site_of(publishing.settings, town)}{path}?sleutel={token}{ask}"


def prices_past(costs: Sequence[Cost], today: date) -> list[date]:
    """The last days of prices that no longer hold."""
    return sorted(cost.valid_until for cost in costs if cost.valid_until is not None and cost.valid_until < today)


def dead_addresses(session: Session, offers: Sequence[int]) -> dict[int, list[CheckedAddress]]:
    """What the checker is sure does not work, by offer."""
    found: dict[int, list[CheckedAddress]] = {}
    question = select(CheckedAddress).where(
        col(CheckedAddress.offer_id).in_(list(offers)),
        CheckedAddress.state == Checked.DEAD,
        col(CheckedAddress.settled_at).is_(None),
    )
    for row in session.exec(question.order_by(col(CheckedAddress.id))):
        found.setdefault(row.offer_id, []).append(row)
    return found


def _list(session: Session, what: Matter) -> str:
    shown = what.offers[:MOST_LINES]
    dead = dead_addresses(session, [offer.id or 0 for offer, _place in shown])
    lines = []
    for offer, place in shown:
        where = "" if place.confidential else place.kern or place.town
        lines.append(f"- {offer.name}" + (f" ({where})" if where else ""))
        lines += [
            f"  Let op: de prijs was geldig tot en met {day_in_words(day, 'nl')}."
            for day in prices_past(offer.costs, clock.today())[-1:]
        ]
        lines += [f"  Let op: {_trouble(row)}" for row in dead.get(offer.id or 0, [])]
    if len(what.offers) > MOST_LINES:
        lines.append(f"- en nog {len(what.offers) - MOST_LINES} keer aanbod; alles staat achter de link")
    return "\n".join(lines)


def _trouble(row: CheckedAddress) -> str:
    """In words of daily life; the value is what the organisation itself gave."""
    if row.what.endswith("website"):
        return f"de website {row.value} doet het niet."
    if row.what.endswith("email"):
        return f"het mailadres {row.value} werkt niet."
    return f"het telefoonnummer {row.value} klopt niet."
