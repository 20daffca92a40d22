"""Who may do what: one table, read by the guards of the pages."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody does here."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    DESK = "desk"
    MEDIATOR = "mediator"
    CLIENT_SUPPORT = "client_support"
    ORGANISATION = "organisation"
    COMPLAINTS_OFFICER = "complaints_officer"
    CONFIDENTIAL_ADVISER = "confidential_adviser"


class Right(StrEnum):
    """Something that not everybody may do."""

    EDIT_CONTENT = "edit_content"
    JUDGE_OFFERS = "judge_offers"
    MANAGE_ACCOUNTS = "manage_accounts"
    WORK_AT_DESK = "work_at_desk"
    MEDIATE = "mediate"
    SUPPORT_CLIENTS = "support_clients"
    KEEP_OWN_OFFERS = "keep_own_offers"
    HANDLE_COMPLAINTS = "handle_complaints"
    SEE_FIGURES = "see_figures"


RIGHTS: Final[dict[Right, frozenset[Role]]] = {
    Right.EDIT_CONTENT: frozenset({Role.ADMINISTRATOR, Role.EDITOR}),
    Right.JUDGE_OFFERS: frozenset({Role.ADMINISTRATOR, Role.EDITOR}),
    Right.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Right.WORK_AT_DESK: frozenset({Role.DESK}),
    Right.MEDIATE: frozenset({Role.MEDIATOR}),
    Right.SUPPORT_CLIENTS: frozenset({Role.CLIENT_SUPPORT}),
    Right.KEEP_OWN_OFFERS: frozenset({Role.ORGANISATION}),
    Right.HANDLE_COMPLAINTS: frozenset({Role.COMPLAINTS_OFFICER, Role.CONFIDENTIAL_ADVISER}),
    Right.SEE_FIGURES: frozenset({Role.ADMINISTRATOR, Role.EDITOR}),
}
"""An administrator runs the site and reads nobody's questions: desk, mediation and client support are not theirs."""
READS_STORIES: Final = frozenset().union(
    *(RIGHTS[each] for each in (Right.WORK_AT_DESK, Right.MEDIATE, Right.SUPPORT_CLIENTS, Right.HANDLE_COMPLAINTS))
)
"""Roles that read what people tell. An administrator gives them to others, never to the account they work with."""

START_PAGES: Final[dict[Role, str]] = {
    Role.ADMINISTRATOR: "/beheer/",
    Role.EDITOR: "/beheer/",
    Role.DESK: "/loket/",
    Role.MEDIATOR: "/bemiddeling/",
    Role.CLIENT_SUPPORT: "/ondersteuner/",
    Role.ORGANISATION: "/organisatie/",
    Role.COMPLAINTS_OFFICER: "/klachtbehandeling/",
    Role.CONFIDENTIAL_ADVISER: "/klachtbehandeling/",
}
"""Where each role begins after signing in."""


BELONGS_TO_ORGANISATION: Final = frozenset({Role.ORGANISATION, Role.DESK})
"""Which accounts may name an organisation on the map: who speaks for one, and who works at the desk and is employed by
one (I-06). Only the first holds a right to anything of that organisation.
"""


def may(role: Role, right: Right) -> bool:
    """Whether this role holds this right."""
    return role in RIGHTS[right]
