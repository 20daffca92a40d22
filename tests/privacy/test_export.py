"""Who takes everything along, has everything: what they gave and what was recorded, and no names of staff."""

import json

from app.audit import record
from app.conversation import own
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.history import note
from app.conversation.models import ConversationRequest, ForWhom, Support
from app.conversation.office import locked, subject_of
from app.conversation.shapes import Asked, Contact, Plan, Story
from app.privacy.export import Section, as_json, as_text, everything
from tests.conversation.conftest import a_request

CONTACT = {
    "name": "kanarie-naam", "helper_name": "kanarie-helper", "role": "kanarie-rol", "phone": "0380000001",
    "email": "kanarie@voorbeeld.nl", "street": "kanarie-straat", "postcode": "8051 AB", "town": "kanarie-plaats",
    "preference": "phone", "safe": ("voicemail",), "address_as": "kanarie-aanspreken",
}  # fmt: skip
STORY = {
    "questions": (Asked(text="kanarie-vraag", about="kanarie-over"),), "wanted_result": "kanarie-resultaat",
    "tried": "kanarie-geprobeerd", "wish_place": "kanarie-waar", "wish_time": "kanarie-wanneer", "who_along": "kanarie-mee",
    "helped_by": "kanarie-hulp", "interpreter": "kanarie-tolk", "quiet_place": True, "knows": "yes",
    "remark": "kanarie-opmerking",
}  # fmt: skip


def _everything(office):
    receipt = ask(office, a_request(for_whom=ForWhom.TOGETHER, contact=CONTACT, story=STORY), "form-1", "helper")
    access = open_with(office, receipt.reference, receipt.person_code).access_id
    own.add_words(office, access, "kanarie-toevoeging")
    own.put_plan(office, access, Plan(question="kanarie-plan"))
    own.choose_support(office, access, Support.NO, ())
    new = Contact(**(CONTACT | {"phone": "0380000002"}))
    own.correct(office, access, new, Story(**STORY), contact_afterwards=True)
    with office.database.writing() as session:
        request: ConversationRequest = locked(session, receipt.request_id)
        seal = office.keys.open(subject_of(request.uid))
        note(session, request, seal, "account:42", "desk_note", text="kanarie-notitie")
        record(session, "account:42", "conversation.view", f"request:{receipt.request_id}")
    return everything(office, access), receipt


def test_everything_they_gave_and_everything_recorded_is_in_it(office):
    taken, receipt = _everything(office)
    text = as_json(taken)
    said = json.loads(text)
    for value in (
        *CONTACT.values(),
        *STORY.values(),
        "kanarie-over",
        "kanarie-toevoeging",
        "kanarie-plan",
        "kanarie-notitie",
    ):
        if isinstance(value, str) and value != "0380000001":
            assert value in text, value
    corrected = next(each for each in said["looked_and_changed"] if each["what"] == "corrected")
    assert corrected["changes"]["phone"] == ["0380000001", "0380000002"]
    looks = [(each["who"], each["what"]) for each in said["looked_and_changed"] if each["looked"]]
    assert looks == [("person", "open"), ("desk", "view")]
    assert [each["holder"] for each in said["codes"]] == ["person", "helper"]
    assert {each["channel"] for each in said["messages"]} >= {"mail", "support_mail"}
    assert said["request"]["due_on"] == receipt.terms.due_on.isoformat()


def test_nothing_that_opens_something_and_no_number_of_staff_is_in_it(office):
    taken, receipt = _everything(office)
    text = as_json(taken)
    for secret in (receipt.code, receipt.person_code, "account:42", taken.own.request.uid, "digest"):
        assert secret not in text


def test_the_readable_file_leaves_out_what_is_empty():
    text = as_text(
        [Section("Leeg", [("niets", "")]), Section("Wat u vertelde", [("Uw vraag", "een\ntwee"), ("", "los")])]
    )
    assert text == "Wat u vertelde\n--------------\nUw vraag: een\n    twee\nlos\n"
