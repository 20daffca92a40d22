"""Somebody asks for a conversation: S10, S13, S15, sent twice, wiped, on a kiosk, and while the database is away."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import func, select

from app.conversation.models import ConversationRequest, Holder, RequestAccess, Support
from app.conversation.office import contact_of, story_of, subject_of
from tests.databases import somebody_else_writes
from tests.journeys.walking import main

pytestmark = pytest.mark.browser

LONG = "Mijn man heeft de ziekte van Parkinson. " * 55


@pytest.fixture
def server(live_server):
    """The site of Hattem, over a region of one's own."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


def fill(page, question="ik voel me vaak aleen", phone="06-12345678", support="Ja"):
    page.get_by_label("Waar wilt u over praten?").fill(question)
    page.get_by_label("Telefoon", exact=True).fill(phone)
    choice(page, "Wilt u gratis iemand naast u?", support).check()


def choice(page, question, answer):
    return page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True)


def onward(page):
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", level=1, name="Klopt het zo?").wait_for()


def send(page):
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    page.get_by_role("heading", level=1, name="Uw vraag is aangekomen").wait_for()
    return page.locator("output").get_attribute("data-reference")


def requests_of(services):
    with services.database.reading() as session:
        return session.exec(select(ConversationRequest).order_by(ConversationRequest.id)).all()


def how_many(services, table=ConversationRequest):
    with services.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_s10_from_the_first_screen_to_the_form_without_a_question(visitor, server):
    visitor.goto(server)
    visitor.get_by_role("main").get_by_role("link", name=re.compile("Iemand spreken")).first.click()
    expect(visitor.get_by_label("Waar wilt u over praten?")).to_be_visible()
    words = main(visitor)
    assert words.index("U bent de baas over dit gesprek, en uw familie") < words.index("Waar wilt u over praten?")
    assert words.index("038 000 00 00") < words.index("Waar wilt u over praten?")


def test_s13_seven_words_count_as_much_as_four_hundred(visitor, server, installation):
    receipts = []
    for question in ("ik voel me vaak aleen in huis", LONG):
        visitor.goto(server + "/gesprek")
        assert visitor.locator("main input:checked").count() == 0, "nothing is ticked before"
        fill(visitor, question)
        onward(visitor)
        assert question.strip()[:20] in main(visitor)
        receipts.append((send(visitor), main(visitor)))
    short, long = requests_of(installation)
    assert (short.due_on, short.support, short.municipality, short.team) == (
        long.due_on, Support.YES, long.municipality, long.team,
    )  # fmt: skip
    for reference, words in receipts:
        assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", reference)
        assert "Wat gebeurt er nu?" in words
        assert "vertrouwenspersoon" in words.lower()
    assert receipts[0][0] != receipts[1][0]


def test_s15_a_brother_together_with_the_man_it_is_about(visitor, server, installation):
    visitor.goto(server + "/gesprek")
    assert not visitor.get_by_label("Uw eigen naam").is_visible(), "who asks for themself is not asked about another"
    fill(visitor, "hij is veel alleen", support="Dat kies ik later")
    choice(visitor, "Voor wie vraagt u dit?", "Samen met iemand anders").check()
    visitor.get_by_label("Uw eigen naam").fill("Jan Voorbeeld")
    visitor.get_by_label("Wie bent u van die persoon?").fill("broer")
    choice(visitor, "Weet die persoon hiervan", "Ja").check()
    visitor.locator("#naam").fill("Piet Voorbeeld")
    onward(visitor)
    assert "Van wie het gesprek is\nPiet Voorbeeld" in main(visitor)
    send(visitor)
    assert "De code voor degene om wie het gaat" in main(visitor)
    (found,) = requests_of(installation)
    seal = installation.keys.open(subject_of(found.uid))
    contact = contact_of(found, seal)
    assert (contact.name, contact.helper_name, contact.role) == ("Piet Voorbeeld", "Jan Voorbeeld", "broer")
    assert story_of(found, seal).knows == "yes"
    with installation.database.reading() as session:
        assert set(session.exec(select(RequestAccess.holder)).all()) == {Holder.PERSON, Holder.HELPER}


def test_who_does_not_know_of_it_stays_a_role(visitor, server, installation):
    visitor.goto(server + "/gesprek")
    fill(visitor, "mijn buurman komt niet meer buiten", support="Nee")
    choice(visitor, "Voor wie vraagt u dit?", "Namens iemand anders").check()
    choice(visitor, "Weet die persoon hiervan", "Nee").check()
    visitor.get_by_label("Wie bent u van die persoon?").fill("buurvrouw")
    visitor.locator("#naam").fill("Piet Voorbeeld")
    onward(visitor)
    assert "De naam en het adres van de ander bewaren wij niet" in main(visitor)
    assert "Piet Voorbeeld" not in main(visitor)
    send(visitor)
    (found,) = requests_of(installation)
    assert contact_of(found, installation.keys.open(subject_of(found.uid))).name == ""


def test_back_and_forward_keep_what_was_typed(visitor, server):
    visitor.goto(server + "/gesprek")
    fill(visitor)
    visitor.get_by_role("button", name="Nog een vraag erbij").click()
    second = visitor.get_by_label("Vraag 2", exact=False).first
    second.fill("hij valt vaak")
    onward(visitor)
    visitor.go_back()
    expect(visitor.get_by_label("Waar wilt u over praten?")).to_have_value("ik voel me vaak aleen")
    expect(visitor.get_by_label("Telefoon", exact=True)).to_have_value("06-12345678")
    visitor.go_forward()
    visitor.get_by_role("heading", level=1, name="Klopt het zo?").wait_for()
    visitor.get_by_role("button", name="Wijzigen").click()
    expect(visitor.get_by_label("Vraag 2", exact=False).first).to_have_value("hij valt vaak")


