"""Who offers help, as HSDS organization; and how somebody is reached by phone."""

from typing import Any, Final

from app.open_data.attributes import attributes_of_organisation
from app.open_data.formats import mail, stable_id, uuid_of, web
from app.open_data.taxonomies import Terms
from app.social_map.models import Organisation
from app.social_map.vocabulary import FundingForm

Document = dict[str, Any]

FUNDING: Final = {FundingForm.ZIN: "Zorg in natura (ZIN)", FundingForm.PGB: "Persoonsgebonden budget (PGB)"}


def organization_id(row: Organisation) -> str:
    """The uuid of an organization: the source's own when it gave one, else ours."""
    theirs = uuid_of(row.carried.document.get("id")) if row.carried is not None else ""
    return theirs or row.uid


def organization_of(terms: Terms, row: Organisation, *, full: bool) -> Document:
    """An organization as the map has it. `full`: with its phones, funding, number and terms, else only its own values."""
    oid = organization_id(row)
    made: Document = {"id": oid, "name": row.name, "description": row.description or row.name}
    if email := mail(row.email):
        made["email"] = email
    if website := web(row.website):
        made["website"] = website
    if not full:
        return made
    if row.phone:
        made["phones"] = [phone("organization_id", oid, row.phone)]
    if row.funding:
        made["funding"] = funding_of("organization_id", oid, row.funding)
    if row.kvk:
        made["organization_identifiers"] = [
            {
                "id": stable_id(oid, "kvk"),
                "organization_id": oid,
                "identifier_scheme": "NL-KVK",
                "identifier_type": "KvK-nummer",
                "identifier": row.kvk,
            }
        ]
    if terms_of_it := attributes_of_organisation(terms, row, oid):
        made["attributes"] = terms_of_it
    return made


def phone(parent: str, parent_id: str, number: str, description: str = "") -> Document:
    """One number; `description` says when somebody answers."""
    made = {"id": stable_id(parent_id, "phone"), parent: parent_id, "number": number, "type": "voice"}
    if description:
        made["description"] = description
    return made


def funding_of(parent: str, parent_id: str, forms: tuple[FundingForm, ...]) -> list[Document]:
    """Care in kind or a personal budget."""
    return [
        {"id": stable_id(parent_id, "funding", form), parent: parent_id, "source": FUNDING[form]}
        for form in dict.fromkeys(forms)
    ]
