"""Organisations and editors × own, of another organisation, of another municipality (promise 34): generated from the routes.

What is not yours does not exist: 404 and never 403, and nothing of it changes. A new address with a blank has to be named in
`BLANKS` below, or these tests fail.
"""

from itertools import count

import pytest
from sqlmodel import SQLModel

from app.accounts.rights import Role
from tests.reliability.two_publishers import account_of, publishers
from tests.web.client_support.room import make_room
from tests.web.staff.site import sign_in

BLANKS = {
    "organisation": {
        "/organisatie/agenda/": "activity",
        "/organisatie/aanbod/": "offer",
        "/organisatie/lijst/": "upload",
        "/organisatie/schrijven/": "working",
        "/organisatie/terugbellen/": "call_back",
    },
    "editor": {
        "/beheer/agenda/": "activity",
        "/beheer/bronnen/": "source",
        "/beheer/aanbod/": "offer",
        "/beheer/actueel/organisatie/": "organisation",
        "/beheer/actueel/": "offer",
        "/beheer/accounts/uitnodigingen/": "invitation",
        "/beheer/accounts/": "account",
        "/beheer/meedoen/": "join",
        "/beheer/organisaties/": "organisation",
        "/beheer/samen/": "act",
        "/beheer/schrijven/": "working",
    },
}
"""Beginning of an address, and what its blank is. The first that fits counts."""
FOR_THE_WHOLE_REGION = (
    "/beheer/hulpnummers/", "/beheer/teksten/", "/beheer/wegwijzer/", "/beheer/zoektermen/", "/beheer/import/", "/beheer/dubbel/",
)  # fmt: skip
"""Rooms of the editor of all municipalities; of one municipality nobody gets in at all, or its numbers are of merges."""
NEEDS_MORE = ("/lijst", "/terug", "/openen", "/opnieuw", "/intrekken", "/versie/", "/klopt", "/gebeld", "/gestopt")
_NEXT = count()
FORM = {
    "hoe": "gesproken",
    "besluit": "ja",
    "doen": "publish",
    "versie": "1",
    "waarom": "Proef",
    "adres": "x@post.example",
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    room = make_room(tmp_path_factory.mktemp("rights-offers"))
    room.publishers = publishers(room.services)
    yield room
    room.services.database.close()
    room.services.keys.close()


def blank_of(rule, blueprint):
    """What stands in this address's blank, or None when it belongs to the whole region."""
    if rule.rule.startswith(FOR_THE_WHOLE_REGION):
        return None
    for beginning, blank in BLANKS[blueprint].items():
        if rule.rule.startswith(beginning):
            return blank
    raise AssertionError(f"{rule.rule}: say in BLANKS what its blank is")


def numbered(room, blueprint):
    for rule in room.app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{blueprint}.") and rule.arguments & {"number", "uid"}:
            blank = blank_of(rule, blueprint)
            if blank is not None:
                yield rule, blank


def address(rule, value):
    path = rule.rule
    for form in ("<int:number>", "<uid>"):
        path = path.replace(form, str(value))
    return path.replace("<int:version>", "1")


def come_in(room, role, publisher):
    email = f"{role.value}.{publisher.town}.{next(_NEXT)}@voorbeeld.example"
    new = account_of(room.services, email, role, publisher)
    client = room.client()
    client.inspection.leave_out("plain_words")
    assert sign_in(client, new).status_code == 303
    return client


def everything_of(room):
    """All rows, but for who is signed in where and what was written down about it."""
    left_out = {"staff_session", "sign_in_attempt", "audit_line", "account", "recovery_code"}
    with room.services.database.engine.connect() as connection:
        return {
            table.name: connection.execute(table.select()).all()
            for table in SQLModel.metadata.sorted_tables
            if table.name not in left_out
        }


@pytest.mark.parametrize(
    ("role", "blueprint"),
    [(Role.ORGANISATION, "organisation"), (Role.EDITOR, "editor"), (Role.ADMINISTRATOR, "editor")],
)
def test_what_is_of_another_does_not_exist_and_nothing_of_it_changes(scene, role, blueprint):
    own, theirs = scene.publishers["hattem"], scene.publishers["putten"]
    client = come_in(scene, role, own)
    before = everything_of(scene)
    tried = 0
    for rule, blank in numbered(scene, blueprint):
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(address(rule, getattr(theirs, blank)), method=method, data=FORM)
            assert answer.status_code == 404, (role, method, rule.rule, answer.status_code)
            tried += 1
    assert tried > 10
    assert everything_of(scene) == before


@pytest.mark.parametrize(("role", "blueprint"), [(Role.ORGANISATION, "organisation"), (Role.ADMINISTRATOR, "editor")])
def test_the_guard_would_bite_what_is_ones_own_is_there(scene, role, blueprint):
    """The twin: were every answer 404, the test above would say nothing."""
    own = scene.publishers["hattem"]
    client = come_in(scene, role, own)
    pages = [
        address(rule, getattr(own, blank))
        for rule, blank in numbered(scene, blueprint)
        if "GET" in rule.methods and not any(part in rule.rule for part in NEEDS_MORE)
    ]
    assert len(pages) > 3
    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)


def test_a_photo_that_waits_is_seen_by_its_own_organisation_only(scene):
    own, theirs = scene.publishers["hattem"], scene.publishers["putten"]
    client = come_in(scene, Role.ORGANISATION, own)
    assert client.get(f"/foto/{own.photo}.jpg").status_code == 200
    assert client.get(f"/foto/{theirs.photo}.jpg").status_code == 404


def test_a_message_of_another_cannot_be_answered(scene):
    own, theirs = scene.publishers["hattem"], scene.publishers["putten"]
    client = come_in(scene, Role.ORGANISATION, own)
    sent = {
        "bericht": theirs.correction,
        "verbetering": theirs.correction,
        "antwoord": "Aangepast",
        "gedaan": "aangepast",
    }
    before = everything_of(scene)
    assert client.post("/organisatie/berichten", data=sent).status_code == 404
    assert everything_of(scene) == before
