"""`/api/hsds/`: the map of the whole region for any Open Referral client (HSDS 3.1, and the filters of the UK profile)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from app.db import Database
from app.open_data import choosing
from app.open_data.formats import uuid_of
from app.open_data.locating import Ids, organisations_of
from app.web.api.allowance import ask_for_turn, say_what_is_left
from app.web.api.hsds import answers
from app.web.api.hsds.asking import given
from app.web.api.hsds.documents import Document, Reader
from app.web.api.hsds.lists import LISTS
from app.web.api.hsds.openapi import PREFIX, PROFILE, VERSION, whole
from app.web.api.hsds.parameters import BadParameter, read
from app.web.cross_origin import open_to_all
from app.web.running import content, municipality, services

blueprint = Blueprint("hsds", __name__, url_prefix=PREFIX)
_IDS: WeakKeyDictionary[Database, Ids] = WeakKeyDictionary()


@blueprint.before_request
def _turn() -> Response | None:
    return ask_for_turn()


@blueprint.after_app_request
def _for_all(answer: Response) -> Response:
    """Also what the address list itself refuses below our prefix (404, 405) can be read by every site."""
    if request.path.startswith(PREFIX + "/"):
        answer = say_what_is_left(open_to_all(answer))
    return answer


@blueprint.errorhandler(BadParameter)
def _wrong(problem: BadParameter) -> Response:
    return answers.wrong(problem)


@blueprint.errorhandler(UnsupportedMediaType)
def _other_type(problem: UnsupportedMediaType) -> Response:
    del problem
    return answers.other_type()


@blueprint.get("/")
def about() -> Response:
    """What this is, in which version, and where it is described."""
    now = answers.stamp_now()
    return answers.unchanged(now) or answers.marked(answers.document(_about()), now)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of this API for machines."""
    now = answers.stamp_now()
    return answers.unchanged(now) or answers.marked(answers.document(whole(_base(), content())), now)


def _list(what: str) -> Callable[[], AnyResponse]:
    def answer() -> AnyResponse:
        asked = read(what, given())
        now = answers.stamp_now()
        if not asked.personal and (same := answers.unchanged(now)):
            return same
        if not asked.lines:
            return answers.marked(answers.page(LISTS[what](asked, now.mark), asked), now, personal=asked.personal)
        made = answers.lines(lambda: LISTS[what](asked, now.mark))
        return answers.marked(made, now, personal=asked.personal) if made.status_code == HTTPStatus.OK else made

    answer.__doc__ = f"The {what.replace('_', ' ')} that answer a question."
    return answer


def _one(what: str, find: Callable[[str], Document | None]) -> Callable[[str], AnyResponse]:
    def answer(uid: str) -> AnyResponse:
        now = answers.stamp_now()
        # A mark of this address was only ever given for something that is there.
        if request.if_none_match and (same := answers.unchanged(now)):
            return same
        made = find(known) if (known := uuid_of(uid)) else None
        if made is None:
            return answers.not_here(what)
        return answers.unchanged(now) or answers.marked(answers.document(made), now)

    answer.__doc__ = f"One {what}, whole."
    return answer


def _service(uid: str) -> Document | None:
    with services().database.looking(behind=True) as connection:
        numbers = _ids().offers(connection, uid)
    return Reader.here().one_service(numbers, uid)


def _place(uid: str) -> Document | None:
    with services().database.looking(behind=True) as connection:
        numbers = _ids().offers_at(connection, uid)
    return Reader.here().one_place(numbers, uid)


def _organisation(uid: str) -> Document | None:
    with services().database.looking(behind=True) as connection:
        numbers = choosing.organisations(connection, content(), among=organisations_of(connection, uid))
    return next(iter(Reader.here().organisations(numbers, full=True)), None)


def _taxonomy(uid: str) -> Document | None:
    return next((each for each in Reader.here().rendering.taxonomies() if each["id"] == uid), None)


def _term(uid: str) -> Document | None:
    return next((each for each in Reader.here().rendering.taxonomy_terms() if each["id"] == uid), None)


_ONES: Final[dict[str, tuple[str, Callable[[str], Document | None]]]] = {
    "services": ("service", _service),
    "organizations": ("organization", _organisation),
    "service_at_locations": ("service_at_location", _place),
    "taxonomies": ("taxonomy", _taxonomy),
    "taxonomy_terms": ("taxonomy_term", _term),
}
for _name in LISTS:
    blueprint.add_url_rule(f"/{_name}", _name, _list(_name), methods=["GET", "POST"])
    blueprint.add_url_rule(f"/{_name}/<uid>", _ONES[_name][0], _one(*_ONES[_name]))


def _ids() -> Ids:
    return _IDS.setdefault(services().database, Ids())


def _base() -> str:
    return request.host_url.rstrip("/")


def _about() -> Document:
    towns = content().municipalities
    return {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": f"{_base()}{PREFIX}/openapi.json",
        "description": f"{content().region.name}: {', '.join(town.name for town in towns)}. {content().region.data_licence}.",
        "publisher": {
            "name": content().region.name,
            "identifier": content().region.slug,
            "email": municipality().map_editors.email or municipality().desk.email,
            "website": _base() + "/",
            "additional_websites": [f"{_base()}/open-data"],
        },
    }
