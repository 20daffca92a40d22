import pytest
from sqlmodel import select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.publishing.models import Merge
from app.social_map.draft import OrganisationDraft, PlaceDraft
from app.social_map.models import Flag, Offer, Organisation
from app.social_map.vocabulary import Status
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


def by(name, organisation, **facts):
    return draft(name, organisation=OrganisationDraft(name=organisation), **facts)


@pytest.fixture
def alike(site):
    """Two offers of two organisations with nearly the same name, by the names of the organisations."""
    numbers = put(site, by("Koffie", "Welkamp"), by("Soep", "De Welkamp", phone="038 000 02 02"), publish=True)
    with site.database.reading() as session:
        return [session.get_one(Offer, number).organisation_id for number in numbers]


@pytest.fixture
def twice(site):
    """The same offer from two lists."""
    return put(site, draft("Koffie-inloop"), draft("Koffie inloop", source="andere lijst"), publish=True)


def row(site, table, number):
    with site.database.reading() as session:
        return session.get_one(table, number)


def test_organisations_that_look_alike_are_shown_and_merged(site, alike):
    one, other = alike
    client = site.signed_in()
    page = look(client.get("/beheer/dubbel"))
    assert "Welkamp en De Welkamp" in words_of(page)
    link = page.select_one('a[href*="dubbel/samen"]')
    form = look(client.get(link["href"]))
    assert not form.select('input[name="blijft"][checked]')
    answer = client.post(
        "/beheer/dubbel/samen",
        data={"wat": "organisatie", "een": one, "ander": other, "blijft": other, "doen": "samen"},
    )
    page = words_of(look(client.get(answer.location)))
    assert "Welkamp hoort nu bij De Welkamp" in page
    assert "Vergelijk" not in page
    with site.database.reading() as session:
        assert {offer.organisation_id for offer in session.exec(select(Offer))} == {other}
    client.post("/beheer/dubbel/los", data={"samenvoeging": 1})
    assert row(site, Organisation, one).merged_into == ""
    assert "Vergelijk" in words_of(look(client.get("/beheer/dubbel")))


def test_an_account_of_the_one_that_is_gone_goes_along(site, alike):
    one, other = alike
    uid = row(site, Organisation, one).uid
    number = site.account("welkamp@voorbeeld.example", Role.ORGANISATION, organisation=uid).account.id
    site.signed_in().post(
        "/beheer/dubbel/samen", data={"wat": "organisatie", "een": one, "ander": other, "blijft": other}
    )
    assert row(site, Account, number).organisation == row(site, Organisation, other).uid


def test_nothing_is_merged_before_somebody_chose_which_one_stays(site, alike):
    one, other = alike
    answer = site.signed_in().post(
        "/beheer/dubbel/samen", data={"wat": "organisatie", "een": one, "ander": other, "doen": "samen"}
    )
    assert answer.status_code == 422
    assert look(answer).select_one(".lp-error-summary a")["href"] == "#blijft"
    assert row(site, Organisation, one).merged_into == row(site, Organisation, other).merged_into == ""


def test_two_that_are_two_are_not_shown_again(site, alike, twice):
    client = site.signed_in()
    for what, (one, other) in (("organisatie", alike), ("aanbod", twice)):
        assert (
            client.post(
                "/beheer/dubbel/samen", data={"wat": what, "een": one, "ander": other, "doen": "twee"}
            ).status_code
            == 303
        )
    page = look(client.get("/beheer/dubbel"))
    assert not page.select('a[href*="dubbel/samen"]')


def test_offers_that_look_alike_are_compared_and_merged(site, twice):
    one, other = twice
    client = site.signed_in()
    link = look(client.get("/beheer/dubbel")).select_one('a[href*="wat=aanbod"]')
    page = look(client.get(link["href"]))
    assert "andere lijst" in words_of(page)
    versions = {field["name"]: field["value"] for field in page.select('input[name^="versie-"]')}
    facts = {"wat": "aanbod", "een": one, "ander": other, "blijft": other, "doen": "samen"}
    assert client.post("/beheer/dubbel/samen", data=facts | dict.fromkeys(versions, "99")).status_code == 409
    assert row(site, Offer, one).status is Status.PUBLISHED
    assert client.post("/beheer/dubbel/samen", data=facts | versions).status_code == 303
    assert row(site, Offer, one).status is Status.WITHDRAWN
    assert (
        client.post(
            "/beheer/dubbel/samen", data=facts | versions | {f"versie-{one}": row(site, Offer, one).version}
        ).status_code
        == 422
    )
    assert "Koffie-inloop hoort nu bij Koffie inloop" in words_of(look(client.get("/beheer/dubbel")))
    assert client.post("/beheer/dubbel/los", data={"samenvoeging": 1}).status_code == 303
    assert row(site, Offer, one).status is Status.PUBLISHED
    answer = client.post("/beheer/dubbel/los", data={"samenvoeging": 1})
    assert "al losgemaakt" in words_of(look(client.get(answer.location)))


