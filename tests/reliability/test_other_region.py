"""Seven municipalities in one installation, none of them of the example region: each has its own, and nobody else's."""

import email
import email.policy
import itertools
import re
from dataclasses import replace

import pymupdf
import pytest

from app.accounts.rights import Role
from app.complaints.complaining import complain
from app.complaints.models import ComplaintHolder
from app.conversation.asking import ask
from app.conversation.opened import Worker
from app.paper.choosing import PaperChoice
from app.paper.orders import Wanted, order
from app.referring.bundles import Combined, make
from app.referring.desk_texts import Written, write
from app.referring.handovers import leave
from app.referring.models import DeskTextKind
from app.working import worker
from tests.applications import give_back, lend
from tests.complaints.told import a_complaint
from tests.conversation.conftest import a_request
from tests.reliability.other_region import FOREIGN, TOWNS, installed
from tests.reliability.visiting import every_route
from tests.web.client_support.room import Room

MADE_BY_A_TOWN = "Zeldzaam"
_NUMBERS = itertools.count()
STAFF = {
    "front_desk": Role.DESK,
    "mediator": Role.MEDIATOR,
    "client_support": Role.CLIENT_SUPPORT,
    "editor": Role.EDITOR,
    "complaints": Role.COMPLAINTS_OFFICER,
}


def _mark(town) -> str:
    """A word that only this municipality's own people may read."""
    return f"{MADE_BY_A_TOWN}{town.name}"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    services = installed(tmp_path_factory.mktemp("seven"))
    room = Room(services, lend(services))
    for town in TOWNS:
        _fill(room, town)
    worker(services).once()
    yield room
    services.database.close()
    services.keys.close()
    give_back(room.app)


def _fill(room, town) -> None:
    """Something of everything that belongs to one municipality alone."""
    mark, desk = _mark(town), Worker(1, town.slug)
    contact = {"name": mark, "email": f"{town.slug}@bewoner.example", "phone": "", "safe": ("email",)}
    asked = a_request(municipality=town.slug, contact=contact)
    ask(room.office, asked, f"request {town.slug}")
    for holder in ComplaintHolder:
        told = a_complaint(municipality=town.slug, contact={"name": mark}, holder=holder)
        complain(room.office, told, f"complaint {town.slug} {holder.value}")
    with room.services.database.writing() as session:
        write(session, desk, Written(DeskTextKind.QUESTION, f"Tekst {mark}", "", mark, None, town.slug))
        make(session, desk, town.slug, Combined(f"Set {mark}", "", ["een"]))
        leave(session, desk, town.slug, f"Overdracht {mark}")
        order(session, Wanted(PaperChoice(town.slug), 1), desk.actor)


def _client(room, town, role=None):
    here = replace(room, host=town.host)
    address = f"{role.value}-{next(_NUMBERS)}@{town.slug}.example" if role else ""
    client = here.signed_in(address, role, town.slug) if role else here.client()
    client.inspection.leave_out("plain_words")
    return client


def _pages(room, blueprints, town):
    """Every page without a number in its address; the blanks filled in with what is there in this municipality."""
    for method, path, endpoint in every_route(room.app, f"oppas-van-{town.slug}"):
        blueprint = endpoint.rpartition(".")[0]
        if method == "GET" and blueprint in blueprints and not path.endswith("/afmelden"):
            yield (
                path.replace("/kern/hattem", f"/kern/{town.slug}").replace("/thema/hattem", f"/thema/{town.slug}"),
                endpoint,
            )


def _public(room):
    return {rule.endpoint.rpartition(".")[0] for rule in room.app.url_map.iter_rules()} - set(STAFF) - {""}


@pytest.mark.parametrize("town", TOWNS[:2], ids=lambda town: town.slug)
@pytest.mark.parametrize("language", ["", "/en"])
def test_no_public_page_says_anything_of_the_example_region(region, town, language):
    client = _client(region, town)
    seen = 0
    for path, endpoint in _pages(region, _public(region), town):
        answer = client.get(language + path)
        if answer.mimetype == "application/pdf":
            continue
        said = FOREIGN.search(answer.text + str(dict(answer.headers)))
        assert not said, (path, endpoint, said)
        seen += answer.status_code == 200
    assert seen > 60


