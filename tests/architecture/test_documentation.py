"""Documents that can be wrong: the settings, the commands, and the tree in the README."""

import re
from pathlib import Path

import click
import pytest

from app.cli import leefplein
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_rows(text):
    """Name -> (default, meaning) as the table says."""
    rows = re.findall(r"^\| `(LEEFPLEIN_\w+)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    assert rows
    return {name: (default, meaning) for name, default, meaning in rows}


def written(default):
    """A default as the table writes it."""
    return (
        "" if default in (None, "", (), {}) else f"`{'1' if default is True else '0' if default is False else default}`"
    )


def expected_rows():
    return {
        f"LEEFPLEIN_{name.upper()}": (written(field.get_default(call_default_factory=True)), field.description)
        for name, field in Settings.model_fields.items()
    }


def test_every_setting_is_described_as_it_is_and_no_other():
    assert settings_rows(SETTINGS) == expected_rows()


def test_a_setting_that_is_forgotten_or_gone_is_noticed():
    one = next(iter(expected_rows()))
    without = "\n".join(line for line in SETTINGS.splitlines() if f"`{one}`" not in line)
    assert settings_rows(without) != expected_rows()
    assert settings_rows(SETTINGS + "\n| `LEEFPLEIN_GONE` | `x` | Nothing. |\n") != expected_rows()


def test_every_environment_name_the_product_reads_is_documented():
    documented = SETTINGS + COMMANDS
    inner = {"LEEFPLEIN_DEMO", "LEEFPLEIN_BIND"}  # passed on by our own commands to what they start
    found = {
        name
        for path in (ROOT / "app").rglob("*.py")
        for name in re.findall(r"LEEFPLEIN_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert found
    assert found - inner - set(re.findall(r"LEEFPLEIN_[A-Z_]+[A-Z]", documented)) == set()


def tree(command, path=("leefplein",)):
    """Every command by its whole name."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from tree(command.get_command(context, name), (*path, name))


def sections(text):
    """The part of the document about each command."""
    parts = re.split(r"^#{2,3} `(leefplein[^`]*)`$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def title(path, command):
    arguments = [
        parameter.make_metavar(click.Context(command))
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    return " ".join((*path, *arguments))


def commands():
    return {title(path, command): command for path, command in tree(leefplein) if path != ("leefplein",)}


def test_every_command_has_its_part_and_no_other():
    assert set(sections(COMMANDS)) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_described_and_no_other(name):
    options = {
        option
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }
    assert set(re.findall(r"^- `(--[a-z-]+)", sections(COMMANDS)[name], re.MULTILINE)) == options


def test_every_command_says_what_it_does_and_so_does_every_option():
    for name, command in commands().items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.opts != ["--json"]:
                assert parameter.help or parameter.opts[0] in {"--email", "--port", "--workers", "--role"}, (
                    name,
                    parameter.opts,
                )


def named_in_tree(text):
    block = re.search(r"^```\n(app/\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert block, "the README shows the tree of the house"
    inside = ""
    for line in block[1].splitlines():
        indented = line.startswith("  ")
        names = re.match(
            r"\s*((?:[\w.]+/? )*[\w.]+/?)(?:  |$)", line.replace("accounts/ audit/ ", "accounts/ audit/  ")
        )
        for name in re.findall(r"[\w]+/|\w+\.py", names[1] if names else ""):
            if not indented:
                inside = name
                yield name
            else:
                yield inside + name


def test_the_tree_in_the_readme_is_the_tree_there_is():
    named = set(named_in_tree(README))
    for name in named:
        assert (ROOT / name).exists(), name
    rooms = {
        f"app/{each.name}" + ("/" if each.is_dir() else "")
        for each in (ROOT / "app").iterdir()
        if each.suffix == ".py"
        or (each / "__init__.py").is_file()
        or each.name in {"templates", "static", "translations"}
    }
    assert rooms - {"app/__init__.py"} - named == set()


def test_the_readme_shows_the_two_commands_and_their_long_forms():
    for words in ("make run", "make test", "leefplein demo", "pytest"):
        assert words in README
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_page_a_document_points_to_is_there():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"
