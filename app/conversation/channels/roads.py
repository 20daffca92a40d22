"""Which module brings what by which road: one table."""

from collections.abc import Callable, Mapping
from typing import Final

from app.conversation.channels import desk_mail, open_klant, resident_mail, support_mail, webhook
from app.conversation.channels.errand import Errand

ROADS: Final[Mapping[str, Callable[[Errand], None]]] = {
    "mail": desk_mail.bring,
    "team_mail": desk_mail.bring,
    "open_klant": open_klant.bring,
    "webhook": webhook.bring,
    "resident_mail": resident_mail.bring,
    "support_mail": support_mail.bring,
}
MAY_REFUSE: Final = frozenset({"resident_mail"})
"""Roads to one person: an address that does not exist will never exist. To desks we go on trying, because a setting
can be mended."""
