"""What the document about searching promises is what a search gives: schemathesis asks what may be asked."""

import json

from tests.web.api.hsds.test_openapi import ask_everything


def test_nothing_that_may_be_asked_fails(live_server, tmp_path):
    said = ask_everything(tmp_path, live_server + "/api/openapi.json", phases="fuzzing")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]


def test_a_promise_that_is_not_kept_is_noticed(live_server, tmp_path, client):
    """The twin: the same questions against a document that says a total is a text."""
    told = client.get("/api/openapi.json").json
    told["paths"] = {"/zoeken": {"get": told["paths"]["/zoeken"]["get"]}}
    told["components"]["schemas"]["answer"]["properties"]["total"] = {"type": "string"}
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(told))
    said = ask_everything(tmp_path, str(file), "--url", live_server + "/api", "--max-failures", "1", phases="fuzzing")
    assert said.returncode == 1, said.stdout[-2000:]


def test_every_address_is_described(client, app):
    told = client.get("/api/openapi.json").json
    ours = {
        (rule.rule.removeprefix("/api"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api_searching.") and not rule.rule.startswith("/en")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, methods in told["paths"].items() for method in methods} == ours
