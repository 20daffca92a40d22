"""Whose hand it was, for readers who may not know which account."""

from app.accounts.models import Account
from app.accounts.rights import Role
from app.publishing.history import By, by_whom


def test_hands_are_named_and_accounts_are_not(database):
    with database.writing() as session:
        own, editor = (
            Account(email="o@voorbeeld.example", role=Role.ORGANISATION),
            Account(email="r@voorbeeld.example", role=Role.EDITOR),
        )
        session.add_all((own, editor))
        session.flush()
        first, second = f"account:{own.id}", f"account:{editor.id}"
    with database.reading() as session:
        actors = [
            first,
            second,
            "mail link",
            "upkeep",
            "import-2026-1",
            "oud@voorbeeld.example",
            "account:99999",
            "account:x",
        ]
        assert [by_whom(session, actors)[actor] for actor in actors] == [
            By.ORGANISATION, By.EDITORS, By.ORGANISATION, By.SITE, By.LIST, By.EDITORS, By.EDITORS, By.EDITORS,
        ]  # fmt: skip
        assert by_whom(session, []) == {}
