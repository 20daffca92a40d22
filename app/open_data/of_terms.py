"""Which offers carry a term of a taxonomy, as a rule for the database: the other direction of attributes.py."""

import json
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from app.content.whole import Content
from app.open_data.taxonomies import Terms, taxonomy_id
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Answer, OrganisationKind, Vog

_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_organisation = Organisation.__table__  # type: ignore[attr-defined]
_COLUMN: Final = {
    "soort": "kind", "niveau": "level", "leefgebied": "domains", "doelgroep": "target_groups", "respijt": "respite",
}  # fmt: skip
_PROPERTY: Final = {
    "bron": "source", "beslissing-gemeente": "decision", "vog": "vog", "meldcode": "meldcode", "wachttijd": "waiting_time",
    "verwijzing": "referral_needed", "wie-betaalt": "who_pays", "verwachting": "expectation", "grenzen": "limits",
    "aanmelden": "book_ahead", "opleiding": "training", "hoe-vaak": "frequency", "interesse": "interests",
    "trefwoord": "keywords", "werkt-samen-met": "works_with", "zonder-bellen": "without_voice", "vervoer": "transport",
    "makkelijke-taal": "easy", "leeftijd": "age", "vertaling": "translations",
}  # fmt: skip
_LISTS: Final = frozenset(
    {"domains", "target_groups", "training", "interests", "keywords", "works_with", "translations"}
)
_NOT_SAID: Final = {"decision": Answer.UNKNOWN.value, "vog": Vog.UNANSWERED.value, "meldcode": Answer.UNKNOWN.value}
_GROUP: Final = "groep-"
_OTHER_GROUP: Final = "andere-doelgroep"


_LAST: dict[str, tuple[Content | None, dict[str, tuple[str, str]]]] = {}


def _known(content: Content) -> dict[str, tuple[str, str]]:
    """Term id -> (taxonomy, code), worked out once for each content."""
    of, found = _LAST.get("known", (None, {}))
    if of is not content:
        names = {taxonomy_id(name): name for name in (*_COLUMN, "eigenschap", "organisatie")}
        found = {each["id"]: (names[each["taxonomy_id"]], each["code"]) for each in Terms(content).terms}
        _LAST["known"] = (content, found)
    return found


def carries(connection: Connection, content: Content, term: str) -> ColumnElement[bool]:
    """The rule for an offer that carries this term, or one under it; a term we do not know may be its source's own.

    :param term: the id of a term, in small letters.
    """
    taxonomy, code = _known(content).get(term, ("", ""))
    if not taxonomy:
        return _plain(_offer.c.carried).contains(f'"{term}"', autoescape=True)
    if taxonomy == "soort" and code.startswith(_GROUP):
        group = code.removeprefix(_GROUP)
        return _plain_word(_offer.c.kind).in_([kind.slug for kind in content.kinds if kind.group == group])
    if taxonomy == "doelgroep" or code == _OTHER_GROUP:
        return _for_group(connection, content, code)
    if taxonomy in _COLUMN:
        return _has(_COLUMN[taxonomy], code)
    return _property(code) if taxonomy == "eigenschap" else sa.false()


def carries_some(content: Content, taxonomy: str) -> ColumnElement[bool]:
    """The rule for an offer that carries a term of this taxonomy, which is given by its id."""
    del content
    name = next((each for each in (*_COLUMN, "eigenschap") if taxonomy_id(each) == taxonomy), "")
    if name == "eigenschap":
        return sa.true()  # every offer says its licence
    return _said(_COLUMN[name]) if name else _plain(_offer.c.carried).contains(f'"{taxonomy}"', autoescape=True)


def is_kind_of_organisation(content: Content, term: str) -> ColumnElement[bool]:
    """The rule for an organisation that carries this term itself."""
    taxonomy, code = _known(content).get(term, ("", ""))
    if taxonomy == "eigenschap" and code == "voorbeeld":
        return sa.and_(_organisation.c.example)
    return _plain_word(_organisation.c.kind) == code if taxonomy == "organisatie" else sa.false()


def has_kind_of_organisation(taxonomy: str) -> ColumnElement[bool]:
    """The rule for an organisation that carries some term of this taxonomy itself."""
    unknown = OrganisationKind.UNKNOWN.value
    return _plain_word(_organisation.c.kind) != unknown if taxonomy == taxonomy_id("organisatie") else sa.false()


def _for_group(connection: Connection, content: Content, code: str) -> ColumnElement[bool]:
    """Target groups are kept as people wrote them, so what was written is read first: few different lists among many offers."""
    known = {each.slug for each in content.target_groups}
    column = _plain(_offer.c.target_groups)

    def fits(said: str) -> bool:
        named = [content.target_group_named(words) for words in json.loads(said)]
        return code in named if code != _OTHER_GROUP else any(each not in known for each in named)

    return column.in_([said for said in connection.scalars(sa.select(column).distinct()) if said and fits(said)])


def _property(code: str) -> ColumnElement[bool]:
    if code == "licentie":
        return sa.true()
    if code == "voorbeeld":
        return sa.and_(_offer.c.example)
    return _said(_PROPERTY[code]) if code in _PROPERTY else sa.false()


def _has(column: str, code: str) -> ColumnElement[bool]:
    if column in _LISTS:
        return _plain(_offer.c[column]).contains(json.dumps(code), autoescape=True)
    return _plain_word(_offer.c[column]) == code


def _said(column: str) -> ColumnElement[bool]:
    if column in _LISTS:
        return _plain(_offer.c[column]) != "[]"
    word = _plain_word(_offer.c[column])
    return sa.and_(word.is_not(None), word.not_in(["", _NOT_SAID.get(column, "")]))


def _plain(column: Any) -> ColumnElement[str]:
    """JSON as the text it is kept in."""
    return sa.type_coerce(sa.cast(column, sa.Text), sa.Text)


def _plain_word(column: Any) -> ColumnElement[str]:
    return sa.type_coerce(column, sa.String)
