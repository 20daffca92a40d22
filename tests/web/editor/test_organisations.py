"""`/beheer/organisaties`: what is known of who publishes, within the walls; taking one off the map takes two people."""

from sqlmodel import select

from app.accounts.models import Account, Invitation, JointAct
from app.accounts.rights import Role
from app.social_map.draft import OrganisationDraft
from app.social_map.models import Offer, OfferEvent, Organisation
from app.social_map.vocabulary import Status
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of

TYPED = {"naam": "Stichting De Hoek", "soort": "welfare", "telefoon": "038 000 01 01", "email": "hoek@post.example"}


def the_hoek(site):
    with site.database.reading() as session:
        return session.exec(select(Organisation).where(Organisation.name_key == "stichting de hoek")).one()


def test_it_is_found_by_a_part_of_its_name_and_put_right(site):
    put(site, draft(), draft("Soep", organisation=OrganisationDraft(name="Kerk Voorbeeld")), publish=True)
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get("/beheer/organisaties?q=hoek")))
    assert "Stichting De Hoek" in page
    assert "Kerk Voorbeeld" not in page
    number = the_hoek(site).id
    assert client.post(f"/beheer/organisaties/{number}", data=TYPED | {"kvk": "12 34 56 78"}).status_code == 303
    assert (the_hoek(site).email, the_hoek(site).kvk, the_hoek(site).kind.value) == (
        "hoek@post.example",
        "12345678",
        "welfare",
    )
    answer = client.post(f"/beheer/organisaties/{number}", data=TYPED | {"email": "hoek", "telefoon": "bewaar mij"})
    assert answer.status_code == 422
    assert "bewaar mij" in answer.text
    answer = client.post(f"/beheer/organisaties/{number}", data=TYPED | {"naam": "Kerk Voorbeeld"})
    assert "Voeg ze dan samen" in words_of(look(answer))


def test_who_is_invited_gets_an_account_for_this_organisation_only(site):
    put(site, draft(), publish=True)
    client, number = site.signed_in(), the_hoek(site).id
    answer = client.post(f"/beheer/organisaties/{number}/uitnodigen", data={"adres": "nieuw@post.example"})
    assert answer.status_code == 303
    with site.database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
    assert (invitation.role, invitation.organisation) == (Role.ORGANISATION, the_hoek(site).uid)
    assert client.post(f"/beheer/organisaties/{number}/uitnodigen", data={"adres": "geen adres"}).status_code == 422


def test_an_organisation_of_another_town_is_not_there_and_one_of_both_is_read_only(site):
    put(
        site, draft("Hier"), draft("Daar", town="Putten"),
        draft("Elders", town="Putten", organisation=OrganisationDraft(name="Alleen Putten")), publish=True,
    )  # fmt: skip
    client, both = site.signed_in(municipality="hattem"), the_hoek(site).id
    assert "Alleen Putten" not in words_of(look(client.get("/beheer/organisaties")))
    assert "redactie van de regio" in words_of(look(client.get(f"/beheer/organisaties/{both}")))
    assert client.post(f"/beheer/organisaties/{both}", data=TYPED).status_code == 404
    with site.database.reading() as session:
        other = session.exec(select(Organisation.id).where(Organisation.name == "Alleen Putten")).one()
    assert client.get(f"/beheer/organisaties/{other}").status_code == 404
    assert client.post(f"/beheer/organisaties/{other}/weghalen", data={"waarom": "x"}).status_code == 404


def test_one_person_only_asks_and_a_second_one_takes_it_off(site):
    (offer,) = put(site, draft(), publish=True)
    asker = site.signed_in()
    colleague = site.signed_in("tweede@voorbeeld.example")
    theirs = site.account("hoek@voorbeeld.example", Role.ORGANISATION, organisation=the_hoek(site).uid).account.id
    number = the_hoek(site).id
    assert asker.post(f"/beheer/organisaties/{number}/weghalen", data={"waarom": ""}).status_code == 422
    assert (
        asker.post(f"/beheer/organisaties/{number}/weghalen", data={"waarom": "Bestaat niet meer"}).status_code == 303
    )
    with site.database.reading() as session:
        assert session.get_one(Offer, offer).status is Status.PUBLISHED
        act = session.exec(select(JointAct)).one()
    assert "U heeft dit zelf gevraagd" in asker.post(f"/beheer/samen/{act.id}", data={"doen": "akkoord"}).text
    assert colleague.post(f"/beheer/samen/{act.id}", data={"doen": "akkoord"}).status_code == 303
    with site.database.reading() as session:
        assert session.get_one(Offer, offer).status is Status.WITHDRAWN
        assert session.get_one(Account, theirs).disabled_at is not None
        last = session.exec(select(OfferEvent).order_by(OfferEvent.id.desc())).first()
        assert last.action == "withdraw"
