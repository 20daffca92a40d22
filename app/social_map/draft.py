"""An offer as somebody hands it in: the one set of rules for the form, every importer and the API.

Only what is checked here becomes a row. What cannot be read is kept as text and flagged, never guessed (contract.md 4).
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.social_map.vocabulary import Answer, CostKind, Frequency, FundingForm, Level, RespiteWeight, Status, Vog

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _seen_only(text: str) -> str:
    """Drop control and direction characters: they can turn a line round or hide words."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


Line = Annotated[str, AfterValidator(_seen_only), StringConstraints(max_length=300, strip_whitespace=True)]
Text = Annotated[str, AfterValidator(_seen_only), StringConstraints(max_length=8000, strip_whitespace=True)]
Name = Annotated[
    str, AfterValidator(_seen_only), StringConstraints(min_length=1, max_length=200, strip_whitespace=True)
]
Words = tuple[Line, ...]
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def web_address(text: str) -> str:
    """The address when it is one of the web, else nothing: `javascript:` and friends can never become a link (promise 27)."""
    return text if _WEB.fullmatch(text) else ""


Site = Annotated[Line, AfterValidator(web_address)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cost(_Value):
    """One answer to "what does it cost?", with its dates and source (I-49).

    `amount` is in euro. `as_typed` is always kept, so that nothing is lost when it could not be read.
    """

    kind: CostKind = CostKind.UNKNOWN
    amount: Decimal | None = Field(default=None, ge=0, max_digits=8, decimal_places=2)
    unit: Line = ""
    as_typed: Line = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: Line = ""


class Accessibility(_Value):
    """What somebody must know before they set out (I-11). Unknown stays unknown."""

    wheelchair: Answer = Answer.UNKNOWN
    toilet: Answer = Answer.UNKNOWN
    hearing_loop: Answer = Answer.UNKNOWN
    parking: Answer = Answer.UNKNOWN
    low_stimulus: Answer = Answer.UNKNOWN


class Carried(_Value):
    """What a source said that the map has no field for: its own document, kept beside the draft so that it goes out as it came in.

    :ivar document: the HSDS 3.1 object (a service without its organization, or an organization), as the source had it.
    :ivar base: field of that object -> fingerprint of what the map made of it when it came in. A field whose fingerprint is
        still the same goes out as the source had it; what was changed here since goes out as we have it.
    """

    document: dict[str, Any]
    base: dict[str, str] = Field(default_factory=dict)


class OrganisationDraft(_Value):
    """Who offers it."""

    name: Name
    description: Text = ""
    phone: Line = ""
    email: Line = ""
    website: Site = ""
    funding: tuple[FundingForm, ...] = ()
    example: bool = False
    carried: Carried | None = None


class PlaceDraft(_Value):
    """Where it is: WGS84 degrees. A confidential place is known to editors only."""

    name: Line = ""
    street: Line = ""
    postcode: Line = ""
    town: Line = ""
    kern: Line = ""
    municipality: Line = ""
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    confidential: bool = False
    directions: Line = ""


class OfferWords(_Value):
    """What an offer says in another language than Dutch; what is empty is read in Dutch there."""

    lang: Literal["en", "tr", "ar", "pl", "uk"]
    name: Line = ""
    summary: Line = ""
    description: Text = ""
    conditions: Text = ""
    first_step: Text = ""
    expectation: Text = ""


class OfferDraft(_Value):
    """One offer, whole. `source_id` belongs to `source`: the same id from the same source is the same offer.

    `meldcode` and `quality` are the provider's own words about itself (I-51): whether it works with the reporting code for
    domestic violence, and what stands for its quality. `photo` is the uid of a photo that was uploaded here.
    """

    source: Line = ""
    source_id: Line = ""
    licence: Line = ""
    name: Name
    organisation: OrganisationDraft
    kind: Line
    level: Level
    domains: Words = ()
    target_groups: Words = ()
    interests: Words = ()
    summary: Line = ""
    description: Text = ""
    easy: Text = ""
    place: PlaceDraft = PlaceDraft()
    area_served: Words = ()
    phone: Line = ""
    phone_hours: Line = ""
    email: Line = ""
    website: Site = ""
    without_voice: Line = ""
    times: Line = ""
    costs: tuple[Cost, ...] = ()
    decision: Answer = Answer.UNKNOWN
    vog: Vog = Vog.UNANSWERED
    respite: RespiteWeight | None = None
    training: Words = ()
    book_ahead: Line = ""
    frequency: Frequency | None = None
    limits: Line = ""
    accessibility: Accessibility = Accessibility()
    languages: Words = ()
    keywords: Words = ()
    age: Line = ""
    conditions: Text = ""
    referral_needed: Line = ""
    waiting_time: Line = ""
    first_step: Text = ""
    expectation: Text = ""
    who_pays: Line = ""
    funding: tuple[FundingForm, ...] = ()
    works_with: Words = ()
    transport: Line = ""
    meldcode: Answer = Answer.UNKNOWN
    quality: Line = ""
    photo: Line = ""
    photo_alt: Line = ""
    translations: tuple[OfferWords, ...] = ()
    successor: Line = ""
    status: Status = Status.REVIEW
    last_confirmed: date | None = None
    example: bool = False
    historical: bool = False
    carried: Carried | None = None
