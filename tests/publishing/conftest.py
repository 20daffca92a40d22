from tests.databases import address, database  # noqa: F401
from tests.workshop import publishing, shipped  # noqa: F401
