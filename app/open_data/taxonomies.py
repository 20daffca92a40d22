"""The lists of the map as HSDS taxonomies: kinds under their headings, life domains, target groups, and what Schema 1 calls levels.

Editors own most of these lists (content folder), so the terms are made from the content; ids are reckoned from the slug, so
that they are the same in every installation and neighbours can compare.
"""

from functools import cached_property
from typing import Any, Final

from app.content.whole import Content
from app.open_data.formats import stable_id
from app.social_map.vocabulary import Level, OrganisationKind, RespiteWeight

Document = dict[str, Any]

_TAXONOMIES: Final = {
    "soort": ("Soort aanbod", "De soorten hulp van de sociale kaart, onder hun kopjes. Engels: kinds of help."),
    "leefgebied": ("Leefgebieden", "De leefgebieden van het gesprek met de gemeente. Engels: life domains."),
    "doelgroep": ("Doelgroepen", "Voor wie hulp bedoeld is. Engels: target groups."),
    "niveau": (
        "Niveau (schema 1)",
        "Wie beslist of iemand er gebruik van kan maken. Engels: who decides about access.",
    ),
    "respijt": ("Zwaarte van de vervanging", "Hoe lang iemand de zorg overneemt. Engels: weight of respite."),
    "eigenschap": ("Eigenschappen", "Wat HSDS geen eigen veld geeft. Engels: what HSDS has no field for."),
    "organisatie": ("Soort organisatie", "Wie het aanbod doet. Engels: kinds of organization."),
}
LEVELS: Final = {
    Level.OWN_STRENGTH: ("Eigen kracht en mensen om u heen", "Engels: own strength and one's own network"),
    Level.GENERAL: ("Algemene voorziening", "Voor iedereen, zonder beslissing van de gemeente. Engels: general provision"),
    Level.COLLECTIVE: ("Collectieve voorziening", "De gemeente beslist. Engels: collective provision"),
    Level.INDIVIDUAL: ("Individuele voorziening", "De gemeente beslist. Engels: individual provision"),
}  # fmt: skip
RESPITE: Final = {
    RespiteWeight.LIGHT: ("Een paar uur", "Engels: a few hours"),
    RespiteWeight.DAY: ("Een dag of dagdeel", "Engels: a day or part of a day"),
    RespiteWeight.NIGHT: ("Een nacht of langer", "Engels: a night or longer"),
}
ORGANISATION_KINDS: Final = {
    OrganisationKind.WELFARE: ("Welzijnsorganisatie", "Engels: welfare organization"),
    OrganisationKind.CARE: ("Zorgorganisatie", "Engels: care provider"),
    OrganisationKind.CHURCH: ("Kerk of geloofsgemeenschap", "Engels: church or religious community"),
    OrganisationKind.CLUB: ("Vereniging", "Engels: club"),
    OrganisationKind.COMPANY: ("Bedrijf", "Engels: company"),
    OrganisationKind.INITIATIVE: ("Bewonersinitiatief", "Engels: residents' initiative"),
    OrganisationKind.VOLUNTEER: ("Vrijwilliger", "Engels: volunteer"),
    OrganisationKind.MUNICIPALITY: ("Gemeente", "Engels: municipality"),
}
PROPERTIES: Final = {
    "licentie": ("Licentie", "Onder welke licentie dit gegeven is. Engels: licence of this record"),
    "bron": ("Bron", "Wie het aanleverde. Engels: source"),
    "voorbeeld": ("Voorbeeld", "Verzonnen, om te laten zien hoe het werkt. Engels: invented example"),
    "beslissing-gemeente": ("Beslissing van de gemeente nodig", "yes of no. Engels: decision by the municipality needed"),
    "vog": ("Verklaring omtrent het gedrag (VOG)", "yes, no of not_applicable. Engels: certificate of conduct"),
    "meldcode": ("Werkt met de meldcode huiselijk geweld", "yes of no. Engels: uses the domestic violence reporting code"),
    "wachttijd": ("Wachttijd", "Zoals opgegeven. Engels: waiting time, as given"),
    "verwijzing": ("Verwijzing nodig", "Zoals opgegeven. Engels: referral needed, as given"),
    "wie-betaalt": ("Wie betaalt", "Engels: who pays"),
    "verwachting": ("Wat u kunt verwachten", "Engels: what to expect"),
    "grenzen": ("Wat hier niet kan", "Engels: limits"),
    "aanmelden": ("Hoe lang van tevoren aanmelden", "Engels: how far ahead to book"),
    "opleiding": ("Ervaring en opleiding", "Engels: training"),
    "hoe-vaak": ("Hoe vaak", "once, sometimes, weekly of emergency. Engels: how often"),
    "interesse": ("Interesse", "Engels: interest"),
    "trefwoord": ("Trefwoord", "Engels: keyword"),
    "werkt-samen-met": ("Werkt samen met", "Engels: works with"),
    "zonder-bellen": ("Contact zonder te bellen", "Engels: contact without speaking"),
    "vervoer": ("Vervoer", "Engels: transport"),
    "makkelijke-taal": ("In makkelijke taal", "Engels: in easy language"),
    "andere-doelgroep": ("Doelgroep", "In eigen woorden. Engels: target group, in their own words"),
    "leeftijd": ("Leeftijd", "Zoals opgegeven. Engels: age, as given"),
    "vertaling": ("Vertaling", "Het label noemt taal en veld, zoals en.name. Engels: translation"),
}  # fmt: skip


