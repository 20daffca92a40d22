"""The map as Human Services Data Specification 3.1: one object for each offer and organisation, valid whatever was typed.

What may leave is decided here once more, whoever asks: published offers only, invented ones only from a region that says it is an
example, never where a confidential place is, nothing of accounts or of people who asked for help.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final, cast

from app.content.models import Municipality
from app.content.whole import Content
from app.open_data.ages import read_ages
from app.open_data.attributes import attributes_of
from app.open_data.capacities import capacities_of
from app.open_data.carried import as_the_source, fingerprints
from app.open_data.changes import changes_of
from app.open_data.confidential import Confidential, Hiding
from app.open_data.costs import cost_options, fees_in_words
from app.open_data.formats import mail, moment, stable_id, uuid_of, web
from app.open_data.languages import languages_of
from app.open_data.locations import locations_of, service_areas_of
from app.open_data.organisations import funding_of, organization_id, organization_of, phone
from app.open_data.schedules import schedules_of
from app.open_data.shape import ENTITIES
from app.open_data.taxonomies import Terms
from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, OfferEvent, Organisation, Place
from app.social_map.names import slug_of
from app.social_map.places_free import Places
from app.social_map.shelving import fill_offer, fill_place
from app.social_map.vocabulary import Answer, ConfirmedBy, OrganisationKind, Status

__all__ = ["NotPublic", "Rendering", "fingerprints", "goes_out", "organization_id", "rendered_draft", "service_id"]

Document = dict[str, Any]

_BRIEF: Final = frozenset((*ENTITIES["service"].fields, *ENTITIES["service"].one))
_GONE: Final = {Status.WITHDRAWN: "defunct", Status.HIDDEN: "inactive"}
_SAYS_NOTHING: Final = frozenset({"", "nee", "geen", "n.v.t.", "nvt", "onbekend", "?", "-"})
_ASKED: Final = frozenset({"ja", "yes"})


class NotPublic(Exception):
    """This may not leave as open data."""


def service_id(offer: Offer) -> str:
    """The uuid of a service: the source's own id when that is one, else ours."""
    return uuid_of(offer.source_id) or offer.uid


def goes_out(content: Content, offer: Offer) -> bool:
    """Whether an offer may leave as open data: it is public, and real, or the region itself is an example."""
    return offer.status is Status.PUBLISHED and not offer.historical and (not offer.example or content.region.example)


