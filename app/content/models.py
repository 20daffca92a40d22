"""What editors may say: one frozen model for each thing in the content folder.

The models are the only rules for a file, for a change made on a screen and for an export. A field that
does not exist here is refused, so that a typing mistake in a file never passes in silence.
Sources: requirements.md (I-09, I-20, I-21, I-25, I-31, I-49, I-53, I-60) and ecosystem.md section 6.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.content.carers import CarerAppreciation
from app.content.complaint_terms import ComplaintTerms
from app.content.conversation_terms import ConversationTerms, OutcomeWords
from app.content.danger_phrases import PhraseProblem, read_phrase
from app.content.local_help import FamilyContact, FundingTerms
from app.content.mediation import MediationTerms
from app.content.parts import (
    Email,
    Host,
    Language,
    Line,
    Part,
    Postcode4,
    RespiteWeight,
    Slug,
    Tel,
    Text,
    WebAddress,
)
from app.content.publishing_terms import MapEditors
from app.content.school_holidays import SchoolRegion

LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk")
"""Languages a page can have, Dutch first: Dutch is the text itself, every other one a translation of it."""

REQUIRED_PAGES = (
    "waar-kan-ik-terecht",
    "hulp-nu",
    "clientondersteuning",
    "klacht",
    "toegankelijkheid",
    "privacy",
    "zo-zoeken-wij",
    "mantelzorg",
    "zorgen-om-iemand",
    "gesprek",
    "over-deze-site",
    "kosten",
    "pgb-zin",
    "voor-elkaar",
    "cijfers",
)
"""Slugs of pages the product links to: each must be there in Dutch."""

OUTCOMES = ("own_strength_after_all", "general_provision", "individual_provision")
"""The three outcomes of the conversation, in the order of the drawing (I-15)."""


class Region(Part):
    """The one region an installation serves. `municipalities` are slugs; the first is the default."""

    slug: Slug
    name: Line
    municipalities: tuple[Slug, ...] = Field(min_length=1)
    example: bool = False
    data_licence: Line = "CC0 1.0"


class Kern(Part):
    """A village or hamlet. `lat` and `lon` in WGS84 degrees; `postcodes` are the four digits."""

    slug: Slug
    name: Line
    lat: float = Field(ge=50.5, le=53.8)
    lon: float = Field(ge=3.2, le=7.4)
    postcodes: tuple[Postcode4, ...] = ()
    also: tuple[Line, ...] = ()


class Desk(Part):
    """Where everybody can go with any question. Hours as people type them: `ma-vr 09:00-12:00`."""

    name: Line
    phone: Line
    phone_hours: Line
    email: Email
    address: tuple[Line, ...] = Field(min_length=1)
    opening_hours: Line
    letter_address: tuple[Line, ...] = Field(min_length=1)
    website: WebAddress | None = None
    example: bool = False


class ClientSupport(Part):
    """Free independent help (I-25): who gives it, who pays for it, and why it is independent."""

    name: Line
    funder: Text
    independence: Text
    phone: Line
    hours: Line
    email: Email
    website: WebAddress | None = None
    example: bool = False


class ConfidentialAdviser(Part):
    """Who listens first when something went wrong (I-53). `name` is a function, never a person."""

    name: Line
    phone: Line
    email: Email
    text: Text
    hours: Line | None = None
    example: bool = False


class HelpNumberWords(Part):
    """A help number's words in another language than Dutch."""

    name: Line | None = None
    when: Line
    what_for: Line
    cost: Line | None = None


class HelpNumber(Part):
    """A number for when it cannot wait. `number` as people see it, `tel` as a telephone dials it.

    `verified_on` is the day somebody checked it; `leefplein doctor` warns when that is too long ago.
    """

    id: Slug
    name: Line
    number: Line
    tel: Tel
    when: Line
    what_for: Line
    cost: Line
    verified_on: date
    source: Line
    website: WebAddress | None = None
    without_voice: Line | None = None
    translations: dict[Language, HelpNumberWords] = Field(default_factory=dict)
    example: bool = False


