import json

from app.services import build_services
from tests.installing import settings_in
from tests.social_map.drafts import draft, shelve


def test_the_map_is_written_where_the_site_serves_it(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"), draft("Van iedereen", licence="ODbL 1.0"))
    services.database.close()
    code, said, _ = run("open-data", "write")
    assert code == 0
    assert said.startswith("Klaar: 2 keer hulp van 1 organisaties")
    index = json.loads((installed / "open-data" / "index.json").read_text())
    assert {each["name"] for each in index["files"]} >= {"services.ndjson", "hsds.zip", "services-odbl.ndjson"}
    assert "er is niets te doen" in run("open-data", "write", "--if-old")[1]


def test_or_somewhere_else(installed, run, tmp_path):
    assert run("open-data", "write", str(tmp_path / "mee"))[0] == 0
    assert (tmp_path / "mee" / "index.json").is_file()


def test_a_place_that_cannot_be_written_is_said_plainly(installed, run, tmp_path):
    (tmp_path / "dicht").write_text("een bestand")
    code, _, trouble = run("open-data", "write", str(tmp_path / "dicht" / "x"))
    assert code == 1
    assert "is niet te schrijven" in trouble
    assert "Traceback" not in trouble