class Rendering:
    """The map of one content as HSDS 3.1. Cheap to make; keep one for a whole answer, no longer: the content may change.

    :param base: address of the site without a slash at the end; empty: no page of ours is named.
    :param confidential: `Confidential.read(session)`: addresses to be taken out of what sources said. Without it, what a
        source said of an organisation goes out without its locations and contacts.
    """

    def __init__(self, content: Content, base: str, confidential: Confidential | None = None) -> None:
        self.content = content
        self.base = base
        self.terms = Terms(content)
        self._confidential = confidential
        self._towns: dict[str, Municipality] = {town.name: town for town in content.municipalities}

    def service(
        self, offer: Offer, places: Places | None = None, *, history: Sequence[OfferEvent] = (), brief: bool = False
    ) -> Document:
        """One service; `offer` with its organisation and place.

        :param places: what was said last of free places; `history`: its events, oldest first.
        :param brief: the form of a list: own values, organization and program.
        :raises NotPublic: it may not leave.
        """
        if not goes_out(self.content, offer):
            message = f"offer {offer.id} is not public"
            raise NotPublic(message)
        sid = service_id(offer)
        made = self._told(offer, sid)
        if not brief:
            self._add_lists(made, offer, sid, places)
        own_places = made.get("service_at_locations")
        if not offer.place.confidential:
            made = as_the_source(made, offer.carried, "service", brief=brief)
        if brief:
            made = {name: value for name, value in made.items() if name in _BRIEF}
        else:
            self._add_ours(made, offer, sid, history)
        made["organization"] = self._organization(offer.organisation, full=not brief)
        kept = made.get("service_at_locations")
        made = self._without_secrets(made, offer)
        if own_places is not None and kept is own_places:
            made["service_at_locations"] = (
                own_places  # a place of this map that is no secret, also in a street where one is
            )
        return made

    def _told(self, offer: Offer, sid: str) -> Document:
        """The offer's own values."""
        made: Document = {
            "id": sid,
            "organization_id": organization_id(offer.organisation),
            "name": offer.name,
            "status": "active",
        }
        youngest, oldest = read_ages(offer.age)
        said = {
            "description": _description(offer),
            "url": web(offer.website),
            "email": mail(offer.email),
            "application_process": _application(offer),
            "fees_description": fees_in_words(offer.costs, offer.who_pays),
            "accreditations": offer.quality,
            "eligibility_description": self._eligibility(offer),
            "minimum_age": youngest,
            "maximum_age": oldest,
            "assured_date": offer.last_confirmed.isoformat() if offer.last_confirmed and offer.confirmed_by else None,
            "assurer_email": self._assurer(offer),
            "alert": "Dit is een verzonnen voorbeeld." if offer.example else "",
        }
        made |= {name: value for name, value in said.items() if value is not None and value != ""}
        made["last_modified"] = moment(offer.updated_at)
        return made

    @staticmethod
    def _eligibility(offer: Offer) -> str:
        lines = []
        if offer.target_groups:
            lines.append("Voor: " + ", ".join(offer.target_groups))
        if offer.age:
            lines.append(f"Leeftijd: {offer.age}")
        if offer.conditions:
            lines.append(offer.conditions)
        return "\n".join(lines)

    def _assurer(self, offer: Offer) -> str:
        """The address of whoever said last that it is right: a desk's or an organisation's, never a person of ours."""
        if offer.last_confirmed is None or offer.confirmed_by is None:
            return ""
        if offer.confirmed_by is ConfirmedBy.ORGANISATION:
            return mail(offer.organisation.email) or mail(offer.email)
        if offer.confirmed_by is ConfirmedBy.MUNICIPALITY:
            town = self._towns.get(offer.place.municipality) or self.content.default_municipality
            return mail(town.map_editors.email)
        return ""

    def _add_lists(self, made: Document, offer: Offer, sid: str, places: Places | None) -> None:
        """The objects that hang under a service."""
        found = {
            "phones": [phone("service_id", sid, offer.phone, offer.phone_hours)] if offer.phone else [],
            "schedules": schedules_of(offer.times, sid),
            "service_areas": service_areas_of(self.content, offer, sid),
            "service_at_locations": locations_of(offer, sid),
            "languages": languages_of(offer.languages, sid),
            "funding": funding_of("service_id", sid, offer.funding),
            "cost_options": cost_options(offer.costs, sid),
            "required_documents": _documents(offer, sid),
            "capacities": capacities_of(places, sid),
        }
        made |= {name: listed for name, listed in found.items() if listed}

    def _add_ours(self, made: Document, offer: Offer, sid: str, history: Sequence[OfferEvent]) -> None:
        """What comes after what a source said: our terms, our page, our history."""
        made["attributes"] = _joined(made.get("attributes"), attributes_of(self.content, self.terms, offer, sid))
        if changes := changes_of(history, sid):
            made["metadata"] = _joined(made.get("metadata"), changes)
        place = offer.place
        if self.base and not (place.confidential and place.kern and slug_of(place.kern) in offer.slug):
            page = {
                "id": stable_id(sid, "page", self.base),
                "label": "Op deze sociale kaart",
                "url": f"{self.base}/aanbod/{offer.slug}",
                "service_id": sid,
            }
            made["additional_urls"] = _joined(made.get("additional_urls"), [page])

    def _without_secrets(self, made: Document, offer: Offer) -> Document:
        if offer.place.confidential:
            made = Hiding.of([offer.place], (offer.name, offer.organisation.name)).hidden(made)
        theirs = self._confidential.of(offer.organisation_id) if self._confidential is not None else None
        return theirs.hidden(made) if theirs is not None else made

    def gone(self, offer: Offer) -> Document:
        """What harvesters hear of an offer that was public and is not any more: id, name, `defunct` or `inactive`, and when.

        :raises NotPublic: it is neither withdrawn nor hidden. Whether it ever was public is `changes.ever_public`'s to say.
        """
        status = _GONE.get(offer.status)
        if status is None or (offer.example and not self.content.region.example) or offer.historical:
            message = f"offer {offer.id} was not withdrawn"
            raise NotPublic(message)
        made = {
            "id": service_id(offer),
            "name": offer.name,
            "status": status,
            "last_modified": moment(offer.updated_at),
        }
        return self._without_secrets(made, offer)

    def organization(self, row: Organisation, *, full: bool = False) -> Document:
        """One organization; `full` with everything that hangs under it.

        :raises NotPublic: an invented one in a region that is no example, or one that turned out to be another.
        """
        if row.merged_into or (row.example and not self.content.region.example):
            message = f"organisation {row.id} is not public"
            raise NotPublic(message)
        made = self._organization(row, full=full)
        theirs = self._confidential.of(row.id) if self._confidential is not None else None
        return theirs.hidden(made) if theirs is not None else made

    def _organization(self, row: Organisation, *, full: bool) -> Document:
        made = as_the_source(
            organization_of(self.terms, row, full=full),
            row.carried,
            "organization",
            brief=not full,
        )
        if not full:
            return {name: value for name, value in made.items() if name in ENTITIES["organization"].fields}
        if self._confidential is None:
            made = {name: value for name, value in made.items() if name not in {"locations", "contacts"}}
        return made

    def service_at_locations(self, offer: Offer, *, full: bool = True) -> list[Document]:
        """Where an offer is given, each place once; none for a confidential place.

        :param full: with phones, contacts and schedules of the location, else its own values, address and point.
        """
        found = self.service(offer).get("service_at_locations", [])
        listed = [{"service_id": service_id(offer), **each} for each in found]
        if full:
            return listed
        return [
            {name: value for name, value in each.items() if name in {"id", "service_id", "location_id", "description", "location"}}
            for each in listed
        ]  # fmt: skip

    def service_at_location(self, offer: Offer, *, full: bool = True) -> Document | None:
        """The first of them, or None."""
        return next(iter(self.service_at_locations(offer, full=full)), None)

    def taxonomies(self) -> list[Document]:
        """Every list of terms."""
        return self.terms.taxonomies

    def taxonomy_terms(self) -> list[Document]:
        """Every term of our lists."""
        return self.terms.terms


