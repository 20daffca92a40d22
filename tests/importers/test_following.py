"""Following a source over the wire: fetched politely, compared in three ways, never more taken away than is safe."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlmodel import select

from app import clock
from app.outbox.worker import Worker
from app.publishing.sources import ASKED, NewSource, add, ask_reading, check, post_due, silent, stop
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Flag, ImportRun, ImportSource, Offer, OfferRevision
from app.social_map.rows import digest_of
from app.social_map.vocabulary import Status
from importers import FileRefused
from importers.following import Asking, follow, read_source
from importers.gone import GONE
from importers.undoing import undo_run

HEADS = "id;naam;organisatie;soort;niveau;telefoon;tijden"
EDITOR = Actor("account:1", "editor")


class Elsewhere:
    """Somebody else's server: what it answers at each path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, str]] = {}
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers["User-Agent"]))
                status, body, location = outer.answers.get(self.path, (404, b"", ""))
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def gives(self, *rows: str, path: str = "/lijst.csv") -> None:
        self.answers[path] = (200, "\n".join((HEADS, *rows)).encode(), "")


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    found = Elsewhere()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def house(services, tmp_path):
    """The installation, allowed to ask this machine over plain http, with a data folder of its own."""
    from dataclasses import replace

    settings = services.settings.model_copy(update={"local_http": True, "data_dir": tmp_path})
    return replace(services, settings=settings)


def row(number: int, phone: str = "038 000 01 01", times: str = "ma 10:00-12:00", name: str = "") -> str:
    return f"{number};{name or f'Koffie {number}'};Stichting Voorbeeld;ontmoeting;algemeen;{phone};{times}"


@pytest.fixture
def source(house, elsewhere):
    def source(*, trusted=False, address="", **more):
        new = NewSource(
            "Buurlijst", "spreadsheet", address or f"{elsewhere.base}/lijst.csv", "CC BY 4.0", "De buren", **more
        )
        with house.database.writing() as session:
            made = add(session, check(new, house.content.now(), house.settings), "account:1")
            made.trusted = trusted
            session.add(made)
            return made.id

    return source


@pytest.fixture
def read(house):
    def read(number, **asked):
        with house.database.writing() as session:
            assert ask_reading(session, session.get_one(ImportSource, number), "account:1", **asked)
        read_source(house, number, Asking("Leefplein-proef", loopback=True, pause=0.0, pauses_when_busy=(0.0,)))
        return one(house, number)

    return read


def one(house, number) -> ImportSource:
    with house.database.reading() as session:
        return session.get_one(ImportSource, number)


def offers(house):
    with house.database.reading() as session:
        return {offer.name: offer for offer in session.exec(select(Offer).order_by(Offer.id)).all()}


def flags(house):
    with house.database.reading() as session:
        return [flag.reason for flag in session.exec(select(Flag).where(Flag.settled_at.is_(None))).all()]


def edit(house, name, **facts):
    """An editor changes an offer and publishes it."""
    with house.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.name == name)).one()
        revisions = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == offer.id).order_by(OfferRevision.number.desc())
        ).all()
        draft = revisions[0].draft.model_copy(update=facts)
        offer.digest = digest_of(draft)
        session.add(
            OfferRevision(
                offer_id=offer.id, number=revisions[0].number + 1, draft=draft, state="pending", author=EDITOR.name
            )
        )
        session.flush()
        move(session, offer, "publish", EDITOR)


def test_a_dry_run_tells_and_changes_nothing(house, elsewhere, source, read):
    elsewhere.gives(row(1), row(2))
    found = read(source(), dry=True)
    assert (found.state, found.report["cases"], found.report["dry"]) == ("new", {"new": 2}, True)
    assert offers(house) == {}
    assert ASKED not in found.cursor


def test_what_comes_in_has_its_licence_and_waits(house, elsewhere, source, read):
    elsewhere.gives(row(1))
    found = read(source())
    assert found.state == "well"
    assert found.read_at is not None
    assert found.next_at > clock.now()
    offer = offers(house)["Koffie 1"]
    assert (offer.status, offer.source) == (Status.REVIEW, "Buurlijst")
    assert offer.licence == "CC BY 4.0; De buren"


def test_a_trusted_source_is_public_at_once_and_repeating_itself_is_no_run(house, elsewhere, source, read):
    elsewhere.gives(row(1))
    number = source(trusted=True)
    read(number)
    assert offers(house)["Koffie 1"].status is Status.PUBLISHED
    read(number)
    with house.database.reading() as session:
        assert len(session.exec(select(ImportRun)).all()) == 1


