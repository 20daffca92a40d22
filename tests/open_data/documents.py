"""Documents of a source that fill every field of HSDS 3.1, and the draft that an importer would make of one. All invented."""

from datetime import date
from itertools import count
from uuid import UUID

from app.open_data.rendering import fingerprints, rendered_draft
from app.open_data.shape import ENTITIES
from app.social_map.draft import Carried, OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.vocabulary import Level, Status, Vog
from tests.installing import shipped_content

VALUES = {
    "number": 3,
    "uri": "https://bron.example/pagina?a=1#b",
    "email": "post@bron.example",
    "date": "2026-03-01",
    "time": "10:00:00",
    "moment": "2026-03-15T10:30:45.123Z",
}
_DEEPEST = 5


def whole(entity: str, numbers=None, depth: int = 0) -> dict:
    """An object with every field of the standard, as deep as the standard's own example."""
    numbers = numbers or count(1)
    shape = ENTITIES[entity]
    made = {}
    for name, kind in shape.fields.items():
        if kind == "uuid":
            made[name] = str(UUID(int=next(numbers) + (4 << 76) + (8 << 60)))
        elif (entity, name) == ("metadata", "updated_by"):
            made[name] = "redactie"  # the name of a person does not go out again
        elif kind == "text":
            made[name] = f"{entity} {name} {next(numbers)}"
        else:
            made[name] = VALUES[kind] if kind in VALUES else kind.split("|")[-1]
    if depth < _DEEPEST:
        for name, inner in shape.one.items():
            made[name] = whole(inner, numbers, depth + 1)
        for name, inner in shape.many.items():
            if inner not in {"attribute", "metadata"} or depth < 1:
                made[name] = [whole(inner, numbers, depth + 1)]
    return made


def nobody_named(value):
    """The same without who at the source wrote a line of its change log: that is not given on."""
    if isinstance(value, dict):
        made = {name: nobody_named(each) for name, each in value.items()}
        return made | {"updated_by": "bron"} if made.get("updated_by") else made
    return [nobody_named(each) for each in value] if isinstance(value, list) else value


def imported(document: dict, **changes) -> OfferDraft:
    """The draft an importer makes of a service of a source: what the map has a field for, and the rest carried along."""
    theirs = {name: value for name, value in document.items() if name != "organization"}
    organisation = document["organization"]
    location = document["service_at_locations"][0]["location"] if document.get("service_at_locations") else {}
    address = location["addresses"][0] if location.get("addresses") else {}
    given = {
        "source": "bron",
        "source_id": document["id"],
        "name": document["name"],
        "organisation": OrganisationDraft(name=organisation["name"], description=organisation.get("description", "")),
        "kind": "ontmoeting",
        "level": Level.GENERAL,
        "description": document.get("description", ""),
        "email": document.get("email", ""),
        "website": document.get("url", ""),
        "phone": document["phones"][0]["number"] if document.get("phones") else "",
        "place": PlaceDraft(street=address.get("address_1", ""), town=address.get("city", ""), municipality="Hattem"),
        "vog": Vog.NOT_APPLICABLE,
        "status": Status.PUBLISHED,
        "last_confirmed": date.fromisoformat(document["assured_date"]) if "assured_date" in document else None,
    }
    draft = OfferDraft(**(given | changes))
    from_draft = rendered_draft(shipped_content(), draft)
    return draft.model_copy(
        update={
            "carried": Carried(document=theirs, base=fingerprints(from_draft)),
            "organisation": draft.organisation.model_copy(
                update={"carried": Carried(document=organisation, base=fingerprints(from_draft["organization"]))}
            ),
        }
    )
