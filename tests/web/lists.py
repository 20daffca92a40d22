"""Lists for the rooms where they are handed in, and the worker that reads them."""

import io

from app.handlers import all_hands
from app.outbox.worker import Worker
from app.web.running import EXTENSION

HEADS = "id;naam;organisatie;soort;niveau;telefoon;tijden"


def csv_file(*lines, heads=HEADS, name="lijst.csv"):
    return io.BytesIO("\n".join((heads, *lines)).encode()), name


def work(site):
    """Whatever waits for the importer's hands is done."""
    hands = {kind: hand for kind, hand in all_hands().items() if kind.startswith("import.")}
    Worker(site.database, site.app.extensions[EXTENSION], hands).once()
