"""Links open what they were made for, as long as they were made for, and nothing else."""

from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.settings import Settings
from app.social_map.models import Organisation
from app.upkeep.links import LinkOver, make, open_link

SECRET = "a key for tests only, long enough to be let in"
SETTINGS = Settings(secret_key=SECRET)


@pytest.fixture
def organisation(database):
    with database.writing() as session:
        found = Organisation(name="Stichting De Hoek", name_key="de hoek")
        session.add(found)
    return found


def opened(database, token, settings=SETTINGS):
    with database.reading() as session:
        return open_link(session, settings, token).name


def why(database, token, settings=SETTINGS):
    with pytest.raises(LinkOver) as problem:
        opened(database, token, settings)
    return problem.value.why, problem.value.organisation


def test_it_opens_the_organisation_until_its_day(database, organisation):
    token = make(SETTINGS, organisation, clock.now(), days=60)
    assert opened(database, token) == "Stichting De Hoek"
    with time_machine.travel(clock.now() + timedelta(days=59, hours=23)):
        assert opened(database, token) == "Stichting De Hoek"
    with time_machine.travel(clock.now() + timedelta(days=60, minutes=1)):
        assert why(database, token) == ("expired", organisation.uid)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "x" * 5000, "eyJ9.x"])
def test_what_is_not_ours_opens_nothing(database, organisation, token):
    assert why(database, token) == ("unknown", "")


def test_nothing_in_it_can_be_changed(database, organisation):
    token = make(SETTINGS, organisation, clock.now())
    for place in (3, len(token) // 2, len(token) - 3):
        other = "A" if token[place] != "A" else "B"
        assert why(database, token[:place] + other + token[place + 1 :])[0] == "unknown"


def test_a_new_secret_still_knows_the_links_of_the_old_one(database, organisation):
    token = make(SETTINGS, organisation, clock.now())
    after = Settings(secret_key="another key for tests, long enough as well", secret_key_fallbacks=(SECRET,))
    assert opened(database, token, after) == "Stichting De Hoek"
    assert why(database, token, Settings(secret_key="another key for tests, long enough as well"))[0] == "unknown"


def test_older_links_become_void_and_newer_ones_work(database, organisation):
    before = make(SETTINGS, organisation, clock.now())
    with database.writing() as session:
        session.get(Organisation, organisation.id).links_since = clock.now()
    assert why(database, before) == ("void", organisation.uid)
    assert opened(database, make(SETTINGS, organisation, clock.now())) == "Stichting De Hoek"


def test_a_merged_organisation_is_followed(database, organisation):
    token = make(SETTINGS, organisation, clock.now())
    with database.writing() as session:
        other = Organisation(name="De Hoek en de Haard", name_key="de hoek en de haard")
        session.add(other)
        session.flush()
        session.get(Organisation, organisation.id).merged_into = other.uid
    assert opened(database, token) == "De Hoek en de Haard"
    with database.writing() as session:
        session.get(Organisation, other.id).merged_into = organisation.uid
    assert why(database, token)[0] == "unknown"
