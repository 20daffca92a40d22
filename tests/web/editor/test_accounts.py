from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.models import Account, Invitation, SecurityKey
from app.accounts.rights import Role
from app.audit.models import AuditLine
from app.social_map.models import Organisation
from app.social_map.names import fold_name
from tests.web.staff.letters import letters, link_in
from tests.web.staff.site import PASSWORD, look, words_of

CHIEF = "beheerder@voorbeeld.example"
HER = "anja@voorbeeld.example"


@pytest.fixture
def chief(site):
    return site.signed_in(CHIEF, Role.ADMINISTRATOR)


def row(site, email):
    with site.database.reading() as session:
        return session.exec(select(Account).where(Account.email == email)).one()


def invitations(site):
    with site.database.reading() as session:
        return session.exec(select(Invitation).order_by(Invitation.id)).all()


def send(client, **more):
    return client.post("/beheer/accounts/uitnodigen", data={"email": HER, "naam": "Anja", "rol": "editor", **more})


def organisation(site, name="De Hoek", **more):
    with site.database.writing() as session:
        made = Organisation(name=name, name_key=fold_name(name), **more)
        session.add(made)
    return made


def test_somebody_is_invited_by_mail_and_the_link_opens(site, chief):
    page = look(chief.get("/beheer/accounts"))
    assert page.find("a", href="/beheer/accounts/uitnodigen")
    look(chief.get("/beheer/accounts/uitnodigen"))
    answer = send(chief, gemeente="putten")
    assert answer.status_code == 303, answer.text
    assert HER in words_of(look(chief.get(answer.location)))
    letter = letters(site)[-1]
    assert letter.to == HER
    assert "http://putten.localhost/uitnodiging?sleutel=" in letter.text
    assert "Bel " in letter.text
    page = look(site.client().get(link_in(letter)))
    assert "redacteur" in words_of(page)
    made = invitations(site)[0]
    assert (made.role, made.municipality, made.name) == (Role.EDITOR, "putten", "Anja")
    assert made.expires_at - made.created_at <= timedelta(days=14, minutes=1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"email": CHIEF.upper()}, "email"),
        ({"rol": "baas"}, "rol"),
        ({"rol": "organisation"}, "organisatie"),
        ({"rol": "organisation", "organisatie": "Bestaat niet"}, "organisatie"),
        ({"organisatie": "De Hoek"}, "organisatie"),
        ({"gemeente": "nergens"}, "gemeente"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_everything_typed_stays(site, chief, typed, field):
    answer = send(chief, **typed)
    assert answer.status_code == 422
    page = look(answer)
    assert [link["href"] for link in page.select(".lp-error-summary a")] == [f"#{field}"]
    assert page.find("input", id="naam")["value"] == "Anja"
    assert "--" not in page.select_one(".lp-error-summary").text
    assert invitations(site) == []


def test_an_organisation_is_found_however_it_is_written_or_made_when_ticked(site, chief):
    known = organisation(site)
    assert send(chief, rol="organisation", organisatie="de  hoek").status_code == 303
    assert (
        send(chief, email="b@voorbeeld.example", rol="organisation", organisatie="Nieuw Huis", nieuw="ja").status_code
        == 303
    )
    first, second = invitations(site)
    assert first.organisation == known.uid
    with site.database.reading() as session:
        assert (
            session.exec(select(Organisation).where(Organisation.uid == second.organisation)).one().name == "Nieuw Huis"
        )
    assert send(chief, email=CHIEF, rol="organisation", organisatie="Toch niet", nieuw="ja").status_code == 422
    with site.database.reading() as session:
        names = session.exec(select(Organisation.name)).all()
    assert "Toch niet" not in names, "what is refused leaves nothing behind"


def test_an_account_of_a_merged_organisation_follows_it(site, chief):
    kept = organisation(site, "Samen Sterk")
    gone = organisation(site, "De Hoek", merged_into=kept.uid)
    site.account("org@voorbeeld.example", Role.ORGANISATION, organisation=gone.uid)
    assert "Samen Sterk" in words_of(look(chief.get("/beheer/accounts")))
    send(chief, rol="organisation", organisatie="De Hoek")
    assert invitations(site)[0].organisation == kept.uid


def test_an_invitation_is_sent_again_or_withdrawn(site, chief):
    send(chief)
    first = link_in(letters(site)[-1])
    assert chief.post("/beheer/accounts/uitnodigingen/1/opnieuw").status_code == 303
    second = link_in(letters(site)[-1])
    assert len(letters(site)) == 1, "the mail that had not gone out is taken back"
    assert site.client().get(first).status_code == 404
    assert site.client().get(second).status_code == 200
    assert chief.post("/beheer/accounts/uitnodigingen/1/opnieuw").status_code == 404, "the old one is void"
    assert chief.post("/beheer/accounts/uitnodigingen/2/intrekken").status_code == 303
    assert site.client().get(second).status_code == 404
    assert letters(site) == []
    assert HER not in words_of(look(chief.get("/beheer/accounts")))


def test_closing_ends_sessions_at_once_and_opening_lets_in_again(site, chief):
    her = site.signed_in(HER)
    number = row(site, HER).id
    look(chief.get(f"/beheer/accounts/{number}"))
    assert chief.post(f"/beheer/accounts/{number}/sluiten").status_code == 303
    assert her.get("/beheer/").status_code == 303
    assert "gesloten" in words_of(look(chief.get("/beheer/accounts")))
    again = {"email": HER, "wachtwoord": PASSWORD}
    assert site.client().post("/inloggen", data=again).status_code == 422
    assert chief.post(f"/beheer/accounts/{number}/openen").status_code == 303
    assert site.client().post("/inloggen", data=again).status_code == 303


def test_ending_all_sessions_ends_copied_cookies(site, chief):
    her = site.signed_in(HER)
    thief = site.client()
    thief.set_cookie("leefplein", her.get_cookie("leefplein").value)
    assert thief.get("/beheer/").status_code == 200
    assert chief.post(f"/beheer/accounts/{row(site, HER).id}/uitloggen").status_code == 303
    assert (her.get("/beheer/").status_code, thief.get("/beheer/").status_code) == (303, 303)
    assert chief.get("/beheer/").status_code == 200, "the twin: nobody else is signed out"


def test_a_second_step_is_taken_away_and_comes_back_by_mail_only(site, chief):
    site.signed_in(HER)
    number = row(site, HER).id
    with site.database.writing() as session:
        session.add(SecurityKey(account_id=number, host="x", credential="c", public_key=b"k"))
    assert chief.post(f"/beheer/accounts/{number}/tweede-stap").status_code == 303
    page = chief.get(f"/beheer/accounts/{number}")
    assert "nog niet: inloggen kan niet" in words_of(look(page))
    link = link_in(letters(site)[-1])
    assert letters(site)[-1].to == HER
    assert link.partition("sleutel=")[2] not in page.text
    assert row(site, HER).sealed_secret == ""
    with site.database.reading() as session:
        assert session.exec(select(SecurityKey)).all() == []
    assert "wachtwoord dat u al had" in words_of(look(site.client().get(link)))


def test_ones_own_second_step_is_not_taken_away(site, chief):
    answer = chief.post(f"/beheer/accounts/{row(site, CHIEF).id}/tweede-stap")
    assert answer.status_code == 422
    assert "collega" in words_of(look(answer))
    assert row(site, CHIEF).sealed_secret


def change(client, account, **more):
    data = {
        "naam": account.name,
        "rol": account.role.value,
        "gemeente": account.municipality,
        "stand": account.changed_at.isoformat(),
    }
    return client.post(f"/beheer/accounts/{account.id}/wijzigen", data=data | more)


def test_another_role_signs_out_and_a_name_does_not(site, chief):
    her = site.signed_in(HER)
    assert change(chief, row(site, HER), naam="Anja V.").status_code == 303
    assert her.get("/beheer/").status_code == 200
    assert change(chief, row(site, HER), rol="desk", gemeente="hattem").status_code == 303
    assert her.get("/beheer/").status_code == 303
    account = row(site, HER)
    assert (account.name, account.role, account.municipality) == ("Anja V.", Role.DESK, "hattem")


def test_a_change_over_somebody_elses_is_told_and_stays_on_the_page(site, chief):
    site.account(HER)
    stale = row(site, HER)
    assert change(chief, stale, rol="desk").status_code == 303
    answer = change(chief, stale, naam="Getypt", rol="mediator")
    assert answer.status_code == 409
    assert look(answer).find("input", id="naam")["value"] == "Getypt"
    assert row(site, HER).role is Role.DESK


@pytest.mark.parametrize("to", ["baas", "organisation"])
def test_a_role_that_cannot_be_is_refused(site, chief, to):
    site.account(HER)
    assert change(chief, row(site, HER), rol=to).status_code == 422


@pytest.mark.parametrize("role", ["confidential_adviser", "complaints_officer", "desk", "client_support", "mediator"])
def test_nobody_lets_the_own_account_read_what_people_tell(site, chief, role):
    site.account("tweede@voorbeeld.example", Role.ADMINISTRATOR)
    answer = change(chief, row(site, CHIEF), rol=role, gemeente="hattem")
    assert answer.status_code == 422
    assert "collega-beheerder" in words_of(look(answer))
    assert row(site, CHIEF).role is Role.ADMINISTRATOR
    site.account(HER)
    assert change(chief, row(site, HER), rol=role, gemeente="hattem").status_code == 303, "the twin: a colleague may"


def test_who_holds_complaints_hears_that_another_account_may_read_them(site, chief):
    town = site.content.now().municipality("hattem")

    def heard():
        return [each.to for each in letters(site) if "kan klachten lezen" in each.subject]

    assert send(chief, rol="desk", gemeente="hattem").status_code == 303
    assert heard() == []
    assert send(chief, email="v@voorbeeld.example", rol="confidential_adviser", gemeente="hattem").status_code == 303
    assert heard() == [town.confidential_adviser.email]
    site.account("k@voorbeeld.example", Role.DESK, municipality="hattem")
    assert change(chief, row(site, "k@voorbeeld.example"), rol="complaints_officer").status_code == 303
    assert heard()[1:] == [town.complaints.email]
    assert change(chief, row(site, "k@voorbeeld.example"), naam="Alleen een naam").status_code == 303
    assert len(heard()) == 2
    number = row(site, "k@voorbeeld.example").id
    chief.post(f"/beheer/accounts/{number}/openen")
    assert len(heard()) == 2, "it was open"
    chief.post(f"/beheer/accounts/{number}/sluiten")
    chief.post(f"/beheer/accounts/{number}/openen")
    assert heard()[2:] == [town.complaints.email]
    change(chief, row(site, "k@voorbeeld.example"), gemeente="")
    assert len(heard()) == 3 + sum(town.complaints is not None for town in site.content.now().municipalities)


def test_the_last_administrator_stays(site, chief):
    me = row(site, CHIEF)
    for answer in (
        chief.post(f"/beheer/accounts/{me.id}/sluiten"),
        change(chief, me, rol="editor"),
        change(chief, me, gemeente="hattem"),
    ):
        assert answer.status_code == 422
        assert "laatste beheerder" in words_of(look(answer))
    site.account("b@voorbeeld.example", Role.ADMINISTRATOR, municipality="hattem")
    assert chief.post(f"/beheer/accounts/{me.id}/sluiten").status_code == 422, (
        "one of a single municipality is not enough"
    )
    site.account("c@voorbeeld.example", Role.ADMINISTRATOR)
    assert change(chief, me, rol="editor").status_code == 303, "the twin: with another one it can be done"


def test_an_administrator_of_one_municipality_sees_and_changes_its_own_accounts_only(site):
    local = site.signed_in("lokaal@voorbeeld.example", Role.ADMINISTRATOR, municipality="hattem")
    site.account("eigen@voorbeeld.example", Role.DESK, municipality="hattem")
    other = site.account("ander@voorbeeld.example", Role.DESK, municipality="putten").account
    region = site.account(CHIEF, Role.ADMINISTRATOR).account
    page = words_of(look(local.get("/beheer/accounts")))
    assert "eigen@" in page
    assert "ander@" not in page
    assert CHIEF not in page
    for number in (other.id, region.id, 999, 2**62):
        assert local.get(f"/beheer/accounts/{number}").status_code == 404
        for doing in ("sluiten", "openen", "uitloggen", "tweede-stap", "wijzigen"):
            assert local.post(f"/beheer/accounts/{number}/{doing}").status_code == 404
    assert send(local, gemeente="putten").status_code == 303
    assert invitations(site)[0].municipality == "hattem", "whatever was typed"
    own = row(site, "eigen@voorbeeld.example")
    assert change(local, own, gemeente="").status_code == 303
    assert row(site, "eigen@voorbeeld.example").municipality == "hattem"
    chief = site.signed_in("b@voorbeeld.example", Role.ADMINISTRATOR)
    send(chief, email="d@voorbeeld.example", gemeente="putten")
    assert local.post("/beheer/accounts/uitnodigingen/2/intrekken").status_code == 404


def test_for_an_editor_these_pages_do_not_exist(site):
    editor = site.signed_in()
    chief = site.account(CHIEF, Role.ADMINISTRATOR).account
    assert "/beheer/accounts" not in editor.get("/beheer/").text
    for path in ("", "/uitnodigen", f"/{chief.id}"):
        assert editor.get(f"/beheer/accounts{path}").status_code == 404
    for path in ("uitnodigen", "uitnodigingen/1/opnieuw", "uitnodigingen/1/intrekken", *(
        f"{chief.id}/{doing}" for doing in ("sluiten", "openen", "uitloggen", "tweede-stap", "wijzigen")
    )):  # fmt: skip
        assert editor.post(f"/beheer/accounts/{path}").status_code == 404
    assert row(site, CHIEF).disabled_at is None


def test_everything_is_audited_and_no_line_holds_an_address(site, chief):
    site.account(HER)
    number = row(site, HER).id
    send(chief, email="b@voorbeeld.example")
    chief.post("/beheer/accounts/uitnodigingen/1/opnieuw")
    chief.post("/beheer/accounts/uitnodigingen/2/intrekken")
    change(chief, row(site, HER), rol="desk")
    for doing in ("tweede-stap", "uitloggen", "sluiten", "openen"):
        chief.post(f"/beheer/accounts/{number}/{doing}")
    with site.database.reading() as session:
        lines = session.exec(select(AuditLine)).all()
    assert {
        "account.invite", "account.invite-again", "account.withdraw-invitation", "account.change-role", "account.reset-second-factor",
        "account.end-sessions", "account.disable", "account.enable",
    } <= {line.action for line in lines}  # fmt: skip
    assert not any("@" in line.subject + line.actor for line in lines)


def test_last_seen_is_kept_after_the_session_is_gone(site, chief, monkeypatch):
    her = site.signed_in(HER)
    moment = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: moment)
    her.get("/beheer/")
    assert row(site, HER).seen_at == moment


