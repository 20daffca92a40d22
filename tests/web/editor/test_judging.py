import pytest
from sqlmodel import select

from app.audit.models import AuditLine
from app.social_map.models import Flag, Offer, OfferEvent
from app.social_map.vocabulary import Status, Vog
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


def offer(site, number):
    with site.database.reading() as session:
        return session.get_one(Offer, number)


def test_an_offer_that_waits_is_read_and_published(site):
    (number,) = put(site, draft())
    client = site.signed_in()
    assert "Koffie in de hoek" in words_of(look(client.get("/beheer/aanbod")))
    page = look(client.get(f"/beheer/aanbod/{number}"))
    assert "Samen koffie drinken." in words_of(page)
    version = page.find("input", attrs={"name": "versie"})["value"]
    answer = client.post(f"/beheer/aanbod/{number}", data={"doen": "publish", "versie": version})
    assert answer.status_code == 303
    assert "Gepubliceerd" in words_of(look(client.get(answer.location)))
    assert offer(site, number).status is Status.PUBLISHED
    with site.database.reading() as session:
        assert [line.action for line in session.exec(select(AuditLine))][-1] == "offer.publish"
        assert session.exec(select(OfferEvent)).all()[-1].actor == "account:1"
    assert "gepubliceerd, redacteur@voorbeeld.example" in words_of(look(client.get(f"/beheer/aanbod/{number}")))
    assert "Hier wacht niets" in words_of(look(client.get("/beheer/aanbod")))


def test_a_return_without_a_reason_is_refused_and_one_with_is_not(site):
    (number,) = put(site, draft())
    client = site.signed_in()
    answer = client.post(f"/beheer/aanbod/{number}", data={"doen": "return", "reden": "  ", "versie": "1"})
    assert answer.status_code == 422
    assert look(answer).select_one(".lp-error-summary a")["href"] == "#reden"
    assert offer(site, number).status is Status.REVIEW
    assert (
        client.post(
            f"/beheer/aanbod/{number}", data={"doen": "return", "reden": "De tijden missen.", "versie": "1"}
        ).status_code
        == 303
    )
    page = words_of(look(client.get(f"/beheer/aanbod/{number}")))
    assert "De tijden missen." in page
    assert offer(site, number).status is Status.DRAFT


def test_a_reason_that_was_typed_is_kept_when_something_else_is_wrong(site):
    (number,) = put(site, draft())
    client = site.signed_in()
    answer = client.post(
        f"/beheer/aanbod/{number}", data={"doen": "return", "reden": "De tijden missen.", "versie": "99"}
    )
    assert answer.status_code == 409
    page = look(answer)
    assert page.find("textarea", id="reden").text.strip() == "De tijden missen."
    assert "Iemand anders" in words_of(page)


def test_a_change_of_a_published_offer_stands_beside_what_visitors_see(site):
    (number,) = put(site, draft(source_id="1"), publish=True)
    put(site, draft(source_id="1", summary="Samen thee drinken."))
    client = site.signed_in()
    assert "wijziging" in words_of(look(client.get("/beheer/aanbod?wat=wijziging")))
    page = look(client.get(f"/beheer/aanbod/{number}"))
    row = page.select_one("tbody tr")
    assert [cell.text for cell in row.find_all(["th", "td"])] == [
        "Samenvatting",
        "Samen koffie drinken.",
        "Samen thee drinken.",
    ]
    assert len(page.select(".lp-changed")) == 1
    assert offer(site, number).summary == "Samen koffie drinken."
    client.post(f"/beheer/aanbod/{number}", data={"doen": "publish", "versie": offer(site, number).version})
    assert offer(site, number).summary == "Samen thee drinken."


def test_a_change_waits_however_often_other_offers_were_changed(site):
    put(site, draft(source_id="1"), draft("Vaak veranderd", source_id="2"), publish=True)
    for times in ("wo 10:00-12:00", "do 10:00-12:00"):
        put(site, draft("Vaak veranderd", source_id="2", times=times), publish=True)
    put(site, draft(source_id="1", summary="Samen thee drinken."))
    client = site.signed_in()
    for address in ("/beheer/aanbod", "/beheer/aanbod?wat=wijziging"):
        assert "Koffie in de hoek" in words_of(look(client.get(address)))


