from app.conversation.hints import hints_of, may_leave_voicemail
from app.conversation.shapes import Contact, Story


def codes(contact, story=None):
    return [hint.code for hint in hints_of(contact, story or Story())]


def test_voicemail_is_never_left_unless_it_was_ticked():
    assert codes(Contact(phone="038")) == ["no_voicemail"]
    assert codes(Contact(phone="038", safe=("voicemail",))) == []
    assert may_leave_voicemail(Contact(safe=("voicemail",)))
    assert not may_leave_voicemail(Contact(preference="phone"))


def test_who_ticked_what_is_safe_gets_nothing_by_another_way():
    contact = Contact(phone="038", email="a@voorbeeld.example", street="Straat 1", safe=("email",))
    assert codes(contact) == ["no_voicemail", "no_letter"]
    assert codes(Contact(email="a@voorbeeld.example", street="Straat 1")) == []


def test_harm_comes_first_and_wishes_follow_in_the_persons_words():
    story = Story(knows="no", quiet_place=True, interpreter="Turks", who_along="mijn dochter")
    found = hints_of(Contact(phone="038", address_as="mevrouw De Boer"), story)
    assert [hint.warns for hint in found] == [True, True, False, False, False, False]
    assert {hint.code: hint.said for hint in found if hint.said} == {
        "address_as": "mevrouw De Boer", "interpreter": "Turks", "who_along": "mijn dochter",
    }  # fmt: skip


def test_nothing_said_gives_no_hints():
    assert codes(Contact(email="a@voorbeeld.example")) == []
