"""Opening one offer or question: the one place where this room sees who somebody is. Every look is written down."""

from sqlmodel import col, select

from app.accounts.models import Account
from app.matching.history import Happened
from app.matching.opened import OpenedNotice, opened
from app.web.mediator.room import mediation, or_404, our_notice
from app.web.running import services
from app.web.staff.guards import me


def open_notice(number: int) -> OpenedNotice:
    """Everything a mediator may see of one; 404 when it is not of this mediator."""
    our_notice(number)
    with or_404():
        return opened(mediation(), number, me().municipality, me().actor)


def people_in(history: tuple[Happened, ...]) -> dict[int, str]:
    """The mail addresses of the accounts that had a hand in it, by number."""
    numbers = {int(line.actor.removeprefix("account:")) for line in history if line.actor.startswith("account:")}
    if not numbers:
        return {}
    with services().database.reading() as session:
        found = session.exec(select(Account).where(col(Account.id).in_(numbers))).all()
    return {account.id or 0: account.email for account in found}
