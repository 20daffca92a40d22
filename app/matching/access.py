"""Coming back to one's own offer or question: number and secret code together, never one of them.

Wrong in whatever way is one answer after the same work, and guessing is slowed in the database, so that all workers
count together; never locked (promises 40 and 41).
"""

from typing import Final

from sqlmodel import select

from app.accounts.keys import AccountKeys
from app.accounts.slowing import Counted, counted_today, network_of, succeeded, take_turn
from app.audit import record
from app.matching.history import note
from app.matching.lifecycle import Action, move
from app.matching.mediation import Mediation, NobodyThere, held
from app.matching.models import Notice
from app.references import digest_of, fits, new_code, read_code, read_reference

FREE_PER_REFERENCE: Final = 5
FREE_PER_NETWORK: Final = 25
_NOBODYS: Final = digest_of("")


def open_with(mediation: Mediation, reference_typed: str, code_typed: str, address: str | None = None) -> int:
    """Come in with what was typed; spaces, dashes, small letters and signs that look alike do not matter.

    :param address: of who asks, for counting tries; not kept.
    :returns: the number of the notice.
    :raises app.accounts.slowing.TooSoon: tries follow each other too fast; nothing was looked up.
    :raises NobodyThere: this pair opens nothing. Never says which of the two was wrong.
    """
    reference, code = read_reference(reference_typed), read_code(code_typed)
    own, network = _counted(mediation, reference or read_code(reference_typed), address)
    take_turn(mediation.database, (own, network))
    with mediation.database.reading() as session:
        found = session.execute(
            select(Notice.id, Notice.code_digest).where(Notice.reference == (reference or ""))
        ).one_or_none()
    right = fits(code, found.code_digest if found else _NOBODYS)
    if found is None or not right or not code:
        raise NobodyThere
    with mediation.database.writing() as session:
        succeeded(session, (own,), network, 1)
        record(session, "person", "notice.open", f"notice:{found.id}")
    return int(found.id)


def renew_code(mediation: Mediation, notice_id: int, actor: str) -> str:
    """A new secret code for who lost theirs, told by the mediator; the one before opens nothing. It is shown this once.

    :param actor: `account:<number>` of the mediator.
    :raises NobodyThere: there is no such notice.
    """
    with mediation.database.writing() as session:
        notice, code = held(session, notice_id), new_code()
        move(notice, Action.RENEW_CODE)
        notice.code_digest = digest_of(code)
        session.add(notice)
        note(session, notice_id, actor, "code_renewed", public=True)
        record(session, actor, "notice.code_renewed", f"notice:{notice_id}")
    return code


def _counted(mediation: Mediation, reference: str, address: str | None) -> tuple[Counted, Counted]:
    keys = AccountKeys.of(mediation.settings)
    network = network_of(address)
    return (
        # Per number and network: who only knows somebody's number (it stands in mails) never keeps them out from elsewhere.
        counted_today(keys, f"own notice|{reference}|{network}", FREE_PER_REFERENCE),
        counted_today(keys, f"own notice network|{network}", FREE_PER_NETWORK),
    )
