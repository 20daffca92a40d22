"""JSON schemas of what the API gives, made from the one list of HSDS objects by which documents are rendered (shape.py)."""

from typing import Any, Final

from app.open_data.shape import ENTITIES, Entity

Schema = dict[str, Any]
_KINDS: Final[dict[str, Schema]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "text": {"type": "string"},
    "number": {"type": "number"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string"},
    "moment": {"type": "string", "format": "date-time"},
}
_INTEGERS: Final = ("total_items", "total_pages", "page_number", "size")
_FLAGS: Final = ("first_page", "last_page", "empty")


def objects() -> dict[str, Schema]:
    """Name -> schema of every object of the standard, and of our own answers around them."""
    made = {name: _object(entity) for name, entity in ENTITIES.items()}
    made["service_at_location"]["properties"]["service"] = _ref("service")
    made["organization"]["properties"]["services"] = {"type": "array", "items": _ref("service")}
    made["changed"] = {
        "type": "object",
        "description": "What minimal=true gives.",
        "properties": {"id": _KINDS["uuid"], "last_modified": _KINDS["moment"]},
        "required": ["id", "last_modified"],
        "additionalProperties": False,  # else every document would do
    }
    made["about"] = _about()
    made["problem"] = _problem()
    return made


def page_of(name: str, *, minimal: bool) -> Schema:
    """A page of these objects, or of ids and moments only."""
    items = {"anyOf": [_ref(name), _ref("changed")]} if minimal else _ref(name)
    properties: Schema = {each: {"type": "integer", "minimum": 0} for each in _INTEGERS}
    properties |= {each: {"type": "boolean"} for each in _FLAGS}
    properties["contents"] = {"type": "array", "items": items}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _object(entity: Entity) -> Schema:
    properties: Schema = {name: _kind(kind) for name, kind in entity.fields.items()}
    properties |= {name: _ref(inner) for name, inner in entity.one.items()}
    properties |= {name: {"type": "array", "items": _ref(inner)} for name, inner in entity.many.items()}
    return {"type": "object", "properties": properties, "required": list(entity.required)}


def _kind(kind: str) -> Schema:
    return {"type": "string", "enum": kind.split("|")} if "|" in kind else _KINDS[kind]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _about() -> Schema:
    text, uri = _KINDS["text"], _KINDS["uri"]
    publisher = {
        "name": text,
        "identifier": text,
        "email": _KINDS["email"],
        "website": uri,
        "additional_websites": {"type": "array", "items": uri},
    }
    return {
        "type": "object",
        "properties": {
            "version": text,
            "profile": uri,
            "openapi_url": uri,
            "description": text,
            "publisher": {"type": "object", "properties": publisher, "required": ["name", "website"]},
        },
        "required": ["version", "profile", "openapi_url"],
    }


def _problem() -> Schema:
    text = _KINDS["text"]
    error = {"code": {"type": "integer"}, "title": text, "detail": text, "parameter": text, "request": text}
    return {
        "type": "object",
        "properties": {
            "error": {"type": "object", "properties": error, "required": ["code", "title", "detail", "request"]}
        },
        "required": ["error"],
    }
