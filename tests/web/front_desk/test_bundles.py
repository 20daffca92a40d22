"""A combination is made from the slip, and one click puts it on the slip again; notes for the next shift beside it."""

from sqlmodel import select

from app.referring.models import Bundle
from app.social_map.models import Offer
from tests.referring.asked import an_offer
from tests.web.front_desk.desks import at_desk, errors, page


def on_slip(desk):
    with desk.session_transaction(base_url="http://hattem.localhost") as session:
        return session.get("loket", {}).get("b", [])


def test_a_slip_becomes_a_combination_and_comes_back_with_one_click(room):
    desk = at_desk(room)
    numbers = [an_offer(room.services.database, name) for name in ("Rijden", "Koken", "Kletsen")]
    with room.services.database.reading() as session:
        slugs = [session.get_one(Offer, number).slug for number in numbers]
    assert desk.post("/loket/bundels", data={"naam": "Thuis"}).status_code == 422
    with desk.session_transaction(base_url="http://hattem.localhost") as session:
        session["loket"] = {"b": slugs}
    assert errors(desk.post("/loket/bundels", data={"naam": ""})) == ["#naam"]
    made = desk.post("/loket/bundels", data={"naam": "Thuis", "advies": "Bel eerst."})
    assert made.status_code == 303
    with desk.session_transaction(base_url="http://hattem.localhost") as session:
        session.pop("loket")
    with room.services.database.reading() as session:
        (bundle,) = session.exec(select(Bundle)).all()
    address = f"/loket/bundels/{bundle.id}"
    assert desk.post(f"{address}/op-het-briefje", data={"terug": "/loket/zoeken"}).location == "/loket/zoeken"
    assert on_slip(desk) == slugs
    mark = page(desk.get(address)).select_one("input[name=stand]")["value"]
    assert desk.post(address, data={"naam": "Thuis", "stand": mark, "weg": slugs[0]}).status_code == 303
    assert desk.post(address, data={"naam": "Anders", "stand": mark}).status_code == 409
    shown = page(desk.get("/loket/bundels")).text
    assert "Koken" in shown
    assert "Rijden" not in shown.partition("Maak er een van het briefje")[0]
    assert desk.post(f"{address}/weg").status_code == 303
    assert desk.get(address).status_code == 404


def test_the_next_shift_sees_at_once_what_waits(room):
    desk = at_desk(room)
    assert errors(desk.post("/loket/overdracht", data={"woorden": ""})) == ["#woorden"]
    desk.post("/loket/overdracht", data={"woorden": "De prijs van de maaltijden, 123456782"})
    colleague = at_desk(room, "collega@voorbeeld.example")
    for path in ("/loket/", "/loket/zoeken"):
        assert "1 notitie van de vorige dienst" in page(colleague.get(path)).text
    waiting = page(colleague.get("/loket/overdracht"))
    assert "De prijs van de maaltijden, [weggelaten]" in waiting.text
    assert colleague.post(waiting.select_one("li form")["action"]).status_code == 303
    assert "notitie van de vorige dienst" not in page(colleague.get("/loket/")).text
