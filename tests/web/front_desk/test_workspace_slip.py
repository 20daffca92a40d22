"""The slip: ticked, ordered, given along in four ways, counted once, and the caller nowhere."""

import logging
import re
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.outbox.models import OutboxMessage
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer
from app.working import worker
from tests.applications import application
from tests.installing import copy_of
from tests.mailing.conftest import mailbox  # noqa: F401
from tests.web.front_desk.calls import ask, at_desk, counted, employer_of, look, on_slip, shown, tick
from tests.web.staff.site import everything_in

MEAL, TABLE, SOUP = "warme-maaltijd-aan-huis", "aan-tafel-op-vrijdag", "soep-aan-de-deur"
NAMES = ["Warme maaltijd aan huis", "Aan tafel op vrijdag", "Soep aan de deur"]
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def region(example_template, tmp_path_factory):
    services = copy_of(example_template, tmp_path_factory.mktemp("slips"))
    with application(services) as app:
        yield app, services
    services.database.close()


@pytest.fixture(scope="module")
def signed_in(region):
    return at_desk(*region)


@pytest.fixture
def desk(signed_in):
    signed_in.post("/loket/uitkomst", data={"uitkomst": "found", "kanaal": "phone"})
    return signed_in


@pytest.fixture
def full(desk):
    """A slip with three offers, after a question for meals."""
    assert tick(desk, ask(desk, q="maaltijd", postcode="8051"), MEAL, TABLE, SOUP).status_code == 303
    return desk


def new_counts(services, doing):
    before = counted(services)
    doing()
    return {key: number - before.get(key, 0) for key, number in counted(services).items() if number != before.get(key)}


def test_ticks_go_on_the_slip_in_order_and_off_again_without_touching_what_is_not_shown(desk):
    page = ask(desk, q="maaltijd", postcode="8051")
    tick(desk, page, TABLE)
    tick(desk, page, MEAL, TABLE)
    page = look(desk)
    assert on_slip(page) == [NAMES[1], NAMES[0]], "in the order in which they were ticked"
    assert {box["value"] for box in page.select("input[name=aanbod][checked]")} == {MEAL, TABLE}
    other = ask(desk, q="koffie")
    assert MEAL not in shown(other)
    tick(desk, other, shown(other)[0])
    assert len(on_slip(look(desk))) == 3
    tick(desk, ask(desk, q="maaltijd", postcode="8051"), MEAL)
    assert on_slip(look(desk))[0] == NAMES[0]
    assert NAMES[1] not in on_slip(look(desk))


def test_order_remove_and_empty_are_buttons(full):
    def press(value):
        full.post("/loket/briefje", data={"doen": value})
        return on_slip(look(full))

    assert press(f"omlaag:{MEAL}") == [NAMES[1], NAMES[0], NAMES[2]]
    assert press(f"omhoog:{SOUP}") == [NAMES[1], NAMES[2], NAMES[0]]
    assert press(f"omhoog:{TABLE}") == [NAMES[1], NAMES[2], NAMES[0]], "it stands on top already"
    assert press("omhoog:bestaat-niet") == [NAMES[1], NAMES[2], NAMES[0]]
    assert press(f"weg:{SOUP}") == [NAMES[1], NAMES[0]]
    assert press("leeg") == []
    assert look(full).select_one("#zoek-q")["value"] == "maaltijd", "the question stays"


def test_a_script_gets_the_slip_alone(desk):
    page = ask(desk, q="maaltijd", postcode="8051")
    form = {"aanbod": [MEAL], "getoond": shown(page)}
    answer = desk.post("/loket/briefje", data=form, headers=JSON).get_json()
    assert (answer["slugs"], NAMES[0] in answer["html"], "<html" in answer["html"]) == ([MEAL], True, False)
    too_many = desk.post("/loket/briefje", data={"aanbod": [f"x{number}" for number in range(13)]}, headers=JSON)
    assert (too_many.status_code, too_many.get_json()["slugs"]) == (422, [MEAL])
    assert "niet meer dan 12" in too_many.get_json()["said"]


def test_a_slip_that_is_too_long_is_said_and_nothing_is_lost(full):
    answer = full.post("/loket/briefje", data={"aanbod": [f"x{number}" for number in range(13)]})
    assert (answer.status_code, "niet meer dan 12" in answer.text) == (422, True)
    assert on_slip(look(full)) == NAMES


@pytest.mark.parametrize("way", ["mail", "print", "brief", "link"])
def test_an_empty_slip_cannot_be_given_along(desk, region, way):
    def send():
        answer = desk.post(f"/loket/briefje/{way}", data={"adres": "a@b.example"})
        assert (answer.status_code, "nog leeg" in answer.text) == (422, True)

    assert new_counts(region[1], send) == {}


@pytest.mark.parametrize(("path", "way"), [("print", "print"), ("brief", "letter"), ("link", "link")])
def test_each_way_counts_each_offer_once_a_call(full, region, path, way):
    def twice():
        for _ in range(2):
            assert full.post(f"/loket/briefje/{path}").status_code == 303
            if path != "link":
                assert full.get(f"/loket/briefje/{path}").status_code == 200

    found = new_counts(region[1], twice)
    assert sum(found.values()) == 3
    assert {(key[0], key[1], key[3], key[4]) for key in found} == {("hattem", "hattem", way, "municipality")}
    assert all(key[2] for key in found), "under the first domain of the offer"
    assert sum(new_counts(region[1], twice).values()) == 0
    tick(full, ask(full, q="koffie"), shown(ask(full, q="koffie"))[0])
    assert sum(new_counts(region[1], twice).values()) == 1, "only what came on it since"


