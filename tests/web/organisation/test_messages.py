"""What visitors wrote: read with its term, answered in one's own words, seen by the editors too."""

import pytest
from sqlmodel import select

from app.accounts.rights import Role
from app.social_map.models import Correction, Offer
from app.upkeep.feedback import note_correction, note_helped
from tests.web.organisation.house import THEIRS, draft, page_of, text_of


@pytest.fixture
def written(house):
    (number,) = house.put(draft())
    (other,) = house.put(draft("Van hen", THEIRS))
    with house.services.database.writing() as session:
        for each in (number, other):
            note_correction(
                session,
                house.services.publishing,
                session.get_one(Offer, each),
                "telefoon",
                f"Het nummer van {each} is stuk.",
            )
        note_helped(session, session.get_one(Offer, number), "Mijn moeder komt weer buiten.")
    with house.services.database.reading() as session:
        return {(row.offer_id == number, row.helped): row.id for row in session.exec(select(Correction)).all()}


def found(house, number):
    with house.services.database.reading() as session:
        return session.get_one(Correction, number)


def test_read_answer_and_the_editors_see_it(house, written):
    client = house.somebody_of()
    assert "1 bezoeker vraagt of iets klopt" in text_of(client.get("/organisatie/"))
    page = page_of(client.get("/organisatie/berichten"))
    assert "Het telefoonnummer of mailadres" in page.get_text()
    assert "Graag uiterlijk op" in page.get_text()
    assert "Mijn moeder komt weer buiten." in page.get_text()
    assert page.get_text().count("is stuk.") == 1
    own = written[True, False]
    sent = client.post(
        "/organisatie/berichten", data={"bericht": own, "antwoord": "aangepast", "woorden": "Nieuw nummer."}
    )
    assert sent.status_code == 303
    after = text_of(client.get(sent.location))
    assert "Er wacht niets" in after
    assert "Aangepast: Nieuw nummer." in after
    editor = house.signed_in("r@voorbeeld.example", Role.EDITOR)
    assert "Nieuw nummer." in editor.get("/beheer/verbeteringen?wat=afgehandeld").text


@pytest.mark.parametrize(("data", "field"), [({}, "antwoord"), ({"antwoord": "anders"}, "woorden")])
def test_what_is_missing_is_asked(house, written, data, field):
    own = written[True, False]
    sent = house.somebody_of().post("/organisatie/berichten", data={"bericht": own, "woorden": "", **data})
    assert page_of(sent, 422).select_one(f'.lp-error-summary a[href="#{field}-{own}"]')
    assert found(house, own).settled_at is None


def test_thanks_are_put_away_with_one_button(house, written):
    client = house.somebody_of()
    sent = client.post("/organisatie/berichten", data={"bericht": written[True, True]})
    assert "Opgeborgen" in text_of(client.get(sent.location))


def test_another_organisations_message_is_not_there(house, written):
    theirs = written[False, False]
    client = house.somebody_of()
    for number in (theirs, 0, 99999):
        sent = client.post("/organisatie/berichten", data={"bericht": number, "antwoord": "klopt"})
        assert sent.status_code == 404
    assert found(house, theirs).settled_at is None
