"""One's own offer or question, as who comes back would notice."""

import json
from datetime import timedelta

import pytest

from app import clock
from app.matching import mediating, pairs
from app.matching.access import renew_code
from app.matching.models import Notice, PairState, Says, Standing
from app.matching.own import own_notice
from app.references import new_reference, spaced_reference
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Vog
from app.web.own_answers import HELPING_RECEIPT
from tests.matching.conftest import a_question, an_offer
from tests.web.resident.helping_scene import THURSDAY, come_in, done, get, opened, post, posted, proposed

PRIVATE = ("Voorbeeld-Karel", "Vrager", "0380000002", "038 000 00 02", "karel@post.example", "Ik ben veel alleen")


@pytest.fixture
def scene(installation):
    """A proposal between a visit on Thursday afternoon and who asks for one."""
    return proposed(installation)


def the_notice(installation, receipt):
    with installation.database.reading() as session:
        return session.get(Notice, receipt.notice_id)


def test_with_number_and_code_somebody_sees_where_it_stands_and_until_when(client, installation):
    receipt = posted(installation, an_offer())
    page = come_in(client, receipt)
    assert "Voor elkaar Hattem leest wat u instuurde" in page.text
    assert "donderdagmiddag" in page.text
    assert "Voorbeeld-Vera" in page.text
    assert "tel:" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "data-lp-quick-exit" in page.text


def test_whatever_is_wrong_the_answer_is_the_same(client, installation):
    receipt = posted(installation, an_offer())
    pages = set()
    for reference, code in ((receipt.reference, "X" * 18), (new_reference(), receipt.code)):
        answer = post(client, "/voor-elkaar/mijn", referentie=reference, code=code)
        assert answer.status_code == 422
        pages.add(answer.text.replace(reference, "R").replace(code, "C"))
    assert len(pages) == 1
    assert "passen niet bij elkaar" in pages.pop()


def test_guessing_is_slowed_down(client, installation):
    receipt = posted(installation, an_offer())
    codes = [
        post(client, "/voor-elkaar/mijn", referentie=receipt.reference, code="X" * 18).status_code for _ in range(8)
    ]
    assert codes[-1] == 429


def test_nobody_comes_in_without_and_leaving_closes_the_door(client, installation):
    for path in ("gegevens", "veranderen", "intrekken", "melden", "bewaren"):
        assert get(client, f"/voor-elkaar/mijn/{path}").status_code == 303
    for path in ("antwoord", "stoppen", "pauze", "hervatten", "klopt-nog"):
        assert "Uw code" in post(client, f"/voor-elkaar/mijn/{path}").text
    receipt = posted(installation, an_offer())
    come_in(client, receipt)
    assert "U hebt afgesloten" in done(client, "klaar").text
    assert "Voorbeeld-Vera" not in get(client, "/voor-elkaar/mijn").text


def test_a_proposal_says_why_and_what_not_and_nothing_of_who(client, scene):
    page = come_in(client, scene[0])
    assert "Wij denken dat dit past" in page.text
    assert "U kunt op donderdagmiddag op bezoek komen" in page.text
    assert "U hoeft niet te zeggen waarom" in page.text
    for private in PRIVATE:
        assert private not in page.text
    page = come_in(client, scene[1])
    assert "geen VOG" in page.text, "said plainly to who asks"
    for private in ("Voorbeeld-Vera", "Vrijwilliger", "038 000 00 01", "vera@post.example", "Geen trappen"):
        assert private not in page.text


def test_only_after_both_said_yes_they_see_how_to_reach_each_other(client, installation, scene):
    offering, asking, pair = scene
    come_in(client, offering)
    page = done(client, "antwoord", voorstel=pair, zegt="ja")
    assert "Wij wachten tot" in page.text
    for private in PRIVATE:
        assert private not in page.text
    come_in(client, asking)
    page = done(client, "antwoord", voorstel=pair, zegt="ja")
    assert "U zei allebei ja" in page.text
    assert "Voorbeeld-Vera" in page.text
    assert "038 000 00 01" in page.text
    assert "vera@post.example" not in page.text, "she ticked nothing: only the number"
    assert "Vrijwilliger" not in page.text.replace("vrijwilliger", ""), "never a family name"
    assert "Spreek de eerste keer af op een plek waar meer mensen zijn" in page.text
    page = come_in(client, offering)
    assert "Voorbeeld-Karel" in page.text


