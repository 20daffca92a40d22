"""Mijn plan: everything typed stays on the page, goes out by the road somebody chooses, and stands nowhere afterwards."""

import io
import logging
import re

import pikepdf
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from icalendar import Calendar
from sqlmodel import select

from app.mailing.letters import Letter
from app.mailing.waiting import KIND, open_letter
from app.outbox.models import OutboxMessage
from app.social_map.finding import all_published
from app.web import pdf
from app.web.resident.plan_written import MOST_ROWS
from app.web.sessions import LARGEST_COOKIE

PLAN = {
    "soort": "mijn", "naam": "Kanarie", "vraag": "ik wil weer buiten komen, kanarievraag\nen niet alleen", "zelf": "koken", "rijen": "2",
    "wie-1": "buurvrouw", "wat-1": "boodschappen", "wanneer-1": "dinsdag", "grens-1": "niet in juli", "wie-2": "", "hulp": "iemand die meeloopt",
    "anders": "ik slaap beter", "terugkijken": "1-12-2027",
}  # fmt: skip


@pytest.fixture
def offers(installation):
    with installation.database.reading() as session:
        return [card.slug for card in all_published(session)][:2]


def send(client, doing, **more):
    return client.post(
        "/mijn-plan",
        data=PLAN | {"doen": doing} | more,
        headers={"Host": client.host},
        content_type="multipart/form-data",
    )


def fields(answer) -> dict[str, str]:
    """What the page would send again."""
    form = BeautifulSoup(answer.text, "html.parser").select_one('form[enctype="multipart/form-data"]')
    found = {
        each["name"]: each.get("value", "")
        for each in form.select("input[name]")
        if each.get("type") not in {"file", "checkbox"}
    }
    found |= {each["name"]: each.text.removeprefix("\n") for each in form.select("textarea")}
    return found


