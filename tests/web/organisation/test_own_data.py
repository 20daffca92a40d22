"""Own data: changed with a trace the editors see, colleagues invited and uninvited, and nothing of another organisation."""

import pytest
from sqlmodel import select

from app.accounts.models import Account, Invitation
from app.accounts.rights import Role
from app.publishing.removing import remove_organisation
from app.social_map.models import Flag, Organisation
from tests.web.organisation.house import OURS, THEIRS, draft, page_of, text_of

GOOD = {
    "beschrijving": "Wij zijn de hoek.", "telefoon": "038 000 01 01", "email": "info@voorbeeld.example", "website": "www.voorbeeld.example",
    "soort": "welfare", "kvk": "1234 5678",
}  # fmt: skip


@pytest.fixture
def client(house):
    house.put(draft())
    house.put(draft("Van hen", THEIRS))
    return house.somebody_of(email="iemand@voorbeeld.example")


def organisation(house, name=OURS):
    with house.services.database.reading() as session:
        return session.exec(select(Organisation).where(Organisation.name == name)).one()


def stand(client):
    return page_of(client.get("/organisatie/gegevens")).select_one('input[name="stand"]')["value"]


def test_changed_with_a_trace(house, client):
    sent = client.post("/organisatie/gegevens", data={**GOOD, "stand": stand(client)})
    assert sent.status_code == 303
    after = text_of(client.get(sent.location))
    assert "Bewaard" in after
    assert "door uw organisatie" in after
    now = organisation(house)
    assert (now.description, now.website, now.kind.value, now.kvk) == (
        "Wij zijn de hoek.", "https://www.voorbeeld.example", "welfare", "12345678",
    )  # fmt: skip
    with house.services.database.reading() as session:
        (flag,) = session.exec(select(Flag)).all()
    assert "beschrijving, telefoon" in flag.reason
    assert organisation(house, THEIRS).description == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [("telefoon", "geen"), ("email", "x@"), ("website", "javascript:alert(1)"), ("soort", "x"), ("kvk", "123")],
)
def test_what_cannot_be_is_named_and_stays(house, client, field, typed):
    sent = client.post("/organisatie/gegevens", data={**GOOD, field: typed, "stand": stand(client)})
    page = page_of(sent, 422)
    assert page.select_one(f'.lp-error-summary a[href="#{field}"]')
    assert "Wij zijn de hoek." in page.select_one("#beschrijving").get_text()
    assert organisation(house).description == ""


def test_a_colleague_was_first(house, client):
    seen = stand(client)
    client.post("/organisatie/gegevens", data={**GOOD, "stand": seen})
    sent = client.post("/organisatie/gegevens", data={**GOOD, "beschrijving": "Anders.", "stand": seen})
    page = page_of(sent, 409)
    assert "Anders." in page.select_one("#beschrijving").get_text()
    assert organisation(house).description == "Wij zijn de hoek."
    again = client.post(
        "/organisatie/gegevens",
        data={**GOOD, "beschrijving": "Anders.", "stand": page.select_one('input[name="stand"]')["value"]},
    )
    assert again.status_code == 303


def test_a_colleague_is_invited_and_uninvited(house, client):
    sent = client.post(
        "/organisatie/gegevens/uitnodigen",
        data={"collega_email": "Nieuw@voorbeeld.example", "collega_naam": "Voorbeeld"},
    )
    assert sent.status_code == 303
    page = page_of(client.get(sent.location))
    assert "nieuw@voorbeeld.example" in page.get_text().lower()
    (letter,) = house.letters()
    assert "/uitnodiging?sleutel=" in letter.text
    with house.services.database.reading() as session:
        made = session.exec(select(Invitation)).one()
        assert (made.organisation, made.role.value) == (organisation(house).uid, "organisation")
    gone = client.post("/organisatie/gegevens/uitnodiging-intrekken", data={"uitnodiging": made.id})
    assert "ingetrokken" in text_of(client.get(gone.location))
    with house.services.database.reading() as session:
        assert session.get_one(Invitation, made.id).withdrawn_at is not None


@pytest.mark.parametrize("address", ["geen adres", "iemand@voorbeeld.example"])
def test_who_cannot_be_invited(house, client, address):
    sent = client.post("/organisatie/gegevens/uitnodigen", data={"collega_email": address})
    page = page_of(sent, 422)
    assert page.select_one("#collega_email")["value"] == address
    assert house.letters() == []


def test_another_organisations_people_are_not_there(house, client):
    theirs = house.somebody_of(THEIRS, "ander@voorbeeld.example")
    theirs.post("/organisatie/gegevens/uitnodigen", data={"collega_email": "derde@voorbeeld.example"})
    page = client.get("/organisatie/gegevens").text
    assert "ander@voorbeeld.example" not in page
    assert "derde@voorbeeld.example" not in page
    with house.services.database.reading() as session:
        number = session.exec(select(Invitation.id)).one()
    assert client.post("/organisatie/gegevens/uitnodiging-intrekken", data={"uitnodiging": number}).status_code == 404


def test_not_more_invitations_than_an_organisation_needs(house, client):
    for number in range(10):
        assert (
            client.post(
                "/organisatie/gegevens/uitnodigen", data={"collega_email": f"c{number}@voorbeeld.example"}
            ).status_code
            == 303
        )
    assert (
        client.post("/organisatie/gegevens/uitnodigen", data={"collega_email": "c11@voorbeeld.example"}).status_code
        == 422
    )


def test_who_works_at_the_desk_and_is_employed_here_is_no_colleague_and_stays_when_the_organisation_goes(house, client):
    with house.services.database.writing() as session:
        own = session.exec(select(Organisation).where(Organisation.name == OURS)).one()
        session.add(Account(email="balie@voorbeeld.example", role=Role.DESK, organisation=own.uid))
    assert "balie@voorbeeld.example" not in client.get("/organisatie/gegevens").text
    with house.services.database.writing() as session:
        remove_organisation(session, session.exec(select(Organisation).where(Organisation.name == OURS)).one(), "cli")
    with house.services.database.reading() as session:
        closed = {each.email: each.disabled_at is not None for each in session.exec(select(Account))}
    assert (closed["balie@voorbeeld.example"], closed["iemand@voorbeeld.example"]) == (False, True)
