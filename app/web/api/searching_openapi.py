"""`/api/zoeken` and `/api/suggesties` described for machines (OpenAPI 3.1): the second document, beside that of the open data."""

from typing import Any, Final

from app.search.document import ACCESS_FEATURES
from app.social_map.vocabulary import DAYPARTS, LEVEL_IN_SPREADSHEET, WEEKDAYS
from app.web.questions import ACCESS_WORDS

Document = dict[str, Any]
VERSION: Final = "1"
_TEXT: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer", "minimum": 0}
_YES_NO: Final = {"type": "boolean"}
_COUNTS: Final = {"type": "object", "additionalProperties": _WHOLE}


def whole(base: str, title: str) -> Document:
    """The document.

    :param base: address of the site, without a slash at the end; :param title: of the region.
    """
    asked = _asked()
    many = {name: told for name, (told, _says) in asked.items()}
    form = {"schema": {"type": "object", "properties": many}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Searching: {title}",
            "version": VERSION,
            "description": "The same question and the same order as the page `/zoeken`. No key is needed. What makes no sense in a "
            "question is left out; nothing is refused for it. The whole map is open data at `/api/hsds/`.",
        },
        "servers": [{"url": f"{base}/api"}],
        "paths": {
            "/zoeken": {
                "get": {
                    "operationId": "search",
                    "summary": "What fits a question, best first",
                    "parameters": [_parameter(name, told, says) for name, (told, says) in asked.items()],
                    "responses": _answers("answer"),
                },
                "post": {
                    "operationId": "ask",
                    "summary": "The same question by POST, so that it stands in no log",
                    "requestBody": {"required": False, "content": {"application/x-www-form-urlencoded": form}},
                    "responses": _answers("answer", "413"),
                },
            },
            "/suggesties": {
                "get": {
                    "operationId": "suggest",
                    "summary": "What somebody may be about to type; empty for fewer than two letters",
                    "parameters": [_parameter("q", _TEXT, "What was typed so far.")],
                    "responses": _answers("suggestions"),
                }
            },
            "/openapi.json": {
                "get": {
                    "operationId": "openapi",
                    "summary": "This document",
                    "responses": {"200": _json("The document.", {"type": "object"})},
                }
            },
        },
        "components": {"schemas": _schemas()},
    }


def _asked() -> dict[str, tuple[Document, str]]:
    """Each name of a question: what it may be, and what it means."""
    words = {"type": "array", "items": _TEXT}
    yes = {"type": "string", "enum": ["ja"]}
    return {
        "q": (_TEXT, "Words or a sentence."),
        "postcode": (_TEXT, "Four digits, or four with two letters."),
        "plaats": (_TEXT, "A place or village, when there is no postcode."),
        "straal": ({"type": "number", "exclusiveMinimum": 0}, "Kilometres as the crow flies; cuts off what is further."),
        "leefgebied": (words, "Slugs of life domains."),
        "soort": (words, "Slugs of kinds."),
        "niveau": ({"type": "array", "items": {"type": "string", "enum": [*LEVEL_IN_SPREADSHEET]}}, "Levels of help."),
        "doelgroep": (words, "Slugs of target groups."),
        "interesse": (words, "Interests, in words."),
        "gesproken": (words, "Languages that are spoken there."),
        "dag": ({"type": "string", "enum": [*WEEKDAYS]}, "A day of the week."),
        "dagdeel": ({"type": "string", "enum": [*DAYPARTS]}, "A part of the day."),
        "kosten": ({"type": "string", "enum": ["gratis"]}, "Only what is free."),
        "toegankelijk": ({"type": "array", "items": {"type": "string", "enum": [*ACCESS_WORDS]}}, "What the place must have."),
        "vervoer": (yes, "Only what fetches people."),
        "zonder": (words, "Words of the question to leave out."),
        "letterlijk": (yes, "Mend no spelling."),
        "pagina": ({"type": "integer", "minimum": 1}, "From 1."),
        "per_pagina": ({"type": "integer", "minimum": 1, "maximum": 100}, "20 unless told otherwise."),
    }  # fmt: skip


def _schemas() -> Document:
    result = {
        "id": _TEXT, "source_id": _or_null(_TEXT), "name": _TEXT, "organisation": _TEXT, "kind": _TEXT,
        "level": {"type": "string", "enum": [*LEVEL_IN_SPREADSHEET]}, "kern": _TEXT, "municipality": _TEXT,
        "distance_km": _or_null({"type": "number", "minimum": 0}), "scope": {"type": "string", "enum": ["", "kern", "gemeente", "regio"]},
        "other_time": _YES_NO, "available": _or_null(_YES_NO), "group": _or_null(_TEXT), "example": _YES_NO,
        "places": {"anyOf": [_ref("places"), {"type": "null"}]}, "why": {"type": "array", "items": _TEXT},
    }  # fmt: skip
    places = {
        "available": _or_null(_WHOLE), "maximum": _or_null(_WHOLE), "updated": _or_null(_TEXT),
        "state": {"type": "string", "enum": ["free", "full", "ask"]},
    }  # fmt: skip
    results = {"type": "array", "items": _ref("result")}
    facets = ("soort", "niveau", "leefgebied", "doelgroep", "interesse", "kosten", "vervoer")
    access = _object({}) | {"propertyNames": {"enum": [*ACCESS_FEATURES]}, "additionalProperties": _WHOLE}
    return {
        "answer": _object(
            {
                "total": _WHOLE, "page": {"type": "integer", "minimum": 1}, "pages": _WHOLE, "results": results, "unknown_access": results,
                "facets": _object(dict.fromkeys(facets, _COUNTS) | {"toegankelijk": access}), "widened": _YES_NO,
                "understood": {"type": "array", "items": _object({"words": _TEXT, "kind": _TEXT, "because": _TEXT})},
                "corrected": _or_null(_TEXT), "help": {"type": "array", "items": _ref("help")}, "place": _or_null(_TEXT), "place_unknown": _YES_NO,
            }
        ),
        "result": _object(result),
        "places": _object(places),
        "help": _object(dict.fromkeys(("id", "name", "number", "tel", "what_for"), _TEXT)),
        "suggestions": _object(
            {"suggestions": {"type": "array", "items": _object({"text": _TEXT, "count": _WHOLE, "source": _TEXT})}}
        ),
        "refusal": {"type": "object"},
    }  # fmt: skip


def _object(properties: Document) -> Document:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _or_null(schema: Document) -> Document:
    return {**schema, "type": [schema["type"], "null"]}


def _parameter(name: str, schema: Document, says: str) -> Document:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


def _answers(name: str, *refusals: str) -> Document:
    why = {"413": "The body is too large."}
    return {"200": _json("The answer.", _ref(name))} | {code: {"description": why[code]} for code in refusals}


def _json(description: str, schema: Document) -> Document:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