def test_many_at_once_do_not_take_the_machine_and_nothing_typed_is_lost(client, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    taken = [pdf._turns.acquire(blocking=False) for _each in range(pdf.AT_ONCE)]
    assert all(taken)
    try:
        answer = send(client, "pdf")
    finally:
        for _each in taken:
            pdf._turns.release()
    assert (answer.status_code, errors(answer)) == (503, ["#meenemen"])
    stands(answer)
    sheet = send(client, "pdf")
    assert sheet.mimetype == "application/pdf"
    assert sheet.headers["Content-Disposition"].startswith("attachment"), "the page with what was typed stays open"


def errors(answer) -> list[str]:
    return [link["href"] for link in BeautifulSoup(answer.text, "html.parser").select(".lp-error-summary a")]


def stands(answer) -> None:
    """Everything that was typed is on the page."""
    there = fields(answer)
    for name, value in PLAN.items():
        if name != "rijen":
            assert there.get(name, "") == value, name


def test_rows_come_and_go_and_everything_typed_stays(client):
    more = send(client, "rij-erbij")
    stands(more)
    assert fields(more)["rijen"] == "3"
    less = send(client, "weg-2", rijen="3", **{"wie-3": "zoon"})
    assert fields(less)["wie-2"] == "zoon"
    stands_but = fields(less)
    assert (stands_but["vraag"], stands_but["wie-1"]) == (PLAN["vraag"], "buurvrouw")
    full = send(client, "rij-erbij", rijen=str(MOST_ROWS))
    assert full.status_code == 422
    stands(full)
    for nonsense in ("-4", "99999999", "drie", "²"):
        assert send(client, "verder", rijen=nonsense).status_code == 200


def test_the_family_plan_asks_its_own_questions_and_changing_loses_nothing(client):
    family = send(client, "andere-vorm")
    assert "Waar maken wij ons zorgen over?" in family.text
    there = fields(family)
    assert (there["soort"], there["vraag"], there["hulp"]) == ("gezin", PLAN["vraag"], PLAN["hulp"])
    back = client.post("/mijn-plan", data=there | {"doen": "andere-vorm", "zorg": "x"}, headers={"Host": client.host})
    stands(back)
    assert fields(back)["zorg"] == "x"
    assert "familiegroepsplan" in client.get("/mijn-plan?soort=gezin", headers={"Host": client.host}).text.casefold()


@pytest.mark.parametrize(
    ("doing", "more", "field"),
    [
        ("mail", {"aan": ""}, "#aan"), ("mail", {"aan": "geen adres"}, "#aan"),
        ("mail", {"aan": "a@voorbeeld.nl, b@voorbeeld.nl; c@voorbeeld.nl d@voorbeeld.nl"}, "#aan"),
        ("agenda", {"terugkijken": "over een maand"}, "#terugkijken"), ("openen", {}, "#bestand"), ("bestand", {"zelf": "a" * 4001}, "#zelf"),
        ("pdf", {"wat-1": "b" * 201}, "#wat-1"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_everything_typed_stays(client, doing, more, field):
    answer = send(client, doing, **more)
    assert (answer.status_code, errors(answer)) == (422, [field])
    there = fields(answer)
    for name, value in (PLAN | more).items():
        if name != "rijen":
            assert there[name] == value, name


def test_an_empty_plan_goes_nowhere(client):
    answer = client.post("/mijn-plan", data={"soort": "mijn", "doen": "bestand"}, headers={"Host": client.host})
    assert (answer.status_code, errors(answer)) == (422, ["#vraag"])


def test_a_file_opens_again_where_somebody_was(client, offers):
    first = send(client, "bestand", aanbod=offers[0])
    assert re.search(r'filename="mijn-plan-\d{4}-\d\d-\d\d.txt"', first.headers["Content-Disposition"])
    text = first.data.decode("utf-8-sig")
    assert "Wie helpt mij, en wanneer?\n- buurvrouw: boodschappen; dinsdag; Waar ligt de grens: niet in juli" in text
    opened = client.post(
        "/mijn-plan",
        data={"doen": "openen", "soort": "gezin", "bestand": (io.BytesIO(first.data), "mijn-plan.txt")},
        headers={"Host": client.host},
        content_type="multipart/form-data",
    )
    assert opened.status_code == 200
    stands(opened)
    ticked = BeautifulSoup(opened.text, "html.parser").select('input[name="aanbod"][checked]')
    assert [each["value"] for each in ticked] == [offers[0]]
    again = send(client, "bestand", aanbod=offers[0])
    assert again.data == first.data


def test_what_left_the_map_stays_as_words_and_a_strange_file_changes_nothing(client):
    line = '{"leefplein": "plan", "soort": "gezin", "aanbod": [{"aanbod": "weg-is-weg", "naam": "Soep op zondag"}]}'
    opened = send(client, "openen", bestand=(io.BytesIO(line.encode()), "plan.txt"))
    assert fields(opened)["hulp"] == "Soep op zondag"
    for strange in (b"", b"\xff\xfe\x00", b'{"leefplein": "lijstje", "aanbod": []}', b'{"leefplein":' + b"[" * 90_000):
        answer = send(client, "openen", bestand=(io.BytesIO(strange), "plan.txt"))
        assert (answer.status_code, errors(answer)) == (422, ["#bestand"])
        stands(answer)


def test_what_was_kept_on_the_list_can_be_ticked(client, offers):
    client.post("/lijstje", data={"bewaar": offers[1], "aanbod": offers[1]}, headers={"Host": client.host})
    page = client.get("/mijn-plan", headers={"Host": client.host})
    if 'name="aanbod"' not in page.text:
        pytest.fail("the list does not reach the plan")
    shown = send(client, "print", aanbod=offers[1])
    assert "buurvrouw" in shown.text
    assert (
        client.post(
            "/mijn-plan", data=dict(_hidden(shown)) | {"doen": "verder"}, headers={"Host": client.host}
        ).status_code
        == 200
    )


def _hidden(answer):
    return [
        (each["name"], each["value"])
        for each in BeautifulSoup(answer.text, "html.parser").select('main form input[type="hidden"]')
    ]


def test_the_pdf_is_for_everybody_and_the_day_stands_in_a_calendar_without_the_plan(client, offers):
    answer = send(client, "pdf", aanbod=offers[0], **{"wie-2": "zoon 🙂"})
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as made:
        assert made.open_metadata()["pdfuaid:part"] == "1"
        assert str(made.Root.Lang).startswith("nl")
        assert made.Root.MarkInfo.Marked
        assert made.open_metadata()["dc:title"] == "Mijn plan"
    day = send(client, "agenda")
    event = Calendar.from_ical(day.data).events[0]
    assert event.decoded("dtstart").isoformat() == "2027-12-01"
    assert b"kanarie" not in day.data.lower()


def test_a_mail_goes_to_whom_somebody_names_and_nothing_stays(client, installation, offers, caplog):
    caplog.set_level(logging.DEBUG)
    with_link = {"anders": "kijk op https://voorbeeld.example/kwaad"}
    answer = send(client, "mail", aan="zoon@voorbeeld.nl, dochter@voorbeeld.nl", aanbod=offers[0], **with_link)
    assert answer.status_code == 200
    assert "onderweg" in answer.text
    assert "zoon@voorbeeld.nl" not in answer.text
    with installation.database.reading() as session:
        waiting = session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND)).all()
        assert "zoon@" not in str([each.payload for each in waiting]), "sealed while it waits"
        letters = [open_letter(installation.settings, each.payload["sealed"])[0] for each in waiting]
    assert sorted(letter.to for letter in letters) == ["dochter@voorbeeld.nl", "zoon@voorbeeld.nl"]
    assert isinstance(letters[0], Letter)
    assert "kanarievraag" in letters[0].text
    assert "voorbeeld.example/kwaad" not in letters[0].text
    assert f"/aanbod/{offers[0]}" in letters[0].text
    for doing in ("bestand", "pdf", "print", "agenda", "verder", "aanvraag"):
        kept = send(client, doing).headers.get("Set-Cookie", "")
        assert len(kept) < LARGEST_COOKIE
    with client.session_transaction() as session:
        assert "anari" not in str(dict(session))
    assert "anari" not in caplog.text
    raw = "".join(str(row) for row in _everything(installation))
    assert "anari" not in raw
    assert "voorbeeld.nl" not in raw.replace(str([each.payload for each in waiting]), "")
    assert send(client, "mail", aan="a@voorbeeld.nl b@voorbeeld.nl c@voorbeeld.nl").status_code == 200
    late = send(client, "mail", aan="d@voorbeeld.nl")
    assert (late.status_code, errors(late)) == (422, ["#aan"]), "five in an hour is enough"
    stands(late)


def _everything(installation):
    with installation.database.reading() as session:
        names = sa.inspect(session.connection()).get_table_names()
        for name in names:
            if name.startswith("outbox") or "fts" in name or name in {"offer", "offer_version"}:
                continue
            yield from session.execute(sa.text(f'select * from "{name}"'))


def test_it_is_handed_in_with_the_request_by_one_more_button(client):
    answer = send(client, "aanvraag")
    form = BeautifulSoup(answer.text, "html.parser").select_one('form[action$="/mijn-aanvraag/plan"]')
    given = {each["name"]: each["value"] for each in form.select("input")}
    assert given["plan_vraag"] == PLAN["vraag"]
    assert given["plan_helpers"].startswith("buurvrouw: boodschappen")
    door = client.post("/mijn-aanvraag/plan", data=given, headers={"Host": client.host})
    assert PLAN["zelf"] in door.text, "who did not come in yet keeps it over the door"


def test_a_shared_device_gives_time_to_write_and_keeps_nothing(client):
    client.get("/kiosk", headers={"Host": client.host})
    answer = send(client, "verder")
    assert answer.headers["Refresh"].startswith("1200;")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "buurvrouw" not in client.get("/mijn-plan", headers={"Host": client.host}).text
