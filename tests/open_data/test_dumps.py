import hashlib
import json
import zipfile

import frictionless
import pytest

from app.open_data.dumps import INDEX, read_index, write_dumps, write_ndjson
from tests.open_data.conftest import BASE
from tests.social_map.drafts import draft, shelve


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_whole_region_in_files_that_are_what_the_index_says(region, folder, service_checker):
    index = write_dumps(region.database, region.content.now(), BASE, folder)
    assert index == read_index(folder)
    assert {path.name for path in folder.iterdir()} == {each["name"] for each in index["files"]} | {INDEX}
    for each in index["files"]:
        body = (folder / each["name"]).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
        assert each["licence"]["name"] == "CC0-1.0"
    services = lines(folder / "services.ndjson")
    assert len(services) == index["counts"]["services"] > 100
    assert not [each for each in services if service_checker.problems(each)]
    assert len(lines(folder / "organizations.ndjson")) == index["counts"]["organizations"]
    with zipfile.ZipFile(folder / "hsds.zip") as archive:
        archive.extractall(folder / "package")
    assert frictionless.validate(str(folder / "package" / "datapackage.json")).valid


def test_what_came_under_another_licence_stands_apart(database, content, folder):
    shelve(database, draft("Van ons"), draft("Van de kaart van iedereen", licence="ODbL 1.0"))
    index = write_dumps(database, content, BASE, folder)
    assert [each["name"] for each in lines(folder / "services.ndjson")] == ["Van ons"]
    assert [each["name"] for each in lines(folder / "services-odbl.ndjson")] == ["Van de kaart van iedereen"]
    assert "kaart van iedereen" not in zipfile.ZipFile(folder / "hsds.zip").read("services.csv").decode()
    assert {each["name"]: each["licence"]["name"] for each in index["files"]}["hsds-odbl.zip"] == "ODbL-1.0"
    assert index["counts"] == {"services": 2, "organizations": 1}


def test_a_file_that_is_no_longer_made_goes_and_a_file_of_somebody_else_stays(database, content, folder):
    shelve(database, draft("Van de kaart van iedereen", licence="ODbL 1.0"))
    write_dumps(database, content, BASE, folder)
    (folder / "eigen.txt").write_text("van iemand anders")
    shelve(database, draft("Van de kaart van iedereen", licence="CC0"))
    write_dumps(database, content, BASE, folder)
    names = {path.name for path in folder.iterdir()}
    assert names == {INDEX, "services.ndjson", "organizations.ndjson", "hsds.zip", "eigen.txt"}


def test_the_same_id_from_two_sources_goes_out_once(database, content, folder):
    theirs = "ac148810-d857-441c-9679-408f346de14b"
    shelve(database, draft("Eerst", source="a", source_id=theirs), draft("Daarna", source="b", source_id=theirs))
    write_dumps(database, content, BASE, folder)
    assert [each["name"] for each in lines(folder / "services.ndjson")] == ["Eerst"]


def test_when_it_goes_wrong_halfway_what_stood_there_still_stands(database, content, folder, monkeypatch):
    shelve(database, draft("Eerst"))
    before = write_dumps(database, content, BASE, folder)
    monkeypatch.setattr("app.open_data.dumps._zip", lambda *_: (_ for _ in ()).throw(OSError(28, "no room")))
    with pytest.raises(OSError, match="no room"):
        write_dumps(database, content, BASE, folder)
    assert read_index(folder) == before
    assert not list(folder.glob(".coming-*"))


def test_the_same_map_gives_the_same_bytes(database, content, folder):
    shelve(database, draft("Eerst"), draft("Daarna"))
    first, again = (write_dumps(database, content, BASE, folder / name)["files"] for name in "ab")
    assert first == again


def test_lines_are_counted(folder):
    assert write_ndjson([{"a": 1}, {"a": "é\n"}], folder / "x.ndjson") == 2
    assert lines(folder / "x.ndjson") == [{"a": 1}, {"a": "é\n"}]
    assert read_index(folder) is None
