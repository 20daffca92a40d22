"""Work of editors and organisations to try the product with: what waits, what changed, what visitors wrote. All invented.

It goes the way real work goes: handed in, asked, written. Only for a demo.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.publishing.handing_in import hand_in
from app.publishing.house import Publishing
from app.publishing.joining import Contact, NewJoin, ask_to_join
from app.publishing.working import begin
from app.social_map.draft import Cost, OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.lifecycle import Actor, newest_revision
from app.social_map.models import Correction, Offer, Organisation, Place
from app.social_map.vocabulary import CostKind, Level, OrganisationKind, Status, Vog
from app.working_days import working_days_after

JOINING: Final = (
    NewJoin(
        "Zorgcoöperatie Voorbeeld-Molecaten", OrganisationKind.INITIATIVE,
        "Wij zijn buren. Wij passen een avond op bij mensen met dementie, zodat hun man of vrouw even weg kan.",
        Contact("Voorbeeld-Anja", "anja@molecaten.example", "038 000 08 01"),
    ),
    NewJoin(
        "Wandelclub Voorbeeldpad", OrganisationKind.CLUB, "Elke dinsdag wandelen wij een rustig rondje. Iedereen kan mee.",
        Contact("Voorbeeld-Piet", "piet@wandelclub.example"),
    ),
)  # fmt: skip


def example_organisation(session: Session, town: str) -> Organisation | None:
    """The organisation with most public offers in a municipality: the one the example account speaks for.

    :param town: the municipality's name.
    """
    busiest = (
        select(Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(Place.municipality == town, Offer.status == Status.PUBLISHED)
        .group_by(col(Offer.organisation_id))
        .order_by(sa.func.count(col(Offer.id)).desc(), sa.asc(col(Offer.organisation_id)))
        .limit(1)
    )
    number = session.exec(busiest).first()
    return session.get(Organisation, number) if number else None


def make_example_work(publishing: Publishing, organisation: Organisation) -> None:
    """Something of everything that waits: for the organisation, for the editors, and from visitors."""
    town = publishing.content.now().municipalities[0]
    with publishing.database.writing() as session:
        for new in JOINING:
            ask_to_join(session, publishing, town, new)
        own = session.exec(
            select(Offer)
            .where(Offer.organisation_id == organisation.id, Offer.status == Status.PUBLISHED)
            .order_by(col(Offer.id))
        ).all()
        account = session.exec(
            select(Account).where(Account.organisation == organisation.uid, Account.role == Role.ORGANISATION)
        ).first()
        if account is None or not own:
            return
        actor = Actor(f"account:{account.id}", Role.ORGANISATION.value)
        _change(session, publishing, own[0], actor)
        hand_in(session, publishing, _new_offer(organisation), actor, organisation=organisation)
        begin(
            session, organisation=organisation.uid, by=actor.name, values={"naam": ("Samen breien",), "soort": ("ontmoeting",)}
        )  # fmt: skip
        _visitors_wrote(session, own)


def _change(session: Session, publishing: Publishing, offer: Offer, actor: Actor) -> None:
    draft = newest_revision(session, offer).draft
    changed = draft.model_copy(
        update={
            "times": "di en do 13:30-16:00",
            "description": f"{draft.description}\nVanaf januari ook op dinsdag (voorbeeld).".strip(),
        }
    )
    hand_in(session, publishing, changed, actor, offer=offer, base_version=offer.version)


def _new_offer(organisation: Organisation) -> OfferDraft:
    until = clock.today().replace(month=12, day=31)
    return OfferDraft(
        name="Samen aan de soep (voorbeeld)",
        organisation=OrganisationDraft(name=organisation.name),
        kind="ontmoeting",
        level=Level.GENERAL,
        domains=("sociaal-netwerk",),
        summary="Elke woensdag een kop soep en een praatje. Aanbevolen door de gemeente!",
        place=PlaceDraft(
            street="Voorbeeldplein 4", postcode="8051 ZZ", town="Hattem", kern="Hattem", municipality="Hattem"
        ),
        times="wo 12:00-13:30",
        phone=organisation.phone or "038 000 08 08",
        costs=(
            Cost(kind=CostKind.PRICE, amount=Decimal("2.00"), unit="keer", as_typed="2,00 per keer", valid_until=until),
        ),
        vog=Vog.NOT_APPLICABLE,
        first_step="Loop binnen. Er is altijd iemand die u opvangt.",
        example=True,
    )


def _visitors_wrote(session: Session, offers: Sequence[Offer]) -> None:
    by = working_days_after(clock.today(), 10)
    session.add(
        Correction(offer_id=offers[0].id or 0, about="tijden", words="Op donderdag was de deur dicht.", answer_by=by)
    )
    session.add(
        Correction(offer_id=offers[-1].id or 0, words="Mevrouw aan de telefoon was heel vriendelijk.", helped=True)
    )
