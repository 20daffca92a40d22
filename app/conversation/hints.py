"""What somebody who is about to call or visit must know first (I-29): said by the resident, and shown on top at the desk."""

from dataclasses import dataclass
from typing import Final

from app.conversation.shapes import Contact, Story

_WAYS: Final = ("voicemail", "email", "letter")


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to keep in mind. The page puts the code in words; `said` is what the resident wrote, empty for a tick.

    :ivar code: address_as, quiet_place, interpreter, who_along, helped_by, wish_place, wish_time, knows_not,
        knows_unknown, preference_phone, preference_email, preference_letter, preference_visit, no_voicemail, no_email,
        no_letter.
    :ivar warns: getting this wrong can harm somebody: it is shown apart.
    """

    code: str
    said: str = ""
    warns: bool = False


def hints_of(contact: Contact, story: Story) -> list[Hint]:
    """Everything to keep in mind, what can do harm first.

    Voicemail is never safe unless it was ticked; mail and letters are, when an address for them was given and nothing
    else was ticked instead.
    """
    return [*_unsafe(contact), *_knowing(story), *_wishes(contact, story)]


def may_leave_voicemail(contact: Contact) -> bool:
    """Whether a message may be left: only when the resident said so."""
    return "voicemail" in contact.safe


def _unsafe(contact: Contact) -> list[Hint]:
    there = {"voicemail": bool(contact.phone), "email": bool(contact.email), "letter": bool(contact.street)}
    found = []
    for way in _WAYS:
        ticked = way in contact.safe or (way != "voicemail" and contact.preference == way)
        left_out = way == "voicemail" or bool(contact.safe)
        if there[way] and left_out and not ticked:
            found.append(Hint(f"no_{way}", warns=True))
    return found


def _knowing(story: Story) -> list[Hint]:
    if story.knows == "no":
        return [Hint("knows_not", warns=True)]
    return [Hint("knows_unknown", warns=True)] if story.knows == "unknown" else []


def _wishes(contact: Contact, story: Story) -> list[Hint]:
    said = (
        ("address_as", contact.address_as),
        ("interpreter", story.interpreter),
        ("who_along", story.who_along),
        ("helped_by", story.helped_by),
        ("wish_place", story.wish_place),
        ("wish_time", story.wish_time),
    )
    found = [Hint(f"preference_{contact.preference}")] if contact.preference else []
    if story.quiet_place:
        found.append(Hint("quiet_place"))
    return found + [Hint(code, text) for code, text in said if text]
