"""Tables from strangers: read in full, or refused with a clear message. Never a traceback, never our own memory."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from datetime import time as clock_time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers import FileRefused, file_to_rows, tables
from importers.tables import read_table
from tests.importers.workbooks import text_cell, with_sheet, workbook


def cells(path):
    return [line.cells for line in read_table(path)]


def refusal(path):
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    message = str(refused.value)
    assert "Traceback" not in message
    assert len(message) > 15
    return message


@pytest.fixture
def write(tmp_path):
    def write(data, name="bestand.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_and_encoding(write, separator, encoding):
    text = (
        separator.join(("naam", "café"))
        + "\r\n"
        + separator.join(("Henriëtte", "€ 2,50" if separator != "," else '"€ 2,50"'))
        + "\r\n"
    )
    assert cells(write(text.encode(encoding))) == [["naam", "café"], ["Henriëtte", "€ 2,50"]]


def test_lines_are_counted_as_an_editor_sees_them(write):
    table = read_table(write('naam;tekst\n\nEen;"over\ntwee regels"\n;;\nTwee;x\n'))
    assert [(line.number, line.cells[0]) for line in table] == [(1, "naam"), (3, "Een"), (6, "Twee")]
    assert table.rows == 3


def test_excel_may_say_its_separator(write):
    table = read_table(write("sep=;\r\na;b\r\n1,5;2\r\n"))
    assert [(line.number, line.cells) for line in table] == [(2, ["a", "b"]), (3, ["1,5", "2"])]


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rest(write):
    message = refusal(write('naam,tekst\nEen,goed\nTwee,"fout\nDrie,weg\nVier,weg\n'))
    assert "Regel 3" in message
    assert "aanhalingsteken" in message


def test_a_few_broken_signs_do_not_spoil_good_utf8(write):
    table = read_table(write("naam;x\nHenriëtte;é\nKapot ".encode() + b"\xed\xa0\x80" + ";ëëë\n".encode()))
    assert [line.cells[0] for line in table][1] == "Henriëtte"
    assert table.notes


def test_nul_bytes_and_very_long_cells_are_let_through_for_the_reader_to_flag(write):
    rows = cells(write(b"naam;tekst\n" + b"x" * 300 + b";a\x00b\nTwee;" + b"y" * 1_000_000 + b"\n"))
    assert rows[1][1] == "a\x00b"
    assert len(rows[2][1]) == file_to_rows.LONGEST_CELL


def test_twenty_thousand_rows_are_read_and_one_more_is_refused(write):
    heads = "naam;soort\n"
    assert read_table(write(heads + "a;b\n" * 20_000)).rows == 20_001
    assert "20000" in refusal(write(heads + "a;b\n" * 20_001))


def test_a_hundred_columns_are_read_and_one_more_is_refused(write):
    assert len(cells(write(";".join("x" * 100)))[0]) == 100
    assert "101 kolommen" in refusal(write(";".join("x" * 101)))
    assert cells(write("a;b" + ";" * 100)) == [["a", "b"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oud Excel-bestand"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "plaatje"),
        (b"\x1f\x8b\x08", "ingepakt"),
        (b"\x00\x01\x02\x03" * 100, "niet te lezen"),
        (b"PK\x03\x04 half a zip", "niet te lezen"),
    ],
)
def test_other_kinds_of_file(write, data, said):
    assert said in refusal(write(data))


def test_a_missing_file_and_a_folder(tmp_path):
    assert "er niet" in refusal(tmp_path / "weg.csv")
    assert "er niet" in refusal(tmp_path)


def test_a_file_we_may_not_open(write):
    path = write("a;b")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert "openen" in refusal(path)


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    assert "geen Excel-werkmap" in refusal(path)


def test_a_workbook_gives_the_same_text_as_a_csv(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["naam", "postcode", "prijs", "dag", "ja", "tijd"],
            ["Henriëtte", 3882, 2.5, datetime.fromisoformat("2026-11-03"), True, clock_time(10, 0)],
            [],
            [None, "x"],
        ],
    )
    table = read_table(path)
    assert [(line.number, line.cells) for line in table] == [
        (1, ["naam", "postcode", "prijs", "dag", "ja", "tijd"]),
        (2, ["Henriëtte", "3882", "2.5", "2026-11-03", "ja", "10:00"]),
        (4, ["", "x"]),
    ]


def test_the_first_sheet_with_something_in_it_is_read_and_named(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Aanbod")
    sheet.append(["naam"])
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert [line.cells for line in table] == [["naam"]]
    assert "'Aanbod'" in table.notes[0]


def test_an_empty_workbook(tmp_path):
    assert "geen enkele regel" in refusal(workbook(tmp_path / "a.xlsx", []))


def test_a_formula_without_outcome_is_kept_and_one_with_outcome_is_its_outcome(tmp_path):
    rows = "<row r='1'>" + text_cell("A1", "naam") + "<c r='B1'><f>1+1</f></c><c r='C1'><f>2+2</f><v>4</v></c></row>"
    assert cells(with_sheet(tmp_path / "a.xlsx", rows)) == [["naam", "=1+1", "4"]]


def test_an_error_of_excel_is_no_text(tmp_path):
    rows = (
        "<row r='1'>"
        + text_cell("A1", "naam")
        + "<c r='B1' t='e'><v>#REF!</v></c>"
        + text_cell("C1", "#zorg")
        + "</row>"
    )
    assert cells(with_sheet(tmp_path / "a.xlsx", rows)) == [["naam", "", "#zorg"]]


def test_macros_are_refused(tmp_path):
    assert "macro" in refusal(with_sheet(tmp_path / "a.xlsm", "", extra={"xl/vbaProject.bin": b"x"}))


def test_a_bomb_of_zeroes_is_refused_by_what_it_says_of_itself(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", "", extra={"xl/media/a.bin": b"\0" * (60 * 1024 * 1024)})
    assert path.stat().st_size < 200_000
    assert "50 MB" in refusal(path)


def test_a_bomb_of_rows_is_refused(tmp_path):
    rows = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, 300_000))
    path = with_sheet(tmp_path / "a.xlsx", rows)
    started = time.monotonic()
    assert "20000 regels" in refusal(path)
    assert time.monotonic() - started < 30


def test_a_cell_at_the_far_end_is_refused(tmp_path):
    path = with_sheet(
        tmp_path / "a.xlsx",
        "<row r='1048576'>" + text_cell("XFD1048576", "ver") + "</row>",
        before='<dimension ref="A1:XFD1048576"/>',
    )
    assert "16384 kolommen" in refusal(path)


def test_a_lie_about_its_size_costs_nothing(tmp_path):
    path = with_sheet(
        tmp_path / "a.xlsx",
        "<row r='1'>" + text_cell("A1", "naam") + "</row>",
        before='<dimension ref="A1:XFD1048576"/>',
    )
    assert cells(path) == [["naam"]]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x ["
        '<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + '<!ENTITY e "&j;">]>',
    ],
    ids=["xxe", "billion laughs"],
)
def test_entities_are_refused(tmp_path, head):
    sheet = f"<?xml version='1.0'?>{head}<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'>{text_cell('A1', '&e;')}</row></sheetData></worksheet>"
    assert "niet te lezen" in refusal(with_sheet(tmp_path / "a.xlsx", sheet.encode()))


def test_too_much_memory_is_refused(tmp_path, monkeypatch):
    program = tmp_path / "small.py"
    program.write_text(tables.PROGRAM.read_text().replace("MEMORY = 768", "MEMORY = 90"))
    monkeypatch.setattr(tables, "PROGRAM", program)
    path = tmp_path / "a.csv"
    path.write_bytes(b"naam;tekst\n" + b"a;" + b"b" * 45_000_000)
    assert "geheugen" in refusal(path) or "te groot" in refusal(path)


@pytest.mark.parametrize("ending", ["os.kill(os.getpid(), 9)", "while True: pass"], ids=["killed", "endless"])
def test_a_child_that_dies_is_a_clear_message(tmp_path, monkeypatch, write, ending):
    program = tmp_path / "child.py"
    program.write_text(
        "import os, resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nprint('[1, [\"naam\"]]', flush=True)\n"
        + ending
    )
    monkeypatch.setattr(tables, "PROGRAM", program)
    assert "te groot of te ingewikkeld" in refusal(write("naam"))


def test_a_child_that_sleeps_is_stopped(tmp_path, monkeypatch, write):
    program = tmp_path / "child.py"
    program.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(tables, "PROGRAM", program)
    monkeypatch.setattr(tables, "PATIENCE", 1)
    assert "te groot of te ingewikkeld" in refusal(write("naam"))


def test_the_child_has_its_ceilings():
    said = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import runpy, resource; runpy.run_path({str(tables.PROGRAM)!r})['limit_this_process'](); print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [str(file_to_rows.MEMORY), str(file_to_rows.SECONDS)]
    assert signal.SIGXCPU


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600) | st.text(alphabet=st.sampled_from('a;,"\n\r\t=é\x00 '), max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(tmp_path, data):
    """In this process, for speed: whatever the bytes, there are rows or a reason."""
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    notes = []
    try:
        for line, row in file_to_rows._checked(file_to_rows.rows_of(path, notes)):
            assert line >= 1
            assert row
            assert row[-1].strip()
    except file_to_rows.Refused:
        return
    except zipfile.BadZipFile:
        assert data.startswith(b"PK")


def test_a_large_csv_is_read_in_about_a_second_of_work(write):
    path = write("naam;soort;niveau;tekst\n" + "Aanbod;oppas;algemeen;Een zin van gewone lengte over hulp\n" * 20_000)
    started = time.monotonic()
    assert sum(1 for _ in read_table(path)) == 20_001
    assert time.monotonic() - started < 20  # the measured half a second, with room for a busy machine


WORDS = "naam;soort\nCoöperatie ’t Café;één bij Zoë\nPatiënten;naïef à la carte\n"


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_which_signs_the_bytes_stand_for_is_found_out_and_said(tmp_path, codec, said):
    path = tmp_path / "a.csv"
    path.write_bytes(WORDS.encode(codec))
    table = tables.read_table(path)
    assert [line.cells for line in table] == [line.split(";") for line in WORDS.splitlines()]
    assert [note for note in table.notes if said and said in note] or not said
    assert len(table.notes) == bool(said)


def test_the_euro_of_iso_8859_15(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("naam;kosten\nCafé;€ 2,50 per keer\n".encode("iso8859-15"))
    table = tables.read_table(path)
    assert [line.cells for line in table][1] == ["Café", "€ 2,50 per keer"]


def test_broken_letters_are_mended_and_the_lines_are_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort\nCafÃ©;x\nCafé;y\nCafÃ bar;z\n")
    table = tables.read_table(path)
    assert [line.cells[0] for line in table] == ["naam", "Café", "Café", "CafÃ bar"]
    assert [note.partition(" op ")[2][:8] for note in table.late_notes()] == ["regel 2.", "regel 4."]
