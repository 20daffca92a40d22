"""One offer before an editor: the difference, the mail, the term, earlier versions, and two editors at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from app import clock
from app.accounts.rights import Role
from app.publishing.deciding import REASONS
from app.publishing.handing_in import hand_in
from app.publishing.merging import merge_offers
from app.social_map.draft import OrganisationDraft
from app.social_map.lifecycle import Actor
from app.social_map.models import Offer, OfferEvent, OfferRevision, Organisation
from app.social_map.vocabulary import ConfirmedBy, Status
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of
from tests.workshop import letters

LONG = "Elke dinsdag drinken wij koffie in de hoek. Kom gerust binnen, ook als u niemand kent. Er is altijd iemand die u welkom heet."


def offer(site, number):
    with site.database.reading() as session:
        return session.get_one(Offer, number)


def workshop(site):
    return site.app.extensions["leefplein"].publishing


def organisation_account(site, name="Stichting De Hoek", email="hoek@voorbeeld.example"):
    """The number of an account that speaks for this organisation, which is on the map already."""
    with site.database.reading() as session:
        uid = session.exec(select(Organisation).where(Organisation.name == name)).one().uid
    return site.account(email, Role.ORGANISATION, organisation=uid).account.id


def changed_by(site, number, account, **facts):
    """The organisation hands in a change of its offer."""
    with site.database.writing() as session:
        found = session.get_one(Offer, number)
        hand_in(
            session, workshop(site), draft(**facts), Actor(f"account:{account}", "organisation"), offer=found, base_version=found.version
        )  # fmt: skip


def post(client, site, number, action, **more):
    return client.post(f"/beheer/aanbod/{number}", data={"doen": action, "versie": offer(site, number).version} | more)


@pytest.fixture
def changed(site):
    """A public offer whose organisation handed in a change."""
    (number,) = put(site, draft(source_id="1", description=LONG), publish=True)
    account = organisation_account(site)
    changed_by(site, number, account, description=LONG.replace("koffie", "thee"), phone="038 000 02 02")
    return number


def test_a_long_text_is_shown_word_by_word_and_a_short_fact_beside_the_old_one(site, changed):
    page = look(site.signed_in().get(f"/beheer/aanbod/{changed}"))
    assert "koffie" in page.find("del").text
    assert "thee" in page.find("ins").text
    assert "(weg:)" in page.find("del").text
    assert page.select_one(".lp-staff-table del").find_parent("td").text.count("Kom gerust binnen") == 1
    rows = {
        row.th.text: [cell.text for cell in row.find_all("td")]
        for row in page.select("tbody tr")
        if row.find("td", class_="lp-changed")
    }
    assert rows["Telefoon"] == ["038 000 01 01", "038 000 02 02"]


def test_the_organisation_its_number_and_the_promised_day_are_there(site, changed):
    page = words_of(look(site.signed_in().get(f"/beheer/aanbod/{changed}")))
    assert "Stichting De Hoek" in page
    assert "Antwoord beloofd op of voor" in page
    assert "te laat" not in page


def test_accepting_mails_the_organisation_in_the_same_transaction(site, changed):
    client = site.signed_in()
    answer = post(client, site, changed, "publish")
    assert "krijgt hierover een mail" in words_of(look(client.get(answer.location)))
    (letter,) = letters(workshop(site))
    assert letter.to == "hoek@voorbeeld.example"
    assert f"http://hattem.localhost/aanbod/{offer(site, changed).slug}" in letter.text
    assert offer(site, changed).phone == "038 000 02 02"


def test_returning_mails_the_reason_and_where_to_change_it(site, changed):
    client = site.signed_in()
    post(client, site, changed, "return", reden="De tijden missen.")
    (letter,) = letters(workshop(site))
    assert "De tijden missen." in letter.text
    assert f"http://hattem.localhost/organisatie/aanbod/{changed}" in letter.text
    assert offer(site, changed).phone == "038 000 01 01"


def test_a_refused_return_mails_nobody(site, changed):
    assert post(site.signed_in(), site, changed, "return", reden=" ").status_code == 422
    assert letters(workshop(site)) == []


def test_without_an_address_the_number_to_ring_is_shown(site):
    (number,) = put(site, draft())
    client = site.signed_in()
    answer = post(client, site, number, "return", reden="De tijden missen.")
    page = words_of(look(client.get(answer.location)))
    assert "Vertel het door te bellen" in page
    assert "038 000 01 01" in page
    assert letters(workshop(site)) == []


def test_a_sentence_to_begin_with_can_be_edited_and_none_is_chosen(site, changed):
    client = site.signed_in()
    page = look(client.get(f"/beheer/aanbod/{changed}"))
    assert page.find("textarea", id="reden").text.strip() == ""
    assert len(page.find_all("button", attrs={"name": "zin"})) == len(REASONS)
    answer = client.post(f"/beheer/aanbod/{changed}", data={"zin": "tijden", "reden": "Beste mensen.", "versie": 1})
    assert answer.status_code == 200
    assert look(answer).find("textarea", id="reden").text.strip() == f"Beste mensen.\n{REASONS['tijden']}"
    assert offer(site, changed).status is Status.PUBLISHED
    assert client.post(f"/beheer/aanbod/{changed}", data={"zin": "onzin", "versie": 1}).status_code == 400


def test_who_waits_longer_than_was_promised_comes_first(site):
    first, second, third = put(site, draft("Eerst"), draft("Tweede"), draft("Derde"))
    account = organisation_account(site)
    changed_by(site, third, account, name="Derde")
    with site.database.writing() as session:
        found = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == third, OfferRevision.number == 2)
        ).one()
        found.created_at = clock.now() - timedelta(days=10)
    changed_by(site, second, account, name="Tweede")
    rows = look(site.signed_in().get("/beheer/aanbod")).select("tbody tr")
    assert [row.th.text for row in rows] == ["Derde", "Tweede", "Eerst"]
    assert ["te laat" in row.text for row in rows] == [True, False, False]
    assert rows[2].find_all("td")[-1].text == ""
    assert "te laat" in words_of(look(site.signed_in("b@voorbeeld.example").get(f"/beheer/aanbod/{third}")))
    assert first


def test_an_editor_who_decides_on_what_changed_meanwhile_sees_both(site, changed):
    client = site.signed_in()
    page = look(client.get(f"/beheer/aanbod/{changed}"))
    form = {
        field["name"]: field["value"]
        for field in page.select('form input[type="hidden"][name]')
        if field["name"] in {"versie", "gezien"}
    }
    with site.database.reading() as session:
        account = (
            session.exec(select(OfferRevision).where(OfferRevision.number == 2)).one().author.removeprefix("account:")
        )
    changed_by(site, changed, account, description=LONG, phone="038 000 03 03")
    answer = client.post(f"/beheer/aanbod/{changed}", data=form | {"doen": "publish", "reden": "Nog een vraag."})
    assert answer.status_code == 409
    page = look(answer)
    assert "Veranderd sinds u keek" in words_of(page)
    cells = [cell.text for cell in page.find("th", string="Telefoon").find_parent("tr").find_all("td")]
    assert cells == ["038 000 02 02", "038 000 03 03"]
    assert page.find("textarea", id="reden").text.strip() == "Nog een vraag."
    assert offer(site, changed).phone == "038 000 01 01"


def test_of_four_editors_at_once_one_decides_and_three_are_told(site, changed):
    clients = [site.signed_in(f"{number}@voorbeeld.example") for number in range(4)]
    version, line, answers = offer(site, changed).version, Barrier(4), []

    def press(client):
        line.wait()
        answers.append(
            client.post(f"/beheer/aanbod/{changed}", data={"doen": "publish", "versie": version}).status_code
        )

    threads = [Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409, 409, 409]
    assert len(letters(workshop(site))) == 1


def test_rung_and_still_right(site):
    (number,) = put(site, draft(), publish=True)
    with site.database.writing() as session:
        session.get_one(Offer, number).status = Status.HIDDEN
    client = site.signed_in()
    assert "Koffie" in words_of(look(client.get("/beheer/aanbod?wat=verborgen")))
    page = look(client.get(f"/beheer/aanbod/{number}"))
    assert [button["value"] for button in page.find_all("button", attrs={"name": "doen"})] == ["confirm", "withdraw"]
    post(client, site, number, "confirm")
    found = offer(site, number)
    assert (found.status, found.last_confirmed, found.confirmed_by) == (
        Status.PUBLISHED,
        clock.today(),
        ConfirmedBy.MUNICIPALITY,
    )


def test_one_mail_to_each_organisation_when_many_are_published(site):
    others = [draft(f"Aanbod {number}") for number in range(5)]
    numbers = put(site, *others, draft("Van een ander", organisation=OrganisationDraft(name="Buurthuis")), draft("Zonder account", organisation=OrganisationDraft(name="Derde")))  # fmt: skip
    organisation_account(site)
    organisation_account(site, "Buurthuis", "buurthuis@voorbeeld.example")
    assert site.signed_in().post("/beheer/aanbod", data={"aanbod": numbers}).status_code == 200
    sent = {letter.to: letter for letter in letters(workshop(site))}
    assert set(sent) == {"hoek@voorbeeld.example", "buurthuis@voorbeeld.example"}
    assert len(letters(workshop(site))) == 2
    assert "Aanbod 0, Aanbod 1 en nog 3" in sent["hoek@voorbeeld.example"].subject
    assert sent["hoek@voorbeeld.example"].text.count("http://hattem.localhost/aanbod/") == 5


def test_an_earlier_version_is_handed_in_again_and_published(site, changed):
    client = site.signed_in()
    post(client, site, changed, "publish")
    page = look(client.get(f"/beheer/aanbod/{changed}/versie/1"))
    assert "038 000 01 01" in words_of(page)
    version = page.find("input", attrs={"name": "versie"})["value"]
    assert client.post(f"/beheer/aanbod/{changed}/versie/1", data={"versie": "0"}).status_code == 409
    answer = client.post(f"/beheer/aanbod/{changed}/versie/1", data={"versie": version})
    assert "opnieuw ingediend" in words_of(look(client.get(answer.location)))
    assert offer(site, changed).phone == "038 000 02 02"
    post(client, site, changed, "publish")
    assert offer(site, changed).phone == "038 000 01 01"
    with site.database.reading() as session:
        assert [(each.number, each.state) for each in session.exec(select(OfferRevision).where(OfferRevision.offer_id == changed))] == [(1, "approved"), (2, "approved"), (3, "approved")]  # fmt: skip
        assert "restored" in [event.action for event in session.exec(select(OfferEvent))]


def test_versions_that_cannot_come_back(site, changed):
    client = site.signed_in()
    version = offer(site, changed).version
    for number in (2, 99):
        answer = client.post(f"/beheer/aanbod/{changed}/versie/{number}", data={"versie": version})
        assert answer.status_code in {404, 422}
    assert client.get(f"/beheer/aanbod/{changed}/versie/99").status_code == 404
    stranger = site.signed_in("putten@voorbeeld.example", municipality="putten")
    assert stranger.get(f"/beheer/aanbod/{changed}/versie/1").status_code == 404
    assert stranger.post(f"/beheer/aanbod/{changed}/versie/1", data={"versie": version}).status_code == 404
    assert stranger.get(f"/beheer/aanbod/{changed}/voorbeeld").status_code == 404


def test_the_proposal_as_visitors_would_see_it(site, changed):
    page = words_of(look(site.signed_in().get(f"/beheer/aanbod/{changed}/voorbeeld")))
    assert "038 000 02 02" in page
    assert "nog niet zo op de site" in page


def test_the_history_of_what_was_merged_into_it_is_read_with_it(site):
    kept, gone = put(site, draft("Koffie"), draft("Koffie inloop"), publish=True)
    with site.database.writing() as session:
        merge_offers(session, session.get_one(Offer, kept), session.get_one(Offer, gone), Actor("account:1", "editor"))
    client = site.signed_in()
    assert "samengevoegd met een ander aanbod" in words_of(look(client.get(f"/beheer/aanbod/{kept}")))
    page = look(client.get(f"/beheer/aanbod/{gone}"))
    assert "Samengevoegd met: Koffie" in words_of(page)
    assert not page.find_all("button", attrs={"name": "doen"})
    assert post(client, site, gone, "revive").status_code == 422
    assert offer(site, gone).status is Status.WITHDRAWN


def test_who_is_signed_in_stands_on_every_one_of_these_pages(site, changed):
    client = site.signed_in()
    for address in ("", "/versie/1", "/voorbeeld"):
        page = look(client.get(f"/beheer/aanbod/{changed}{address}"))
        assert page.select_one('a[href$="/account"]').text.strip() == "redacteur@voorbeeld.example"
