"""Texts of the desk on the screen, and notes with an offer that nobody outside the desk ever sees."""

from sqlmodel import select

from app.accounts.rights import Role
from app.referring.models import DeskText, OfferNote
from app.social_map.models import Offer
from tests.referring.asked import an_offer
from tests.web.front_desk.desks import at_desk, errors, page

TEXT = {
    "soort": "vraag",
    "titel": "Parkeerkaart aanvragen",
    "woorden": "invalidenkaart",
    "tekst": "Bel **{desk_phone}**.\n\n<script>alert(1)</script>",
    "nakijken": "",
}


def texts(room):
    with room.services.database.reading() as session:
        return session.exec(select(DeskText).order_by(DeskText.id)).all()


def test_written_read_changed_and_taken_away(room):
    desk = at_desk(room)
    desk.inspection.leave_out("nothing_unfilled")  # the form shows the names of facts as they are typed
    made = desk.post("/loket/kennis/nieuw", data=TEXT)
    assert made.status_code == 303
    shown = desk.get(made.location)
    body = page(shown).select_one(".lp-desk-text")
    assert body.select_one("strong a")["href"].startswith("tel:")
    assert body.find("script") is None
    (text,) = texts(room)
    assert (text.municipality, text.version) == ("hattem", 1)
    change = f"/loket/kennis/{text.id}/wijzigen"
    assert desk.post(change, data=TEXT | {"versie": "1", "titel": "Kaart", "nakijken": "1-2-2020"}).status_code == 303
    clash = desk.post(change, data=TEXT | {"versie": "1", "tekst": "Mijn eigen woorden"})
    assert clash.status_code == 409
    assert "Mijn eigen woorden" in page(clash).select_one("#tekst").text
    assert page(clash).select_one("input[name=versie]")["value"] == "2"
    assert "opnieuw nakijken, sinds" in page(desk.get("/loket/kennis")).text
    assert desk.post(f"/loket/kennis/{text.id}/weg").status_code == 303
    assert desk.get(f"/loket/kennis/{text.id}").status_code == 404


def test_what_is_wrong_is_named_and_personal_numbers_are_left_out(room):
    desk = at_desk(room)
    wrong = desk.post("/loket/kennis/nieuw", data=TEXT | {"soort": "", "titel": "", "tekst": "", "nakijken": "ooit"})
    assert wrong.status_code == 422
    assert errors(wrong) == ["#soort", "#titel", "#tekst", "#nakijken"]
    desk.post("/loket/kennis/nieuw", data=TEXT | {"tekst": "zoals bij 123456782"})
    assert texts(room)[0].body == "zoals bij [weggelaten]"


def test_only_who_works_for_the_region_writes_for_the_region(room):
    desk, region = at_desk(room), at_desk(room, "regio@voorbeeld.example", "")
    region.inspection.leave_out("nothing_unfilled")  # the form shows the names of facts as they are typed
    desk.post("/loket/kennis/nieuw", data=TEXT | {"gemeente": "regio"})
    region.post("/loket/kennis/nieuw", data=TEXT | {"gemeente": "regio"})
    own, everybodys = texts(room)
    assert (own.municipality, everybodys.municipality) == ("hattem", "")
    assert desk.get(f"/loket/kennis/{everybodys.id}").status_code == 200
    assert desk.get(f"/loket/kennis/{everybodys.id}/wijzigen").status_code == 404
    assert desk.post(f"/loket/kennis/{everybodys.id}/wijzigen", data=TEXT | {"versie": "1"}).status_code == 404
    assert region.get(f"/loket/kennis/{own.id}/wijzigen").status_code == 200


def test_a_note_goes_back_to_where_it_was_written_and_only_there(room):
    desk, number = at_desk(room), an_offer(room.services.database)
    address = f"/loket/aanbod/{number}/notitie"
    assert (
        desk.post(address, data={"woorden": "na tienen", "terug": "/loket/zoeken?pagina=2#a1"}).location
        == "/loket/zoeken?pagina=2#a1"
    )
    for elsewhere in (
        "https://kwaad.example/loket/",
        "//kwaad.example/loket/",
        "/beheer/",
        "/loket/../beheer",
        "/loket/\\kwaad",
    ):
        assert desk.post(address, data={"woorden": "nog een", "terug": elsewhere}).location == address
    empty = desk.post(address, data={"woorden": " "})
    assert empty.status_code == 422
    assert errors(empty) == ["#woorden"]
    assert at_desk(room, "ginds@voorbeeld.example", "putten").get(address).text.count("na tienen") == 0
    with room.services.database.reading() as session:
        note = session.exec(select(OfferNote)).first()
    assert desk.post(f"{address}/weg", data={"notitie": note.id}).status_code == 303
    assert "na tienen" not in desk.get(address).text


def test_a_note_is_never_public_and_in_no_export(room):
    canary = "kolibriegeheim"
    desk, number = at_desk(room), an_offer(room.services.database)
    desk.post(f"/loket/aanbod/{number}/notitie", data={"woorden": canary})
    with room.services.database.reading() as session:
        slug, uid = session.get_one(Offer, number).slug, session.get_one(Offer, number).uid
    assert canary in desk.get(f"/loket/aanbod/{number}/notitie").text  # the twin: it is there
    visitor, editor = room.client(), room.signed_in("redactie@voorbeeld.example", Role.EDITOR)
    editor.inspection.leave_out("plain_words")
    for client, addresses in (
        (visitor, (f"/aanbod/{slug}", f"/aanbod/{slug}/print", f"/aanbod/{slug}.vcf", "/zoeken?q=rijden", "/api/zoek?q=rijden", f"/api/hsds/v3/services/{uid}")),
        (editor, (f"/beheer/aanbod/{number}",)),
    ):  # fmt: skip
        for path in addresses:
            assert canary not in client.get(path).text, path
