from datetime import timedelta

from app import clock
from tests.web.staff.site import look, words_of


def number(site, number_id="113"):
    site.content.forget()
    return site.content.now().help_number(number_id)


def test_a_number_is_checked_today(site, monkeypatch):
    client = site.signed_in()
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "today", later.date)
    page = words_of(look(client.get("/beheer/hulpnummers")))
    assert "te lang geleden" in page
    assert client.post("/beheer/hulpnummers/landelijk/113", data={"doen": "nagekeken"}).status_code == 303
    found = number(site)
    assert found.verified_on == later.date()
    assert found.number == "0800-0113"
    assert "en" in found.translations


def test_a_wrong_number_is_mended(site):
    client = site.signed_in()
    page = look(client.get("/beheer/hulpnummers/landelijk/113"))
    form = {field["name"]: field.get("value") or field.text.strip() for field in page.select("input[id], textarea[id]")}
    assert client.post("/beheer/hulpnummers/landelijk/113", data=form | {"tel": "geen nummer"}).status_code == 422
    assert (
        client.post(
            "/beheer/hulpnummers/landelijk/113", data=form | {"number": "0800 999", "tel": "0800999"}
        ).status_code
        == 303
    )
    assert number(site).tel == "0800999"


def test_the_numbers_of_a_municipality_are_checked_too(site):
    client = site.signed_in()
    town = site.content.now().municipality("hattem")
    assert town is not None
    first = town.help_numbers[0]
    assert client.post(f"/beheer/hulpnummers/hattem/{first.id}", data={"doen": "nagekeken"}).status_code == 303
    site.content.forget()
    after = site.content.now().municipality("hattem").help_numbers
    assert after[0].verified_on == clock.today()
    assert [each.id for each in after] == [each.id for each in town.help_numbers]
    assert client.get("/beheer/hulpnummers/hattem/bestaat-niet").status_code == 404
    assert client.get("/beheer/hulpnummers/nergens/113").status_code == 404