def taxonomy_id(name: str) -> str:
    """The id of one of our taxonomies."""
    return stable_id("taxonomy", name)


def term_id(taxonomy: str, code: str) -> str:
    """The id of a term of ours, whether or not the content still has it."""
    return stable_id("term", taxonomy, code)


class Terms:
    """The taxonomies and terms of one content. What it gives is shared: to be read and written out, never changed."""

    def __init__(self, content: Content) -> None:
        self._content = content

    @cached_property
    def taxonomies(self) -> list[Document]:
        """Every taxonomy, always in the same order."""
        return [
            {"id": taxonomy_id(name), "name": title, "description": told, "version": "1"}
            for name, (title, told) in _TAXONOMIES.items()
        ]

    @cached_property
    def terms(self) -> list[Document]:
        """Every term, parents before their children."""
        return list(self._terms.values())

    @cached_property
    def _terms(self) -> dict[tuple[str, str], Document]:
        content = self._content
        found = [
            *(self._made("soort", f"groep-{each.slug}", each.label, _english(each.label_en)) for each in content.kind_groups),
            *(
                self._made("soort", each.slug, each.label, _english(each.label_en), f"groep-{each.group}")
                for each in content.kinds
            ),
            *(
                self._made("leefgebied", each.slug, each.label, f"{each.explanation} {_english(each.label_en)}: {each.explanation_en}")
                for each in content.domains
            ),
            *(self._made("doelgroep", each.slug, each.label, _english(each.label_en)) for each in content.target_groups),
        ]  # fmt: skip
        for name, listed in (
            ("niveau", LEVELS), ("respijt", RESPITE), ("organisatie", ORGANISATION_KINDS), ("eigenschap", PROPERTIES),
        ):  # fmt: skip
            found += [self._made(name, str(code), *words) for code, words in listed.items()]
        return dict(found)

    def _made(
        self, taxonomy: str, code: str, name: str, description: str, parent: str = ""
    ) -> tuple[tuple[str, str], Document]:
        made = {
            "id": term_id(taxonomy, code),
            "code": code,
            "name": name,
            "description": description,
            "taxonomy": _TAXONOMIES[taxonomy][0],
            "taxonomy_id": taxonomy_id(taxonomy),
            "language": "nl",
        }
        if parent:
            made["parent_id"] = term_id(taxonomy, parent)
        return (taxonomy, code), made

    def term(self, taxonomy: str, code: str) -> Document | None:
        """One term, or None when the content does not know it (any more)."""
        return self._terms.get((taxonomy, code))


def _english(label: str) -> str:
    return f"Engels: {label}"
