"""Volunteers and people with a question, walked through real pages, with and without scripts (I-34, I-36, I-40)."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.matching import mediating, pairs
from app.matching.mediation import person_of, seal_of
from app.matching.models import ExchangeEvent, Notice, Says, Side
from app.matching.pair_states import PairNotPossible
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Frequency, Vog
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.journeys.walking import main
from tests.matching.conftest import a_question, an_offer
from tests.web.resident.helping_scene import MEDIATOR, THURSDAY, opened, posted, proposed

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server):
    """The site of Hattem."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


def the_notice(installation, side):
    with installation.database.reading() as session:
        return session.exec(select(Notice).where(Notice.side == side).order_by(Notice.id.desc())).first()


def start(visitor, site, door):
    visitor.goto(f"{site}/")
    visitor.get_by_role("link", name="Iets doen voor een ander").click()
    visitor.get_by_role("link", name=door).click()
    visitor.get_by_role("heading", level=1, name=door).wait_for()
    assert visitor.get_by_role("checkbox", checked=True).count() == 0, "nothing is ticked beforehand"


def who(visitor, name, number):
    visitor.get_by_role("textbox", name="Voornaam").fill(name)
    visitor.get_by_role("textbox", name="Telefoon").fill(number)
    visitor.get_by_role("checkbox", name="Dat is goed").check()


def go_on(visitor):
    visitor.get_by_role("button", name="Verder").last.click()


def send(visitor, what):
    """From the form over the check page to the receipt; number and code."""
    go_on(visitor)
    visitor.get_by_role("heading", level=1, name="Klopt het zo?").wait_for()
    visitor.get_by_role("button", name=f"Verstuur mijn {what}").click()
    visitor.get_by_role("heading", level=1, name=re.compile("is aangekomen")).wait_for()
    return visitor.locator("[data-reference]").inner_text(), visitor.locator("[data-code]").inner_text()


def come_in(visitor, site, reference, code):
    visitor.goto(f"{site}/voor-elkaar/mijn")
    visitor.get_by_role("textbox", name="Uw nummer").fill(reference)
    visitor.get_by_role("textbox", name="Uw code").fill(code)
    visitor.get_by_role("button", name="Ga verder").click()
    visitor.get_by_role("heading", level=2, name="Wat u instuurde").wait_for()


def look(installation, notice, vog=Vog.NO):
    """The mediator speaks with somebody and places it."""
    mediating.screen(installation.mediation, notice.id, MEDIATOR, vog, clock.today(), "")
    mediating.approve(installation.mediation, notice.id, MEDIATOR)


def test_a_volunteer_offers_shopping_on_thursday_afternoon_within_a_limit(visitor, site, installation):
    start(visitor, site, "Ik wil iets doen voor een ander")
    visitor.get_by_role("group", name="Wat wilt u doen?").get_by_role("checkbox", name="Boodschappen doen").check()
    visitor.get_by_role("textbox", name="In uw eigen woorden").first.fill("donderdagmiddag")
    visitor.get_by_role("radio", name="Elke week").check()
    visitor.locator("summary", has_text="Liever niet: dieren").click()
    visitor.get_by_role("checkbox", name="Liever niet bij huisdieren").check()
    go_on(visitor)
    visitor.get_by_role("link", name=re.compile("hoe wij u mogen noemen")).click()
    assert visitor.get_by_role("textbox", name="In uw eigen woorden").first.input_value() == "donderdagmiddag"
    who(visitor, "Wim", "06 12 34 56 78")
    reference, code = send(visitor, "aanbod")
    notice = the_notice(installation, Side.OFFER)
    assert notice.tasks == ("boodschappen",)
    assert notice.when_mask == THURSDAY
    assert notice.frequency is Frequency.WEEKLY
    assert notice.not_circumstances == ("huisdier",)
    visitor.go_back()
    visitor.go_forward()
    with installation.database.reading() as session:
        assert len(session.exec(select(Notice)).all()) == 1, "going back and forward sends nothing"
    come_in(visitor, site, reference, code)
    assert "Voor elkaar Hattem leest wat u instuurde" in main(visitor)
    # The limit excludes: a question with a pet is never put to this person.
    look(installation, notice)
    pet = opened(installation, a_question(tasks=("boodschappen",), circumstances=("huisdier",), when_mask=THURSDAY))
    with pytest.raises(PairNotPossible) as refused:
        pairs.propose(installation.mediation, notice.id, pet.notice_id, (), MEDIATOR)
    assert refused.value.why == "not_circumstances"


