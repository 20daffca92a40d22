from tests.databases import address, database, postgres_address  # noqa: F401
