import json
import threading
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select
from webauthn.helpers import bytes_to_base64url

from app import clock
from app.accounts import security_keys
from app.accounts.keeping import create_account, reset_second_factor
from app.accounts.models import Account, SecurityKey
from app.accounts.rights import Role
from app.accounts.security_keys import Challenge, EnoughKeys, KeyRefused, KnownKey, LastStep, Party
from app.accounts.signing_in import Door, NotRecognised
from app.accounts.slowing import TooSoon
from app.audit.models import AuditLine
from tests.accounts.key_in_hand import KeyInHand

PASSWORD = "vier bakfietsen onder de wilg"
HERE = Party("hattem.localhost", "http://hattem.localhost")


@pytest.fixture
def new(database, keys):
    with database.writing() as session:
        return create_account(session, keys, email="a@b.example", password=PASSWORD, role=Role.EDITOR)


@pytest.fixture
def door(database, keys):
    return Door(database, keys)


@pytest.fixture
def half(door, new):
    return door.password("a@b.example", PASSWORD, None)


def text(challenge: Challenge) -> str:
    return bytes_to_base64url(challenge.value)


def given_to(database, account_id, key, party=HERE, label="sleutelbos"):
    challenge = security_keys.new_challenge()
    proven = security_keys.read_new(party, challenge, key.register(text(challenge)))
    with database.writing() as session:
        return security_keys.add(session, session.get_one(Account, account_id), party, proven, label).id


@pytest.fixture
def key(database, new):
    found = KeyInHand(counts=True)
    given_to(database, new.account.id, found)
    return found


def come_in(door, half, answer, challenge, party=HERE):
    return door.key(half, answer, challenge=challenge, party=party, address=None)


def signed(door, half, key, party=HERE, **other):
    challenge = security_keys.new_challenge()
    return come_in(door, half, key.sign(text(challenge), **other), challenge, party)


def test_a_key_is_a_second_step_and_counts_along(database, door, half, key):
    for _ in range(2):
        token, account = signed(door, half, key)
        assert token
        assert account.email == "a@b.example"
    with database.reading() as session:
        kept = session.exec(select(SecurityKey)).one()
    assert kept.sign_count == 2
    assert kept.used_at is not None


def test_a_passkey_that_never_counts_stays_fine(database, door, half, new):
    passkey = KeyInHand()
    given_to(database, new.account.id, passkey)
    for _ in range(2):
        assert signed(door, half, passkey)


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_that_is_sent_again_with_its_old_cookie_is_refused(database, door, half, new, counts):
    key = KeyInHand(counts=counts)
    given_to(database, new.account.id, key)
    challenge = security_keys.new_challenge()
    answer = key.sign(text(challenge))
    assert come_in(door, half, answer, challenge)
    with pytest.raises(NotRecognised):
        come_in(door, half, answer, challenge)
    assert signed(door, half, key), "a new challenge works"


def test_two_at_once_with_the_same_answer_one_gets_in(database, door, half, new):
    passkey = KeyInHand()
    given_to(database, new.account.id, passkey)
    challenge = security_keys.new_challenge()
    answer = passkey.sign(text(challenge))
    outcomes = []

    def attempt():
        try:
            outcomes.append(come_in(door, half, answer, challenge))
        except NotRecognised:
            outcomes.append(None)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome is not None for outcome in outcomes) == 1


def test_a_counter_that_goes_back_is_refused_and_written_down(database, door, half, key):
    copied = KeyInHand(counts=True, private=key.private, credential=key.credential)
    signed(door, half, key)
    signed(door, half, key)
    with pytest.raises(NotRecognised):
        signed(door, half, copied)
    with database.reading() as session:
        lines = [line.action for line in session.exec(select(AuditLine)).all()]
    assert "security-key.counter-went-back" in lines
    assert signed(door, half, key), "the real one goes on"


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "http://hattem.localhost:8000"},
        {"origin": "https://hattem.localhost"},
        {"origin": "http://heerde.localhost"},
        {"origin": "http://hattem.localhost.elders.example"},
        {"kind": "webauthn.create"},
    ],
)
def test_what_was_signed_for_another_site_or_purpose_is_refused(door, half, key, other):
    with pytest.raises(NotRecognised):
        signed(door, half, key, **other)


def test_another_challenge_than_ours_is_refused(door, half, key):
    with pytest.raises(NotRecognised):
        come_in(door, half, key.sign(text(security_keys.new_challenge())), security_keys.new_challenge())


def test_the_key_of_another_account_is_refused(database, keys, door, half, key):
    with database.writing() as session:
        other = create_account(session, keys, email="c@d.example", password=PASSWORD, role=Role.EDITOR).account.id
    theirs = KeyInHand()
    given_to(database, other, theirs)
    with pytest.raises(NotRecognised):
        signed(door, half, theirs)
    assert signed(door, door.password("c@d.example", PASSWORD, None), theirs)


def test_a_key_works_at_the_host_it_was_made_for_only(database, door, half, new):
    there = Party("heerde.localhost", "http://heerde.localhost")
    key = KeyInHand(host=there.host, origin=there.origin)
    given_to(database, new.account.id, key, there)
    assert signed(door, half, key, there)
    with pytest.raises(NotRecognised):
        signed(door, half, key)
    with database.reading() as session:
        known = security_keys.keys_of(session, new.account.id)
    asked = json.loads(security_keys.asked_to_sign_in(HERE, security_keys.new_challenge(), known))
    assert not asked.get("allowCredentials"), "and is not asked for elsewhere"


