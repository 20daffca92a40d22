import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.support import Translations

from app.frontend import build_hook

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "app" / "frontend"
VENDOR = ROOT / "app" / "static" / "vendor"
BUDGET = 25_000
"""Bytes of all style sheets of a page together, compressed."""


@pytest.fixture
def no_npm(monkeypatch):
    def away():
        raise build_hook.AssetsAway("npm is not here")

    monkeypatch.setattr(build_hook, "npm_command", away)


def test_without_npm_the_build_goes_on_with_a_warning(tmp_path, monkeypatch, capsys, no_npm):
    monkeypatch.delenv("LEEFPLEIN_REQUIRE_ASSETS", raising=False)
    assert build_hook.provide(tmp_path / "vendor") is False
    assert "npm is not here" in capsys.readouterr().err
    assert not (tmp_path / "vendor").exists()


def test_a_release_insists_on_the_assets(tmp_path, monkeypatch, no_npm):
    monkeypatch.setenv("LEEFPLEIN_REQUIRE_ASSETS", "1")
    with pytest.raises(build_hook.AssetsAway):
        build_hook.provide(tmp_path / "vendor")


def test_npm_that_fails_is_said_and_keeps_what_was_there(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("LEEFPLEIN_REQUIRE_ASSETS", raising=False)
    monkeypatch.setattr(
        build_hook, "npm_command", lambda: [sys.executable, "-c", "import sys; sys.exit('no registry')"]
    )
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "nlds.css").write_text("old")
    assert build_hook.provide(vendor) is False
    assert "no registry" in capsys.readouterr().err
    assert (vendor / "nlds.css").read_text() == "old"


def test_a_second_run_does_nothing_and_a_changed_source_does(tmp_path, no_npm, monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_REQUIRE_ASSETS", "1")
    (tmp_path / build_hook.STAMP).write_text(build_hook.stamp_of(FRONTEND))
    assert build_hook.provide(tmp_path) is True
    (tmp_path / build_hook.STAMP).write_text("another lock")
    with pytest.raises(build_hook.AssetsAway):
        build_hook.provide(tmp_path)


def test_assembling_takes_sheets_tokens_map_and_notices(tmp_path, monkeypatch):
    modules = tmp_path / "node_modules"
    package = json.loads((FRONTEND / "package.json").read_text())
    wanted = package["leefplein"]
    for path in [*wanted["stylesheets"], *wanted["copy"]]:
        (modules / path).parent.mkdir(parents=True, exist_ok=True)
        (modules / path).write_text(".x{color:var(--a)}.x--hover{color:red}")
    (modules / wanted["tokens"]).parent.mkdir(parents=True, exist_ok=True)
    (modules / wanted["tokens"]).write_text(":root{--a:#123;--b:#456}")
    for name in package["dependencies"]:
        (modules / name / "package.json").write_text(json.dumps({"version": "1.0", "license": "EUPL-1.2"}))
        (modules / name / "LICENSE.md").write_text("EUPL text")
    made = tmp_path / "made"
    build_hook.assemble(modules, made)
    css = (made / "nlds.css").read_text()
    assert ":root{--a:#123}" in css
    assert "--hover" not in css
    assert (made / "leaflet" / "leaflet.js").exists()
    notices = (made / "LICENCES.txt").read_text()
    assert notices.count("EUPL text") == 1
    assert "leaflet 1.0 - EUPL-1.2" in notices
    (modules / "leaflet/dist/leaflet.js").unlink()
    with pytest.raises(build_hook.AssetsAway, match=r"leaflet\.js"):
        build_hook.assemble(modules, tmp_path / "again")


def test_the_lock_names_every_package_with_its_checksum_and_no_address():
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    package = json.loads((FRONTEND / "package.json").read_text())
    locked = {path.removeprefix("node_modules/"): entry for path, entry in lock["packages"].items() if path}
    assert {name: entry["version"] for name, entry in locked.items()}.items() >= package["dependencies"].items()
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


def test_the_hook_runs_by_its_path_alone_as_hatch_does():
    code = "import runpy; m = runpy.run_path('app/frontend/build_hook.py', run_name='hook'); print(m['_trim']().without('.a{b:c}', []))"
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ".a{b:c}"


def test_the_assets_are_there():
    missing = [
        name
        for name in ("nlds.css", "LICENCES.txt", "leaflet/leaflet.js", "leaflet/leaflet.css")
        if not (VENDOR / name).exists()
    ]
    assert not missing, f"run: python -m app.frontend.build_hook (missing: {missing})"


def sheets_named_in(template):
    return set(re.findall(r"css/[a-z_-]+\.css", template.read_text(encoding="utf-8")))


def test_the_style_sheets_of_a_page_stay_small():
    base = sheets_named_in(ROOT / "app/templates/layouts/base.html")
    assert base, "the layout names no style sheets any more: this test looks at nothing"
    for template in (ROOT / "app/templates").rglob("*.html"):
        own = [ROOT / "app/static" / name for name in base | sheets_named_in(template)]
        sheets = [VENDOR / "nlds.css", *own, ROOT / "content/themes/hattem.css"]
        assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) <= BUDGET, template


def test_every_class_of_the_design_system_in_a_component_has_its_style():
    css = (VENDOR / "nlds.css").read_text()
    known = set(re.findall(r"\.((?:utrecht|nl)-[\w-]+)", css))
    used = set()
    for template in [
        *(ROOT / "app/templates/components").glob("*.html"),
        *(ROOT / "app/templates/layouts").glob("*.html"),
    ]:
        used |= set(re.findall(r"(?<![\w-])((?:utrecht|nl)-[a-z][\w-]*[a-z])(?=[ \"'])", template.read_text()))
    bare = {
        "utrecht-data-list__item",
        "utrecht-data-list--html-dl",
        "utrecht-data-list__item-value--html-dd",
        "utrecht-breadcrumb-nav__item",
        "utrecht-form-field--text",
    }
    assert used, "no class found at all: the expression or the folder is wrong"
    assert used - known - bare == set()


def test_set_up_compiles_the_catalogues(tmp_path):
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hulp"\nmsgstr "Help"\n'
    )
    assert build_hook.compile_catalogues(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as handle:
        assert Translations(handle).gettext("Hulp") == "Help"