def test_what_was_changed_here_stays_and_what_changed_there_comes(house, elsewhere, source, read):
    elsewhere.gives(row(1))
    number = source(trusted=True)
    read(number)
    edit(house, "Koffie 1", phone="038 999 99 99")
    elsewhere.gives(row(1, times="di 10:00-12:00"))
    found = read(number)
    offer = offers(house)["Koffie 1"]
    assert (offer.phone, offer.times, offer.status) == ("038 999 99 99", "di 10:00-12:00", Status.PUBLISHED)
    assert {each["field"]: each["case"] for each in found.report["changes"][0]["fields"]} == {
        "phone": "here",
        "times": "there",
    }
    elsewhere.gives(row(1, times="wo 10:00-12:00"))
    read(number)
    offer = offers(house)["Koffie 1"]
    assert (offer.phone, offer.times) == ("038 999 99 99", "wo 10:00-12:00"), "the second time too"


def test_a_conflict_waits_for_a_person_even_when_the_source_is_trusted(house, elsewhere, source, read):
    elsewhere.gives(row(1))
    number = source(trusted=True)
    read(number)
    edit(house, "Koffie 1", phone="038 999 99 99")
    for times in ("ma 10:00-12:00", "di 10:00-12:00"):
        elsewhere.gives(row(1, phone="038 111 11 11", times=times))
        read(number)
        offer = offers(house)["Koffie 1"]
        assert (offer.phone, offer.times) == ("038 999 99 99", "ma 10:00-12:00")
    assert any("038 111 11 11" in reason for reason in flags(house))
    with house.database.writing() as session:
        move(session, session.get_one(Offer, offer.id), "publish", EDITOR)
    offer = offers(house)["Koffie 1"]
    assert (offer.phone, offer.times) == ("038 111 11 11", "di 10:00-12:00"), "a person took it"


def test_gone_there_is_asked_about_when_the_source_is_not_trusted(house, elsewhere, source, read):
    elsewhere.gives(row(1), row(2))
    number = source()
    read(number)
    elsewhere.gives(row(1))
    found = read(number)
    assert found.report["cases"] == {"gone": 1}
    assert flags(house) == [GONE]
    assert {offer.status for offer in offers(house).values()} == {Status.REVIEW}
    elsewhere.gives(row(1), row(2))
    read(number)
    assert flags(house) == [], "it came back: nobody has to look any more"


def test_gone_there_leaves_the_map_when_trusted_and_can_be_taken_back(house, elsewhere, source, read):
    elsewhere.gives(*(row(each) for each in range(1, 9)))
    number = source(trusted=True)
    read(number)
    edit(house, "Koffie 8", phone="038 999 99 99")
    elsewhere.gives(*(row(each) for each in range(1, 7)))
    found = read(number)
    found_now = {name: offer.status for name, offer in offers(house).items()}
    assert found_now["Koffie 7"] is Status.WITHDRAWN
    assert found_now["Koffie 8"] is Status.PUBLISHED, "somebody here looks after it"
    undo_run(house, found.report["run"])
    assert offers(house)["Koffie 7"].status is Status.PUBLISHED
    assert flags(house) == []


def test_help_in_a_crisis_is_never_taken_off_by_a_source(house, elsewhere, source, read):
    kept = house.content.now().policy.never_hide[0]
    elsewhere.gives(row(1), f"2;Noodplek;Stichting Voorbeeld;{kept};algemeen;038 000 01 02;")
    number = source(trusted=True)
    read(number)
    before = offers(house)["Noodplek"].status
    elsewhere.gives(row(1))
    read(number)
    assert offers(house)["Noodplek"].status is before
    assert flags(house).count(GONE) == 1


def test_much_gone_at_once_changes_nothing_until_a_person_says_so(house, elsewhere, source, read):
    elsewhere.gives(*(row(each) for each in range(1, 21)))
    number = source(trusted=True)
    read(number)
    elsewhere.gives(*(row(each) for each in range(1, 11)), row(21))
    found = read(number)
    assert found.state == "failed"
    assert "10 van de 20" in found.reason
    assert found.report["too_much_gone"] == [10, 20]
    assert len(offers(house)) == 20, "nothing of this reading was taken"
    assert {offer.status for offer in offers(house).values()} == {Status.PUBLISHED}
    found = read(number, even_so=True)
    assert found.state == "well"
    assert sum(offer.status is Status.WITHDRAWN for offer in offers(house).values()) == 10


def test_what_an_editor_withdrew_does_not_come_back(house, elsewhere, source, read):
    elsewhere.gives(row(1))
    number = source(trusted=True)
    read(number)
    with house.database.writing() as session:
        move(session, session.exec(select(Offer)).one(), "withdraw", EDITOR)
    elsewhere.gives(row(1, times="vr 10:00-12:00"))
    read(number)
    assert offers(house)["Koffie 1"].status is Status.WITHDRAWN


def test_what_its_source_took_away_and_brought_back_is_judged_anew(house, elsewhere, source, read):
    elsewhere.gives(row(1), row(2))
    number = source(trusted=True)
    read(number)
    elsewhere.gives(row(1))
    read(number)
    assert offers(house)["Koffie 2"].status is Status.WITHDRAWN
    elsewhere.gives(row(1), row(2))
    read(number)
    assert offers(house)["Koffie 2"].status is Status.REVIEW


