import json

from app.services import build_services
from tests.installing import settings_in
from tests.social_map.drafts import draft, shelve


def test_the_state_of_the_index_and_making_it_anew(installed, run):
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"))
    services.database.close()
    code, said, _ = run("search", "status", "--json")
    assert code == 1
    assert json.loads(said)["ok"] is False
    assert run("search", "rebuild")[:2] == (0, "Klaar: 1 keer hulp in de zoekindex.\n")
    code, said, _ = run("search", "status", "--json")
    facts = json.loads(said)
    assert (code, facts["ok"], facts["documents"], facts["missing"], facts["waiting"]) == (0, True, 1, 0, 1)
    assert "documents: 1" in run("search", "status")[1]


def test_what_differs_from_the_database_is_counted(installed, run):
    run("search", "rebuild")
    services = build_services(settings_in(installed))
    shelve(services.database, draft("Samen koken"), draft("Samen zingen"))
    services.database.close()
    code, said, _ = run("search", "status", "--json")
    assert (code, json.loads(said)["missing"]) == (1, 2)
    assert run("worker", "--once")[0] == 0
    assert run("search", "status")[0] == 0


def files(tmp_path):
    queries = [{"query": "ik wil zingen", "wanted_needs": ["zang"], "must_not": []}]
    (tmp_path / "q.json").write_text(json.dumps(queries), encoding="utf-8")
    (tmp_path / "p.csv").write_text(
        'needs,name,description\nzang,Koor,"Samen zingen op dinsdag"\nkook,Eettafel,"Samen koken en eten"\n',
        encoding="utf-8",
    )
    return tmp_path / "q.json", tmp_path / "p.csv"


def test_files_that_cannot_be_read_are_refused_in_plain_words(place, run, tmp_path):
    good_queries, good_provisions = files(tmp_path)
    (tmp_path / "wrong").write_bytes(b"\xff\xfe nonsense")
    for queries, provisions in (
        (tmp_path / "none", good_provisions),
        (tmp_path / "wrong", good_provisions),
        (good_queries, tmp_path / "none"),
        (good_queries, tmp_path / "wrong"),
    ):
        code, _, said = run("search", "evaluate", queries, "--provisions", provisions)
        assert (code, bool(said)) == (1, True), (queries, provisions)
