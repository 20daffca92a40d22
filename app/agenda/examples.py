"""Activities to try the agenda with: eight in the weeks after today, all invented. Only for a demo."""

from datetime import datetime, time, timedelta
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.agenda import keeping
from app.agenda.draft import ActivityDraft
from app.content.whole import Content
from app.db import Database
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import Status

_BY: Final = "demo"
_ACTIVITIES: Final = (
    # days from today, begin, end, title, what it is, place, cost, how to sign up, domains
    (1, "10:00", "11:30", "Koffie met de buurt", "Een kop koffie en een praatje. Iedereen is welkom, ook als u alleen komt.", "Het Voorbeeldhuis", "gratis", "Niet nodig. Loop binnen.", ("sociaal-netwerk",)),
    (2, "19:30", "21:00", "Avond over dementie", "Een verpleegkundige vertelt, en u kunt alles vragen. Neem gerust iemand mee.", "De Voorbeeldzaal", "gratis", "Bel even, dan zetten wij een stoel klaar.", ("geestelijke-gezondheid",)),
    (4, "13:30", "15:00", "Hulp bij brieven en rekeningen", "Neem uw post mee. Een vrijwilliger kijkt met u mee.", "Het Voorbeeldhuis", "gratis", "Niet nodig.", ("inkomen",)),
    (5, "12:00", "13:30", "Samen soep eten", "Soep met brood aan een lange tafel.", "Buurtkeuken Voorbeeld", "€ 2,50", "Bel vóór woensdag.", ("sociaal-netwerk",)),
    (8, "10:00", "12:00", "Rollator-dag", "Wij kijken uw rollator na: remmen, banden en hoogte.", "Plein Voorbeeld", "gratis", "Niet nodig.", ("adl",)),
    (11, "14:00", "16:00", "Mantelzorgmiddag", "Even iets voor uzelf, met anderen die ook voor iemand zorgen.", "De Voorbeeldzaal", "", "Bel of mail. Heeft u oppas nodig? Zeg het erbij.", ("sociaal-netwerk",)),
    (15, "", "", "Open dag van het dorpshuis", "De hele dag rondkijken, meedoen en vragen stellen.", "Dorpshuis Voorbeeld", "gratis", "Niet nodig.", ("sociaal-netwerk",)),
    (20, "15:00", "17:00", "Kerstmiddag met muziek", "Zingen, luisteren en een hapje. Vervoer nodig? Bel ons.", "De Voorbeeldkerk", "€ 5,00", "Bel voor een plaats.", ("sociaal-netwerk",)),
)  # fmt: skip
CANCELLED: Final = 4
"""Which of them is not on: so that a demo shows it."""


def make_example_activities(database: Database, content: Content) -> int:
    """Put them in the agenda of the first municipality, with its example organisations in turn. Returns how many.

    The last is handed in and waits for an editor.
    """
    town = content.municipalities[0]
    slugs = {domain.slug for domain in content.domains}
    with database.writing() as session:
        hosts = _hosts(session, town.name)
        if not hosts:
            return 0
        for number, (days, begin, end, title, summary, place, cost, sign_up, domains) in enumerate(_ACTIVITIES):
            day = clock.today() + timedelta(days=days)
            host = hosts[number % len(hosts)]
            draft = ActivityDraft(
                title=title, summary=summary, starts_at=datetime.combine(day, time.fromisoformat(begin or "00:00"), clock.AMSTERDAM),
                ends_at=datetime.combine(day, time.fromisoformat(end), clock.AMSTERDAM) if end else None, all_day=not begin,
                place=place, town=town.name, municipality=town.slug, phone=host.phone or "038 000 08 08", cost=cost, sign_up=sign_up,
                domains=tuple(each for each in domains if each in slugs),
            )  # fmt: skip
            waits = number == len(_ACTIVITIES) - 1
            made = keeping.hand_in(session, host, draft, _BY, editor=not waits, example=True)
            if number == CANCELLED:
                keeping.cancel(session, made, _BY, editor=True)
    return len(_ACTIVITIES)


def _hosts(session: Session, town: str) -> list[Organisation]:
    """Some organisations with offers for the public there."""
    theirs = (
        select(Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(Place.municipality == town, Offer.status == Status.PUBLISHED)
    )
    question = select(Organisation).where(col(Organisation.id).in_(theirs)).order_by(col(Organisation.id)).limit(3)
    return list(session.exec(question).all())