def test_a_challenge_is_over_after_five_minutes(door, half, key):
    challenge = security_keys.new_challenge()
    answer = key.sign(text(challenge))
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)), pytest.raises(NotRecognised):
        come_in(door, half, answer, challenge)
    assert come_in(door, half, answer, challenge)


def test_a_signature_of_another_key_with_the_same_number_is_refused(door, half, key):
    with pytest.raises(NotRecognised):
        signed(door, half, KeyInHand(counts=True, counter=9, credential=key.credential))


def test_guessing_with_keys_is_slowed_with_the_codes(door, half, key):
    for _ in range(5):
        with pytest.raises(NotRecognised):
            come_in(door, half, "{}", security_keys.new_challenge())
    with pytest.raises(TooSoon):
        door.code(half, "123456", None)


def test_a_removed_key_opens_nothing_and_halves_from_before_are_over(database, door, half, key, new):
    with database.writing() as session:
        account = session.get_one(Account, new.account.id)
        assert security_keys.remove(session, account, session.exec(select(SecurityKey.id)).one())
    with pytest.raises(NotRecognised):
        signed(door, half, key)
    with pytest.raises(NotRecognised):
        signed(door, door.password("a@b.example", PASSWORD, None), key)


def test_the_last_second_step_stays(database, new):
    first, elsewhere = KeyInHand(), KeyInHand(host="heerde.localhost", origin="http://heerde.localhost")
    number = given_to(database, new.account.id, first)
    given_to(database, new.account.id, elsewhere, Party(elsewhere.host, elsewhere.origin))
    with database.writing() as session:
        session.get_one(Account, new.account.id).sealed_secret = ""
    with database.writing() as session, pytest.raises(LastStep):
        security_keys.remove(session, session.get_one(Account, new.account.id), number)
    given_to(database, new.account.id, KeyInHand())
    with database.writing() as session:
        assert security_keys.remove(session, session.get_one(Account, new.account.id), number)


def test_nobody_removes_the_key_of_another(database, keys, key):
    with database.writing() as session:
        other = create_account(session, keys, email="c@d.example", password=PASSWORD, role=Role.EDITOR).account
        assert not security_keys.remove(session, other, session.exec(select(SecurityKey.id)).one())
    with database.reading() as session:
        assert session.exec(select(SecurityKey)).all()


def test_a_key_belongs_to_one_account_and_there_are_ten_at_most(database, keys, key, new):
    with database.writing() as session:
        other = create_account(session, keys, email="c@d.example", password=PASSWORD, role=Role.EDITOR).account.id
    with pytest.raises(KnownKey):
        given_to(database, other, key)
    for _ in range(9):
        given_to(database, new.account.id, KeyInHand())
    with pytest.raises(EnoughKeys):
        given_to(database, new.account.id, KeyInHand())


def test_a_second_step_that_is_made_anew_takes_the_keys_along(database, keys, key, new, door):
    with database.writing() as session:
        reset_second_factor(session, keys, session.get_one(Account, new.account.id))
    with pytest.raises(NotRecognised):
        signed(door, door.password("a@b.example", PASSWORD, None), key)


def test_registering_for_another_origin_or_challenge_is_refused():
    challenge = security_keys.new_challenge()
    for answer in (
        KeyInHand(origin="http://elders.example").register(text(challenge)),
        KeyInHand(host="elders.example").register(text(challenge)),
        KeyInHand().register(text(security_keys.new_challenge())),
    ):
        with pytest.raises(KeyRefused):
            security_keys.read_new(HERE, challenge, answer)
    with time_machine.travel(clock.now() + timedelta(minutes=6)), pytest.raises(KeyRefused):
        security_keys.read_new(HERE, challenge, KeyInHand().register(text(challenge)))


CHALLENGE = Challenge(b"a challenge of thirty-two bytes!", clock.now())
GOOD = json.loads(KeyInHand().register(text(CHALLENGE)))
STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.binary(max_size=60).map(bytes_to_base64url),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=12), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(field=st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "attestationObject"]), value=STRANGE)
def test_whatever_a_browser_sends_is_refused_and_never_falls_over(field, value):
    answer = json.loads(json.dumps(GOOD))
    (answer if field in answer else answer["response"])[field] = value
    with pytest.raises(KeyRefused):
        security_keys.read_new(HERE, Challenge(CHALLENGE.value, clock.now()), json.dumps(answer))


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "{", "[" * 15_000, "x" * 20_000, '{"id": "\\ud800"}', '{"id": "\\u0000"}']
)
def test_nonsense_is_refused(door, half, key, answer):
    with pytest.raises(NotRecognised):
        come_in(door, half, answer, security_keys.new_challenge())
    with pytest.raises(KeyRefused):
        security_keys.read_new(HERE, security_keys.new_challenge(), answer)


def test_strange_answers_that_name_a_real_key_are_refused(door, half, key):
    challenge = security_keys.new_challenge()
    good = json.loads(key.sign(text(challenge)))
    for field in ("clientDataJSON", "authenticatorData", "signature"):
        broken = json.loads(json.dumps(good))
        broken["response"][field] = bytes_to_base64url(b"\xff" * 40)
        try:
            with pytest.raises(NotRecognised):
                come_in(door, half, json.dumps(broken), challenge)
        except TooSoon:
            pytest.fail("slowed before everything was tried")