def test_pressed_twice_and_sent_again_after_going_back_is_one_request(visitor, server, installation):
    visitor.goto(server + "/gesprek")
    fill(visitor)
    onward(visitor)
    visitor.get_by_role("button", name="Verstuur mijn vraag").dblclick()
    visitor.get_by_role("heading", level=1, name="Uw vraag is aangekomen").wait_for()
    reference = visitor.locator("output").inner_text()
    visitor.go_back()
    visitor.get_by_role("heading", level=1).first.wait_for()
    again = visitor.get_by_role("button", name="Verstuur mijn vraag")
    if again.count():  # a browser may still show the page itself
        again.click()
    visitor.goto(server + "/gesprek/ontvangen")
    visitor.reload()
    assert visitor.locator("output").inner_text() == reference
    assert how_many(installation) == 1


def test_enter_goes_on_and_not_to_another_question(visitor, server):
    visitor.goto(server + "/gesprek")
    fill(visitor)
    visitor.get_by_label("Telefoon", exact=True).press("Enter")
    visitor.get_by_role("heading", level=1, name="Klopt het zo?").wait_for()


def test_a_mistake_is_named_and_nothing_is_lost(visitor, server):
    visitor.goto(server + "/gesprek")
    fill(visitor, phone="0900 1234")
    visitor.get_by_role("button", name="Verder").click()
    visitor.get_by_role("link", name=re.compile("Vul bij 'Telefoon' uw eigen nummer in")).wait_for()
    expect(visitor.get_by_label("Waar wilt u over praten?")).to_have_value("ik voel me vaak aleen")
    visitor.get_by_label("Telefoon", exact=True).fill("0612345678")
    onward(visitor)


def test_wiped_before_sending_is_gone(visitor, server):
    visitor.goto(server + "/gesprek")
    fill(visitor)
    onward(visitor)
    visitor.get_by_role("link", name="Wis wat ik invulde").click()
    visitor.get_by_role("button", name="Wis alles").click()
    visitor.get_by_role("heading", level=1, name="Alles is gewist").wait_for()
    assert visitor.context.cookies() == []
    visitor.goto(server + "/gesprek")
    expect(visitor.get_by_label("Waar wilt u over praten?")).to_have_value("")


def test_a_kiosk_wipes_itself_with_a_button_and_on_its_own(visitor, server):
    visitor.goto(server + "/kiosk")
    visitor.get_by_role("main").get_by_role("link", name="Iemand spreken").click()
    fill(visitor)
    onward(visitor)
    send(visitor)
    answer = visitor.reload()
    assert answer.headers["refresh"] == "300; url=/kiosk"
    visitor.get_by_role("button", name="Klaar? Wis alles").click()
    visitor.get_by_role("heading", level=1, name="Welkom").wait_for()
    visitor.goto(server + "/gesprek/ontvangen")
    assert visitor.locator("output").count() == 0
    assert visitor.get_by_role("button", name="Klaar? Wis alles").count() == 1


def test_the_browser_itself_goes_back_to_the_kiosk(visitor, server, monkeypatch):
    monkeypatch.setattr("app.web.resident.wiping.KIOSK_SECONDS_FOR_A_FORM", 1)
    visitor.goto(server + "/kiosk")
    visitor.goto(server + "/gesprek")
    visitor.get_by_role("heading", level=1, name="Welkom").wait_for()


def test_while_the_database_is_away_every_word_stays(visitor, server, installation):
    visitor.goto(server + "/gesprek")
    fill(visitor)
    onward(visitor)
    with somebody_else_writes(installation.database):
        visitor.get_by_role("button", name="Verstuur mijn vraag").click()
        visitor.get_by_role("heading", level=1, name="Het versturen lukt nu even niet").wait_for()
        assert visitor.locator("output").count() == 0
        for words in ("ik voel me vaak aleen", "0612345678", "038 000 00 00"):
            assert words in main(visitor)
    assert how_many(installation) == 0
    assert send(visitor)
    assert how_many(installation) == 1


def test_going_back_to_what_was_wrong_asks_nothing_twice(visitor, standing_server):
    """Also a page with mistakes has an address of its own: back and forward never ask to send a form again."""
    visitor.goto(f"{standing_server}/gesprek")
    visitor.locator("textarea[name=vraag]").fill("ik zie het niet meer zitten met de trap")
    visitor.get_by_role("button", name="Verder").last.click()
    visitor.get_by_role("heading", name=re.compile("dingen? om aan te passen")).wait_for()
    visitor.locator("input[name=telefoon]").fill("0612345678")
    visitor.locator("input[name=clientondersteuning][value=later]").check()
    visitor.get_by_role("button", name="Verder").last.click()
    visitor.locator("button[name=versturen]").wait_for()
    visitor.go_back()
    assert visitor.locator("textarea[name=vraag]").input_value() == "ik zie het niet meer zitten met de trap"
    visitor.go_forward()
    assert visitor.locator("button[name=versturen]").is_visible()
