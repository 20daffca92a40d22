"""Each room × each role × whose request it is (promise 34): the routes come from the application itself, so that a new
page cannot be forgotten. What is not yours does not exist: 404, never 403.
"""

import pytest

from app.accounts.rights import Role
from app.complaints.handling import HOLDS
from app.conversation.opened import Worker
from app.paper.choosing import PaperChoice
from app.paper.orders import Wanted, order
from app.referring.bundles import Combined, make
from app.referring.desk_texts import Written, write
from app.referring.handovers import leave
from app.referring.models import DeskTextKind
from tests.complaints.told import ADVISER, told
from tests.matching.scenes import put_to
from tests.referring.asked import an_offer
from tests.referring.asked import asked as call_back_asked
from tests.web.client_support.room import make_room
from tests.web.front_desk.desks import asked
from tests.web.mediator.mediators import an_event, both

ROOMS = {
    "front_desk": {Role.DESK},
    "mediator": {Role.MEDIATOR},
    "client_support": {Role.CLIENT_SUPPORT},
    "editor": {Role.ADMINISTRATOR, Role.EDITOR},
    "organisation": {Role.ORGANISATION},
    "complaints": {Role.COMPLAINTS_OFFICER, Role.CONFIDENTIAL_ADVISER},
}
"""Who may come in where. A room that is not named here fails the first test below."""
ABOUT_OFFERS = ("/loket/aanbod/", "/loket/terugbellen/nieuw/")
"""Offers are everybody's; that a desk sees its own notes only stands in tests/referring/test_knowledge.py."""
OPEN = {
    "resident",
    "providers",
    "signing",
    "inviting",
    "password_forgotten",
    "municipal",
    "own_account",
    "api_searching",
    "hsds",
    "machines",
    None,
}
WITH_NUMBERS = (Role.DESK, Role.CLIENT_SUPPORT, Role.MEDIATOR, Role.COMPLAINTS_OFFICER, Role.CONFIDENTIAL_ADVISER)
"""Roles with pages about one request, notice or complaint."""
FILLED = {
    "lang": "nl",
    "slug": "privacy",
    "flow_id": "route",
    "step_id": "begin",
    "show": "rota",
    "name": "respijt",
    "section": "questions",
    "uid": "0",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    found = make_room(tmp_path_factory.mktemp("rights"))
    yield found
    found.services.database.close()
    found.services.keys.close()


def _rules(room, *, numbered=None):
    for rule in room.app.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0]
        if numbered and rule.rule.startswith(ABOUT_OFFERS):
            continue
        if blueprint in ROOMS and (numbered is None or ("number" in rule.arguments) == numbered):
            yield blueprint, rule


def _address(rule, number) -> str:
    path = rule.rule
    for name in rule.arguments:
        for form in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(form, str(number) if name == "number" else FILLED.get(name, "1"))
    assert "<" not in path, path
    return path


def test_every_room_is_named_here(room):
    rooms = {rule.endpoint.rpartition(".")[0] or None for rule in room.app.url_map.iter_rules()}
    assert rooms - OPEN - set(ROOMS) == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_finds_only_its_own_rooms(room, role):
    client = room.signed_in(f"{role.value}@voorbeeld.example", role, "hattem")
    client.inspection.leave_out("plain_words")
    number = asked(room, f"rooms-{role.value}")
    foreign = own = 0
    for blueprint, rule in _rules(room):
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            if role in ROOMS[blueprint]:
                own += 1
                continue
            answer = client.open(_address(rule, number), method=method)
            assert answer.status_code == 404, (role, method, rule.rule, answer.status_code)
            foreign += 1
    assert foreign > 20
    assert own > 0


def _of_the_desk(room, form):
    """Beginning of an address of the desk, and the number of something of Hattem that may stand in its blank."""
    desk = Worker(1, "hattem")
    offer = an_offer(room.services.database, form)
    with room.services.database.writing() as session:
        text = write(session, desk, Written(DeskTextKind.QUESTION, form, "", "Zo.", None, "hattem"))
        bundle = make(session, desk, "hattem", Combined(form, "", ["een"]))
        note = leave(session, desk, "hattem", form)
        paper = order(session, Wanted(PaperChoice("hattem"), 1), desk.actor)
    return {
        "/loket/kennis/": text.id,
        "/loket/bundels/": bundle.id,
        "/loket/overdracht/": note.id,
        "/loket/papier/": paper.id,
        "/loket/terugbellen/": call_back_asked(room.office, offer).number,
    }


def _number_of(room, form, role):
    """Given a rule: the number of something of Hattem that may stand in its blank."""
    request = asked(room, form)
    complaint = told(room.office, form, holder=HOLDS.get(role, ADVISER)).number
    offer, question = both(room, form)
    pair = put_to(room.services.mediation, offer, question)
    event = an_event(room)
    of_the_desk = _of_the_desk(room, form)

    def number(rule) -> int:
        for beginning, found in of_the_desk.items():
            if rule.rule.startswith(beginning):
                return found
        if rule.endpoint.startswith("complaints."):
            return complaint
        if not rule.endpoint.startswith("mediator."):
            return request
        return event if "/beursvloer/" in rule.rule else pair if "/voorstel/" in rule.rule else question

    return number


@pytest.mark.parametrize("role", WITH_NUMBERS)
def test_what_is_of_another_municipality_does_not_exist(room, role):
    theirs = room.signed_in(f"putten-{role.value}@voorbeeld.example", role, "putten")
    theirs.inspection.leave_out("plain_words")
    number = _number_of(room, f"elsewhere-{role.value}", role)
    tried = 0
    for blueprint, rule in _rules(room, numbered=True):
        if role in ROOMS[blueprint]:
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                answer = theirs.open(_address(rule, number(rule)), method=method, data={"hoe": "gesproken"})
                assert answer.status_code == 404, (method, rule.rule, answer.status_code)
                tried += 1
    assert tried > 1


@pytest.mark.parametrize("role", WITH_NUMBERS)
def test_the_guard_would_bite_what_is_of_ones_own_municipality_is_there(room, role):
    """The twin: were every answer 404, the tests above would say nothing."""
    ours = room.signed_in(f"hattem-{role.value}@voorbeeld.example", role, "hattem")
    ours.inspection.leave_out("plain_words")
    number = _number_of(room, f"own-{role.value}", role)
    pages = [
        _address(rule, number(rule))
        for blueprint, rule in _rules(room, numbered=True)
        if role in ROOMS[blueprint] and "GET" in rule.methods and not rule.rule.endswith(("/brief", "/brief.pdf"))
    ]
    assert pages
    assert {path: ours.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
