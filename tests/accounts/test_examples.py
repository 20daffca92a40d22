from app.accounts.examples import make_example_accounts
from app.accounts.keys import AccountKeys
from app.accounts.signing_in import Door
from app.settings import DEMO_SECRET, Settings

SETTINGS = Settings(secret_key=DEMO_SECRET)


def test_the_examples_can_sign_in_with_the_code_of_the_moment(database):
    made = make_example_accounts(database, SETTINGS, organisation="some-uid")
    assert [each.role for each in made] == [
        "administrator", "editor", "desk", "desk", "desk", "desk", "client_support", "mediator", "mediator",
        "mediator", "confidential_adviser", "complaints_officer", "organisation",
    ]  # fmt: skip
    door = Door(database, AccountKeys(DEMO_SECRET))
    for each in made:
        half = door.password(each.email, each.password, "127.0.0.1")
        _, account = door.code(half, each.code(), "127.0.0.1")
        assert account.email == each.email
    assert account.organisation == "some-uid"


def test_each_run_has_other_passwords_and_the_old_ones_are_gone(database):
    first = make_example_accounts(database, SETTINGS)
    second = make_example_accounts(database, SETTINGS)
    assert {each.password for each in first}.isdisjoint(each.password for each in second)
    assert len(second) == 11