def test_declining_needs_no_reason_and_changes_nothing(client, installation, scene):
    offering, asking, pair = scene
    come_in(client, asking)
    before = the_notice(installation, asking)
    page = done(client, "antwoord", voorstel=pair, zegt="nee")
    assert "U zei nee. Dat is goed." in page.text
    after = the_notice(installation, asking)
    assert (after.standing, after.expires_on) == (before.standing, before.expires_on)
    other = come_in(client, offering)
    assert "Wij denken dat dit past" not in other.text
    assert "zei nee" not in other.text.casefold(), "the other side never reads who said no"


def test_somebody_elses_proposal_cannot_be_answered(client, installation, scene):
    stranger = opened(installation, a_question(words={"story": "een ander"}), form="stranger")
    come_in(client, stranger)
    page = done(client, "antwoord", voorstel=scene[2], zegt="ja")
    assert "Dat kon niet meer" in page.text
    assert own_notice(installation.mediation, scene[1].notice_id).proposals[0].mine is Says.NOTHING


def agree(installation, scene):
    for each in scene[:2]:
        pairs.answer(installation.mediation, scene[2], each.notice_id, Says.YES)


def test_something_is_not_right_closes_the_contact_for_both(client, installation, scene):
    agree(installation, scene)
    come_in(client, scene[1])
    page = get(client, f"/voor-elkaar/mijn/melden?voorstel={scene[2]}")
    assert "U hoeft niets op te schrijven" in page.text
    assert post(client, "/voor-elkaar/mijn/melden", voorstel=scene[2], wat="x" * 2001).status_code == 422
    page = done(client, "melden", voorstel=scene[2], wat="Het voelde niet goed.")
    assert "Voor elkaar Hattem belt u" in page.text
    assert "Voorbeeld-Vera" not in page.text
    assert "U hebt met iemand iets afgesproken" not in page.text
    assert "Voorbeeld-Karel" not in come_in(client, scene[0]).text


def test_stopping_ends_the_appointment_and_only_then_asks_softly(client, installation, scene):
    agree(installation, scene)
    page = come_in(client, scene[1])
    assert "Het hoeft niet" not in page.text
    page = done(client, "stoppen", voorstel=scene[2], hoe="klaar")
    assert "De afspraak is gestopt" in page.text
    assert "Wilt u zelf ook eens iets doen voor een ander? Het hoeft niet." in page.text
    assert own_notice(installation.mediation, scene[1].notice_id).proposals[0].state is PairState.ENDED
    assert "Het hoeft niet" not in come_in(client, scene[0]).text, "who offers is never asked"


def test_who_is_stopped_on_hears_so_and_is_asked_nothing_in_return(client, installation, scene):
    agree(installation, scene)
    assert "U hebt met iemand iets afgesproken" in come_in(client, scene[1]).text
    come_in(client, scene[0])
    assert "Uw afspraak is gestopt" in done(client, "stoppen", voorstel=scene[2], hoe="stop").text
    page = come_in(client, scene[1])
    assert "Uw afspraak is gestopt. Uw vraag staat weer open." in page.text
    assert "iets doen voor een ander?" not in page.text


def test_the_second_yes_is_not_told_to_wait_for_the_other(client, installation, scene):
    come_in(client, scene[0])
    assert "U zei ja. Zegt de ander ook ja" in done(client, "antwoord", voorstel=scene[2], zegt="ja").text
    come_in(client, scene[1])
    page = done(client, "antwoord", voorstel=scene[2], zegt="ja")
    assert "U zei allebei ja. Hieronder staat hoe het verder gaat." in page.text
    assert "Zegt de ander ook ja" not in page.text


