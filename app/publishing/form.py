"""The one screen on which an offer is written (I-20, I-49, I-51, I-55, S24): from what was typed to a draft, and back.

Nothing is asked twice and nothing is lost: what nobody touched stays exactly as it was in the draft the writing began
with, also when the screen could not have said it that way.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from app.content.models import Municipality
from app.content.whole import Content
from app.places.gazetteer import Gazetteer
from app.publishing.form_fields import FIELDS, Typed, Values, place_on_page
from app.publishing.form_reading import PIECES, Facts, Reading
from app.publishing.form_rules import check
from app.social_map.draft import OfferDraft, OrganisationDraft
from app.social_map.vocabulary import Level

__all__ = ["FIELDS", "Filled", "Ground", "Typed", "Values", "read_form", "values_of"]


@dataclass(frozen=True)
class Ground:
    """What a screen is read on: the content, the municipality of the site, the day, and who offers it."""

    content: Content
    town: Municipality
    today: date
    organisation: OrganisationDraft
    gazetteer: Gazetteer | None


@dataclass(frozen=True)
class Filled:
    """What the screen said. `draft` is None as long as there are errors.

    :ivar errors: (id of the field on the page, what is the matter and how to mend it, in Dutch).
    :ivar notes: the same shape; they never stop anybody.
    :ivar rough: what can be shown already, with a stand-in for what misses; only for showing, never to be kept.
    """

    draft: OfferDraft | None
    errors: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    rough: OfferDraft | None = None


def read_form(values: Values, ground: Ground, base: OfferDraft | None = None) -> Filled:
    """Read the screen. Never raises, whatever was typed.

    :param values: field name to what was typed, as a form sends it; names that are not in FIELDS are left alone.
    :param base: the draft the writing began with: what is not on the screen (source, licence, example …) is kept from it.
    """
    before = Typed.of(values_of(base)) if base else None
    on = Reading(Typed.of(values), ground.content, ground.gazetteer, ground.town.name, ground.today, base, before)
    facts: Facts = {}
    for piece in PIECES:
        # Prices are always read: an amount without a date has to be mended, also when it came from a list.
        if (
            base is not None
            and before is not None
            and piece.attributes != ("costs",)
            and on.typed.same(before, piece.fields)
        ):
            facts |= {name: getattr(base, name) for name in piece.attributes}
        else:
            facts |= piece.read(on)
    check(on, facts)
    errors = tuple(sorted(dict.fromkeys(on.errors), key=lambda error: place_on_page(error[0])))
    whole = (
        {name: getattr(base, name) for name in OfferDraft.model_fields}
        if base
        else {"organisation": ground.organisation, "example": ground.organisation.example}
    )
    stand_ins: Facts = {"name": "…", "kind": "overig", "level": Level.GENERAL}
    try:
        rough = OfferDraft.model_validate(
            whole | stand_ins | {name: value for name, value in facts.items() if value or name not in stand_ins}
        )
    except ValidationError as problem:
        where = ", ".join(".".join(str(part) for part in error["loc"]) for error in problem.errors()[:3])
        return Filled(None, (*errors, ("naam", f"Dit is zo niet te bewaren. Kijk naar: {where}.")), tuple(on.notes))
    return Filled(None if errors else rough, errors, tuple(dict.fromkeys(on.notes)), rough)


def values_of(draft: OfferDraft) -> dict[str, tuple[str, ...]]:
    """A draft as the fields show it: what `read_form` makes the same draft of, with that draft as its base."""
    said: dict[str, tuple[str, ...]] = {}
    for piece in PIECES:
        said |= piece.said(draft)
    return dict(Typed.of(said).values)