class AccessibilityStatement(Part):
    """Facts for `/toegankelijkheid` (Tijdelijk besluit digitale toegankelijkheid overheid)."""

    status: Literal["A", "B", "C", "D", "E"]
    statement_url: WebAddress | None = None
    feedback_email: Email
    tested_on: date | None = None
    known_deviations: tuple[Text, ...] = ()


class PrivacyFacts(Part):
    """Who answers for personal data, whom to write to, and how long things are kept."""

    controller: Line
    officer_email: Email
    retention: Text
    authority_website: WebAddress | None = None


class UnmetNeed(Part):
    """How searches without result are counted: never words, and below five never a number (adr 12)."""

    count: bool = True
    invite_note: bool = True


class Municipality(Part):
    """One municipality of the region. `theme` is the name of its token file in `themes/`."""

    slug: Slug
    name: Line
    hosts: tuple[Host, ...] = Field(min_length=1)
    example: bool = False
    kernen: tuple[Kern, ...] = Field(min_length=1)
    neighbours: tuple[Line, ...] = ()
    desk: Desk
    client_support: ClientSupport
    confidential_adviser: ConfidentialAdviser
    help_numbers: tuple[HelpNumber, ...] = ()
    theme: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.css$")]
    school_region: SchoolRegion | None = None
    accessibility: AccessibilityStatement
    privacy: PrivacyFacts
    unmet_need: UnmetNeed = UnmetNeed()
    security_contact: Email
    conversation: ConversationTerms = ConversationTerms()
    mediation: MediationTerms | None = None
    carer_appreciation: CarerAppreciation | None = None
    publishing: MapEditors | None = None
    complaints: ComplaintTerms | None = None
    family_contacts: tuple[FamilyContact, ...] = ()
    funding: FundingTerms | None = None
    flow: Slug = "route"

    @property
    def map_editors(self) -> MapEditors:
        """Who looks after the map here: the desk, when nobody else is named."""
        desk = self.desk
        return self.publishing or MapEditors(
            name=desk.name, phone=desk.phone, hours=desk.phone_hours, email=desk.email, example=desk.example
        )


class Domain(Part):
    """A life domain (I-21). `name` is the official one, `label` what a visitor reads."""

    slug: Slug
    name: Line
    label: Line
    explanation: Text
    easy: Text
    label_en: Line
    explanation_en: Text
    words: tuple[Line, ...] = ()


class KindGroup(Part):
    """A heading under which kinds stand together; freshness policy is set per group."""

    slug: Slug
    label: Line
    label_en: Line


class Kind(Part):
    """A kind of offer (contract.md 4). `entering_home`: comes to the home, so VOG has to be answered."""

    slug: Slug
    label: Line
    label_en: Line
    group: Slug
    words: tuple[Line, ...] = ()
    entering_home: bool = False
    default_domains: tuple[Slug, ...] = ()
    respite_weight: RespiteWeight | None = None
    is_transport: bool = False


class TargetGroup(Part):
    """People an offer is meant for. It is a property of offers, never asked of a visitor."""

    slug: Slug
    label: Line
    label_en: Line
    words: tuple[Line, ...] = ()


class DangerRule(Part):
    """Words that put help numbers on top. They never block, and a match is never logged.

    How a phrase is written stands in `app.content.danger_phrases`, how it is matched in `app.search.danger`: case and
    accents folded; the words of a phrase stand in this order with at most `gap` other words between two of them.
    `groups`: lists of words with a name, for use in phrases as `<name>`. The words of an `unless` phrase, standing
    exactly so, are set aside before matching: the rest of the text still counts. `desk` adds the municipality's own
    desk.
    """

    id: Slug
    message: Line
    message_en: Line
    groups: dict[Slug, tuple[Line, ...]] = Field(default_factory=dict)
    phrases: tuple[Line, ...] = Field(min_length=1)
    unless: tuple[Line, ...] = ()
    gap: int = Field(default=2, ge=0, le=6)
    help_numbers: tuple[Slug, ...] = ()
    desk: bool = False

    @model_validator(mode="after")
    def _phrases_can_be_read(self) -> Self:
        """A phrase with a mistake in it would never match, and nobody would notice."""
        for line in (*self.phrases, *self.unless):
            try:
                read_phrase(line, self.groups)
            except PhraseProblem as problem:
                raise PydanticCustomError("in_dutch", "{reason}", {"reason": str(problem)}) from problem
        return self


