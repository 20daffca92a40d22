from app.insight.models import SearchNote
from tests.web.staff.site import look, words_of


def test_an_editor_of_one_municipality_sees_and_settles_only_their_own(site):
    with site.database.writing() as session:
        mine, other = (
            SearchNote(municipality="hattem", words="hier gezocht"),
            SearchNote(municipality="putten", words="daar gezocht"),
        )
        session.add_all([mine, other])
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get("/beheer/niet-gevonden")))
    assert "hier gezocht" in page
    assert "daar gezocht" not in page
    assert client.post("/beheer/niet-gevonden", data={"bericht": other.id}).status_code == 404
    assert client.post("/beheer/niet-gevonden", data={"bericht": mine.id}).status_code == 303
    assert client.post("/beheer/niet-gevonden", data={"bericht": "x"}).status_code == 404
