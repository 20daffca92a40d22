"""The objects of Human Services Data Specification 3.1: their fields, what they hold, and the table each becomes in a package.

One list for the rendering (what a source said is let through only where the standard has a field for it), for the tabular
package and for its foreign keys. Facts compiled by us from the specification (docs.openreferral.org, version 3.1).
"""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of object.

    :ivar table: its file in the tabular package, without `.csv`.
    :ivar fields: name -> `uuid`, `text`, `number`, `uri`, `email`, `date`, `time`, `moment`, or the words of a closed list with `|`.
    :ivar one: name -> entity of the object that stands there; `many`: of the list that stands there.
    :ivar required: names without which the object is not valid.
    :ivar parents: column of the table -> entity it points to.
    """

    table: str
    fields: dict[str, str]
    one: dict[str, str] = field(default_factory=dict)
    many: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    parents: dict[str, str] = field(default_factory=dict)


def _fields(**kinds: str) -> dict[str, str]:
    """`uuid="a b", text="c"` as {a: uuid, b: uuid, c: text}; the order is that of the call."""
    return {name: kind for kind, names in kinds.items() for name in names.split()}


_NOTED: Final = {"attributes": "attribute", "metadata": "metadata"}
_PLACE: Final = "physical|postal|virtual"
_STATUS: Final = "active|inactive|defunct|temporarily closed"

ENTITIES: Final[dict[str, Entity]] = {
    "organization": Entity(
        "organizations",
        {"id": "uuid", "name": "text", "alternate_name": "text", "description": "text", "email": "email", "website": "uri"}
        | _fields(text="tax_status tax_id", number="year_incorporated")
        | {"legal_status": "text", "logo": "text", "uri": "uri", "parent_organization_id": "uuid"},
        many={
            "additional_websites": "url", "funding": "funding", "contacts": "contact", "phones": "phone", "locations": "location",
            "programs": "program", "organization_identifiers": "organization_identifier",
        } | _NOTED,
        required=("id", "name", "description"),
        parents={"parent_organization_id": "organization"},
    ),
    "program": Entity(
        "programs",
        _fields(uuid="id organization_id", text="name alternate_name description"),
        many=_NOTED,
        required=("id", "name", "description"),
        parents={"organization_id": "organization"},
    ),
    "service": Entity(
        "services",
        _fields(uuid="id organization_id program_id", text="name alternate_name description", uri="url", email="email")
        | {"status": _STATUS}
        | _fields(
            text="interpretation_services application_process fees_description wait_time fees accreditations eligibility_description",
            number="minimum_age maximum_age", date="assured_date", email="assurer_email",
        )
        | {"licenses": "text", "alert": "text", "last_modified": "moment"},
        one={"organization": "organization", "program": "program"},
        many={
            "additional_urls": "url", "phones": "phone", "schedules": "schedule", "service_areas": "service_area",
            "service_at_locations": "service_at_location", "languages": "language", "funding": "funding",
            "cost_options": "cost_option", "required_documents": "required_document", "contacts": "contact",
            "capacities": "service_capacity",
        } | _NOTED,
        required=("id", "name", "status"),
        parents={"organization_id": "organization", "program_id": "program"},
    ),
    "attribute": Entity(
        "attributes",
        _fields(uuid="id link_id taxonomy_term_id", text="link_type link_entity value label"),
        one={"taxonomy_term": "taxonomy_term"},
        many={"metadata": "metadata"},
        required=("id",),
        parents={"taxonomy_term_id": "taxonomy_term"},
    ),
    "service_at_location": Entity(
        "service_at_location",
        _fields(uuid="id service_id location_id", text="description"),
        one={"location": "location"},
        many={"service_areas": "service_area", "contacts": "contact", "phones": "phone", "schedules": "schedule"} | _NOTED,
        required=("id",),
        parents={"service_id": "service", "location_id": "location"},
    ),
    "location": Entity(
        "locations",
        {"id": "uuid", "location_type": _PLACE, "url": "uri", "organization_id": "uuid"}
        | _fields(text="name alternate_name description transportation", number="latitude longitude")
        | _fields(text="external_identifier external_identifier_type"),
        many={
            "languages": "language", "addresses": "address", "contacts": "contact", "accessibility": "accessibility",
            "phones": "phone", "schedules": "schedule",
        } | _NOTED,
        required=("id", "location_type"),
        parents={"organization_id": "organization"},
    ),
    "phone": Entity(
        "phones",
        _fields(
            uuid="id location_id service_id organization_id contact_id service_at_location_id",
            text="number", number="extension",
        )
        | _fields(text="type description"),
        many={"languages": "language"} | _NOTED,
        required=("id", "number"),
        parents={
            "location_id": "location", "service_id": "service", "organization_id": "organization", "contact_id": "contact",
            "service_at_location_id": "service_at_location",
        },
    ),
    "contact": Entity(
        "contacts",
        _fields(
            uuid="id organization_id service_id service_at_location_id location_id", text="name title department", email="email"
        ),
        many={"phones": "phone"} | _NOTED,
        required=("id",),
        parents={
            "organization_id": "organization", "service_id": "service", "service_at_location_id": "service_at_location",
            "location_id": "location",
        },
    ),
    "address": Entity(
        "addresses",
        _fields(
            uuid="id location_id", text="attention address_1 address_2 city region state_province postal_code country"
        )
        | {"address_type": _PLACE},
        many=_NOTED,
        required=("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
        parents={"location_id": "location"},
    ),
    "schedule": Entity(
        "schedules",
        _fields(
            uuid="id service_id location_id service_at_location_id", date="valid_from valid_to dtstart", number="timezone"
        )
        | {"until": "date", "count": "number", "wkst": "MO|TU|WE|TH|FR|SA|SU", "freq": "WEEKLY|MONTHLY", "interval": "number"}
        | _fields(
            text="byday byweekno bymonthday byyearday description", time="opens_at closes_at", uri="schedule_link"
        )
        | _fields(text="attending_type notes"),
        many=_NOTED,
        required=("id",),
        parents={
            "service_id": "service", "location_id": "location", "service_at_location_id": "service_at_location",
        },
    ),
    "funding": Entity(
        "funding",
        _fields(uuid="id organization_id service_id", text="source"),
        many=_NOTED,
        required=("id",),
        parents={"organization_id": "organization", "service_id": "service"},
    ),
    "service_area": Entity(
        "service_areas",
        _fields(uuid="id service_id service_at_location_id", text="name description extent extent_type uri"),
        many=_NOTED,
        required=("id",),
        parents={"service_id": "service", "service_at_location_id": "service_at_location"},
    ),
    "required_document": Entity(
        "required_documents",
        _fields(uuid="id service_id", text="document", uri="uri"),
        many=_NOTED,
        required=("id",),
        parents={"service_id": "service"},
    ),
    "language": Entity(
        "languages",
        _fields(uuid="id service_id location_id phone_id", text="name code note"),
        many=_NOTED,
        required=("id",),
        parents={"service_id": "service", "location_id": "location", "phone_id": "phone"},
    ),
    "accessibility": Entity(
        "accessibility",
        _fields(uuid="id location_id", text="description details", uri="url"),
        many=_NOTED,
        required=("id",),
        parents={"location_id": "location"},
    ),
    "taxonomy_term": Entity(
        "taxonomy_terms",
        {"id": "uuid", "code": "text", "name": "text", "description": "text", "parent_id": "uuid"}
        | {"taxonomy": "text", "language": "text", "taxonomy_id": "uuid", "term_uri": "uri"},
        one={"taxonomy_detail": "taxonomy"},
        many={"metadata": "metadata"},
        required=("id", "name", "description"),
        parents={"parent_id": "taxonomy_term", "taxonomy_id": "taxonomy"},
    ),
    "metadata": Entity(
        "metadata",
        _fields(
            uuid="id resource_id", text="resource_type", date="last_action_date"
        )
        | _fields(text="last_action_type field_name previous_value replacement_value updated_by"),
        required=(
            "id", "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by",
        ),
    ),
    "meta_table_description": Entity(
        "meta_table_descriptions", _fields(uuid="id", text="name language character_set"), many=_NOTED, required=("id",)
    ),
    "cost_option": Entity(
        "cost_options",
        _fields(uuid="id service_id", date="valid_from valid_to", text="option currency", number="amount")
        | {"amount_description": "text"},
        many=_NOTED,
        required=("id",),
        parents={"service_id": "service"},
    ),
    "organization_identifier": Entity(
        "organization_identifiers",
        _fields(uuid="id organization_id", text="identifier_scheme identifier_type identifier"),
        many=_NOTED,
        required=("id", "identifier_type", "identifier"),
        parents={"organization_id": "organization"},
    ),
    "taxonomy": Entity(
        "taxonomies",
        _fields(uuid="id", text="name description", uri="uri") | {"version": "text"},
        many={"metadata": "metadata"},
        required=("id", "name", "description"),
    ),
    "service_capacity": Entity(
        "service_capacity",
        _fields(uuid="id service_id unit_id", number="available maximum", text="description", moment="updated"),
        one={"unit": "unit"},
        many=_NOTED,
        required=("id", "unit", "available", "updated"),
        parents={"service_id": "service", "unit_id": "unit"},
    ),
    "unit": Entity(
        "units",
        _fields(uuid="id", text="name scheme identifier", uri="uri"),
        many=_NOTED,
        required=("id", "name"),
    ),
    "url": Entity(
        "url",
        _fields(uuid="id", text="label", uri="url") | _fields(uuid="organization_id service_id"),
        many=_NOTED,
        required=("id", "url"),
        parents={"organization_id": "organization", "service_id": "service"},
    ),
}  # fmt: skip
"""Every object of the standard by its name."""
