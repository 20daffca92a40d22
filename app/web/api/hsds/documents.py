"""Rows become documents, a part at a time: each call reads one moment of the database and lets go of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.content.whole import Content
from app.db import Database
from app.open_data.changes import ever_public, histories
from app.open_data.confidential import Confidential
from app.open_data.counting_places import Spot
from app.open_data.formats import moment, uuid_of
from app.open_data.rendering import NotPublic, Rendering, goes_out
from app.social_map.models import Offer, Organisation
from app.social_map.places_free import places_of
from app.web.running import content, services

Document = dict[str, Any]
_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes documents of rows for one answer, also when its request has ended (an answer that is streamed)."""

    database: Database
    content: Content
    base: str

    @classmethod
    def here(cls) -> Self:
        """For this request."""
        return cls(services().database, content(), request.host_url.rstrip("/"))

    @property
    def rendering(self) -> Rendering:
        """How the map is written, without a look at the database."""
        return Rendering(self.content, self.base)

    def services(self, numbers: Sequence[int], *, full: bool) -> list[Document]:
        """The services of these rows, in their order; what was public once as `gone`, what cannot go out not at all."""
        with self.database.reading(behind=True) as session:
            offers = _offers(session, numbers)
            rendering = Rendering(self.content, self.base, Confidential.read(session))
            free = places_of(session.connection(), numbers) if full else {}
            told = histories(session, numbers) if full else {}
            stopped = ever_public(session, [each.id or 0 for each in offers if not goes_out(self.content, each)])
            found = []
            for offer in offers:
                number = offer.id or 0
                try:
                    if goes_out(self.content, offer):
                        history = told.get(number, ())
                        found.append(rendering.service(offer, free.get(number), history=history, brief=not full))
                    elif number in stopped:
                        found.append(rendering.gone(offer))
                except NotPublic:
                    continue
        return found

    def minimal_services(self, numbers: Sequence[int]) -> list[Document]:
        """Only the id and the moment of the last change."""
        columns = (_offer.c.id, _offer.c.uid, _offer.c.source_id, _offer.c.updated_at)
        found: dict[int, Document] = {}
        with self.database.looking(behind=True) as connection:
            for start in range(0, len(numbers), 500):
                part = list(numbers[start : start + 500])
                for number, uid, theirs, at in connection.execute(sa.select(*columns).where(_offer.c.id.in_(part))):
                    found[number] = {"id": uuid_of(theirs) or uid, "last_modified": moment(at)}
        return [found[number] for number in numbers if number in found]

    def places(self, spots: Sequence[Spot], *, full: bool, minimal: bool = False) -> list[Document]:
        """Where services are given: each place once, with its service when everything is wanted."""
        with self.database.reading(behind=True) as session:
            offers = {each.id: each for each in _offers(session, list(dict.fromkeys(spot.offer for spot in spots)))}
            rendering = Rendering(self.content, self.base, Confidential.read(session))
            listed: dict[int, list[Document]] = {}
            found = []
            for spot in spots:
                offer = offers.get(spot.offer)
                if offer is None or not goes_out(self.content, offer):
                    continue
                if spot.offer not in listed:
                    listed[spot.offer] = rendering.service_at_locations(offer, full=full)
                if spot.which >= len(listed[spot.offer]):
                    continue
                place = listed[spot.offer][spot.which]
                if minimal:
                    place = {"id": place["id"], "last_modified": moment(offer.updated_at)}
                elif full:
                    place = place | {"service": rendering.service(offer, brief=True)}
                found.append(place)
        return found

    def organisations(
        self, numbers: Sequence[int], *, full: bool, with_services: bool = False, minimal: bool = False
    ) -> list[Document]:
        """The organizations of these rows, in their order."""
        with self.database.reading(behind=True) as session:
            rows = {
                each.id: each
                for start in range(0, len(numbers), 500)
                for each in session.exec(
                    select(Organisation).where(col(Organisation.id).in_(list(numbers[start : start + 500])))
                )
            }
            rendering = Rendering(self.content, self.base, Confidential.read(session))
            found: list[tuple[int, Document]] = []
            for number in numbers:
                row = rows.get(number)
                if row is None:
                    continue
                try:
                    made = rendering.organization(row, full=full)
                except NotPublic:
                    continue
                if minimal:
                    made = {"id": made["id"], "last_modified": moment(row.updated_at)}
                found.append((number, made))
        if with_services and not minimal:
            found = [(number, made | {"services": self._services_of(number)}) for number, made in found]
        return [made for _number, made in found]

    def _services_of(self, organisation: int) -> list[Document]:
        with self.database.looking(behind=True) as connection:
            numbers = connection.scalars(sa.select(_offer.c.id).where(_offer.c.organisation_id == organisation)).all()
        with self.database.reading(behind=True) as session:
            public = [each.id or 0 for each in _offers(session, numbers) if goes_out(self.content, each)]
        made = self.services(public, full=True)
        for each in made:
            each.pop("organization", None)
        return made

    def one_service(self, numbers: Sequence[int], uid: str) -> Document | None:
        """The service with this id among these rows, whole: a public one before one that is gone."""
        made = sorted(self.services(numbers, full=True), key=lambda each: "last_modified" in each and len(each) <= 4)  # noqa: PLR2004
        return next((each for each in made if each["id"] == uid), None)

    def one_place(self, numbers: Sequence[int], uid: str) -> Document | None:
        """The service_at_location with this id among the places of these rows, whole."""
        spots = [Spot(number, which) for number in numbers for which in range(100)]
        return next((each for each in self.places(spots, full=True) if each["id"] == uid), None)


def _offers(session: Session, numbers: Sequence[int]) -> list[Offer]:
    """The rows with their organisation and place, in this order."""
    found: dict[int | None, Offer] = {}
    for start in range(0, len(numbers), 400):
        question = (
            select(Offer)
            .where(col(Offer.id).in_(list(numbers[start : start + 400])))
            .options(selectinload(Offer.organisation), selectinload(Offer.place))  # type: ignore[arg-type]
        )
        found |= {each.id: each for each in session.exec(question)}
    return [found[number] for number in numbers if number in found]
