"""What everybody who works on requests needs, in one hand: the database, the keys, the content, the settings, the places."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app.content.live import LiveContent
from app.content.models import Municipality
from app.conversation.models import ConversationRequest
from app.conversation.shapes import Contact, Story
from app.data_keys import FieldSeal, KeyStore
from app.db import Database
from app.places.gazetteer import Gazetteer
from app.settings import Settings

TABLE = "conversation_request"


class NobodyHome(Exception):
    """There is no such request, or not for who asks."""


@dataclass(frozen=True, slots=True)
class Office:
    """Everything the subject of conversations needs. Nothing in here knows Flask."""

    database: Database
    keys: KeyStore
    content: LiveContent
    settings: Settings
    gazetteer: Gazetteer

    def town(self, slug: str) -> Municipality:
        """The municipality of a request; the first of the region when it is not part of it any more."""
        content = self.content.now()
        return content.municipality(slug) or content.default_municipality


def subject_of(uid: str) -> str:
    """The name under which the key store keeps a request's key."""
    return f"request:{uid}"


def locked(session: Session, request_id: int) -> ConversationRequest:
    """A request to change, in a writing session: nobody else changes it meanwhile.

    :raises NobodyHome: there is no such request.
    """
    found = session.exec(
        select(ConversationRequest).where(ConversationRequest.id == request_id).with_for_update()
    ).first()
    if found is None:
        raise NobodyHome
    return found


def contact_of(request: ConversationRequest, seal: FieldSeal) -> Contact:
    """Who asks, opened."""
    return Contact.model_validate_json(seal.open(TABLE, "sealed_contact", request.uid, request.sealed_contact))


def story_of(request: ConversationRequest, seal: FieldSeal) -> Story:
    """What it is about, opened."""
    return Story.model_validate_json(seal.open(TABLE, "sealed_story", request.uid, request.sealed_story))


def put_contact(request: ConversationRequest, seal: FieldSeal, contact: Contact) -> None:
    """Seal another version of who asks."""
    request.sealed_contact = seal.seal(TABLE, "sealed_contact", request.uid, contact.model_dump_json())


def put_story(request: ConversationRequest, seal: FieldSeal, story: Story) -> None:
    """Seal another version of what it is about."""
    request.sealed_story = seal.seal(TABLE, "sealed_story", request.uid, story.model_dump_json())
