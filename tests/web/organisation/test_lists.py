"""An organisation hands in its own list, and nobody else's."""

import pytest
from sqlmodel import select

from app.accounts.rights import Role
from app.social_map.draft import OfferDraft, OrganisationDraft, PlaceDraft
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.shelving import Shelf
from app.social_map.vocabulary import Answer, Level, Status, Vog
from app.web import organisation
from tests.web.lists import csv_file, work
from tests.web.staff.site import look, make_site, words_of


@pytest.fixture
def site(tmp_path):
    found = make_site(tmp_path, rooms=(organisation,))
    with found.database.writing() as session:
        shelf = Shelf(session)
        for name, whose, source, source_id in (
            ("Koffie in de hoek", "Stichting De Hoek", "gids", "G1"),
            ("Soep in de hoek", "Stichting De Hoek", "krant", ""),
            ("Koffie elders", "Elders", "gids", "G2"),
        ):
            draft = OfferDraft(
                source=source, source_id=source_id, name=name, organisation=OrganisationDraft(name=whose, phone="038 000 01 00"),
                kind="ontmoeting", level=Level.GENERAL, place=PlaceDraft(kern="Hattem", name="De Voorbeeldhoek"), times="ma 10:00-12:00",
                description="=Samen|koffie.\nEn meer.", phone="+31 38 000 01 01", vog=Vog.NOT_APPLICABLE, meldcode=Answer.YES, quality="keurmerk",
            )  # fmt: skip
            shelf.receive(draft, actor="proef", publish=True)
        shelf.finish()
    yield found
    found.close()


@pytest.fixture
def client(site):
    with site.database.reading() as session:
        uid = session.exec(select(Organisation.uid).where(Organisation.name == "Stichting De Hoek")).one()
    return site.signed_in("hoek@voorbeeld.example", Role.ORGANISATION, organisation=uid)


def hand_in(client, file):
    answer = client.post("/organisatie/lijst", data={"bestand": file})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("?")[0]


def send(site, client, file):
    report = hand_in(client, file)
    work(site)
    client.post(report, data={"wat": "insturen"})
    work(site)
    return words_of(look(client.get(report)))


def everything(site):
    with site.database.reading() as session:
        offers = session.exec(select(Offer).order_by(Offer.id)).all()
        return [(offer.name, offer.status, offer.version, offer.phone, offer.organisation_id) for offer in offers]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_own_export_handed_in_again_changes_nothing(site, client, kind):
    import io

    before = everything(site)
    body = client.get(f"/organisatie/meenemen/aanbod.{kind}").data
    page = send(site, client, (io.BytesIO(body), f"aanbod.{kind}"))
    assert "Gelijk gebleven 2" in page
    assert everything(site) == before


def test_only_what_was_changed_in_the_list_is_a_change_and_it_waits(site, client):
    heads = "id;naam;soort;niveau;telefoon"
    page = send(site, client, csv_file("G1;Koffie in de hoek;ontmoeting;algemeen;038 000 99 99", heads=heads))
    assert "Gewijzigd 1" in page
    assert "Koffie in de hoek : telefoon" in page  # which offer, and what of it
    with site.database.reading() as session:
        offer = session.exec(select(Offer).where(Offer.source_id == "G1")).one()
        assert (offer.status, offer.phone) == (Status.PUBLISHED, "+31 38 000 01 01")
        (draft,) = session.exec(
            select(OfferRevision.draft).where(OfferRevision.offer_id == offer.id, OfferRevision.state == "pending")
        ).all()
    assert draft.phone == "038 000 99 99"
    assert (draft.description, draft.quality, draft.place.name) == (
        "=Samen|koffie.\nEn meer.",
        "keurmerk",
        "De Voorbeeldhoek",
    )


def test_a_price_without_a_day_is_asked_about_and_one_with_a_day_is_not(site, client):
    heads = "id;naam;soort;niveau;kosten;kosten_geldig_tot"
    asked = "tot welke dag geldt deze prijs"
    assert asked in send(site, client, csv_file("G1;Koffie in de hoek;ontmoeting;algemeen;4,00 per keer;", heads=heads))
    dated = csv_file("Z1;Thee in de hoek;ontmoeting;algemeen;4,00 per keer;31-12-2027", heads=heads)
    assert asked not in send(site, client, dated)


def test_an_editor_sees_whose_list_it_was_and_what_answer_was_promised(site, client):
    heads = "id;naam;soort;niveau"
    send(site, client, csv_file("Z9;Een nieuwe middag;ontmoeting;algemeen", heads=heads))
    page = look(site.signed_in("ed@voorbeeld.example").get("/beheer/aanbod"))
    (row,) = [row for row in page.select("tbody tr") if row.th.text == "Een nieuwe middag"]
    assert row.find_all("td")[-1].text.strip()  # the promised day
    assert "lijst van Stichting De Hoek" in [option.text for option in page.select("#bron option")]


def test_offers_of_others_are_refused_and_never_touched(site, client):
    before = everything(site)[2]
    page = send(
        site,
        client,
        csv_file(
            "G2;Koffie elders;Elders;ontmoeting;algemeen;038 000 66 66;",
            "G2;Koffie elders;;ontmoeting;algemeen;038 000 66 66;",
            "9;Nieuw in de hoek;de hoek;ontmoeting;algemeen;;",
        ),
    )
    assert "is niet uw organisatie" in page
    assert everything(site)[2] == before
    with site.database.reading() as session:
        names = session.exec(select(Organisation.name)).all()
        made = session.exec(select(Offer).where(Offer.name == "Nieuw in de hoek")).one()
        own = session.exec(select(Organisation.id).where(Organisation.name == "Stichting De Hoek")).one()
    assert sorted(names) == ["Elders", "Stichting De Hoek"]
    assert (made.status, made.organisation_id) == (Status.REVIEW, own)


def test_a_list_of_another_organisation_does_not_exist(site, client):
    report = hand_in(client, csv_file("1;x;;ontmoeting;algemeen;;"))
    with site.database.reading() as session:
        other = session.exec(select(Organisation.uid).where(Organisation.name == "Elders")).one()
    stranger = site.signed_in("elders@voorbeeld.example", Role.ORGANISATION, organisation=other)
    assert stranger.get(report).status_code == 404
    assert stranger.get(f"{report}/verslag.csv").status_code == 404
    assert stranger.post(report, data={"wat": "insturen"}).status_code == 404


def test_no_file_and_a_file_of_another_kind(site, client):
    for data, said in (({}, "Kies een bestand"), ({"bestand": csv_file(name="a.pdf")}, "is geen lijst")):
        answer = client.post("/organisatie/lijst", data=data)
        assert answer.status_code == 422
        assert said in words_of(look(answer))
    assert "Lijst insturen" in words_of(look(client.get("/organisatie/lijst")))


def test_a_workbook_that_is_no_workbook_is_told_in_dutch(site, client):
    import io

    report = hand_in(client, (io.BytesIO(b"PK\x03\x04 kapot"), "lijst.xlsx"))
    work(site)
    assert "niet te lezen" in words_of(look(client.get(report)))
