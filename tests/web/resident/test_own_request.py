"""The door and the pages of one's own request, as somebody who came back would notice."""

import re
import secrets
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import SignInAttempt
from app.audit import record
from app.conversation import own as changing
from app.conversation.asking import ask
from app.conversation.history import note
from app.conversation.models import ConversationRequest, ForWhom, RequestAccess, RequestOutcome, State, Support
from app.conversation.office import contact_of, story_of, subject_of
from app.references import new_reference, spaced_code, spaced_reference
from app.web import own_answers
from tests.conversation.conftest import a_request

WRONG = "Dit nummer en deze code passen niet bij elkaar"


@pytest.fixture
def receipt(installation):
    """A request that was sent a moment ago."""
    return ask(installation.office, a_request(contact={"email": "mevrouw@voorbeeld.nl"}), "form-1")


def post(client, path, **fields):
    return client.post(path, data=fields, headers={"Host": client.host})


def get(client, path):
    return client.get(path, headers={"Host": client.host})


def come_in(client, receipt, code=None):
    answer = post(client, "/mijn-aanvraag", referentie=spaced_reference(receipt.reference), code=code or receipt.code)
    assert answer.status_code == 303
    return get(client, "/mijn-aanvraag")


def the_request(installation, number):
    with installation.database.reading() as session:
        request = session.get(ConversationRequest, number)
    seal = installation.office.keys.open(subject_of(request.uid))
    return request, contact_of(request, seal), story_of(request, seal)


def test_with_number_and_code_somebody_sees_where_it_stands(client, receipt):
    page = come_in(client, receipt)
    assert "Uw aanvraag is binnen" in page.text
    assert spaced_reference(receipt.reference) in page.text
    assert "ik voel me aleen en kan niet slapen" in page.text
    assert "Uiterlijk op" in page.text
    assert "Onafhankelijke hulp Hattem" in page.text
    assert "/klacht" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_small_letters_spaces_and_no_dashes_open_it_too(client, receipt):
    typed = " ".join(spaced_code(receipt.code).lower().split("-"))
    assert post(client, "/mijn-aanvraag", referentie=receipt.reference.lower(), code=typed).status_code == 303


def test_whatever_is_wrong_the_answer_is_the_same(client, receipt):
    misspelt = receipt.reference[:-1] + ("2" if receipt.reference[-1] != "2" else "3")
    pairs = [(receipt.reference, "X" * 18), (new_reference(), receipt.code), (misspelt, receipt.code)]
    pages = []
    for reference, code in pairs:
        answer = post(client, "/mijn-aanvraag", referentie=reference, code=code)
        assert answer.status_code == 422
        assert WRONG in answer.text
        pages.append(answer.text.replace(reference, "R").replace(code, "C"))
    assert len(set(pages)) == 1


def test_what_was_typed_stays_and_an_empty_field_is_named(client, receipt):
    answer = post(client, "/mijn-aanvraag", referentie=spaced_reference(receipt.reference), code="")
    assert answer.status_code == 422
    assert spaced_reference(receipt.reference) in answer.text
    assert "Vul bij &#39;Uw code&#39;" in answer.text


def test_guessing_is_slowed_and_not_locked(client, receipt, installation):
    for _ in range(5):
        post(client, "/mijn-aanvraag", referentie=receipt.reference, code="X" * 18)
    slowed = post(client, "/mijn-aanvraag", referentie=receipt.reference, code=receipt.code)
    assert slowed.status_code == 429
    assert "Wacht" in slowed.text
    with installation.database.writing() as session:
        for row in session.exec(select(SignInAttempt)):
            row.not_before = clock.now() - timedelta(seconds=1)
            session.add(row)
    assert post(client, "/mijn-aanvraag", referentie=receipt.reference, code=receipt.code).status_code == 303


