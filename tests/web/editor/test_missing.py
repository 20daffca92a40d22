from datetime import date

from app import clock
from app.insight.models import SearchNote, UnmetNeed
from tests.web.staff.site import look, words_of


def need(count, domain="inkomen", municipality="hattem", reason="none", kern="hattem"):
    month = clock.today().replace(day=1)
    return UnmetNeed(month=month, municipality=municipality, kern=kern, domain=domain, reason=reason, count=count)


def test_small_numbers_are_not_shown_nor_to_be_reckoned(site):
    with site.database.writing() as session:
        session.add_all([need(4), need(12, "huisvesting"), need(3, "justitie"), need(2, "justitie", reason="far")])
    page = words_of(look(site.signed_in().get("/beheer/niet-gevonden")))
    assert page.count("minder dan 5") == 1
    assert " 12 " in page
    assert " 5 " in page  # 3 and 2 of two reasons count together
    assert " 21 " not in page


def test_old_months_are_left_out(site):
    with site.database.writing() as session:
        session.add(
            UnmetNeed(month=date(2001, 1, 1), municipality="hattem", kern="", domain="", reason="none", count=77)
        )
    assert "77" not in words_of(look(site.signed_in().get("/beheer/niet-gevonden")))


def test_an_editor_of_one_municipality_sees_and_settles_only_their_own(site):
    with site.database.writing() as session:
        mine, other = (
            SearchNote(municipality="hattem", words="hier gezocht"),
            SearchNote(municipality="putten", words="daar gezocht"),
        )
        session.add_all([mine, other, need(40, municipality="putten")])
    client = site.signed_in(municipality="hattem")
    page = words_of(look(client.get("/beheer/niet-gevonden")))
    assert "hier gezocht" in page
    assert "daar gezocht" not in page
    assert " 40 " not in page
    assert client.post("/beheer/niet-gevonden", data={"bericht": other.id}).status_code == 404
    assert client.post("/beheer/niet-gevonden", data={"bericht": mine.id}).status_code == 303
    assert client.post("/beheer/niet-gevonden", data={"bericht": "x"}).status_code == 404
