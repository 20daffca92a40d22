"""The page of the one screen: its fields with what stands in them, what we made of it, and what has to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from app import clock
from app.publishing.form import Filled, Typed, values_of
from app.publishing.form_costs import MOST_PRICES
from app.publishing.form_fields import FIELDS, LABELS, LANGUAGES
from app.publishing.models import WorkingDraft
from app.publishing.readable import hints
from app.social_map.models import Offer, OfferRevision
from app.social_map.vocabulary import Status
from app.web.offer_form.choices import choices
from app.web.offer_form.room import Room
from app.web.running import content
from app.web.saying import as_said, each_as_said
from app.working_days import working_days_after

Values = Mapping[str, Sequence[str]]
_PRICES_SHOWN = 3
_GROUPS = {
    "meer": ("beschrijving", "makkelijk", "eerste_stap", "verwachting", "wachttijd", "aanmelden_vooraf", "voorwaarden"),
    "wie": ("doelgroep", "leeftijd", "talen", "werkgebied", "verwijzing_nodig", "interesse", "leefgebieden"),
    "plek": ("kern", "gemeente", "plek_naam", "locatie", "vervoer", "lat", "lon", "speld"),
    "toegankelijk": (),
    "geld": ("wie_betaalt", "financiering", "kosten_tekst", "kosten_geldig_vanaf", "kosten_bron"),
    "bereik": ("beltijden", "bereik_zonder_stem"),
    "kwaliteit": ("meldcode", "kwaliteit", "training", "frequentie", "grenzen", "respijt"),
    "samen": ("werkt_samen_met", "trefwoorden"),
    "foto": ("foto_bestand", "foto_alt"),
    "vertalen": (),
}
"""Which fields stand in which part that may be folded away: a part with something to mend stands open."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page stands on. `meanwhile`: a version that somebody else handed in since the writing began."""

    room: Room
    working: WorkingDraft
    values: Values
    filled: Filled
    offer: Offer | None
    organisation: str
    returned: str
    meanwhile: OfferRevision | None
    partners: list[tuple[str, str]]
    found: list[tuple[str, str]]


def form_page(
    shown: Shown,
    *,
    errors: Sequence[tuple[str, str]] = (),
    search: str = "",
    theirs: Values | None = None,
) -> str:
    """The whole page. :param theirs: what somebody else kept in this same draft, when that is not what is on the screen."""
    typed = Typed.of(shown.values)
    town = shown.room.town()
    rough = shown.filled.rough
    wrong = dict(each_as_said(errors))
    return render_template(
        "offer_form/write.html",
        room=shown.room, working=shown.working, organisation=shown.organisation, offer=shown.offer, returned=shown.returned,
        typed=typed, wrong=wrong, errors=list(wrong.items()), notes=dict(each_as_said(shown.filled.notes)), choices=choices(typed, town),
        prices=range(max(_PRICES_SHOWN, min(MOST_PRICES, len(shown.values.get("kosten", ())) + 1))),
        other_languages=[lang for lang in LANGUAGES if lang in typed.many("vertalen")],
        more_languages=[lang for lang in LANGUAGES if lang not in typed.many("vertalen")],
        hints={name: [as_said(hint.advice) for hint in hints(typed.one(name))] for name in ("samenvatting", "beschrijving")},
        place=rough.place if rough else None, open_parts=_open_parts(wrong, search, shown.found) | _asked_for(), partners=shown.partners,
        found=[one for one in shown.found if one[0] not in dict(shown.partners)], search=search, editors=town.map_editors,
        answer_by=working_days_after(clock.today(), town.map_editors.answer_days), done=request.args.get("gedaan", ""),
        saved_at=shown.working.updated_at.astimezone(clock.AMSTERDAM).strftime("%H:%M"),
        public=shown.offer is not None and shown.offer.status in {Status.PUBLISHED, Status.HIDDEN},
        home_kinds=" ".join(kind.slug for kind in content().kinds if kind.entering_home or kind.respite_weight),
        theirs=_differences(Typed.of(theirs), typed) if theirs is not None else [],
        newer=_differences(Typed.of(values_of(shown.meanwhile.draft)), typed) if shown.meanwhile else None,
    )  # fmt: skip


def _asked_for() -> set[str]:
    """The part somebody was busy with when they pressed a button in it."""
    part = request.args.get("deel", "")
    return {"plek" if part == "speld" else part}


def _open_parts(wrong: Mapping[str, str], search: str, found: Sequence[object]) -> set[str]:
    names = set(wrong)
    opened = {part for part, fields in _GROUPS.items() if names & set(fields)}
    if any(name.startswith("kosten") and name[-1].isdigit() for name in names):
        opened.add("geld")
    if any(name.startswith("vertaling_") for name in names):
        opened.add("vertalen")
    if search or found:
        opened.add("samen")
    return opened


def _differences(theirs: Typed, mine: Typed) -> list[tuple[str, str, str]]:
    """(name of the field, what the other wrote, what stands here) for every field that is not the same."""
    found = []
    for name in FIELDS:
        here, there = mine.values.get(name, ()), theirs.values.get(name, ())
        if here != there and name not in {"foto", "hulp_vrij", "hulp_beslist", "vertalen"}:
            label = as_said(LABELS[name]) if name in LABELS else _("Vertaling")
            empty = _("(leeg)")
            found.append((label, ", ".join(filter(None, there)) or empty, ", ".join(filter(None, here)) or empty))
    return found