@pytest.mark.parametrize(
    "path",
    ["woorden", "plan", "gegevens", "ondersteuning", "vervolg", "intrekken", "overnemen", "opnieuw", "bewaren"],
)
def test_without_coming_in_there_is_only_the_door(client, path):
    answer = get(client, f"/mijn-aanvraag/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn-aanvraag")


@pytest.mark.parametrize("path", ["woorden", "plan", "gegevens", "ondersteuning", "vervolg", "intrekken"])
def test_every_page_of_it_names_somebody_to_speak_to(client, receipt, path):
    come_in(client, receipt)
    page = get(client, f"/mijn-aanvraag/{path}")
    assert page.status_code == 200
    for said in ("Onafhankelijke hulp Hattem", "Vertrouwenspersoon Hattem", "klacht indienen", "no-store"):
        assert said in page.text + page.headers["Cache-Control"]
    assert get(client, f"/en/mijn-aanvraag/{path}").status_code == 200


def test_words_are_added_and_read_back(client, receipt, installation):
    come_in(client, receipt)
    assert post(client, "/mijn-aanvraag/woorden", woorden="Mijn buurvrouw komt ook").status_code == 303
    assert "Mijn buurvrouw komt ook" in get(client, "/mijn-aanvraag?gedaan=woorden").text
    assert the_request(installation, receipt.request_id)[2].additions[0].by == "person"


def test_a_form_that_is_not_right_keeps_what_was_typed(client, receipt):
    come_in(client, receipt)
    too_long = "a" * 4001
    answer = post(client, "/mijn-aanvraag/woorden", woorden=too_long)
    assert answer.status_code == 422
    assert too_long in answer.text
    wrong = {"telefoon": "0900 1234", "email": "geen adres", "postcode": "80", "wens_tijd": "liefst dinsdag"}
    answer = post(client, "/mijn-aanvraag/gegevens", **wrong)
    assert answer.status_code == 422
    for typed in wrong.values():
        assert typed in answer.text
    assert answer.text.count("utrecht-form-field-error-message") >= 3


def test_nobody_takes_away_the_last_way_to_be_reached(client, receipt):
    come_in(client, receipt)
    answer = post(client, "/mijn-aanvraag/gegevens", naam="mevrouw Voorbeeld")
    assert answer.status_code == 422
    assert "minstens één manier" in answer.text


def test_a_corrected_number_and_wishes_stand_there(client, receipt, installation):
    come_in(client, receipt)
    answer = post(
        client, "/mijn-aanvraag/gegevens", naam="mevrouw Voorbeeld", telefoon="06 12 34 56 78", postcode="8051ab",
        veilig_contact=["voicemail"], rustige_plek="ja", wens_plaats="thuis",
    )  # fmt: skip
    assert answer.status_code == 303
    _request, contact, story = the_request(installation, receipt.request_id)
    assert (contact.phone, contact.postcode, contact.safe) == ("0612345678", "8051 AB", ("voicemail",))
    assert (story.quiet_place, story.wish_place) == (True, "thuis")
    assert contact.email == ""


def test_a_plan_is_kept_and_says_whether_it_counts(client, receipt, installation):
    come_in(client, receipt)
    assert "telt het mee" in get(client, "/mijn-aanvraag/plan").text
    answer = post(client, "/mijn-aanvraag/plan", plan_vraag="Ik wil weer slapen", plan_zelf="wandelen")
    assert answer.headers["Location"].endswith("gedaan=plan")
    assert the_request(installation, receipt.request_id)[2].plan.self_do == "wandelen"
    with installation.database.writing() as session:
        session.get(ConversationRequest, receipt.request_id).plan_until = clock.today() - timedelta(days=1)
    assert "nog steeds welkom" in get(client, "/mijn-aanvraag/plan").text
    answer = post(client, "/mijn-aanvraag/plan", plan_vraag="Iets anders")
    assert answer.headers["Location"].endswith("gedaan=plan-na")
    assert post(client, "/mijn-aanvraag/plan").status_code == 303, "an empty plan takes it back"
    assert the_request(installation, receipt.request_id)[2].plan is None