@pytest.mark.parametrize(
    "more",
    [
        {"tasks": ("bezoek", "oppas")},
        {"circumstances": ("vergeten",)},
        {"words": {"story": "Ik zorg voor iemand en ben moe."}},
        {"words": {"story": "Een praatje bij mijn moeder."}},
    ],
)
def test_a_carer_is_never_asked_to_do_something_in_return(client, installation, more):
    scene = proposed(installation, question=a_question(**more))
    agree(installation, scene)
    come_in(client, scene[1])
    page = done(client, "stoppen", voorstel=scene[2], hoe="klaar")
    assert "iets doen voor een ander?" not in page.text


def test_details_are_put_right_and_every_mistake_is_named(client, installation):
    receipt = posted(installation, an_offer())
    come_in(client, receipt)
    wrong = post(client, "/voor-elkaar/mijn/gegevens", voornaam="", telefoon="06", email="")
    assert wrong.status_code == 422
    assert "hoe wij u mogen noemen" in wrong.text
    assert 'value="06"' in wrong.text
    page = done(client, "gegevens", voornaam="Vera", telefoon="06 12 34 56 78", delen=["telefoon"])
    assert "Uw gegevens zijn bijgewerkt" in page.text
    assert own_notice(installation.mediation, receipt.notice_id).person.phone == "0612345678"
    assert the_notice(installation, receipt).standing is Standing.NEW


def test_another_weekday_holds_at_once_and_another_task_is_looked_at_again(client, installation):
    receipt = opened(installation, an_offer(when_mask=wanted_mask("do", "middag")))
    come_in(client, receipt)
    form = get(client, "/voor-elkaar/mijn/veranderen")
    assert 'value="bezoek" checked' in form.text
    same = {"taak": ["bezoek"], "verhaal": "Ik kom graag een middag langs.", "grenzen": "Geen trappen."}
    page = done(client, "veranderen", **same, tijden="donderdagmiddag", wanneer=["vr-avond"])
    assert "Uw verandering is bewaard." in page.text
    notice = the_notice(installation, receipt)
    assert notice.standing is Standing.OPEN
    assert notice.when_mask == wanted_mask("do", "middag") | wanted_mask("vr", "avond")
    page = done(client, "veranderen", **(same | {"taak": ["tuin"]}), tijden="donderdagmiddag")
    assert "kijkt er nog eens naar" in page.text
    assert the_notice(installation, receipt).standing is Standing.NEW
    assert post(client, "/voor-elkaar/mijn/veranderen", taak=[]).status_code == 422


def test_changing_the_typed_line_takes_the_old_times_away(client, installation):
    receipt = opened(installation, an_offer(when_mask=wanted_mask("do", "middag")))
    come_in(client, receipt)
    assert 'value="do-middag" id="wanneer-do-middag" checked' not in get(client, "/voor-elkaar/mijn/veranderen").text


def test_not_for_a_while_again_and_it_still_holds(client, installation):
    receipt = opened(installation, an_offer())
    come_in(client, receipt)
    assert "U krijgt nu even geen voorstellen" in done(client, "pauze").text
    assert the_notice(installation, receipt).standing is Standing.PAUSED
    assert "Dat kon niet meer" in done(client, "pauze").text, "a second click says how it stands"
    assert "U krijgt weer voorstellen" in done(client, "hervatten").text
    before = the_notice(installation, receipt).expires_on
    assert "Het blijft staan" in done(client, "klopt-nog").text
    assert the_notice(installation, receipt).expires_on >= before


def test_everything_is_taken_along_and_taken_back(client, installation):
    receipt = posted(installation, an_offer())
    come_in(client, receipt)
    file = get(client, "/voor-elkaar/mijn/bewaren?soort=json")
    assert json.loads(file.text)["person"]["phone"] == "0380000001"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "donderdagmiddag" in get(client, "/voor-elkaar/mijn/bewaren").text
    assert "30 dagen" in get(client, "/voor-elkaar/mijn/intrekken").text
    page = done(client, "intrekken")
    assert "U hebt dit ingetrokken" in page.text
    assert "Wij wissen uw gegevens op" in page.text
    assert the_notice(installation, receipt).standing is Standing.WITHDRAWN