def test_what_enters_a_home_without_an_answer_about_the_certificate_cannot_go_out(site):
    numbers = put(site, draft("Oppas aan huis", "oppas", vog=Vog.UNANSWERED), draft("Tweede"))
    client = site.signed_in()
    assert "VOG" in words_of(look(client.get(f"/beheer/aanbod/{numbers[0]}")))
    answer = client.post("/beheer/aanbod", data={"aanbod": numbers})
    assert answer.status_code == 422
    assert "Oppas aan huis" in words_of(look(answer))
    assert [offer(site, number).status for number in numbers] == [Status.REVIEW, Status.PUBLISHED]


def test_many_at_once(site):
    numbers = put(site, draft("Een"), draft("Twee"), draft("Drie"))
    client = site.signed_in()
    answer = client.post("/beheer/aanbod", data={"aanbod": numbers[:2]})
    assert answer.status_code == 200
    assert "2 keer aanbod is gepubliceerd" in words_of(look(answer))
    assert offer(site, numbers[2]).status is Status.REVIEW
    assert client.post("/beheer/aanbod", data={}).status_code == 303
    assert client.post("/beheer/aanbod", data={"aanbod": ["x", "²", "9" * 50]}).status_code == 303


def test_remarks_are_shown_and_settled(site):
    (number,) = put(site, draft(), flags=["De prijs kon niet worden gelezen."])
    client = site.signed_in()
    assert "1 opmerking" in words_of(look(client.get("/beheer/aanbod?wat=opmerking")))
    page = look(client.get(f"/beheer/aanbod/{number}"))
    flag = page.find("input", attrs={"name": "opmerking"})["value"]
    assert client.post(f"/beheer/aanbod/{number}/opmerking", data={"opmerking": flag}).status_code == 303
    with site.database.reading() as session:
        assert session.exec(select(Flag)).one().settled_at is not None


def test_an_editor_of_one_municipality_sees_no_other(site):
    here, there, nowhere = put(site, draft("Hier"), draft("Daar", town="Putten"), draft("Ergens", town=""))
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get("/beheer/aanbod")))
    assert "Hier" in page
    assert "Daar" not in page
    assert client.get(f"/beheer/aanbod/{here}").status_code == 200
    for number in (there, nowhere, 99_999):
        assert client.get(f"/beheer/aanbod/{number}").status_code == 404
        assert client.post(f"/beheer/aanbod/{number}", data={"doen": "withdraw", "versie": 1}).status_code == 404
    assert client.get(f"/beheer/aanbod/{2**63}").status_code == 404
    assert client.post(f"/beheer/aanbod/{2**63}", data={"doen": "withdraw"}).status_code in {
        404,
        405,
    }  # no such address
    assert client.post("/beheer/aanbod", data={"aanbod": [here, there]}).status_code == 404
    assert offer(site, here).status is Status.REVIEW


def test_withdrawn_and_looked_at_again(site):
    (number,) = put(site, draft(), publish=True)
    client = site.signed_in()
    assert (
        client.post(
            f"/beheer/aanbod/{number}", data={"doen": "withdraw", "versie": offer(site, number).version}
        ).status_code
        == 303
    )
    assert offer(site, number).status is Status.WITHDRAWN
    assert "Koffie" in words_of(look(client.get("/beheer/aanbod?wat=ingetrokken")))
    assert (
        client.post(
            f"/beheer/aanbod/{number}", data={"doen": "revive", "versie": offer(site, number).version}
        ).status_code
        == 303
    )
    assert offer(site, number).status is Status.REVIEW


@pytest.mark.parametrize(
    "query", ["?wat=onzin", "?pagina=x", "?pagina=-1", "?pagina=999999999999", "?bron=%00", "?bron=onbekend"]
)
def test_strange_addresses_give_a_page(site, query):
    assert site.signed_in().get(f"/beheer/aanbod{query}").status_code == 200


def test_a_move_that_does_not_exist_is_refused(site):
    (number,) = put(site, draft())
    assert site.signed_in().post(f"/beheer/aanbod/{number}", data={"doen": "verbrand"}).status_code == 400
