"""The files of docs/operators that are copied onto machines: readable by who reads them, and true about this program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "operators"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])
SETTING = re.compile(r"LEEFPLEIN_[A-Z_]+[A-Z]")
SHUT_IN = {
    "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes", "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "", "UMask": "0077", "RestrictSUIDSGID": "yes", "LockPersonality": "yes",
    "SystemCallArchitectures": "native", "User": "leefplein",
}  # fmt: skip


def known_settings():
    return {f"LEEFPLEIN_{name.upper()}" for name in Settings.model_fields}


def directives(unit):
    """Directive -> its last value."""
    lines = [line for line in unit.read_text(encoding="utf-8").splitlines() if line and not line.startswith(("#", "["))]
    assert all("=" in line for line in lines)
    return dict(line.split("=", 1) for line in lines)


def test_every_file_that_is_shipped_is_named_in_the_table():
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [each.name for each in FOLDER.iterdir() if each.name != "README.md" and f"({each.name})" not in table] == []


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_may_do_no_more_than_it_needs(unit):
    found = directives(unit)
    assert {name: found.get(name) for name in SHUT_IN} == SHUT_IN
    assert "/.venv/bin/leefplein" in unit.read_text(encoding="utf-8")


def test_systemd_reads_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("LET OP: systemd-analyze is er niet; de units zijn alleen gelezen, niet door systemd zelf")
    copies = []
    for unit in UNITS:
        copy = tmp_path / unit.name
        copy.write_text(
            unit.read_text(encoding="utf-8").replace("/srv/leefplein/.venv/bin/leefplein", "/bin/true"),
            encoding="utf-8",
        )
        copies.append(str(copy))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *copies], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "leefplein" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_example_environment_names_settings_that_exist_and_no_secret():
    text = (FOLDER / "env.example").read_text(encoding="utf-8")
    assert set(SETTING.findall(text)) <= known_settings()
    assert [line for line in text.splitlines() if re.match(r"LEEFPLEIN_(SECRET|BACKUP)_KEY=.", line)] == []


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: page.name)
def test_every_setting_and_command_a_page_names_exists(page):
    text = page.read_text(encoding="utf-8")
    inner = {"LEEFPLEIN_REQUIRE_ASSETS"}
    assert set(SETTING.findall(text)) - known_settings() - inner == set()
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in re.findall(r"leefplein (database|keys|content|search|places|account|examples) ([a-z-]+)", text):
        assert f"`leefplein {' '.join(command)}" in commands, command


def measured():
    """The names of numbers, as the page about them lists them."""
    table = (FOLDER / "watching.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(leefplein_[a-z_]+)", table))


def test_alarms_look_at_numbers_that_exist_and_say_what_to_do():
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert len(rules) > 5
    for rule in rules:
        names = set(re.findall(r"leefplein_[a-z_]+", rule["expr"]))
        assert names
        assert names <= measured(), rule["alert"]
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_the_container_runs_without_rights_from_the_lock():
    lines = (FOLDER / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    words = [line.split(" ", 1) for line in lines if line and not line.startswith("#") and not line.startswith(" ")]
    said = [word for word, _ in words]
    assert set(said) <= {
        "FROM",
        "WORKDIR",
        "COPY",
        "ENV",
        "RUN",
        "USER",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    assert ["USER", "10001:10001"] in words
    assert said.index("USER") < said.index("ENTRYPOINT")
    assert all("-slim" in rest for word, rest in words if word == "FROM")
    assert any("--require-hashes" in rest for word, rest in words if word == "RUN")
    assert not any("SECRET" in rest for word, rest in words if word == "ENV")
    assert set(SETTING.findall("\n".join(lines))) - {"LEEFPLEIN_REQUIRE_ASSETS"} <= known_settings()