def test_a_widow_asks_for_a_visit_and_declines_what_does_not_suit(visitor, site, installation):
    start(visitor, site, "Ik zoek iemand die me helpt")
    visitor.get_by_role("checkbox", name="Op bezoek komen").check()
    visitor.get_by_role("textbox", name="Wilt u er iets bij zeggen?").fill("Het is stil in huis.")
    who(visitor, "Riet", "038 000 00 09")
    reference, code = send(visitor, "vraag")
    assert "U mag altijd nee zeggen, zonder reden" in main(visitor)
    notice = the_notice(installation, Side.QUESTION)
    look(installation, notice)
    offer = opened(installation, an_offer())
    pairs.propose(installation.mediation, offer.notice_id, notice.id, (), MEDIATOR)
    come_in(visitor, site, reference, code)
    assert "geen VOG" in main(visitor)
    visitor.get_by_role("button", name="Liever niet").click()
    assert "U zei nee. Dat is goed." in main(visitor)
    assert the_notice(installation, Side.QUESTION).standing == notice.standing.OPEN
    assert visitor.get_by_role("textbox").count() == 0, "no reason is asked"


def test_both_agree_and_only_then_see_how_to_reach_each_other(visitor, site, installation):
    offering, asking, _pair = proposed(installation)
    come_in(visitor, site, offering.reference, offering.code)
    assert "U kunt op donderdagmiddag op bezoek komen" in main(visitor)
    assert "Voorbeeld-Karel" not in visitor.content()
    visitor.get_by_role("button", name="Ja graag").click()
    assert "Voorbeeld-Karel" not in visitor.content()
    visitor.get_by_role("button", name="Ik ben klaar, sluit af").click()
    come_in(visitor, site, asking.reference, asking.code)
    assert "Voorbeeld-Vera" not in visitor.content()
    visitor.get_by_role("button", name="Ja graag").click()
    agreed = visitor.get_by_role("region", name="U zei allebei ja")
    assert "Voorbeeld-Vera" in agreed.inner_text()
    assert "Spreek de eerste keer af op een plek waar meer mensen zijn" in agreed.inner_text()
    agreed.get_by_role("button", name="Het is klaar").click()
    assert "Wilt u zelf ook eens iets doen voor een ander? Het hoeft niet." in main(visitor)
    assert "Voorbeeld-Vera" not in visitor.content(), "what is over is closed"


def test_a_question_no_volunteer_may_meet_gets_the_way_to_help_at_once(visitor, site, installation):
    start(visitor, site, "Ik zoek iemand die me helpt")
    visitor.get_by_role("checkbox", name="Helpen met wassen").check()
    who(visitor, "Jan", "038 000 00 08")
    reference, code = send(visitor, "vraag")
    assert "wijkverpleging" in main(visitor)
    assert visitor.get_by_role("link", name="Iemand spreken").count() >= 1
    come_in(visitor, site, reference, code)
    assert "wijkverpleging" in main(visitor)


def test_variant_another_weekday_marks_what_does_not_fit(visitor, site, installation):
    offer = opened(installation, an_offer(tasks=("tuin",), when_mask=wanted_mask("za", "ochtend")), form="offer")
    question = opened(installation, a_question(tasks=("tuin",), when_mask=wanted_mask("ma", "avond")), form="question")
    pairs.propose(installation.mediation, offer.notice_id, question.notice_id, (), MEDIATOR)
    come_in(visitor, site, question.reference, question.code)
    assert "Past voor een deel" in main(visitor)
    assert "niet op maandagavond" in main(visitor)


def test_variant_another_task_ticked_on_days_of_the_week(visitor, site, installation):
    start(visitor, site, "Ik wil iets doen voor een ander")
    visitor.get_by_role("group", name="Wat wilt u doen?").get_by_role("checkbox", name="Samen eropuit").check()
    visitor.get_by_text("Of kruis dagen en dagdelen aan").click()
    visitor.get_by_role("checkbox", name="zaterdag ochtend").check()
    who(visitor, "Vera", "06 12 34 56 79")
    send(visitor, "aanbod")
    assert the_notice(installation, Side.OFFER).when_mask == wanted_mask("za", "ochtend")


