"""Workbooks for tests: honest ones, and ones somebody made to do harm."""

import io
import zipfile
from pathlib import Path

import openpyxl

SHEET = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>{}</sheetData></worksheet>'


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def with_sheet(path: Path, sheet: str | bytes, *, before: str = "", extra: dict[str, bytes] | None = None) -> Path:
    """A workbook whose first sheet is replaced by this XML (or by these rows of it)."""
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    body = sheet if isinstance(sheet, bytes) else SHEET.format(before, sheet).encode()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, body if name == "xl/worksheets/sheet1.xml" else source.read(name))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return path


def text_cell(where: str, text: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'