def test_support_is_theirs_to_choose_and_nothing_is_chosen_for_them(client, installation):
    receipt = ask(installation.office, a_request(support=Support.LATER, support_shares=()), "form-2")
    come_in(client, receipt)
    assert post(client, "/mijn-aanvraag/ondersteuning").status_code == 422
    post(client, "/mijn-aanvraag/ondersteuning", clientondersteuning="ja", clientondersteuning_deelt=["naam", "vraag"])
    request = the_request(installation, receipt.request_id)[0]
    assert (request.support, request.support_shares) == (Support.YES, ("name", "question"))
    post(client, "/mijn-aanvraag/ondersteuning", clientondersteuning="nee", clientondersteuning_deelt=["naam"])
    request = the_request(installation, receipt.request_id)[0]
    assert (request.support, request.support_shares) == (Support.NO, ())


def test_withdrawing_asks_once_more_and_leaves_only_what_is_still_possible(client, receipt, installation):
    come_in(client, receipt)
    asked = get(client, "/mijn-aanvraag/intrekken").text
    assert "Allebei is goed" in asked
    assert the_request(installation, receipt.request_id)[0].state is State.RECEIVED
    assert post(client, "/mijn-aanvraag/intrekken").status_code == 303
    assert post(client, "/mijn-aanvraag/intrekken").status_code == 303, "a second click is no error"
    page = get(client, "/mijn-aanvraag").text
    assert "ingetrokken" in page
    assert "Iets toevoegen" not in page
    assert "Vraag opnieuw een gesprek" in page
    assert get(client, "/mijn-aanvraag/woorden").status_code == 303


def test_outcome_and_note_and_who_looked_are_read_without_a_name(client, receipt, installation):
    with installation.database.writing() as session:
        request = session.get(ConversationRequest, receipt.request_id)
        request.state, request.closed_at = State.CLOSED, clock.now()
        session.add(RequestOutcome(request_id=receipt.request_id, code="general_provision"))
        session.add(RequestOutcome(request_id=receipt.request_id, code="individual_provision"))
        record(session, "account:7", "conversation.view", f"request:{receipt.request_id}")
        seal = installation.office.keys.open(subject_of(request.uid))
        note(session, request, seal, "account:7", "outcome", text="U kunt dinsdag naar de inloop.", public=True)
        note(session, request, seal, "account:7", "desk_note", text="alleen voor collega's")
    page = come_in(client, receipt).text
    assert "Er is een algemene voorziening waar u terecht kan." in page
    assert "U bent gebaat bij een individuele voorziening." in page
    assert "De gemeente beslist hierover." in page
    assert "U kunt dinsdag naar de inloop." in page
    assert "een medewerker van het loket" in page
    assert "account:7" not in page
    assert "alleen voor collega" not in page, "it stands in the file, not in the middle of the page"
    assert "Vraag opnieuw een gesprek" in page


def test_everything_can_be_taken_along(client, receipt):
    come_in(client, receipt)
    text = get(client, "/mijn-aanvraag/bewaren")
    assert text.headers["Content-Disposition"].startswith('attachment; filename="mijn-aanvraag-')
    assert "ik voel me aleen en kan niet slapen" in text.data.decode("utf-8-sig")
    machine = get(client, "/mijn-aanvraag/bewaren?soort=json")
    assert machine.get_json()["contact"]["phone"] == "0380000000"
    assert text.headers["Cache-Control"] == machine.headers["Cache-Control"] == "no-store"


def test_another_conversation_in_one_click_and_only_once(client, receipt, installation):
    come_in(client, receipt)
    assert post(client, "/mijn-aanvraag/opnieuw").status_code == 303
    page = get(client, "/mijn-aanvraag/opnieuw").text
    number = re.search(r'data-reference="([0-9A-Z-]+)"', page)[1]
    code = re.search(r"data-code>([0-9A-Z-]+)<", page)[1]
    post(client, "/mijn-aanvraag/opnieuw")
    assert number in get(client, "/mijn-aanvraag/opnieuw").text
    with installation.database.reading() as session:
        assert len(session.exec(select(ConversationRequest)).all()) == 2
    post(client, "/mijn-aanvraag/klaar")
    assert post(client, "/mijn-aanvraag", referentie=number, code=code).status_code == 303
    assert "ik voel me aleen" in get(client, "/mijn-aanvraag").text


