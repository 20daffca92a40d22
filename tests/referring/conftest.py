from tests.conversation.conftest import office, shipped  # noqa: F401
from tests.databases import address, database  # noqa: F401
