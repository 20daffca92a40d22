"""Hostile hands between volunteers and questions: scripts in every field, numbers of others, heads of mails (promises 34, 42)."""

import email
import email.policy

import pytest

from app.accounts.rights import Role
from app.matching import mediating, pairs
from app.matching.models import Says
from app.matching.posting import post_notice
from app.matching.shapes import Person, Words
from app.references import spaced_code, spaced_reference
from app.social_map.vocabulary import Vog
from app.working import worker
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import MEDIATOR, put_to
from tests.reliability.canaries import files_in
from tests.web.client_support.room import make_room
from tests.web.mediator.mediators import an_event

BAD = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{reference}'
HUGE = 10**19, 2**63, 10**40


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    found = make_room(tmp_path_factory.mktemp("hostile") / "data")
    yield found
    found.services.database.close()
    found.services.keys.close()


@pytest.fixture(scope="module")
def scene(room):
    """An offer and a question that agreed and then reported, with a script wherever somebody can type."""
    mediation, made = room.services.mediation, []
    person = Person(
        first_name=BAD, last_name=BAD, phone="0612345678", email="kwaad@voorbeeld.example", street=BAD, organisation=BAD,
        share=("phone", "email", "address"),
    )  # fmt: skip
    for new in (an_offer(), a_question()):
        bad = new.model_copy(update={"person": person, "words": Words(story=BAD, times=BAD, limits=BAD)})
        made.append(post_notice(mediation, bad, new.side.value))
        mediating.screen(mediation, made[-1].notice_id, MEDIATOR, Vog.YES, None, BAD)
        mediating.approve(mediation, made[-1].notice_id, MEDIATOR)
        mediating.set_public_line(mediation, made[-1].notice_id, MEDIATOR, BAD.replace("script", "b"))
    offer, question = (each.notice_id for each in made)
    number = put_to(mediation, offer, question)
    for each in (offer, question):
        pairs.answer(mediation, number, each, Says.YES)
    return made, number


def clean(answer):
    """A page on which nothing that was typed became anything but text."""
    assert answer.status_code in {200, 422}, answer.status_code
    for each in ("<script>alert", "<img src=x", ">49<", "49{reference}"):
        assert each not in answer.text, answer.request.path
    return answer.text


def test_a_script_in_any_field_stays_text_for_the_other_side_the_mediator_and_on_paper(room, scene):
    made, number = scene
    staff = room.signed_in("bemiddelaar@voorbeeld.example", Role.MEDIATOR)
    staff.inspection.leave_out("nothing_unfilled")
    for receipt in made:
        own = room.client()
        own.inspection.leave_out("nothing_unfilled")  # the braces are what somebody typed
        data = {"referentie": spaced_reference(receipt.reference), "code": spaced_code(receipt.code)}
        assert own.post("/voor-elkaar/mijn", data=data).status_code == 303
        for path in ("", "/gegevens", "/veranderen", f"/melden?voorstel={number}"):
            clean(own.get(f"/voor-elkaar/mijn{path}"))
        assert "&lt;script&gt;alert" in own.get("/voor-elkaar/mijn").text
        taken = own.get("/voor-elkaar/mijn/bewaren")
        assert (taken.mimetype, taken.headers["X-Content-Type-Options"]) == ("text/plain", "nosniff")
        for path in ("", "/wijzig", "/wissen"):
            clean(staff.get(f"/bemiddeling/{receipt.notice_id}{path}"))
        assert staff.post(f"/bemiddeling/{receipt.notice_id}/code").status_code == 303
        assert "&lt;script&gt;alert" in clean(staff.get(f"/bemiddeling/{receipt.notice_id}/brief"))
        clean(staff.post(f"/bemiddeling/{receipt.notice_id}/gegevens", data={"voornaam": BAD, "telefoon": BAD}))
    clean(staff.get(f"/bemiddeling/voorstel/{number}"))
    pairs.report(room.services.mediation, number, made[0].notice_id, BAD)
    assert "&lt;script&gt;alert" in clean(staff.get(f"/bemiddeling/voorstel/{number}"))
    clean(staff.post("/bemiddeling/zoek", data={"nummer": BAD}))


@pytest.mark.usefixtures("scene")
def test_a_mail_has_no_heads_or_marks_of_what_somebody_typed(room):
    reason = "Jammer.\r\nBcc: iedereen@voorbeeld.example\r\n\r\n{site} {reference} <b>vet</b>"
    mediating.refuse(
        room.services.mediation, _new(room, "kwaad@voorbeeld.example\r\nBcc: ander@voorbeeld.example"), MEDIATOR, reason
    )
    worker(room.services).once()
    letters = [
        email.message_from_bytes(raw, policy=email.policy.default)
        for path, raw in files_in(room.services.settings.data_dir).items()
        if path.suffix == ".eml"
    ]
    assert letters
    assert all(letter["Bcc"] is None for letter in letters)
    assert not any("script" in letter.get_content() for letter in letters)


def _new(room, address):
    new = an_offer()
    person = new.person.model_copy(update={"email": address})
    return post_notice(room.services.mediation, new.model_copy(update={"person": person}), "heads").notice_id


@pytest.mark.parametrize("number", HUGE)
def test_a_number_nothing_can_have_is_not_there(room, scene, number):
    made, _pair = scene
    staff = room.signed_in(f"groot-{number}@voorbeeld.example", Role.MEDIATOR)
    for path in ("", "/wijzig", "/wissen", "/brief"):
        assert staff.get(f"/bemiddeling/{number}{path}").status_code == 404
    assert staff.get(f"/bemiddeling/voorstel/{number}").status_code == 404
    assert staff.get(f"/bemiddeling/beursvloer/{number}").status_code == 404
    assert staff.post(f"/bemiddeling/{made[0].notice_id}/voorleggen", data={"ander": number}).status_code == 404
    event = an_event(room, name=f"Beursvloer {number}")
    for path, data in (("samen", {"aanbod": number, "vraag": number}), ("hoe", {"voorstel": number})):
        assert staff.post(f"/bemiddeling/beursvloer/{event}/{path}", data=data).status_code == 404
