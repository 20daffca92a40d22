"""Notes of calls are codes, so that screens say them in the language of who reads; what was first kept in Dutch stays readable."""

import pytest

from app.conversation.asking import ask
from app.conversation.history import history_of, note
from app.conversation.models import ConversationRequest
from app.conversation.office import subject_of
from tests.conversation.conftest import a_request


@pytest.mark.parametrize(
    ("kind", "kept", "read"),
    [
        ("call_attempt", "missed", "missed"),
        ("call_attempt", "niet bereikt", "missed"),
        ("call_attempt", "gesproken", "reached"),
        ("call_attempt", "voicemail ingesproken", "voicemail"),
        ("support_contact", "reached", "reached"),
        ("support_contact", "Iemand van Onafhankelijke hulp Hattem heeft u gebeld.", "reached"),
        ("support_contact", "Iemand van Onafhankelijke hulp Hattem belde u. U was er niet.", "missed"),
        ("desk_note", "gesproken", "gesproken"),
        ("desk_note", "Overgedragen aan een collega.", "Overgedragen aan een collega."),
    ],
)
def test_a_call_is_read_as_a_code_and_words_of_people_as_they_were_written(office, kind, kept, read):
    number = ask(office, a_request(), "form").request_id
    with office.database.writing() as session:
        request = session.get(ConversationRequest, number)
        seal = office.keys.open(subject_of(request.uid))
        note(session, request, seal, "account:1", kind, text=kept)
        session.flush()
        assert history_of(session, request, seal)[-1].note == read