def test_the_employer_of_a_desk_worker_is_named_changed_and_gone_with_the_desk(site, chief):
    """I-06: a slip with only its offers says so. It gives no right, so a wide organisation may be named too."""
    known, other = organisation(site), organisation(site, "De Brug")
    unknown = send(chief, rol="desk", organisatie="Bestaat niet", nieuw="ja")
    assert (unknown.status_code, "niet op de kaart" in words_of(look(unknown))) == (422, True)
    assert send(chief, rol="desk", organisatie="de hoek", gemeente="hattem").status_code == 303
    assert (invitations(site)[0].role, invitations(site)[0].organisation) == (Role.DESK, known.uid)

    her = site.signed_in("balie@voorbeeld.example", Role.DESK, organisation=known.uid, municipality="hattem")
    desk = row(site, "balie@voorbeeld.example")
    page = look(chief.get(f"/beheer/accounts/{desk.id}"))
    assert page.find("input", id="organisatie")["value"] == "De Hoek"
    wrong = change(chief, desk, organisatie="Bestaat niet")
    assert (wrong.status_code, look(wrong).find("input", id="organisatie")["value"]) == (422, "Bestaat niet")
    assert change(chief, desk, organisatie="De Brug").status_code == 303
    assert row(site, desk.email).organisation == other.uid
    assert change(chief, row(site, desk.email), naam="Bea").status_code == 303, "a form without the field"
    assert row(site, desk.email).organisation == other.uid
    assert her.get("/organisatie/").status_code == 404
    assert change(chief, row(site, desk.email), rol="mediator", organisatie="De Brug").status_code == 303
    assert row(site, desk.email).organisation == ""
