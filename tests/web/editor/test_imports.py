"""Lists on the editor's screen: handed in, looked at, taught, sent, taken back."""

from sqlmodel import select

from app.accounts.rights import Role
from app.social_map.lifecycle import Actor, move
from app.social_map.models import ImportRun, ImportUpload, Offer, SourceHeads
from app.social_map.vocabulary import Status
from tests.web.lists import csv_file, work
from tests.web.staff.site import look, words_of

ONE = "1;Koffie in de hoek;Stichting De Hoek;ontmoeting;algemeen;038 000 01 01;ma 10:00-12:00"
TWO = "2;Soep in de hoek;Stichting De Hoek;ontmoeting;algemeen;038 000 01 02;di 10:00-12:00"


def hand_in(client, *lines, **more):
    answer = client.post("/beheer/import", data={"bestand": csv_file(*lines, **more), "bron": "gids", "gemeente": ""})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("?")[0]


def offers(site):
    with site.database.reading() as session:
        return {offer.name: offer.status for offer in session.exec(select(Offer)).all()}


def test_the_runs_and_what_they_did(site):
    with site.database.writing() as session:
        session.add(
            ImportRun(
                run="2026-11-22-1",
                source="providers",
                filename="lijst.csv",
                counts={"read": 30, "new": 29, "refused": 1},
            )
        )
    page = words_of(look(site.signed_in().get("/beheer/import")))
    assert "gelezen 30, nieuw 29, geweigerd 1" in page
    assert "Draai terug" in page


def test_a_list_is_looked_at_before_anything_changes(site):
    client = site.signed_in()
    report = hand_in(client, ONE, "3;;Stichting De Hoek;ontmoeting;algemeen;;")
    waits = client.get(report)
    assert waits.headers["Refresh"] == "3"
    assert "Wij bekijken uw lijst" in words_of(look(waits))
    work(site)
    answer = client.get(report)
    page = words_of(look(answer))
    assert "Refresh" not in answer.headers
    assert "naam ontbreekt" in page
    assert "Er is nog niets veranderd" in page
    assert offers(site) == {}


def test_sent_on_it_waits_for_an_editor_and_can_be_taken_back(site):
    client = site.signed_in()
    report = hand_in(client, ONE, TWO)
    work(site)
    assert client.post(report, data={"wat": "insturen"}).status_code == 303
    work(site)
    assert set(offers(site).values()) == {Status.REVIEW}
    with site.database.writing() as session:
        upload = session.exec(select(ImportUpload)).one()
        assert (upload.state, upload.body) == ("done", None)
        move(session, session.exec(select(Offer).where(Offer.source_id == "1")).one(), "publish", Actor("x", "editor"))
        run = upload.run
    assert run in words_of(look(client.get(report)))
    assert client.post("/beheer/import/terugdraaien", data={"run": run}).status_code == 303
    work(site)
    assert offers(site) == {"Koffie in de hoek": Status.PUBLISHED}
    assert "Gebleven, want daarna nog aangepast: Koffie in de hoek" in words_of(look(client.get("/beheer/import")))


def test_a_column_is_taught_once_and_remembered(site):
    client = site.signed_in()
    lines = ["Koffie;ontmoeting;algemeen;038 000 01 01"]
    heads = "naam;soort;niveau;Bel ons op"
    report = hand_in(client, *lines, heads=heads)
    work(site)
    assert "De kolom ‘Bel ons op’ is" in words_of(look(client.get(report)))
    client.post(report, data={"wat": "kolommen", "kolom-0": "telefoon"})
    work(site)
    assert "'Bel ons op' is telefoon" in words_of(look(client.get(report)))
    with site.database.reading() as session:
        assert session.get(SourceHeads, "gids").heads == {"belonsop": "telefoon"}
    again = hand_in(client, *lines, heads=heads)
    work(site)
    assert "Kolommen die wij niet kennen" not in words_of(look(client.get(again)))


def test_a_list_with_none_of_our_heads_can_be_explained(site):
    client = site.signed_in()
    report = hand_in(client, "Koffie;samen;vrij", heads="Wat;Waarvoor;Hoe vrij")
    work(site)
    page = words_of(look(client.get(report)))
    assert "geen kolomkoppen die we kennen" in page
    assert "insturen" not in page.lower().partition("kolommen die wij niet kennen")[2].partition("doe weg")[0]
    client.post(report, data={"wat": "kolommen", "kolom-0": "naam", "kolom-1": "soort", "kolom-2": "niveau"})
    work(site)
    assert "niveau 'vrij' is onbekend" in words_of(look(client.get(report)))


def test_what_is_no_list_is_said_on_the_same_page(site):
    client = site.signed_in()
    for data, said in (
        ({"bron": "gids"}, "Kies een bestand"),
        ({"bron": "gids", "bestand": csv_file(name="foto.jpg")}, "is geen lijst"),
        ({"bron": "", "bestand": csv_file(ONE)}, "Schrijf van wie de lijst is"),
        ({"bron": "organisatie x", "bestand": csv_file(ONE)}, "Schrijf van wie de lijst is"),
        ({"bron": "gids", "bestand": csv_file(ONE), "gemeente": "nergens"}, "Kies een gemeente"),
    ):
        answer = client.post("/beheer/import", data=data)
        assert answer.status_code == 422
        assert said in words_of(look(answer))


def test_the_remarks_as_a_table_work_nothing_out(site):
    client = site.signed_in()
    report = hand_in(client, "1;=1+1;Org;ontmoeting;hoog;;")
    work(site)
    text = client.get(f"{report}/verslag.csv").data.decode("utf-8-sig")
    assert '"\'=1+1"' in text
    assert '"=1+1' not in text


def test_a_list_can_be_let_go_and_then_nothing_is_done(site):
    client = site.signed_in()
    report = hand_in(client, ONE)
    client.post(report, data={"wat": "weg"})
    work(site)
    assert client.post(report, data={"wat": "insturen"}).location.endswith("voorbij")
    assert offers(site) == {}


def test_an_editor_of_one_municipality_has_no_import(site):
    client = site.signed_in("hattem@voorbeeld.example", Role.EDITOR, municipality="hattem")
    assert client.get("/beheer/import").status_code == 404
    assert client.post("/beheer/import", data={"bron": "x"}).status_code == 404
    assert client.post("/beheer/import/terugdraaien", data={"run": "x"}).status_code == 404
