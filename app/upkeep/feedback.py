"""What visitors say about an offer reaches who gives it and the editor, and somebody answers within a term.

"Klopt dit niet?" gets a day by which it is looked at; "dit heeft mij geholpen" is only passed on. Nothing of it is counted
in public and nothing of it moves an offer up or down (I-06). A visitor leaves no name, so nobody is written back.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.letterhead import day_in_words, site_of
from app.db import Database
from app.publishing.house import Publishing
from app.publishing.letters import addresses_of, write_letter
from app.social_map.models import Correction, Offer, Organisation, Place
from app.working_days import working_days_after

ONE_MAIL_EVERY: Final = timedelta(hours=20)
"""An organisation hears at most once a day, however much is written."""
PAGE: Final = "bericht-bezoeker-meldt"


def note_correction(session: Session, publishing: Publishing, offer: Offer, about: str, words: str) -> date:
    """Keep what somebody says is wrong, in a writing session. Returns the day by which somebody has looked at it.

    :param about: one of the subjects of the form; :param words: cleaned of personal data.
    """
    days = publishing.town(_municipality(session, offer)).map_editors.feedback_days
    by = working_days_after(clock.today(), days)
    session.add(Correction(offer_id=offer.id or 0, about=about, words=words, answer_by=by))
    return by


def note_helped(session: Session, offer: Offer, words: str) -> None:
    """Keep that an offer helped somebody, in a writing session. `words` may be empty."""
    session.add(Correction(offer_id=offer.id or 0, words=words, helped=True))


def answer(session: Session, correction: Correction, words: str, by: str) -> None:
    """Somebody looked at it and says what was done, in a writing session.

    :param by: `account:<number>`.
    """
    correction.answer = words
    correction.answered_by = by
    correction.settled_at = clock.now()
    session.add(correction)


def waiting_for(session: Session, organisation_id: int) -> Sequence[tuple[Correction, Offer]]:
    """What visitors wrote about the offers of an organisation and nobody settled, with what is due first on top."""
    return [
        (correction, offer)
        for correction, offer in session.exec(
            select(Correction, Offer)
            .join(Offer, col(Offer.id) == Correction.offer_id)
            .where(Offer.organisation_id == organisation_id, col(Correction.settled_at).is_(None))
            .order_by(col(Correction.helped), col(Correction.answer_by), col(Correction.id))
        ).all()
    ]


def tell_organisations(publishing: Publishing) -> int:
    """Mail what was written and not told yet; one mail for an organisation, at most one a day. Returns how many mails.

    Each organisation in a transaction of its own: the mail and the mark that it was told exist together.
    """
    with publishing.database.reading() as session:
        waiting = session.exec(
            select(Offer.organisation_id)
            .join(Correction, col(Correction.offer_id) == Offer.id)
            .where(col(Correction.told_at).is_(None), col(Correction.settled_at).is_(None))
            .distinct()
        ).all()
    return sum(_tell(publishing, number) for number in waiting)


def _tell(publishing: Publishing, organisation_id: int) -> int:
    moment = clock.now()
    with publishing.database.writing() as session:
        rows = session.exec(
            select(Correction, Offer)
            .join(Offer, col(Offer.id) == Correction.offer_id)
            .where(Offer.organisation_id == organisation_id)
            .where(
                sa.or_(
                    sa.and_(col(Correction.told_at).is_(None), col(Correction.settled_at).is_(None)),
                    col(Correction.told_at) > moment - ONE_MAIL_EVERY,
                )
            )
        ).all()
        if any(correction.told_at is not None for correction, _offer in rows):
            return 0
        organisation = session.get(Organisation, organisation_id)
        new = [(correction, offer) for correction, offer in rows if correction.told_at is None]
        if organisation is None or not new:
            return 0
        town = publishing.town(_municipality(session, new[0][1]))
        due = min((each.answer_by for each, _offer in new if each.answer_by), default=clock.today())
        written = [
            write_letter(
                session,
                publishing,
                to,
                PAGE,
                town,
                list="\n".join(_lines(new)),
                link=f"{site_of(publishing.settings, town)}/organisatie/berichten",
                due=day_in_words(due, "nl"),
            )
            for to in addresses_of(session, organisation)
        ]
        for correction, _offer in new:
            correction.told_at = moment
            session.add(correction)
    return int(any(written))


def _lines(rows: Sequence[tuple[Correction, Offer]]) -> list[str]:
    """Which offers it is about and how often; a visitor's words stay on the site."""
    said: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for correction, offer in rows:
        said[offer.name][int(correction.helped)] += 1
    lines = []
    for name, (wrong, helped) in sorted(said.items()):
        parts = []
        if wrong:
            parts.append("1 keer: klopt dit niet?" if wrong == 1 else f"{wrong} keer: klopt dit niet?")
        if helped:
            parts.append("iemand is geholpen" if helped == 1 else f"{helped} mensen zijn geholpen")
        lines.append(f"- {name}: {', '.join(parts)}")
    return lines


def forget_settled(database: Database, keep_days: int) -> int:
    """Remove what was settled so many days ago. Returns how many."""
    before = clock.now() - timedelta(days=keep_days)
    with database.writing() as session:
        gone = session.execute(sa.delete(Correction).where(col(Correction.settled_at) < before))
    return int(getattr(gone, "rowcount", 0))


def _municipality(session: Session, offer: Offer) -> str:
    return session.get_one(Place, offer.place_id).municipality
