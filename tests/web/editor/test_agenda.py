"""An editor reads what waits, publishes or sends back with a reason, and writes down for who has no computer."""

import io

import pytest
from sqlmodel import select

from app.agenda import keeping
from app.agenda.models import Activity, ActivityStatus
from app.social_map.models import Organisation
from tests.agenda.activities import calendar, in_days, typed
from tests.agenda.activities import draft as activity
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


@pytest.fixture
def waiting(site):
    put(site, draft(), publish=True)
    with site.database.writing() as session:
        whose = session.exec(select(Organisation)).one()
        return keeping.hand_in(session, whose, activity(), "account:9").id


def now(site, number):
    with site.database.reading() as session:
        return session.get_one(Activity, number)


def press(site, client, number, doing, **more):
    data = {"doen": doing, "versie": str(now(site, number).version), **more}
    return client.post(f"/beheer/agenda/{number}", data=data)


def test_read_sent_back_and_published(site, waiting):
    client = site.signed_in()
    page = look(client.get("/beheer/agenda"))
    assert page.select_one(f'a[href="/beheer/agenda/{waiting}"]')
    assert "wacht op de redactie" in words_of(page)
    refused = press(site, client, waiting, "terug")
    assert refused.status_code == 422
    assert "Schrijf wat er nodig is" in words_of(look(refused))
    assert press(site, client, waiting, "terug", opmerking="Wat kost het?").status_code == 303
    assert (now(site, waiting).status, now(site, waiting).remark) == (ActivityStatus.RETURNED, "Wat kost het?")
    late = client.post(f"/beheer/agenda/{waiting}", data={"doen": "publiceren", "versie": "1", "opmerking": "blijft"})
    assert late.status_code == 409
    assert press(site, client, waiting, "publiceren").status_code == 303
    assert now(site, waiting).status is ActivityStatus.PUBLISHED


def test_new_words_stand_beside_the_old_and_changed_facts_are_seen(site, waiting):
    client = site.signed_in()
    press(site, client, waiting, "publiceren")
    with site.database.writing() as session:
        keeping.change(session, session.get_one(Activity, waiting), activity(4, title="Nieuwe soep"), "account:9")
    page = look(client.get(f"/beheer/agenda/{waiting}"))
    assert "Nieuwe soep" in page.select_one(".lp-changed").get_text()
    press(site, client, waiting, "publiceren")
    assert (now(site, waiting).title, now(site, waiting).waiting_since) == ("Nieuwe soep", None)
    wrong = client.post(
        f"/beheer/agenda/{waiting}/wijzigen", data=typed(titel="", versie=str(now(site, waiting).version))
    )
    assert wrong.status_code == 422
    client.post(
        f"/beheer/agenda/{waiting}/wijzigen", data=typed(titel="Erwtensoep", versie=str(now(site, waiting).version))
    )
    assert (now(site, waiting).title, now(site, waiting).waiting) == ("Erwtensoep", {})


def test_written_down_for_an_organisation_with_a_form_or_a_file(site, waiting):
    client = site.signed_in()
    with site.database.reading() as session:
        number = session.exec(select(Organisation.id)).one()
    there = f"/beheer/organisaties/{number}/agenda"
    assert there in client.get(f"/beheer/organisaties/{number}").text
    assert client.post(there, data=typed(titel="Gebeld en opgeschreven")).status_code == 303
    event = f"UID:a\nSUMMARY:Zingen\nDTSTART:{in_days(3):%Y%m%d}T110000Z"
    looked = client.post(f"{there}/bestand", data={"bestand": (io.BytesIO(calendar(event)), "a.ics")})
    form = look(looked).select_one('form[action$="insturen"]')
    client.post(form["action"], data={field["name"]: field["value"] for field in form.select("input[type=hidden]")})
    with site.database.reading() as session:
        public = session.exec(select(Activity.title).where(Activity.status == ActivityStatus.PUBLISHED)).all()
    assert set(public) == {"Gebeld en opgeschreven", "Zingen"}


def test_an_editor_of_another_municipality_sees_nothing_of_it(site, waiting):
    client = site.signed_in(municipality="putten")
    assert "Samen soep" not in client.get("/beheer/agenda").text
    assert client.get(f"/beheer/agenda/{waiting}").status_code == 404