def test_what_an_import_remarked_is_there(site):
    put(site, draft(), flags=["'Welkamp' lijkt op 'De Welkamp': misschien dezelfde organisatie."])
    assert "misschien dezelfde organisatie" in words_of(look(site.signed_in().get("/beheer/dubbel")))
    with site.database.reading() as session:
        assert session.exec(select(Flag)).one().settled_at is None


def test_an_editor_of_one_municipality_merges_only_what_stands_there(site, alike, twice):
    put(site, by("Vergadering", "Welkamp", town="Putten"), publish=True)
    (away,) = put(site, draft("Koffie-inloop", town="Putten", source="derde lijst"), publish=True)
    client = site.signed_in(municipality="hattem")
    page = look(client.get("/beheer/dubbel"))
    assert not page.select('a[href*="wat=organisatie"]')
    assert page.select('a[href*="wat=aanbod"]')
    for what, one, other in (("organisatie", *alike), ("aanbod", twice[0], away)):
        assert client.get(f"/beheer/dubbel/samen?wat={what}&een={one}&ander={other}").status_code == 404
        data = {"wat": what, "een": one, "ander": other, "blijft": other, "doen": "samen"}
        assert client.post("/beheer/dubbel/samen", data=data).status_code == 404
        assert client.post("/beheer/dubbel/samen", data=data | {"doen": "twee"}).status_code == 404
    whole = site.signed_in("regio@voorbeeld.example")
    whole.post(
        "/beheer/dubbel/samen", data={"wat": "organisatie", "een": alike[0], "ander": alike[1], "blijft": alike[1]}
    )
    assert client.post("/beheer/dubbel/los", data={"samenvoeging": 1}).status_code == 404
    assert "hoort nu bij" not in words_of(look(client.get("/beheer/dubbel")))
    with site.database.reading() as session:
        assert session.get_one(Merge, 1).undone_at is None


def test_an_editor_of_one_municipality_merges_organisations_that_are_only_there(site, alike):
    one, other = alike
    client = site.signed_in(municipality="hattem")
    assert look(client.get("/beheer/dubbel")).select('a[href*="wat=organisatie"]')
    answer = client.post(
        "/beheer/dubbel/samen", data={"wat": "organisatie", "een": one, "ander": other, "blijft": other}
    )
    assert answer.status_code == 303
    assert client.post("/beheer/dubbel/los", data={"samenvoeging": 1}).status_code == 303
    assert row(site, Organisation, one).merged_into == ""


@pytest.mark.parametrize(
    "query", ["", "?wat=onzin&een=1&ander=2", "?wat=aanbod&een=x&ander=2", "?wat=organisatie&een=99&ander=98"]
)
def test_strange_addresses_are_not_there(site, query):
    assert site.signed_in().get(f"/beheer/dubbel/samen{query}").status_code == 404


def test_strange_forms_change_nothing(site, alike):
    client = site.signed_in()
    assert client.post("/beheer/dubbel/samen", data={}).status_code == 400
    assert client.post("/beheer/dubbel/los", data={}).status_code == 404
    assert client.post("/beheer/dubbel/los", data={"samenvoeging": "9" * 30}).status_code == 404
    data = {"wat": "organisatie", "een": alike[0], "ander": alike[0], "blijft": alike[0]}
    assert client.post("/beheer/dubbel/samen", data=data).status_code == 422


def test_a_place_in_another_kern_is_another_offer(site):
    put(
        site,
        by("Koffie-inloop", "Welkamp"),
        by("Koffie inloop", "Buurtkerk", place=PlaceDraft(kern="Putten", municipality="Putten")),
    )
    assert not look(site.signed_in().get("/beheer/dubbel")).select('a[href*="wat=aanbod"]')
