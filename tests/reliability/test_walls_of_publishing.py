"""What somebody with one role could take from another in the rooms of issue 5, tried for real: each of these was open once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.inviting import InvitationOver, invite, open_invitation
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.publishing.joining import Contact, NewJoin, ask_to_join
from app.social_map.draft import PlaceDraft
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import OrganisationKind, Status
from tests.installing import SECRET
from tests.web.organisation.house import OURS, THEIRS, draft, make_house

ELSEWHERE = PlaceDraft(kern="Putten", municipality="Putten", street="Geheime straat 1", confidential=True)


@pytest.fixture
def house(tmp_path):
    made = make_house(tmp_path / "house")
    made.numbers = made.put(draft(), draft("Van hen", THEIRS, place=ELSEWHERE))
    return made


def whose(house, name):
    with house.services.database.reading() as session:
        return session.exec(select(Organisation).where(Organisation.name == name)).one()


def invitations(house):
    with house.services.database.reading() as session:
        return session.exec(select(Invitation).order_by(Invitation.id)).all()


def test_an_administrator_of_one_town_makes_no_account_for_an_organisation_of_another(house):
    chief = house.signed_in("bestuur@voorbeeld.example", Role.ADMINISTRATOR)
    asked = {"email": "mij@voorbeeld.example", "rol": "organisation", "organisatie": THEIRS, "nieuw": "ja"}
    answer = chief.post("/beheer/accounts/uitnodigen", data=asked)
    assert answer.status_code == 422
    assert "buiten uw gemeente" in answer.text
    assert THEIRS not in chief.get("/beheer/accounts/uitnodigen").text
    assert chief.post("/beheer/accounts/uitnodigen", data=asked | {"organisatie": OURS}).status_code == 303
    assert [each.organisation for each in invitations(house)] == [whose(house, OURS).uid]


def test_an_editor_of_one_town_lets_nobody_in_for_an_organisation_of_another(house):
    publishing = house.services.publishing
    new = NewJoin("Club", OrganisationKind.CLUB, "Wandelen.", Contact("Anja", "mij@voorbeeld.example"))
    with house.services.database.writing() as session:
        number = ask_to_join(session, publishing, publishing.town("hattem"), new)[0].id
    editor = house.signed_in("redactie@voorbeeld.example", Role.EDITOR)
    theirs = whose(house, THEIRS).id
    answer = editor.post(f"/beheer/meedoen/{number}", data={"besluit": "ja", "organisatie": theirs})
    assert answer.status_code == 422
    assert invitations(house) == []
    ours = whose(house, OURS).id
    assert editor.post(f"/beheer/meedoen/{number}", data={"besluit": "ja", "organisatie": ours}).status_code == 303


def test_an_editor_of_one_town_reads_no_confidential_address_by_writing_for_somebody_elsewhere(house):
    editor = house.signed_in("redactie@voorbeeld.example", Role.EDITOR)
    begun = editor.post("/beheer/aanbod/nieuw", data={"organisatie": whose(house, THEIRS).uid})
    assert begun.status_code == 303
    assert "Geheime straat" not in editor.get(begun.location).text


def test_what_was_being_written_is_closed_once_the_offer_is_somebody_elses(house):
    number, _theirs = house.numbers
    ours, theirs = house.somebody_of(OURS), house.somebody_of(THEIRS)
    mine = ours.post(f"/organisatie/aanbod/{number}/wijzigen").location
    house.change(number, organisation_id=whose(house, THEIRS).id)
    for sent in (
        ours.get(mine),
        ours.post(mine, data={"naam": "Gekaapt", "doen": "insturen"}),
        ours.get(f"{mine}/voorbeeld"),
    ):
        assert sent.status_code == 404
    assert mine not in ours.get("/organisatie/").text
    begun = theirs.post(f"/organisatie/aanbod/{number}/wijzigen").location
    assert begun != mine
    assert theirs.get(begun).status_code == 200
    with house.services.database.reading() as session:
        assert len(session.exec(select(OfferRevision).where(OfferRevision.offer_id == number)).all()) == 1


def test_the_name_of_what_waits_is_not_found_by_guessing_its_address(house):
    (hidden,) = house.put(draft("Nog geheim plan", THEIRS), publish=False)
    client = house.somebody_of(OURS)
    page = client.post("/organisatie/aanbod/nieuw").location
    slug = house.offer(hidden).slug
    client.post(
        page, data={"naam": "Iets", "werkt_samen_met": [slug, house.offer(house.numbers[1]).slug], "doen": "bewaren"}
    )
    shown = client.get(page).text
    assert "Van hen" in shown
    assert "Nog geheim plan" not in shown


def test_an_organisation_takes_away_nobody_elses_invitation(house):
    with house.services.database.writing() as session:
        _made, token = invite(
            session, AccountKeys(SECRET), email="nieuw@voorbeeld.example", role=Role.EDITOR, by="cli", days=3
        )
    client = house.somebody_of(OURS)
    client.post("/organisatie/gegevens/uitnodigen", data={"collega_email": "nieuw@voorbeeld.example"})
    with house.services.database.reading() as session:
        assert open_invitation(session, token).role is Role.EDITOR


def test_nobodys_mailbox_is_filled_with_invitations(house):
    client = house.somebody_of(OURS)
    answers = [
        client.post("/organisatie/gegevens/uitnodigen", data={"collega_email": "doel@voorbeeld.example"}).status_code
        for _ in range(6)
    ]
    assert answers == [303, 303, 303, 422, 422, 422]


def test_a_colleagues_new_second_step_is_not_an_organisations_to_withdraw(house):
    client = house.somebody_of(OURS, "een@voorbeeld.example")
    with house.services.database.writing() as session:
        account = session.exec(select(Account)).one()
        link = Invitation(
            digest="x", email="twee@voorbeeld.example", role=Role.ORGANISATION, organisation=account.organisation,
            account_id=account.id, expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        session.add(link)
    assert "twee@voorbeeld.example" not in client.get("/organisatie/gegevens").text
    number = invitations(house)[0].id
    assert client.post("/organisatie/gegevens/uitnodiging-intrekken", data={"uitnodiging": number}).status_code == 404


def test_who_is_shut_out_has_no_invitation_left_to_come_back_with(house):
    client = house.somebody_of(OURS)
    client.post("/organisatie/gegevens/uitnodigen", data={"collega_email": "tweede.mij@voorbeeld.example"})
    with house.services.database.reading() as session:
        number = session.exec(select(Account.id).where(Account.role == Role.ORGANISATION)).one()
    chief = house.signed_in("bestuur@voorbeeld.example", Role.ADMINISTRATOR, municipality="")
    assert chief.post(f"/beheer/accounts/{number}/sluiten").status_code == 303
    (left,) = invitations(house)
    assert left.withdrawn_at is not None


def test_a_renamed_organisation_keeps_what_waits_for_an_editor(house):
    number, _theirs = house.numbers
    with house.services.database.writing() as session:
        offer = session.get_one(Offer, number)
        first = session.exec(select(OfferRevision).where(OfferRevision.offer_id == number)).one()
        again = first.draft.model_copy(update={"summary": "Nieuw."})
        session.add(OfferRevision(offer_id=number, number=2, draft=again, state="pending", author="account:1"))
        owner = offer.organisation_id
    editor = house.signed_in("redactie@voorbeeld.example", Role.EDITOR, municipality="")
    renamed = {"naam": "De Hoek Nieuw", "soort": "welfare"}
    assert editor.post(f"/beheer/organisaties/{owner}", data=renamed).status_code == 303
    house.put(draft("Ander", OURS))  # somebody else takes the old name
    version = house.offer(number).version
    assert editor.post(f"/beheer/aanbod/{number}", data={"doen": "publish", "versie": version}).status_code == 303
    assert house.offer(number).organisation_id == owner
    assert house.offer(number).summary == "Nieuw."


def test_what_was_ticked_is_not_published_in_a_version_nobody_saw(house):
    (number,) = house.put(draft("Wacht", OURS), publish=False)
    editor = house.signed_in("redactie@voorbeeld.example", Role.EDITOR, municipality="")
    ticked = f"{number}:{house.offer(number).version}"
    assert f'value="{ticked}"' in editor.get("/beheer/aanbod").text
    house.change(number, version=house.offer(number).version + 1)
    assert "intussen veranderd" in editor.post("/beheer/aanbod", data={"aanbod": [ticked]}).text
    assert house.offer(number).status is Status.REVIEW


def test_whoever_answers_one_invitation_has_no_use_for_another(house):
    keys = AccountKeys(SECRET)
    with house.services.database.writing() as session:
        _one, first = invite(session, keys, email="n@voorbeeld.example", role=Role.EDITOR, by="cli", days=3)
        _two, second = invite(session, keys, email="n@voorbeeld.example", role=Role.DESK, by="cli", days=3)
        assert open_invitation(session, first).role is Role.EDITOR
        session.add(Account(email="n@voorbeeld.example", role=Role.DESK))
    with house.services.database.reading() as session:
        for token in (first, second):
            with pytest.raises(InvitationOver):
                open_invitation(session, token)


def test_a_list_changes_no_offer_that_went_to_another_organisation(house):
    uid, theirs = whose(house, OURS).uid, whose(house, THEIRS).id
    source = f"organisatie {uid}"
    (number,) = house.put(draft("Mee", OURS, source=source, source_id="7"), publish=False)
    house.change(number, organisation_id=theirs)
    with house.services.database.writing() as session:
        shelf = Shelf(session, owner=whose(house, OURS).id)
        taken = shelf.receive(draft("Terug van ons", OURS, source=source, source_id="7"), actor="import x")
        shelf.finish()
    assert taken.outcome == "unchanged"
    assert "andere organisatie" in " ".join(taken.flags)
    assert (house.offer(number).organisation_id, house.offer(number).name) == (theirs, "Mee")


def test_the_name_in_our_mail_is_no_advertisement(house):
    said = {
        "naam": "Win nu op https://kwaad.example", "soort": "club", "gemeente": "hattem", "woorden": "Iets.", "contact": "A",
        "email": "slachtoffer@voorbeeld.example",
    }  # fmt: skip
    assert house.client().post("/meedoen", data=said).status_code == 422
    assert house.letters() == []
    assert house.client().post("/meedoen", data=said | {"naam": "Club Voorbeeld"}).status_code == 303


def test_an_organisation_that_only_begins_in_another_town_is_not_there(house):
    keys = AccountKeys(SECRET)
    with house.services.database.writing() as session:
        fresh = {}
        for name, town in (("Nieuw in Putten", "putten"), ("Nieuw in Hattem", "hattem"), ("Nog niemand", "")):
            fresh[name] = Organisation(name=name, name_key=name.lower(), source="leefplein")
            session.add(fresh[name])
            session.flush()
            if town:
                invite(
                    session, keys, email=f"{town}@voorbeeld.example", role=Role.ORGANISATION, organisation=fresh[name].uid,
                    municipality=town, by="cli", days=3,
                )  # fmt: skip
    editor = house.signed_in("redactie@voorbeeld.example", Role.EDITOR)
    for name, status in (("Nieuw in Putten", 404), ("Nieuw in Hattem", 303), ("Nog niemand", 303)):
        here = f"/beheer/organisaties/{fresh[name].id}"
        assert (
            editor.post(f"{here}/uitnodigen", data={"adres": f"{status}{len(name)}@voorbeeld.example"}).status_code
            == status
        )
        assert (editor.get(here).status_code == 404) is (status == 404)