def test_a_row_that_cannot_be_read_is_not_gone(house, elsewhere, source, read):
    elsewhere.gives(row(1), row(2))
    number = source(trusted=True)
    read(number)
    elsewhere.gives(row(1), "2;Koffie 2;Stichting Voorbeeld;;vreemd;;")
    found = read(number)
    assert found.report["refused"]
    assert offers(house)["Koffie 2"].status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/weg.csv", "adres er niet is"),
        ("/stuk.csv", "geen bruikbaar antwoord (500)"),
        ("/rond.csv", "geen bruikbaar antwoord (302)"),
    ],
)
def test_a_source_that_does_not_answer_says_why_and_is_tried_again(house, elsewhere, source, read, address, said):
    elsewhere.answers |= {"/stuk.csv": (500, b"", ""), "/rond.csv": (302, b"", "/rond.csv")}
    found = read(source(address=elsewhere.base + address))
    assert found.state == "failed"
    assert said in found.reason
    assert found.next_at > clock.now()
    assert found.cursor["failures"] == 1


def test_a_redirect_is_followed_and_a_busy_server_asked_again(elsewhere):
    elsewhere.gives(row(1))
    elsewhere.answers["/oud"] = (301, b"", "/lijst.csv")
    asking = Asking(
        "Leefplein-bronnen (+https://www.voorbeeld.example)", loopback=True, pause=0.0, pauses_when_busy=(0.0, 0.0)
    )
    assert b"Koffie 1" in asking(f"{elsewhere.base}/oud")
    assert {agent for _, agent in elsewhere.asked} == {"Leefplein-bronnen (+https://www.voorbeeld.example)"}
    elsewhere.answers["/druk"] = (503, b"", "")
    with pytest.raises(FileRefused):
        asking(f"{elsewhere.base}/druk")
    assert [path for path, _ in elsewhere.asked].count("/druk") == 3


def test_not_more_is_read_than_was_agreed(elsewhere, monkeypatch):
    elsewhere.gives(row(1))
    monkeypatch.setattr("importers.following.LARGEST_ANSWER", 10)
    with pytest.raises(FileRefused):
        Asking("x", loopback=True, pause=0.0)(f"{elsewhere.base}/lijst.csv")
    monkeypatch.undo()
    monkeypatch.setattr("importers.following.MOST_PAGES", 1)
    asking = Asking("x", loopback=True, pause=0.0)
    asking(f"{elsewhere.base}/lijst.csv")
    with pytest.raises(FileRefused, match="bladzijden"):
        asking(f"{elsewhere.base}/lijst.csv")


def test_this_machine_and_plain_http_are_not_asked_in_earnest(elsewhere):
    with pytest.raises(FileRefused, match="openbare adressen"):
        Asking("x", pause=0.0)(f"{elsewhere.base}/lijst.csv")
    assert elsewhere.asked == []


def test_a_file_of_the_operator_is_followed(house, source, read, tmp_path):
    (tmp_path / "bronnen").mkdir()
    (tmp_path / "bronnen" / "gids.csv").write_text(f"{HEADS}\n{row(1)}")
    assert read(source(address="gids.csv")).state == "well"
    assert list(offers(house)) == ["Koffie 1"]


def test_the_worker_reads_what_is_due_and_nobody_reads_it_twice(house, elsewhere, source):
    elsewhere.gives(row(1))
    number = source()
    with house.database.writing() as session:
        held = session.get_one(ImportSource, number)
        held.next_at = clock.now()
        session.add(held)
    with house.database.alone(f"source-{number}"):
        assert read_source(house, number) is None
    post_due(house.database)
    post_due(house.database)
    Worker(house.database, house, {"import.follow": follow}).once()
    assert one(house, number).state == "well"
    assert [path for path, _ in elsewhere.asked] == ["/lijst.csv"]


def test_a_source_nobody_follows_any_more_takes_its_offers_along_when_asked(house, elsewhere, source, read):
    elsewhere.gives(row(1), row(2))
    number = source(trusted=True)
    read(number)
    edit(house, "Koffie 2", phone="038 999 99 99")
    with house.database.writing() as session:
        stop(session, session.get_one(ImportSource, number), "account:1", withdraw=True)
    run = read_source(house, number).run
    with house.database.reading() as session:
        assert session.get(ImportSource, number) is None
    assert {name: offer.status.value for name, offer in offers(house).items()} == {
        "Koffie 1": "withdrawn",
        "Koffie 2": "published",
    }
    undo_run(house, run)
    assert offers(house)["Koffie 1"].status is Status.PUBLISHED


def test_a_source_that_is_silent_for_long_is_noticed(house, elsewhere, source, read):
    number = source(rhythm="daily", address=f"{elsewhere.base}/weg.csv")
    assert read(number).state == "failed"
    with house.database.writing() as session:
        assert silent(session) == []
        held = session.get_one(ImportSource, number)
        held.created_at = clock.now().replace(year=2025)
        session.add(held)
    with house.database.reading() as session:
        assert [each.id for each in silent(session)] == [number]
