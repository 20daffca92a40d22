"""What the OpenAPI document promises the API keeps: schemathesis asks everything that may be asked, and what may not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.accounts.sharing_out import SharedLimit
from app.web.api.allowance import LIMITS
from app.web.api.hsds.parameters import OF_LIST
from app.web.api.hsds.routes import blueprint

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
EXAMPLES = 4


def ask_everything(
    folder: Path, document: str, *more: str, phases: str = "examples,coverage,fuzzing"
) -> subprocess.CompletedProcess[str]:
    """Schemathesis over a live server, the same questions every time; without a cache of what it asked before."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", document, "--checks", CHECKS),
            *("--max-examples", str(EXAMPLES), "--phases", phases),
            *("--generation-deterministic", "--no-color", *more),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,  # it keeps what it found beside where it runs
        check=False,
    )


@pytest.fixture
def unlimited(installation):
    """So many questions are asked here that most would only hear to wait."""
    LIMITS[installation.database] = SharedLimit(1_000_000)


def test_nothing_that_may_be_asked_fails(live_server, unlimited, tmp_path):
    said = ask_everything(tmp_path, live_server + "/api/hsds/openapi.json")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]


def test_a_promise_that_is_not_kept_is_noticed(live_server, unlimited, tmp_path, client):
    """The twin: the same questions against a document that says a service has another shape."""
    told = client.get("/api/hsds/openapi.json").json
    told["paths"] = {"/services": {"get": told["paths"]["/services"]["get"]}}
    told["components"]["schemas"]["service"]["properties"]["name"] = {"type": "integer"}
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(told))
    said = ask_everything(
        tmp_path, str(file), "--url", live_server + "/api/hsds", "--max-failures", "1", phases="fuzzing"
    )
    assert said.returncode == 1, said.stdout[-2000:]


def test_every_address_and_parameter_is_described(client, app):
    told = client.get("/api/hsds/openapi.json").json
    ours = {
        (rule.rule.removeprefix("/api/hsds").replace("<uid>", "{id}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(blueprint.name + ".")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in told["paths"].items() for method in methods}
    assert described == ours
    for name, names in OF_LIST.items():
        assert [each["name"] for each in told["paths"][f"/{name}"]["get"]["parameters"]] == list(names)


def test_every_operation_has_a_name_of_its_own_and_says_whether_it_is_required(client):
    told = client.get("/api/hsds/openapi.json").json
    operations = [operation for methods in told["paths"].values() for operation in methods.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
    assert {tuple(each["tags"]) for each in operations} == {("required",), ("optional",)}
    required = {path for path, methods in told["paths"].items() if methods["get"]["tags"] == ["required"]}
    assert required == {"/", "/services", "/services/{id}"}
