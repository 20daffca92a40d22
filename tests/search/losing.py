"""Taking the index away, wherever the installation's engine keeps it."""

import shutil

import sqlalchemy as sa

from app.services import Services


def lose_the_index(services: Services) -> None:
    """As if it had never been made."""
    if services.settings.engine == "postgres":
        with services.database.writing() as session:
            for table in ("search_state", "search_row", "search_term"):
                session.execute(sa.text(f"DELETE FROM {table}"))
    else:
        shutil.rmtree(services.settings.search_dir)
