"""What everybody who works on volunteers and questions needs, in one hand."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app.content.live import LiveContent
from app.content.mediation import MediationTerms
from app.content.models import Municipality
from app.data_keys import Erased, FieldSeal, KeyStore
from app.db import Database
from app.matching.models import Notice, Pair
from app.matching.shapes import Person, Words
from app.settings import Settings

TABLE = "help_notice"


class NobodyThere(Exception):
    """There is no such notice or match, or not for who asks."""


@dataclass(frozen=True, slots=True)
class Mediation:
    """Everything the subject of matching needs. Nothing in here knows Flask."""

    database: Database
    keys: KeyStore
    content: LiveContent
    settings: Settings

    def town(self, slug: str) -> Municipality:
        """The municipality of a notice; the first of the region when it is not part of it any more."""
        content = self.content.now()
        return content.municipality(slug) or content.default_municipality

    def terms(self, slug: str) -> MediationTerms | None:
        """Who mediates there, and its terms; None when nobody does (any more)."""
        return self.town(slug).mediation


def subject_of(uid: str) -> str:
    """The name under which the key store keeps a notice's key."""
    return f"notice:{uid}"


def held(session: Session, notice_id: int) -> Notice:
    """A notice to change, in a writing session: nobody else changes it meanwhile.

    :raises NobodyThere: there is no such notice.
    """
    found = session.exec(select(Notice).where(Notice.id == notice_id).with_for_update()).first()
    if found is None:
        raise NobodyThere
    return found


def held_pair(session: Session, pair_id: int) -> Pair:
    """A match to change, in a writing session.

    :raises NobodyThere: there is no such match.
    """
    found = session.exec(select(Pair).where(Pair.id == pair_id).with_for_update()).first()
    if found is None:
        raise NobodyThere
    return found


def seal_of(mediation: Mediation, notice: Notice) -> FieldSeal:
    """The key of a notice.

    :raises app.data_keys.Erased: it was destroyed.
    """
    return mediation.keys.open(subject_of(notice.uid))


def readable(mediation: Mediation, session: Session, notice_id: int) -> tuple[Notice, FieldSeal]:
    """A notice with the key to read it.

    :raises NobodyThere: it is gone, or its key is.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NobodyThere
    try:
        return notice, seal_of(mediation, notice)
    except Erased:
        raise NobodyThere from None


def person_of(notice: Notice, seal: FieldSeal) -> Person:
    """Who it is, opened."""
    return Person.model_validate_json(seal.open(TABLE, "sealed_person", notice.uid, notice.sealed_person))


def words_of(notice: Notice, seal: FieldSeal) -> Words:
    """What they wrote, opened."""
    return Words.model_validate_json(seal.open(TABLE, "sealed_words", notice.uid, notice.sealed_words))


def put_person(notice: Notice, seal: FieldSeal, person: Person) -> None:
    """Seal another version of who it is."""
    notice.sealed_person = seal.seal(TABLE, "sealed_person", notice.uid, person.model_dump_json())


def put_words(notice: Notice, seal: FieldSeal, words: Words) -> None:
    """Seal another version of what they wrote."""
    notice.sealed_words = seal.seal(TABLE, "sealed_words", notice.uid, words.model_dump_json())