def test_the_sheet_and_the_letter_say_what_one_has_to_know(full):
    for path in ("print", "brief"):
        said = BeautifulSoup(full.get(f"/loket/briefje/{path}").text, "html.parser").select_one("article").get_text(" ")
        for part in (
            *NAMES,
            "038 000 01 78",
            "folder van 2025",
            "U bestelt telefonisch",
            "zonder indicatie",
            "038 000 00 00",
        ):
            assert part in said, (path, part)
        assert "gemaakt door" not in said
    assert "." * 40 in said


def test_a_code_shows_the_slip_and_stays_the_same_for_the_same_slip(full, region):
    def code():
        full.post("/loket/briefje/link")
        return look(full).select_one(".lp-slip__code strong").get_text()

    first = code()
    assert code() == first
    full.post("/loket/briefje", data={"doen": f"weg:{SOUP}"})
    assert look(full).select(".lp-slip__code") == [], "another slip has another code"
    assert code() != first
    visitor = region[0].test_client()
    visitor.inspection, visitor.host = full.inspection, "hattem.localhost"
    page = BeautifulSoup(visitor.get(f"/briefje?code={first.lower()}").text, "html.parser")
    assert [each["data-offer"] for each in page.select("article.lp-card")]
    assert [name in page.get_text().replace("\xad", "") for name in NAMES] == [True] * 3


@pytest.mark.parametrize("wrong", ["", "geen adres", "a@b.example, c@d.example", "x" * 250 + "@b.example"])
def test_a_wrong_address_is_said_and_stays(full, region, wrong):
    def send():
        answer = full.post("/loket/briefje/mail", data={"adres": wrong})
        page = BeautifulSoup(answer.text, "html.parser")
        assert (answer.status_code, page.select_one("#adres")["value"]) == (422, wrong)
        assert page.select_one(".lp-error-summary a")["href"] == "#adres"

    assert new_counts(region[1], send) == {}


def test_nobody_floods_a_mailbox_from_the_desk(full):
    for _ in range(10):
        assert full.post("/loket/briefje/mail", data={"adres": "vol@voorbeeld.example"}).status_code == 303
    answer = full.post("/loket/briefje/mail", data={"adres": "vol@voorbeeld.example"})
    assert (answer.status_code, "al vaak gemaild" in answer.text) == (422, True)


def test_the_mail_arrives_and_no_byte_of_the_address_is_left(example_template, tmp_path, mailbox, caplog):
    caplog.set_level(logging.DEBUG)
    services = copy_of(example_template, tmp_path / "mailing", smtp_url=mailbox.url)
    with application(services) as app:
        client = at_desk(app, services)
        tick(client, ask(client, q="maaltijd", postcode="8051"), MEAL, TABLE)
        answer = client.post("/loket/briefje/mail", data={"adres": "mevrouw.zoekmij@voorbeeld.example"})
        assert (answer.status_code, "zoekmij" in answer.location) == (303, False)
        assert "zoekmij" not in client.get(answer.location).text
        assert {(key[3], number) for key, number in counted(services).items()} <= {("mail", 1), ("mail", 2)}
        assert sum(counted(services).values()) == 2
        going = worker(services)
        while going.once():
            pass
        with services.database.reading() as session:
            (mail,) = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "mail.send")).all()
            assert (mail.done_at is not None, mail.payload) == (True, {}), "the sealed letter is gone too"
    _sender, to, content = mailbox.received[0]
    assert to == ["mevrouw.zoekmij@voorbeeld.example"]
    text = message_from_bytes(content, policy=policy.default).get_content()
    for part in (NAMES[0], NAMES[1], "038 000 01 78", "038 000 01 67", "€ 5,00 per keer", "folder van 2025"):
        assert part in text, part
    left = everything_in(services.database) + b"".join(
        file.read_bytes() for file in (tmp_path / "mailing").rglob("*") if file.is_file()
    )
    assert MEAL.encode() in left, "this does read the database"
    assert b"zoekmij" not in left
    ours = [
        record for record in caplog.records if not record.name.startswith("mail")
    ]  # those are the mail server's own
    assert not [record for record in ours if "zoekmij" in record.getMessage()]


def test_a_slip_of_the_own_employer_says_so_everywhere_and_is_counted_so(region):
    app, services = region
    client = at_desk(app, services, "keuken@voorbeeld.example", organisation=employer_of(services, MEAL))
    page = ask(client, q="maaltijd")

    def print_it():
        client.post("/loket/briefje/print")

    tick(client, page, MEAL)
    assert {key[4] for key in new_counts(services, print_it)} == {"own"}
    client.post("/loket/briefje/link")
    code = look(client).select_one(".lp-slip__code strong").get_text()
    public = client.get(f"/briefje?code={code}").text
    said = "Dit briefje is gemaakt door iemand van Voorbeeldkeuken De Gouden Lepel"
    for text in (client.get("/loket/briefje/print").text, client.get("/loket/briefje/brief").text, public):
        assert said in text
        assert re.search(r"/zoeken\?soort=maaltijd", text)
    tick(client, page, MEAL, TABLE)
    assert {key[4] for key in new_counts(services, print_it)} == {"other"}
    assert said not in client.get("/loket/briefje/print").text
    assert look(client).select("[role=note]") == []


def test_what_was_withdrawn_meanwhile_is_said_on_the_slip(full, region):
    with region[1].database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.slug == SOUP)).one()
        move(session, offer, "withdraw", Actor("account:1", "editor"), reason="gestopt")
    page = look(full)
    assert on_slip(page) == NAMES[:2]
    assert f"Staat niet meer op de kaart: {NAMES[2]}" in page.get_text()
    assert full.post("/loket/briefje/print").status_code == 303