_NO_ROW: Final = stable_id("no row yet")
_LAST: Final[list[Rendering]] = []


def _rendering_of(content: Content) -> Rendering:
    """The rendering of this content, kept while it is the same: its terms are reckoned once for a whole import."""
    if not _LAST or _LAST[0].content is not content:
        _LAST[:] = [Rendering(content, "")]
    return _LAST[0]


def rendered_draft(content: Content, draft: OfferDraft) -> Document:
    """What we would make of a draft that is no row yet, for `Carried.base`: `fingerprints` of it is the base of the service, and
    `fingerprints` of its `organization` that of the organisation. Whether it is public plays no part.
    """
    offer, place = (
        cast("Offer", SimpleNamespace(uid=_NO_ROW, last_confirmed=None, confirmed_by=None)),
        cast("Place", SimpleNamespace(uid=_NO_ROW)),
    )  # rows of the database cost a tenth of an import, and nothing here needs one
    fill_offer(offer, draft)
    fill_place(place, draft.place)
    offer.source, offer.source_id, offer.carried = draft.source, draft.source_id, None
    told = {name: getattr(draft.organisation, name) for name in type(draft.organisation).model_fields}
    told |= {"uid": _NO_ROW, "kvk": "", "kind": OrganisationKind.UNKNOWN, "carried": None}
    organisation = cast("Organisation", SimpleNamespace(**told))
    offer.place, offer.organisation = place, organisation
    rendering = _rendering_of(content)
    sid = service_id(offer)
    made = rendering._told(offer, sid)  # noqa: SLF001  (the same module: the one way an offer is told)
    rendering._add_lists(made, offer, sid, None)  # noqa: SLF001
    made["organization"] = organization_of(rendering.terms, organisation, full=True)
    return made


def _joined(theirs: list[Document] | None, ours: list[Document]) -> list[Document]:
    known = {each["id"] for each in ours}
    return [each for each in theirs or () if each["id"] not in known] + ours


def _description(offer: Offer) -> str:
    """The summary, the text, and what a reader must know that HSDS has no field for."""
    parts = [offer.summary, offer.description]
    for label, text in (
        ("Wat u kunt verwachten", offer.expectation),
        ("Wachttijd", offer.waiting_time),
        ("Wat hier niet kan", offer.limits),
        ("Vervoer", offer.transport),
        ("Contact zonder te bellen", offer.without_voice),
    ):
        if text:
            parts.append(f"{label}: {text}")
    if offer.email and not mail(offer.email):
        parts.append(f"E-mail: {offer.email}")
    return "\n\n".join(part for part in parts if part)


def _application(offer: Offer) -> str:
    parts = [offer.first_step]
    if offer.book_ahead:
        parts.append(f"Van tevoren aanmelden: {offer.book_ahead}")
    if offer.decision is Answer.YES:
        parts.append("De gemeente beslist of u hier gebruik van kunt maken.")
    return "\n\n".join(part for part in parts if part)


def _documents(offer: Offer, sid: str) -> list[Document]:
    found = []
    if offer.decision is Answer.YES:
        found.append(("decision", "Beslissing van de gemeente"))
    referral = offer.referral_needed.strip()
    if referral.casefold() not in _SAYS_NOTHING:
        found.append(("referral", "Verwijzing" if referral.casefold() in _ASKED else f"Verwijzing: {referral}"))
    return [{"id": stable_id(sid, "document", name), "service_id": sid, "document": text} for name, text in found]