def test_on_the_chosen_day_two_buttons_ask_how_it_is(client, receipt, installation):
    come_in(client, receipt)
    soon = clock.today() + timedelta(days=3)
    wrong = post(client, "/mijn-aanvraag/vervolg", vervolg_op="1-1-2020", vervolg_via="zelf")
    assert wrong.status_code == 422
    assert "1-1-2020" in wrong.text
    assert post(client, "/mijn-aanvraag/vervolg", vervolg_op=f"{soon:%d-%m-%Y}", vervolg_via="email").status_code == 303
    assert "Hoe gaat het nu?" not in get(client, "/mijn-aanvraag").text
    with installation.database.writing() as session:
        session.get(ConversationRequest, receipt.request_id).follow_up_on = clock.today()
    page = get(client, "/mijn-aanvraag").text
    assert "Het is opgelost" in page
    assert "Het is niet opgelost" in page
    for word in ("stoppen met hulp", "korten", "minder hulp"):
        assert word not in page
    assert post(client, "/mijn-aanvraag/opnieuw", doen="niet-opgelost").status_code == 303
    assert "Hoe gaat het nu?" not in get(client, "/mijn-aanvraag").text
    with installation.database.reading() as session:
        later = session.exec(
            select(ConversationRequest).where(ConversationRequest.again_of == receipt.request_id)
        ).one()
    assert later.state is State.RECEIVED


def test_solved_is_answered_once(client, receipt, installation):
    with installation.database.writing() as session:
        session.get(ConversationRequest, receipt.request_id).follow_up_on = clock.today()
    come_in(client, receipt)
    assert post(client, "/mijn-aanvraag/opgelost").status_code == 303
    assert "Hoe gaat het nu?" not in get(client, "/mijn-aanvraag").text
    with installation.database.reading() as session:
        assert len(session.exec(select(ConversationRequest)).all()) == 1


def test_a_follow_up_by_a_road_we_do_not_have_is_said(client, installation):
    receipt = ask(installation.office, a_request(), "form-3")
    come_in(client, receipt)
    soon = clock.today() + timedelta(days=3)
    answer = post(client, "/mijn-aanvraag/vervolg", vervolg_op=f"{soon:%d-%m-%Y}", vervolg_via="email")
    assert answer.status_code == 422
    assert "nog geen nummer of adres" in answer.text


def test_the_person_takes_over_and_the_helper_finds_nothing(client, app, installation):
    receipt = ask(
        installation.office,
        a_request(for_whom=ForWhom.TOGETHER, contact={"helper_name": "broer Voorbeeld", "role": "broer"}),
        "form-4",
        "helper",
    )
    helper = app.test_client()
    helper.inspection, helper.host = client.inspection, client.host
    helper.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert "Wie met u meekijkt" not in come_in(helper, receipt).text, "who helps cannot end the person's access"
    assert get(helper, "/mijn-aanvraag/overnemen").status_code == 303
    come_in(client, receipt, receipt.person_code)
    assert post(client, "/mijn-aanvraag/overnemen", doen="overnemen").status_code == 303
    assert get(helper, "/mijn-aanvraag/gegevens").status_code == 303
    assert "Open mijn aanvraag" in get(helper, "/mijn-aanvraag").text
    again = post(helper, "/mijn-aanvraag", referentie=receipt.reference, code=receipt.code)
    assert (again.status_code, WRONG in again.text) == (422, True)
    request, contact, _story = the_request(installation, receipt.request_id)
    assert (request.for_whom, contact.helper_name, contact.role) == (ForWhom.SELF, "", "")


