import io

import pikepdf
import pymupdf
import pytest

from app.paper.booklet import pdf_of
from app.paper.choosing import PaperChoice, entries
from tests.installing import copy_of

SITE = "https://putten.example"


@pytest.fixture(scope="session")
def region(example_template, tmp_path_factory):
    """The example region, for tests that only look."""
    services = copy_of(example_template, tmp_path_factory.mktemp("paper"))
    yield services
    services.database.close()


@pytest.fixture(scope="session")
def booklet(region):
    """The booklet of Putten."""
    return entries(region, PaperChoice("putten"), site=SITE)


@pytest.fixture(scope="session")
def raw(booklet):
    """The same as a PDF, made once."""
    return pdf_of(booklet)


@pytest.fixture(scope="session")
def pdf(raw):
    """What the PDF is made of."""
    with pikepdf.open(io.BytesIO(raw)) as opened:
        yield opened


@pytest.fixture(scope="session")
def pages(raw):
    """The text of every page."""
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return [page.get_text() for page in document]
