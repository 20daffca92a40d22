from tests.databases import address, database  # noqa: F401  (fixtures: SQLite and PostgreSQL)
