"""What an offer is, in terms: kind, level, life domains, target groups, and everything HSDS has no field for.

Each is an `attribute` with its term nested, so that who reads one document needs no second. Nothing that was said of an offer
is lost on its way to another Leefplein: the properties hold the values as they are (docs/open-data.md).
"""

from collections.abc import Iterator
from typing import Any, Final

from app.content.whole import Content
from app.open_data.formats import stable_id
from app.open_data.taxonomies import Terms
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Answer, OrganisationKind, Vog

Document = dict[str, Any]
_WORDS: Final = ("name", "summary", "description", "conditions", "first_step", "expectation")


def licence_of(content: Content, offer: Offer) -> str:
    """Under which licence an offer goes out: its source's own, else the region's."""
    return offer.licence or content.region.data_licence


def attributes_of(content: Content, terms: Terms, offer: Offer, sid: str) -> list[Document]:
    """The attributes of a service with this id, in a fixed order."""
    found = []
    for taxonomy, code, value, label in (*_listed(content, terms, offer), *_properties(content, offer)):
        term = terms.term(taxonomy, code)
        if term is None:
            continue
        attribute = {
            "id": stable_id(sid, taxonomy, code, value, label),
            "link_id": sid,
            "link_entity": "service",
            "link_type": _LINK[taxonomy],
            "taxonomy_term_id": term["id"],
            "taxonomy_term": term,
        }
        if value:
            attribute["value"] = value
        if label:
            attribute["label"] = label
        found.append(attribute)
    return found


_LINK: Final = {
    "soort": "service_type",
    "niveau": "level",
    "leefgebied": "life_domain",
    "doelgroep": "target_group",
    "respijt": "respite_weight",
    "eigenschap": "property",
    "organisatie": "organization_type",
}


def _listed(content: Content, terms: Terms, offer: Offer) -> Iterator[tuple[str, str, str, str]]:
    yield "soort", offer.kind, "", ""
    yield "niveau", str(offer.level), "", ""
    for code in dict.fromkeys(offer.domains):
        yield "leefgebied", code, "", ""
    for words in dict.fromkeys(offer.target_groups):
        code = content.target_group_named(words)
        known = terms.term("doelgroep", code) is not None
        yield ("doelgroep", code, "", "") if known else ("eigenschap", "andere-doelgroep", words, "")
    if offer.respite is not None:
        yield "respijt", str(offer.respite), "", ""


def _properties(content: Content, offer: Offer) -> Iterator[tuple[str, str, str, str]]:
    said = [
        ("licentie", licence_of(content, offer)),
        ("bron", offer.source),
        ("voorbeeld", "yes" if offer.example else ""),
        ("beslissing-gemeente", "" if offer.decision is Answer.UNKNOWN else str(offer.decision)),
        ("vog", "" if offer.vog is Vog.UNANSWERED else str(offer.vog)),
        ("meldcode", "" if offer.meldcode is Answer.UNKNOWN else str(offer.meldcode)),
        ("wachttijd", offer.waiting_time),
        ("verwijzing", offer.referral_needed),
        ("wie-betaalt", offer.who_pays),
        ("verwachting", offer.expectation),
        ("grenzen", offer.limits),
        ("aanmelden", offer.book_ahead),
        ("hoe-vaak", str(offer.frequency or "")),
        ("zonder-bellen", offer.without_voice),
        ("vervoer", offer.transport),
        ("makkelijke-taal", offer.easy),
        ("leeftijd", offer.age),
        *(("opleiding", each) for each in dict.fromkeys(offer.training)),
        *(("interesse", each) for each in dict.fromkeys(offer.interests)),
        *(("trefwoord", each) for each in dict.fromkeys(offer.keywords)),
        *(("werkt-samen-met", each) for each in dict.fromkeys(offer.works_with)),
    ]
    for code, value in said:
        if value:
            yield "eigenschap", code, value, ""
    for words in offer.translations:
        for name in _WORDS:
            if text := getattr(words, name):
                yield "eigenschap", "vertaling", text, f"{words.lang}.{name}"


def attributes_of_organisation(terms: Terms, row: Organisation, oid: str) -> list[Document]:
    """What kind of organisation it is, and whether it is an invented one."""
    found = []
    for taxonomy, code, value in (
        ("organisatie", str(row.kind) if row.kind is not OrganisationKind.UNKNOWN else "", ""),
        ("eigenschap", "voorbeeld" if row.example else "", "yes"),
    ):
        term = terms.term(taxonomy, code)
        if term is None:
            continue
        attribute = {
            "id": stable_id(oid, taxonomy, code),
            "link_id": oid,
            "link_entity": "organization",
            "link_type": _LINK[taxonomy],
            "taxonomy_term_id": term["id"],
            "taxonomy_term": term,
        }
        if value:
            attribute["value"] = value
        found.append(attribute)
    return found
