"""An office that delivers, on both databases; see tests/conversation/conftest.py."""

from tests.conversation.conftest import office, shipped  # noqa: F401
from tests.databases import address, database  # noqa: F401
from tests.mailing.conftest import mailbox  # noqa: F401
