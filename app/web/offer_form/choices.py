"""What can be chosen on the one screen, in plain words and in the language of the page."""

from typing import Any

from flask_babel import gettext as _

from app.content.models import Municipality
from app.publishing.form import Typed
from app.web import wording
from app.web.running import content, language

LANGUAGES_SPOKEN = (
    "Nederlands",
    "Engels",
    "Turks",
    "Arabisch",
    "Pools",
    "Oekraïens",
    "Papiaments",
    "Nederlandse Gebarentaal",
)


def choices(typed: Typed, town: Municipality) -> dict[str, Any]:
    """Every list of the screen: (value, label) or (value, label, explanation)."""
    whole = content()
    regions = [*(kern.name for kern in town.kernen), *(each.name for each in whole.municipalities)]
    return {
        "kinds": _kinds(),
        "levels": [
            ("eigen_kracht", _("Zelf of samen met mensen om u heen"), _("Bijvoorbeeld buren die elkaar helpen.")),
            ("algemeen", _("Zonder indicatie"), _("Iedereen mag komen of bellen. Het mag wel iets kosten.")),
            ("collectief", _("De gemeente beslist hierover (groep)"), _("Het is voor een groep, na een besluit.")),
            (
                "individueel",
                _("De gemeente beslist hierover (één persoon)"),
                _("Het is hulp voor één persoon, na een besluit."),
            ),
        ],
        "free": [("ja", _("Ja")), ("nee", _("Nee"))],
        "decides": [
            ("groep", _("Ja, voor een groep")),
            ("persoon", _("Ja, voor één persoon")),
            ("nee", _("Nee, mensen regelen dit met elkaar")),
        ],
        "costs": [
            ("", _("Kies")),
            ("gratis", _("gratis")),
            ("prijs", _("een bedrag")),
            ("eigen_bijdrage", _("eigen bijdrage")),
            ("anders", _("anders, in uw woorden")),
            ("onbekend", _("onbekend, vraag na")),
        ],
        "vog": [
            ("ja", _("Ja, iedereen die komt heeft een VOG")),
            ("nee", _("Nee, geen VOG"), _("Bezoekers zien dan: geen VOG.")),
            ("nvt", _("Niet van toepassing"), _("Er komt niemand bij mensen thuis.")),
        ],
        "answers": [("", _("weet ik niet")), ("ja", _("ja")), ("nee", _("nee"))],
        "respite": [
            ("", _("weet ik niet")),
            ("licht", _("ja, een paar uur")),
            ("dag", _("ja, een dag of dagdeel")),
            ("nacht", _("ja, ook 's nachts")),
            ("geen", _("nee")),
        ],
        "frequency": [
            ("", _("weet ik niet")),
            ("eenmalig", _("één keer")),
            ("af_en_toe", _("af en toe")),
            ("wekelijks", _("elke week")),
            ("alleen_in_nood", _("alleen in nood")),
        ],
        "funding": [
            ("ZIN", _("Zorg in natura (de gemeente regelt het)")),
            ("PGB", _("Pgb (iemand koopt het zelf in)")),
        ],
        "domains": [(domain.slug, wording.domain_label(domain.slug)) for domain in whole.domains],
        "groups": _ticked(
            [(group.slug, wording.target_group_label(group.slug)) for group in whole.target_groups], typed, "doelgroep"
        ),
        "areas": _ticked(
            [("regio", _("de hele regio")), *((name, name) for name in dict.fromkeys(regions))], typed, "werkgebied"
        ),
        "spoken": _ticked(_spoken(), typed, "talen"),
        "kernen": list(dict.fromkeys(kern.name for each in whole.municipalities for kern in each.kernen)),
        "towns": [each.name for each in whole.municipalities],
        "lang_names": {
            "en": _("Engels"),
            "tr": _("Turks"),
            "ar": _("Arabisch"),
            "pl": _("Pools"),
            "uk": _("Oekraïens"),
        },
    }


def _spoken() -> list[tuple[str, str]]:
    """The languages people speak, kept by their Dutch name as lists have them."""
    labels = (
        _("Nederlands"), _("Engels"), _("Turks"), _("Arabisch"), _("Pools"), _("Oekraïens"), _("Papiaments"),
        _("Nederlandse Gebarentaal"),
    )  # fmt: skip
    return list(zip(LANGUAGES_SPOKEN, labels, strict=True))


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by group, as the search shows them."""
    whole, english = content(), language() == "en"
    return [
        (
            group.label_en if english else group.label,
            [(kind.slug, wording.kind_label(kind.slug)) for kind in whole.kinds if kind.group == group.slug],
        )
        for group in whole.kind_groups
    ]


def _ticked(options: list[tuple[str, str]], typed: Typed, name: str) -> list[tuple[str, str]]:
    """The list, with what was ticked before and is not on it, so that nothing is lost by keeping the page."""
    known = {value for value, _label in options}
    return options + [(value, value) for value in typed.many(name) if value not in known]