def test_after_half_an_hour_the_code_is_asked_again_and_the_words_are_there(client, receipt, installation):
    come_in(client, receipt)
    with client.session_transaction(base_url=f"http://{client.host}") as cookie:
        cookie[own_answers.OWN_REQUEST] = cookie[own_answers.OWN_REQUEST] | {
            "at": int(clock.now().timestamp()) - 31 * 60
        }
    answer = post(client, "/mijn-aanvraag/woorden", woorden="Hier schreef ik lang aan")
    assert answer.status_code == 422
    assert "U was een tijd weg" in answer.text
    assert the_request(installation, receipt.request_id)[2].additions == ()
    inside = post(
        client, "/mijn-aanvraag", referentie=receipt.reference, code=receipt.code, verder="woorden",
        woorden="Hier schreef ik lang aan",
    )  # fmt: skip
    assert "Hier schreef ik lang aan" in inside.text
    assert "nog niet verstuurd" in inside.text
    assert post(client, "/mijn-aanvraag/woorden", woorden="Hier schreef ik lang aan").status_code == 303


def test_after_leaving_nothing_is_there(client, receipt):
    come_in(client, receipt)
    assert post(client, "/mijn-aanvraag/klaar").headers["Location"] == "/mijn-aanvraag/klaar"
    assert "U hebt afgesloten" in get(client, "/mijn-aanvraag/klaar").text
    assert get(client, "/mijn-aanvraag/gegevens").status_code == 303
    assert "Open mijn aanvraag" in get(client, "/mijn-aanvraag").text


def test_a_number_that_looks_like_a_bsn_does_not_stay(client, receipt, installation):
    come_in(client, receipt)
    post(client, "/mijn-aanvraag/woorden", woorden="mijn nummer is 111222333")
    assert the_request(installation, receipt.request_id)[2].additions[0].text == "mijn nummer is [weggelaten]"


def test_an_erased_request_is_a_closed_door(client, receipt, installation):
    come_in(client, receipt)
    with installation.database.writing() as session:
        session.delete(session.get(ConversationRequest, receipt.request_id))
        for access in session.exec(select(RequestAccess)):
            session.delete(access)
    assert "Open mijn aanvraag" in get(client, "/mijn-aanvraag").text


def test_the_page_refuses_a_change_that_came_too_late(client, receipt, installation):
    come_in(client, receipt)
    with installation.database.reading() as session:
        access = session.exec(select(RequestAccess.id)).one()
    changing.withdraw(installation.office, access)
    for path, field in (("plan", "plan_vraag"), ("woorden", "woorden")):
        answer = post(client, f"/mijn-aanvraag/{path}", **{field: "dit schreef ik te laat"})
        assert answer.status_code == 422
        assert "intussen gesloten" in answer.text
        assert "dit schreef ik te laat" in answer.text
    assert get(client, "/mijn-aanvraag/plan").status_code == 303


def test_nothing_is_chosen_for_somebody(client, receipt):
    come_in(client, receipt)
    for path in ("gegevens", "vervolg"):
        assert " checked" not in get(client, f"/mijn-aanvraag/{path}").text


def test_a_browser_that_is_full_loses_neither_the_draft_nor_the_new_code(client, receipt):
    def fill(most):
        with client.session_transaction(base_url=f"http://{client.host}") as cookie:
            cookie[own_answers.DRAFT] = {"vraag": secrets.token_urlsafe(most)}

    fill(2850)
    full = post(client, "/mijn-aanvraag", referentie=receipt.reference, code=receipt.code)
    assert full.status_code == 422
    assert "Verstuur of wis die eerst" in full.text
    fill(10)
    come_in(client, receipt)
    fill(2700)
    answer = post(client, "/mijn-aanvraag/opnieuw")
    assert answer.status_code == 200, "shown at once: there is no room to carry it along"
    assert "data-code" in answer.text
