"""What the one screen needs to know of the room it stands in: who writes, what they may see, and where they go afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlmodel import Session

from app.content.models import Municipality
from app.publishing.models import WorkingDraft
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import Actor


@dataclass(frozen=True, slots=True)
class Room:
    """One room with a writing desk.

    :ivar name: of its blueprint; :ivar layout: the template its screens extend.
    :ivar find: the working draft of an address, within the walls of this room, or a 404.
    :ivar actor: how who writes stands in a history.
    :ivar town: whose editors answer.
    :ivar objections: what the walls of this room say against a draft: (field, sentence); empty when nothing.
    :ivar one: endpoint of an offer's own page here; :ivar home: endpoint to go back to.
    :ivar may_publish: whether who writes may publish at once.
    """

    name: str
    layout: str
    find: Callable[[Session, str], WorkingDraft]
    actor: Callable[[], Actor]
    town: Callable[[], Municipality]
    objections: Callable[[OfferDraft], list[tuple[str, str]]]
    one: str
    home: str
    may_publish: bool = False

    def url(self, screen: str, uid: str, **more: Any) -> str:
        """The address of `write`, `write_preview`, `write_drop` or `write_read_back` of a working draft."""
        return url_for(f"{self.name}.{screen}", uid=uid, **more)