class Freshness(Part):
    """After how many months without confirmation: ask, warn visitors, hide. Each is later than the one before."""

    confirm_every: int = Field(ge=1, le=60)
    warn_after: int = Field(ge=1, le=60)
    hide_after: int = Field(ge=1, le=120)


class Policy(Part):
    """Rules of the house that editors set. Keys of `freshness` are kind group slugs.

    :ivar remind_after_days: after a mail that asks to confirm, a reminder goes when nothing was heard.
    :ivar ask_along_days: an organisation's offers that are due this soon are asked about in the same mail.
    :ivar link_valid_days: how long the links in such a mail open something; also of an invitation (`invitation_valid_days`).
    :ivar feedback_keep_days: what visitors wrote about an offer is kept this long after it was settled.
    :ivar slip_valid_days: how long the code of a call slip shows it.
    :ivar call_back_days: working days within which a provider answers a request to call somebody back; it is erased
        `call_back_keep_days` after that.
    """

    default_freshness: Freshness
    freshness: dict[Slug, Freshness] = Field(default_factory=dict)
    never_hide: tuple[Slug, ...] = ()
    help_numbers_valid_days: int = Field(default=180, ge=1, le=730)
    places_valid_days: int = Field(default=3, ge=1, le=60)
    remind_after_days: int = Field(default=21, ge=3, le=90)
    ask_along_days: int = Field(default=45, ge=0, le=180)
    link_valid_days: int = Field(default=60, ge=7, le=365)
    invitation_valid_days: int = Field(default=14, ge=1, le=60)
    feedback_keep_days: int = Field(default=365, ge=30, le=1825)
    slip_valid_days: int = Field(default=14, ge=1, le=90)
    call_back_days: int = Field(default=2, ge=1, le=10)
    call_back_keep_days: int = Field(default=30, ge=1, le=90)
    outcomes: dict[Literal["own_strength_after_all", "general_provision", "individual_provision"], OutcomeWords]

    @model_validator(mode="after")
    def _every_outcome_has_words(self) -> Self:
        """A desk worker who cannot record an outcome, or a resident who cannot read it, is a dead end."""
        missing = [code for code in OUTCOMES if code not in self.outcomes]
        if missing:
            reason = f"bij outcomes ontbreekt: {', '.join(missing)}"
            raise PydanticCustomError("in_dutch", "{reason}", {"reason": reason})
        return self

    def freshness_for(self, kind: Kind) -> Freshness:
        """The months that hold for this kind: its group's, else the default."""
        return self.freshness.get(kind.group, self.default_freshness)


class SynonymRule(Part):
    """Lay words (`say`) and the policy words searched as well (`mean`). Boosts, never filters."""

    id: Slug
    say: tuple[Line, ...] = Field(min_length=1)
    mean: tuple[Line, ...] = ()
    kinds: tuple[Slug, ...] = ()
    domains: tuple[Slug, ...] = ()
    only_with: tuple[Line, ...] = ()
    not_with: tuple[Line, ...] = ()


class Page(Part):
    """A text of the site. `markdown` as the editor wrote it, `html` cleaned; both hold `{placeholders}`.

    `lang` is the language of this text. `to_check`: a translation a speaker still has to look at.
    `valid_until` and `sources` are for pages on law and money, which go out of date.
    """

    slug: Slug
    lang: Language
    title: Line
    intro: Text
    markdown: str
    html: str
    source_lang: Language = "nl"
    to_check: bool = False
    checked_on: date | None = None
    valid_until: date | None = None
    sources: tuple[Line, ...] = ()
