from tests.databases import address, database  # noqa: F401
