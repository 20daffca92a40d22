import statistics
import time
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.keeping import disable_account
from app.accounts.models import Account, PasswordLink
from tests.web.staff.letters import letters, link_in, worker_answers
from tests.web.staff.site import PASSWORD, everything_in, look, sign_in, words_of

KNOWN = "redacteur@voorbeeld.example"
NEW = "zeven kersen in een gieter"


def ask(site, email=KNOWN):
    return site.client().post("/inloggen/vergeten", data={"email": email})


def link_for(site, email=KNOWN):
    assert ask(site, email).status_code == 303
    worker_answers(site)
    return link_in(letters(site)[-1])


def choose(site, link, new=NEW, again=None):
    data = {"sleutel": link.partition("sleutel=")[2], "nieuw": new, "nogmaals": again or new}
    return site.client().post("/inloggen/nieuw-wachtwoord", data=data)


def test_somebody_chooses_another_password_and_signs_in_with_the_second_step(site):
    new = site.account()
    assert look(site.client().get("/inloggen")).find("a", href="/inloggen/vergeten")
    link = link_for(site)
    letter = letters(site)[0]
    assert letter.to == KNOWN
    assert "een uur" in letter.text
    page = look(site.client().get(link))
    assert page.find("input", id="nieuw")["autocomplete"] == "new-password"
    answer = choose(site, link)
    assert answer.status_code == 303
    assert "Uw wachtwoord is veranderd" in words_of(look(site.client().get(answer.location)))
    old = site.client().post("/inloggen", data={"email": KNOWN, "wachtwoord": PASSWORD})
    assert old.status_code == 422
    client = site.client()
    assert client.post("/inloggen", data={"email": KNOWN, "wachtwoord": NEW}).location.startswith("/inloggen/code")
    assert client.get("/beheer/").status_code == 303, "the second step is never passed by"
    assert new.secret


def test_a_new_password_ends_every_session_and_every_half_of_a_sign_in(site):
    new = site.account()
    client, half = site.client(), site.client()
    sign_in(client, new)
    half.post("/inloggen", data={"email": KNOWN, "wachtwoord": PASSWORD})
    assert client.get("/beheer/").status_code == 200
    answer = choose(site, link_for(site))
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers, "nobody is signed in by it"
    assert client.get("/beheer/").status_code == 303
    assert half.post("/inloggen/code", data={"code": new.recovery_codes[0]}).status_code == 422


def test_a_link_works_once_and_for_an_hour_and_takes_the_others_along(site, monkeypatch):
    site.account()
    first, second = link_for(site), link_for(site)
    assert first != second
    for _ in range(2):
        assert site.client().get(first).status_code == 200, "looking changes nothing"
    assert choose(site, first).status_code == 303
    said = set()
    for link in (first, second, "/inloggen/nieuw-wachtwoord?sleutel=onzin"):
        for answer in (site.client().get(link), choose(site, link, "acht peren op het perron")):
            assert answer.status_code == 404
            said.add(words_of(look(answer)))
    assert len(said) == 1
    third = link_for(site)
    moment = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert site.client().get(third).status_code == 404


def test_known_unknown_and_closed_accounts_get_the_same_answer_and_only_the_known_one_a_mail(site):
    site.account()
    closed = site.account("dicht@voorbeeld.example").account
    with site.database.writing() as session:
        disable_account(session, session.get_one(Account, closed.id))
    answers = []
    for email in (KNOWN, "niemand@voorbeeld.example", "dicht@voorbeeld.example"):
        answer = ask(site, email)
        page = site.client().get(answer.location)
        answers.append((answer.status_code, answer.location, words_of(look(page)), dict(answer.headers).keys()))
    assert answers[0] == answers[1] == answers[2]
    assert worker_answers(site) == 3
    assert [letter.to for letter in letters(site)] == [KNOWN]


def test_known_and_unknown_take_the_same_time(site):
    """The page does the same work for both: it does not look whether there is such an account."""
    site.account()
    took = {KNOWN: [], "niemand@voorbeeld.example": []}
    for _ in range(3):
        for email, times in took.items():
            began = time.perf_counter()
            assert ask(site, email).status_code == 303
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < 0.25


def test_asking_is_slowed_for_known_and_unknown_alike(site):
    site.account()
    for email in (KNOWN, "niemand@voorbeeld.example"):
        assert [ask(site, email).status_code for _ in range(7)] == [303] * 5 + [429] * 2
    assert int(ask(site).headers["Retry-After"]) <= 5


def test_at_most_three_mails_a_day(site, monkeypatch):
    site.account()
    for _ in range(5):
        ask(site)
    worker_answers(site)
    assert len(letters(site)) == 3
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    ask(site)
    worker_answers(site)
    assert len(letters(site)) == 4


def test_a_closed_account_cannot_use_a_link_it_already_had(site):
    site.account()
    link = link_for(site)
    with site.database.writing() as session:
        disable_account(session, session.exec(select(Account)).one())
    assert site.client().get(link).status_code == 404
    assert choose(site, link).status_code == 404


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [("kort", "kort", "12 tekens"), (NEW, NEW + "x", "niet gelijk"), ("mooi putten in de zon",) * 2 + ("putten",)],
)
def test_an_easy_password_is_refused_and_the_link_still_works(site, new, again, says):
    site.account()
    link = link_for(site)
    answer = choose(site, link, new, again)
    assert answer.status_code == 422
    assert says in words_of(look(answer))
    assert choose(site, link).status_code == 303


def test_what_is_no_address_is_said_and_stays(site):
    answer = site.client().post("/inloggen/vergeten", data={"email": "anja"})
    assert answer.status_code == 422
    assert look(answer).find("input", id="email")["value"] == "anja"


def test_only_the_digest_of_a_link_is_kept_and_no_address_waits_readable(site):
    site.account()
    ask(site, "niemand@voorbeeld.example")
    token = link_for(site).partition("sleutel=")[2]
    with site.database.reading() as session:
        assert token not in session.exec(select(PasswordLink)).one().digest
    raw = everything_in(site.database)
    assert token.encode() not in raw
    assert b"niemand@" not in raw


def test_in_english(site):
    assert site.client().get("/en/inloggen/vergeten").status_code == 200