@pytest.mark.parametrize("role", list(STAFF.values()))
def test_no_page_of_staff_says_anything_of_the_example_region(region, role):
    town = TOWNS[3]
    client = _client(region, town, role)
    rooms = {blueprint for blueprint, whose in STAFF.items() if whose is role} | {"own_account"}
    seen = 0
    for path, endpoint in _pages(region, rooms, town):
        answer = client.get(path)
        if answer.mimetype == "application/pdf":
            continue
        said = FOREIGN.search(answer.text)
        assert not said, (path, endpoint, said)
        seen += answer.status_code == 200
    assert seen >= 2


def test_the_guard_bites(region):
    assert FOREIGN.search("Loket Hattem, 038 000 00 00")
    assert not any(FOREIGN.search(town.name + town.phone + town.postcode) for town in TOWNS)


@pytest.mark.parametrize("town", [TOWNS[0], TOWNS[6]], ids=lambda town: town.slug)
def test_every_page_names_the_own_desk_and_no_other_municipalitys(region, town):
    client = _client(region, town)
    others = [f"{other.phone} 00 00" for other in TOWNS if other is not town]  # the number of their desk
    for path in (
        "/",
        "/zoeken?q=oppas",
        "/hulp-nu",
        "/gesprek/formulier",
        "/clientondersteuning",
        "/klacht",
        "/mantelzorg",
        "/nergens",
    ):
        text = client.get(path).text
        assert f"{town.phone} 00 00" in text, path
        assert [number for number in others if number in text] == [], path


@pytest.mark.parametrize("role", list(STAFF.values()))
def test_what_is_of_one_municipality_is_seen_there_and_nowhere_else(region, role):
    rooms = {blueprint for blueprint, whose in STAFF.items() if whose is role}
    own = 0
    for town in (TOWNS[1], TOWNS[5]):
        client = _client(region, town, role)
        others = [_mark(other) for other in TOWNS if other is not town]
        for path, _endpoint in _pages(region, rooms, town):
            text = client.get(path).text
            assert [mark for mark in others if mark in text] == [], path
            own += _mark(town) in text
    if role is Role.DESK:
        assert own, "nothing of their own was seen either: this looked at nothing"


@pytest.mark.parametrize(
    ("role", "path"),
    [(Role.DESK, "/loket/"), (Role.CLIENT_SUPPORT, "/ondersteuner/"), (Role.COMPLAINTS_OFFICER, "/klachtbehandeling/")],
)
def test_a_list_holds_the_one_thing_of_the_own_municipality(region, role, path):
    found = set()
    for town in (TOWNS[2], TOWNS[6]):
        listed = set(re.findall(rf'href="({path}(?:aanvraag/)?\d+)"', _client(region, town, role).get(path).text))
        assert len(listed) == 1, (town.slug, listed)
        found |= listed
    assert len(found) == 2


def test_mails_name_the_own_municipality_only(region):
    folder = region.services.settings.data_dir / "mail"
    seen = set()
    for file in folder.iterdir():
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        said = message.get_body(("plain",)).get_content() + str(message["Subject"]) + str(message["From"])
        assert not FOREIGN.search(said), said
        named = {town for town in TOWNS if town.name in said or f"{town.phone} 00" in said}
        assert len(named) <= 1, (str(message["To"]), said)
        seen |= named
    assert seen == set(TOWNS)


@pytest.mark.parametrize(
    "path", ["/papier/boekje.pdf", "/papier/poster/eenzaamheid.pdf", "/papier/boekje.pdf?letters=groot"]
)
def test_print_names_the_own_municipality_only(region, path):
    town = TOWNS[4]
    answer = _client(region, town).get(path)
    assert answer.mimetype == "application/pdf", answer.status
    with pymupdf.open(stream=answer.data) as paper:
        said = "\n".join(page.get_text() for page in paper) + str(paper.metadata)
    assert not FOREIGN.search(said)
    assert town.name in said
    assert f"{town.phone} 00 00" in said
    assert [other.name for other in TOWNS if other is not town and f"{other.phone} 00 00" in said] == []