def test_variant_urgent_shows_whom_to_call_and_says_the_notice_period(visitor, site, installation):
    start(visitor, site, "Ik zoek iemand die me helpt")
    visitor.get_by_role("checkbox", name="Boodschappen doen").check()
    visitor.get_by_role("checkbox", name="Het kan niet wachten").check()
    who(visitor, "Riet", "038 000 00 09")
    reference, code = send(visitor, "vraag")
    text = main(visitor)
    assert text.index("Kan het niet wachten?") < text.index("Uw nummer")
    assert "112" in text
    notice = the_notice(installation, Side.QUESTION)
    assert notice.urgent
    look(installation, notice)
    offer = opened(installation, an_offer(tasks=("boodschappen",), notice_days=2, frequency=Frequency.EMERGENCY))
    pairs.propose(installation.mediation, offer.notice_id, notice.id, (), MEDIATOR)
    come_in(visitor, site, reference, code)
    assert "wil het graag 2 dagen van tevoren weten" in main(visitor)


def test_for_an_exchange_event(visitor, site, installation):
    day = clock.today() + timedelta(days=20)
    with installation.database.writing() as session:
        session.add(
            ExchangeEvent(
                slug="voorbeeldvloer",
                municipality="hattem",
                name="Voorbeeldvloer",
                place="Dorpshuis",
                times="do 19:00-21:00",
                held_on=day,
                follow_up_on=day + timedelta(days=90),
                example=True,
            )
        )
    visitor.goto(f"{site}/voor-elkaar")
    visitor.get_by_role("link", name="Voorbeeldvloer").click()
    visitor.get_by_role("link", name="Ik wil iets doen voor een ander").click()
    visitor.get_by_role("group", name="Wat wilt u doen?").get_by_role("checkbox", name="ruimte of spullen").check()
    who(visitor, "Club", "038 000 00 07")
    send(visitor, "aanbod")
    notice = the_notice(installation, Side.OFFER)
    assert notice.event_id
    look(installation, notice)
    visitor.get_by_role("link", name="Terug naar de beursvloer").click()
    assert "Dit wordt aangeboden" not in main(visitor), "nothing stands there that the mediator did not check"
    mediating.set_public_line(installation.mediation, notice.id, MEDIATOR, "Onze zaal is op maandag vrij.")
    visitor.reload()
    assert "Onze zaal is op maandag vrij." in main(visitor)
    assert "Club" not in main(visitor)


def test_puts_a_number_right_pauses_and_takes_it_back(visitor, site, installation):
    receipt = posted(installation, an_offer())
    come_in(visitor, site, receipt.reference, receipt.code)
    visitor.get_by_role("link", name="Gegevens verbeteren").click()
    visitor.get_by_role("textbox", name="Telefoon").fill("06 12")
    visitor.get_by_role("button", name="Bewaar").click()
    visitor.get_by_role("link", name=re.compile("Een nummer heeft 10 cijfers")).click()
    visitor.get_by_role("textbox", name="Telefoon").fill("06 12 34 56 78")
    visitor.get_by_role("button", name="Bewaar").click()
    assert "Uw gegevens zijn bijgewerkt" in main(visitor)
    notice = the_notice(installation, Side.OFFER)
    assert person_of(notice, seal_of(installation.mediation, notice)).phone == "0612345678"
    look(installation, notice)
    visitor.reload()
    visitor.get_by_role("button", name="Even niet").click()
    assert "U krijgt nu even geen voorstellen" in main(visitor)
    visitor.get_by_role("link", name="Intrekken").click()
    visitor.get_by_role("button", name="Ja, trek het in").click()
    assert "Wij wissen uw gegevens op" in main(visitor)


def test_every_page_of_it_is_usable_by_everybody(browser, site, installation):
    offering, asking, pair = proposed(installation)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/voor-elkaar/vragen")
    go_on(page)
    looked_at(page)
    page.get_by_role("checkbox", name="Op bezoek komen").check()
    page.get_by_role("checkbox", name="Helpen met wassen").check()
    page.get_by_role("checkbox", name="Het kan niet wachten").check()
    who(page, "Riet", "038 000 00 09")
    go_on(page)
    looked_at(page)
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    looked_at(page)
    come_in(page, site, asking.reference, asking.code)
    looked_at(page)
    for each in (offering, asking):
        pairs.answer(installation.mediation, pair, each.notice_id, Says.YES)
    for path in ("", f"/melden?voorstel={pair}", "/gegevens", "/veranderen", "/intrekken"):
        page.goto(f"{site}/voor-elkaar/mijn{path}")
        looked_at(page)
    context.close()


def looked_at(page):
    axe_finds_nothing(page)
    fits_everywhere(page)
