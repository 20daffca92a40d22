"""Two organisations, each in a town of its own, with one of everything that has a number. All invented."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from app import clock
from app.accounts import joint
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.models import Invitation
from app.accounts.rights import Role
from app.agenda import keeping
from app.agenda.draft import ActivityDraft
from app.conversation.opened import Worker
from app.publishing.joining import Contact, NewJoin, ask_to_join
from app.publishing.models import WorkingDraft
from app.publishing.photos import take_in
from app.referring.call_backs import Caller, ask_call_back
from app.social_map.draft import OrganisationDraft, PlaceDraft
from app.social_map.models import Correction, ImportSource, ImportUpload, Offer, Organisation
from app.social_map.vocabulary import OrganisationKind, RespiteWeight, Vog
from tests.installing import SECRET
from tests.social_map.drafts import draft, shelve
from tests.web.providers.test_photos import a_photo
from tests.web.staff.site import PASSWORD

TOWNS = ("hattem", "putten")


@dataclass(frozen=True)
class Publisher:
    """What belongs to one organisation of one town; every field is what may stand in a blank."""

    town: str
    organisation: int
    uid: str
    offer: int
    upload: int
    working: str
    photo: str
    correction: int
    join: int
    account: int
    invitation: int
    act: int
    call_back: int
    activity: int
    source: int


def publishers(services) -> dict[str, Publisher]:
    """One of each town."""
    return {town: _publisher(services, town) for town in TOWNS}


def _publisher(services, town: str) -> Publisher:
    name = f"Stichting Voorbeeld {town.title()}"
    (received,) = shelve(
        services.database,
        draft(
            f"Oppas {town}", organisation=OrganisationDraft(name=name), kind="oppas", vog=Vog.YES, respite=RespiteWeight.LIGHT,
            place=PlaceDraft(kern=town.title(), municipality=town.title(), lat=52.4, lon=6.0), source=f"bron {town}",
        ),
    )  # fmt: skip
    caller = Caller(name="mevrouw Voorbeeld", phone="0380009900")
    asked = ask_call_back(services.office, Worker(1, town), received.offer_id, caller, "Is er plaats?", consent=True)
    publishing = services.publishing
    with services.database.writing() as session:
        offer = session.get_one(Offer, received.offer_id)
        whose = session.exec(select(Organisation).where(Organisation.id == offer.organisation_id)).one()
        upload = ImportUpload(
            source_name=f"organisatie {whose.uid}", filename="lijst.csv", organisation=whose.uid, municipality=town,
            state="looked", report={"read": 1, "new": 1, "changed": 0, "unchanged": 0, "flagged": [], "refused": []},
        )  # fmt: skip
        working = WorkingDraft(organisation=whose.uid, begun_by="account:1", values={"naam": ("Geheim plan",)})
        correction = Correction(offer_id=offer.id, about="tijden", words="Klopt niet", answer_by=clock.today())
        administrator = create_account(
            session, AccountKeys(SECRET), email=f"bestuur.{town}@voorbeeld.example", password=PASSWORD,
            role=Role.ADMINISTRATOR, municipality=town,
        ).account  # fmt: skip
        invitation = Invitation(
            digest=f"{town}-digest", email=f"nieuw.{town}@voorbeeld.example", role=Role.DESK, municipality=town,
            expires_at=clock.now() + timedelta(days=3),
        )  # fmt: skip
        source = ImportSource(
            name=f"lijst {town}", format="spreadsheet", address="https://lijst.example/a.csv", municipality=town
        )
        session.add_all([upload, working, correction, invitation, source])
        photo = take_in(session, a_photo(), whose.uid, "account:1")
        new = NewJoin(
            f"Club {town}", OrganisationKind.CLUB, "Samen wandelen.", Contact("Anja", f"a.{town}@post.example")
        )
        join, _token = ask_to_join(session, publishing, publishing.town(town), new)
        act = joint.ask(
            session, joint.ORGANISATION_REMOVE, f"organisation:{whose.id}", name, by=administrator.id, municipality=town
        )
        soon = clock.now() + timedelta(days=3)
        activity = keeping.hand_in(
            session, whose, ActivityDraft(title="Soep", starts_at=soon, municipality=town, phone="038 000"), "account:1", editor=True
        )  # fmt: skip
        session.flush()
        return Publisher(
            town, whose.id, whose.uid, offer.id, upload.id, working.uid, photo.uid, correction.id, join.id,
            administrator.id, invitation.id, act.id, asked.number, activity.id, source.id,
        )  # fmt: skip


def account_of(services, email: str, role: Role, publisher: Publisher):
    """Somebody of this publisher's organisation, or a member of staff of its town."""
    own = role is Role.ORGANISATION
    with services.database.writing() as session:
        return create_account(
            session, AccountKeys(SECRET), email=email, password=PASSWORD, role=role,
            organisation=publisher.uid if own else "", municipality="" if own else publisher.town,
        )  # fmt: skip
