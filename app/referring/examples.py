"""Example texts, a fixed combination, a handover note and a request to call back, so that who tries the product sees the
desk at work. All invented; `demo` as who made it says which they are.
"""

from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.conversation.office import Office
from app.conversation.opened import Worker
from app.outbox.models import OutboxMessage
from app.referring import bundles, desk_texts, handovers
from app.referring.call_backs import Caller, ask_call_back, subject_of
from app.referring.models import Bundle, CallBack, DeskText, DeskTextKind, Handover
from app.social_map.models import Offer, Place
from app.social_map.vocabulary import Status

ACTOR: Final = "demo"
TOWN: Final = "hattem"
_NUMBER: Final = 3
_WORKER: Final = Worker(0, TOWN)
_REGION: Final = Worker(0, "")


def make_example_desk_work(office: Office) -> int:
    """Two answers, two instructions, a combination, a handover note and an open request to call back. Returns how many.

    Asked twice, there are no more of them.
    """
    with office.database.writing() as session:
        if session.exec(select(DeskText).where(DeskText.changed_by == ACTOR)).first() is not None:
            return 0
        made: list[DeskText | Bundle | Handover] = [_text(session, written) for written in _texts(clock.today())]
        offers = _offers(session, office.town(TOWN).name)
        if len(offers) == _NUMBER:
            combined = bundles.Combined(
                "Even vrij voor wie zorgt (voorbeeld)",
                "Vraag eerst op welk moment van de dag het zorgen het zwaarst is. Noem ook het mantelzorgsteunpunt.",
                [offer.slug for offer in offers],
            )
            made.append(bundles.make(session, _WORKER, TOWN, combined))
        words = "De maaltijdservice belt morgen over de nieuwe prijs. Zet die prijs dan bij het aanbod. (voorbeeld)"
        made.append(handovers.leave(session, _WORKER, TOWN, words))
        for each in made:
            if isinstance(each, Handover):
                each.written_by = ACTOR
            else:
                each.changed_by = ACTOR
            session.add(each)
    return len(made) + (_call_back(office, offers[0]) if offers else 0)


def remove_example_desk_work(office: Office) -> int:
    """Take them away, with the key of the request to call back. Returns how many there were."""
    with office.database.writing() as session:
        rows = session.exec(select(CallBack).where(CallBack.asked_by == ACTOR)).all()
        subjects = [subject_of(row.uid) for row in rows]
        abouts = [f"call_back:{row.id}" for row in rows]
        session.execute(sa.delete(OutboxMessage).where(col(OutboxMessage.payload)["about"].as_string().in_(abouts)))
        number = len(rows)
        for row in rows:
            session.delete(row)
        for table, by in (
            (DeskText, DeskText.changed_by),
            (Bundle, Bundle.changed_by),
            (Handover, Handover.written_by),
        ):
            outcome = session.execute(sa.delete(table).where(col(by) == ACTOR))
            number += int(getattr(outcome, "rowcount", 0))
    if subjects:
        office.keys.destroy(*subjects)
    return number


def _call_back(office: Office, offer: Offer) -> int:
    caller = Caller(name="mevrouw Voorbeeld", phone="0380000907", when="’s ochtends")
    question = "Dit is een voorbeeld: is er volgende week nog plaats?"
    asked = ask_call_back(office, _WORKER, offer.id or 0, caller, question, consent=True, form="voorbeeld terugbellen")
    with office.database.writing() as session:
        session.execute(sa.update(CallBack).where(col(CallBack.id) == asked.number).values(asked_by=ACTOR))
    return 1


def _text(session: Session, written: desk_texts.Written) -> DeskText:
    return desk_texts.write(session, _WORKER if written.municipality else _REGION, written, example=True)


def _offers(session: Session, town: str) -> list[Offer]:
    """Three offers of the town: with a mail address first, so that the request to call back goes out."""
    question = (
        select(Offer)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(Place.municipality == town, Offer.status == Status.PUBLISHED)
        .order_by(sa.case((col(Offer.email) != "", 0), else_=1), sa.case((col(Offer.kind) == "maaltijden", 0), else_=1))
        .order_by(col(Offer.id))
        .limit(_NUMBER)
    )
    return list(session.exec(question).all())


def _texts(today: date) -> list[desk_texts.Written]:
    question, instruction = DeskTextKind.QUESTION, DeskTextKind.INSTRUCTION
    return [
        desk_texts.Written(
            question, "Parkeerkaart voor gehandicapten aanvragen (voorbeeld)", "invalidenkaart parkeren auto stoep",
            "Dit is een voorbeeld.\n\n- Aanvragen doet iemand bij {desk_name}, telefoon {desk_phone}.\n- Nodig: een pasfoto en een "
            "geldig paspoort.\n- Er hoort een keuring bij. Die kost geld; noem het bedrag alleen als het op de site staat.",
            today + timedelta(days=180), TOWN,
        ),
        desk_texts.Written(
            question, "Wat kost hulp in het huishouden? (voorbeeld)", "eigen bijdrage CAK abonnement schoonmaak poetshulp",
            "Dit is een voorbeeld.\n\nVia de gemeente betaalt iemand een vaste bijdrage per maand. De hoogte staat op de bladzijde "
            "over kosten. Zonder gemeente regelt iemand het zelf, en betaalt de prijs van de organisatie.\n\nWeet u het niet zeker? "
            "Zeg: dat vraag ik na.",
            today - timedelta(days=3), TOWN,
        ),
        desk_texts.Written(
            instruction, "Een beller is erg overstuur (voorbeeld)", "boos huilen paniek agressie emotie",
            "Dit is een voorbeeld.\n\n1. Luister eerst. Zeg dat u tijd heeft.\n2. Is er nu gevaar? Bel 112, of verbind door.\n3. Vraag of "
            "een collega mag meeluisteren.\n4. Vertel daarna zelf aan een collega hoe het ging.",
            None, "",
        ),
        desk_texts.Written(
            instruction, "Zorgen over huiselijk geweld (voorbeeld)", "slaan mishandeling veilig thuis meldcode kind",
            "Dit is een voorbeeld.\n\nBel Veilig Thuis voor advies: {number:veilig-thuis}. Dat kan zonder namen te noemen. Daarna "
            "bespreekt u het met de aandachtsfunctionaris. Schrijf het nergens in dit systeem op.",
            today + timedelta(days=90), "",
        ),
    ]  # fmt: skip
