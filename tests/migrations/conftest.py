from tests.databases import address, bare_address, database  # noqa: F401
