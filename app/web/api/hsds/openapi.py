"""The API described for machines (OpenAPI 3.1), made from what it is made of: the parameters it reads and the objects it gives."""

from typing import Any, Final

from app.content.whole import Content
from app.web.api.hsds.parameters import ALL, MANY, OF_LIST, Parameter
from app.web.api.hsds.schemas import objects, page_of

Document = dict[str, Any]
PREFIX: Final = "/api/hsds"
VERSION: Final = "3.1"
PROFILE: Final = "https://docs.openreferral.org/en/latest/"
_REQUIRED: Final = frozenset({"services"})
_OBJECT: Final = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_WITH_MINIMAL: Final = frozenset({"services", "organizations", "service_at_locations"})
_TOLD: Final = {
    "RateLimit-Limit": "Requests a minute for one address.",
    "RateLimit-Remaining": "What is left of them.",
    "RateLimit-Reset": "Seconds until they start again.",
}


def whole(base: str, content: Content) -> Document:
    """The document.

    :param base: address of the site, without a slash at the end.
    """
    paths: Document = {
        "/": {"get": _operation("about", "What this is, and in which version", "required", _ref("about"))},
        "/openapi.json": {"get": _operation("openapi", "This document", "optional", {"type": "object"})},
    }
    for name, one in _OBJECT.items():
        tag = "required" if name in _REQUIRED else "optional"
        paths[f"/{name}"] = {"get": _list(name, tag), "post": _list(name, "optional", posted=True)}
        paths[f"/{name}/{{id}}"] = {"get": _one(one, tag)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Human Services Data API: {content.region.name}",
            "version": VERSION,
            "description": "The social map as open data, in Human Services Data Specification 3.1. No key is needed. "
            "Parameters count together (AND); parameters that are not known are ignored.",
            "license": {"name": content.region.data_licence},
        },
        "servers": [{"url": base + PREFIX}],
        "tags": [
            {"name": "required", "description": "Every HSDS API has these."},
            {"name": "optional", "description": "An HSDS API may have these."},
        ],
        "paths": paths,
        "components": {"schemas": objects()},
    }


def _list(name: str, tag: str, *, posted: bool = False) -> Document:
    page = page_of(_OBJECT[name], minimal=name in _WITH_MINIMAL)
    answers = _operation(
        f"{'ask' if posted else 'list'}_{name}",
        f"{'The same question by POST, so that it stands in no log' if posted else 'A page of'} {name.replace('_', ' ')}",
        tag,
        page,
    )
    answers["responses"]["200"]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    answers["responses"]["400"] = _response("A parameter cannot be read; `parameter` names it.", _ref("problem"))
    asked = [ALL[each] for each in OF_LIST[name]]
    if not posted:
        answers["parameters"] = [_parameter(each) for each in asked]
        return answers
    answers["responses"] |= {
        code: _response(why, _ref("problem"))
        for code, why in {
            "411": "The length of the body is not said.",
            "413": "The body is too large.",
            "415": "The body is neither a form nor JSON.",
        }.items()
    }
    body = {"schema": {"type": "object", "properties": {each.name: _schema(each) for each in asked}}}
    answers["requestBody"] = {
        "required": False,
        "content": {"application/json": body, "application/x-www-form-urlencoded": body},
    }
    return answers


def _one(name: str, tag: str) -> Document:
    made = _operation(f"get_{name}", f"One {name.replace('_', ' ')}, whole", tag, _ref(name))
    made["parameters"] = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    ]
    made["responses"]["404"] = _response("There is nothing with this id.", _ref("problem"))
    return made


def _operation(name: str, summary: str, tag: str, schema: Document) -> Document:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "responses": {
            "200": _response("The answer.", schema),
            "304": {"description": "Nothing changed since the answer that the ETag or date belongs to."},
            "429": _response("Enough for this minute; Retry-After says how many seconds to wait.", _ref("problem")),
            "503": _response(
                "The database is away for a moment, or others are reading everything; Retry-After says when to try again.",
                _ref("problem"),
            ),
        },
    }


def _response(description: str, schema: Document) -> Document:
    headers = {name: {"description": says, "schema": {"type": "integer"}} for name, says in _TOLD.items()}
    return {"description": description, "headers": headers, "content": {"application/json": {"schema": schema}}}


def _parameter(each: Parameter) -> Document:
    return {
        "name": each.name,
        "in": "query",
        "required": False,
        "description": each.says,
        "schema": _schema(each),
    }


def _schema(each: Parameter) -> Document:
    told = dict(each.schema)
    if told.get("format") == "time-of-day":
        told = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:30"]}
    return {"type": "array", "items": told, "maxItems": 20} if each.name in MANY else told


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
