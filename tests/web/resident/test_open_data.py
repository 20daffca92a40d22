"""The page about open data, and the files of the whole map."""

import json
import zipfile
from io import BytesIO

import pytest

from app.open_data.dumps import FOLDER, write_dumps

HOST = {"Host": "hattem.localhost"}


@pytest.fixture
def with_files(installation):
    return write_dumps(
        installation.database,
        installation.content.now(),
        "http://hattem.localhost",
        installation.settings.data_dir / FOLDER,
    )


def fetch(client, name, **headers):
    """A file, read to its end and closed."""
    return client.get(f"/open-data/{name}", headers=HOST | headers, buffered=True)


def test_without_files_the_page_says_when_they_come(client):
    said = client.get("/open-data", headers=HOST).text
    assert "Kijk morgen weer" in said
    assert "/api/hsds/" in said
    assert "CC0" in said
    assert fetch(client, "index.json").status_code == 404


def test_the_files_are_listed_with_date_size_and_licence_and_can_be_fetched(client, with_files):
    said = client.get("/open-data", headers=HOST).text
    for each in with_files["files"]:
        assert f'href="/open-data/{each["name"]}"' in said
        answer = fetch(client, each["name"])
        assert answer.status_code == 200
        assert len(answer.data) == each["bytes"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        again = fetch(client, each["name"], **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    lines = fetch(client, "services.ndjson")
    assert lines.mimetype == "application/x-ndjson"
    assert all(json.loads(line)["id"] for line in lines.text.splitlines())
    package = fetch(client, "hsds.zip")
    assert package.mimetype == "application/zip"
    assert "datapackage.json" in zipfile.ZipFile(BytesIO(package.data)).namelist()
    assert fetch(client, "index.json").json == with_files


@pytest.mark.parametrize(
    "name", ["../leefplein.sqlite", "..%2fleefplein.sqlite", ".making", "services", "%00", "x" * 300]
)
def test_no_other_file_is_given(client, with_files, name):
    assert client.get(f"/open-data/{name}", headers=HOST).status_code == 404


def test_it_is_found_from_every_page_and_read_in_english(client, with_files):
    assert 'href="/open-data"' in client.get("/over-deze-site", headers=HOST).text
    assert client.get("/en/open-data", headers=HOST).status_code == 200
