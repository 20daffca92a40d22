"""The whole tree against each rule of the house, and each rule against a tree that breaks it."""

import pytest
import yaml

from tests.architecture import guards


@pytest.fixture(scope="module")
def paths():
    return guards.tracked()


@pytest.fixture(scope="module")
def files(paths):
    return guards.read(paths)


@pytest.fixture(scope="module")
def numbers(files):
    return [each["number"] for each in yaml.safe_load(files["content/help_numbers.yaml"])]


def test_the_clock_is_the_only_place_that_asks_the_time(files):
    assert guards.asks_the_time(guards.python(files)) == []


@pytest.mark.parametrize(
    "breach",
    [
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import datetime as d, date\nx = date.today()",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "from datetime import datetime, UTC\nf = datetime.now",
    ],
)
def test_and_that_rule_bites(breach):
    assert guards.asks_the_time({"app/x.py": breach})
    assert not guards.asks_the_time({"app/clock.py": breach})
    assert not guards.asks_the_time({"app/x.py": "import time\nx = time.monotonic()"})


def test_nobody_imports_late(files):
    assert guards.imports_late(guards.python(files)) == []
    assert guards.imports_late({"app/x.py": "def f():\n    import json"})


def test_only_what_is_heavy_and_mostly_not_needed_is_excused(files):
    excused = {path for path, text in guards.python(files).items() if "noqa: PLC0415" in text}
    assert excused <= {"app/search/dutch/words.py", "importers/file_to_rows.py"}


def test_models_do_not_postpone_their_annotations(files):
    assert guards.future_annotations_in_models(guards.python(files)) == []
    assert guards.future_annotations_in_models(
        {"x": "from __future__ import annotations\nclass A(Record, table=True): ..."}
    )


def test_every_module_says_why_it_exists(files):
    assert guards.unexplained(guards.python(files)) == []
    assert guards.unexplained({"app/x.py": "x = 1"})


def test_no_room_has_a_name_that_says_nothing(paths):
    assert guards.vague_names(paths) == []
    assert guards.vague_names(["app/search/utils.py", "app/common/names.py"]) == [
        "app/search/utils.py",
        "app/common/names.py",
    ]


def test_nothing_is_half_done(files):
    assert guards.unfinished(guards.product(files)) == []
    assert len(guards.unfinished({"x": "# TO" + "DO later\nraise NotImplemented" + "Error\nKomt binnen" + "kort"})) == 3


def test_nothing_is_bound_to_a_machine_or_a_registry(files):
    assert guards.machine_bound(files) == []
    assert (
        len(
            guards.machine_bound(
                {"x": "https://registry" + ".npmjs.org/a\n--index" + "-url=x\n/ro" + "ot/x\n/wo" + "rk/x"}
            )
        )
        == 4
    )


def test_no_code_of_others_is_kept(paths, files):
    assert guards.foreign(guards.product(files)) == []
    assert guards.strange_files(paths) == []
    assert guards.foreign({"a.js": "/*! Copy" + "right 2020 Somebody */"})
    strange = ["a/x.woff2", "app/static/x.min.js", "app/static/vendor/x.css", "x.zip", "x.png"]
    assert guards.strange_files(strange) == strange


def test_files_stay_short(files):
    assert guards.too_long(files) == []
    assert guards.too_long({"app/x.py": "x = 1\n" * guards.LONGEST_FILE})


def test_each_help_number_stands_in_one_place(files, numbers):
    assert guards.numbers_elsewhere(files, numbers) == []
    for written in ("0800 0113", "08000113", "0800-0113"):
        assert guards.numbers_elsewhere({"content/pages/nl/x.md": f"Bel {written}."}, ["0800-0113"])


def test_a_rule_that_looks_at_nothing_fails(tmp_path):
    guards.subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    with pytest.raises(AssertionError):
        guards.tracked(tmp_path)