def test_a_question_that_nobody_may_meet_shows_the_way_to_other_help(client, installation):
    receipt = posted(installation, a_question(tasks=("wassen",)))
    page = come_in(client, receipt)
    assert "Ook deze hulp is er" in page.text
    assert "wijkverpleging" in page.text
    assert "/gesprek" in page.text
    page = come_in(client, posted(installation, a_question(), "ordinary"))
    assert "Ook deze hulp is er" not in page.text


def test_it_speaks_english(client, installation):
    client.inspection.leave_out("plain_words")
    receipt, _asking, _pair = proposed(installation, offer=an_offer(language="en", when_mask=THURSDAY))
    post(client, "/en/voor-elkaar/mijn", referentie=receipt.reference, code=receipt.code)
    page = get(client, "/en/voor-elkaar/mijn")
    assert "You can come for a visit on Thursday afternoon" in page.text


def test_vog_is_said_when_there_is_one(client, installation):
    offering = opened(installation, an_offer(), vog=Vog.YES, form="offer")
    asking = opened(installation, a_question(), form="question")
    pairs.propose(installation.mediation, offering.notice_id, asking.notice_id, (), "system")
    assert "ja, gezien door de organisatie" in come_in(client, asking).text


def test_an_offer_that_waits_for_a_talk_about_vog_says_so(client, installation):
    receipt = posted(installation, an_offer(tasks=("bezoek",)))
    mediating.approve(installation.mediation, receipt.notice_id, "system")
    assert "praat nog met u over een VOG" in come_in(client, receipt).text
    receipt = posted(installation, an_offer(tasks=("boodschappen",)), "errands")
    mediating.approve(installation.mediation, receipt.notice_id, "system")
    assert "praat nog met u over een VOG" not in come_in(client, receipt).text


def test_whether_it_still_holds_is_asked_near_the_end_of_its_term(client, installation):
    receipt = opened(installation, an_offer())
    assert "Klopt dit nog?" not in come_in(client, receipt).text
    with installation.database.writing() as session:
        session.get(Notice, receipt.notice_id).expires_on = clock.today() + timedelta(days=3)
    assert "Klopt dit nog?" in get(client, "/voor-elkaar/mijn").text
    done(client, "klopt-nog")
    assert the_notice(installation, receipt).expires_on > clock.today() + timedelta(days=100)


def test_a_new_code_closes_what_the_old_one_opened(client, installation):
    receipt = posted(installation, an_offer())
    assert "Voorbeeld-Vera" in come_in(client, receipt).text
    code = renew_code(installation.mediation, receipt.notice_id, "account:1")
    assert "Voorbeeld-Vera" not in get(client, "/voor-elkaar/mijn").text
    assert post(client, "/voor-elkaar/mijn/intrekken").status_code == 422
    assert get(client, "/voor-elkaar/mijn/bewaren").status_code == 303
    assert the_notice(installation, receipt).standing is Standing.NEW
    answer = post(client, "/voor-elkaar/mijn", referentie=receipt.reference, code=code)
    assert "Voorbeeld-Vera" in get(client, answer.headers["Location"]).text


def test_the_receipt_of_who_sat_here_before_is_gone_for_who_comes_in(client, installation):
    mine = posted(installation, an_offer())
    for receipt, stays in ((mine, True), (posted(installation, a_question()), False)):
        with client.session_transaction(base_url=f"http://{client.host}") as session:
            session[HELPING_RECEIPT] = {
                "reference": spaced_reference(mine.reference),
                "code": "GEHEIM",
                "side": "offer",
            }
        come_in(client, receipt)
        assert ("GEHEIM" in get(client, "/voor-elkaar/ontvangst").text) is stays
