"""`/api/zoeken`: the same question, the same order as the page (contract.md 5). And suggestions while typing."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.search.asking import Answer, Result
from app.web import reasons
from app.web.api.searching_openapi import whole
from app.web.help_first import numbers_of
from app.web.places_shown import ShownPlaces, places_shown
from app.web.questions import LEVEL_WORDS, read_question
from app.web.running import content, municipality, services

blueprint = Blueprint("api_searching", __name__, url_prefix="/api")
LEAST_LETTERS = 2


@blueprint.get("/zoeken")
@blueprint.post("/zoeken")
def search() -> Response:
    """Results as JSON."""
    fields = request.form if request.method == "POST" else request.args
    asked = read_question(fields, municipality().slug)
    answer = services().finder.ask(asked.question)
    places = places_shown(each.card for each in (*answer.results, *answer.unknown_access))
    return jsonify(
        {
            "total": answer.total,
            "page": answer.question.page,
            "pages": answer.pages,
            "results": [_result(result, places) for result in answer.results],
            "unknown_access": [_result(result, places) for result in answer.unknown_access],
            "facets": _facets(answer),
            "widened": answer.widened,
            "understood": [
                {"words": each.words, "kind": each.kind, "because": each.because} for each in answer.understood
            ],
            "corrected": answer.corrected,
            "help": _help(answer),
            "place": answer.located.name if answer.located else None,
            "place_unknown": answer.place_unknown,
        }
    )


@blueprint.get("/suggesties")
def suggest() -> Response:
    """What somebody may be about to type; an empty list for fewer than two letters."""
    prefix = request.args.get("q", "")
    found = services().finder.suggest(prefix) if len(prefix.strip()) >= LEAST_LETTERS else ()
    return jsonify({"suggestions": [{"text": each.text, "count": each.count, "source": each.source} for each in found]})


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """These two described for machines."""
    return jsonify(whole(request.host_url.rstrip("/"), content().region.name))


def _result(result: Result, places: dict[int, ShownPlaces]) -> dict[str, Any]:
    """One offer. `places` is there for who takes over for a while, else null: `state` is free, full or ask."""
    card = result.card
    free = places.get(card.id)
    return {
        "id": card.slug,
        "source_id": card.source_id,
        "name": card.name,
        "organisation": card.organisation,
        "kind": card.kind,
        "level": LEVEL_WORDS.get(card.level, card.level),
        "kern": card.kern,
        "municipality": card.municipality,
        "distance_km": None if result.distance_km is None else round(result.distance_km, 2),
        "scope": result.scope,
        "other_time": result.other_time,
        "available": result.available,
        "group": result.group or None,
        "example": card.example,
        "places": free.as_json() if free else None,
        "why": reasons.sentences(result),
    }


def _facets(answer: Answer) -> dict[str, dict[str, int]]:
    names = {
        "kind": "soort",
        "level": "niveau",
        "domain": "leefgebied",
        "target_group": "doelgroep",
        "interest": "interesse",
    }
    found = {dutch: dict(answer.facets.of(name)) for name, dutch in names.items()}
    found["niveau"] = {LEVEL_WORDS.get(level, level): count for level, count in found["niveau"].items()}
    found["kosten"] = {"gratis": answer.facets.of("free").get("yes", 0)}
    found["vervoer"] = {"ja": answer.facets.of("transport").get("yes", 0)}
    found["toegankelijk"] = dict(answer.facets.of("accessible"))
    return found


def _help(answer: Answer) -> list[dict[str, str]]:
    found = [
        {"id": each.id, "name": each.name, "number": each.number, "tel": each.tel, "what_for": each.what_for}
        for each in numbers_of(answer.dangers)
    ]
    if any(danger.desk for danger in answer.dangers) or (answer.total == 0 and not found):
        desk = municipality().desk
        tel = desk.phone.replace(" ", "")
        found.append({"id": "loket", "name": desk.name, "number": desk.phone, "tel": tel, "what_for": ""})
    return found
