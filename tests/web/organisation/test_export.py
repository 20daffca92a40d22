"""Taking the own offers along: both files, dated, kept by nobody on the way, and only one's own."""

import io

import openpyxl

from app import clock
from tests.web.organisation.house import THEIRS, draft, page_of, text_of


def test_both_files_hold_ones_own_offers_and_no_others(house):
    house.put(draft(), draft("=Thee"))
    house.put(draft("Van hen", THEIRS))
    client = house.somebody_of()
    page = page_of(client.get("/organisatie/meenemen"))
    links = {link["href"] for link in page.select("main a")}
    assert {"/organisatie/meenemen/aanbod.xlsx", "/organisatie/meenemen/aanbod.csv"} <= links
    workbook = client.get("/organisatie/meenemen/aanbod.xlsx")
    table = client.get("/organisatie/meenemen/aanbod.csv")
    for answer, kind in ((workbook, "xlsx"), (table, "csv")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert f"aanbod-{clock.today().isoformat()}.{kind}" in answer.headers["Content-Disposition"]
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook.data)).active.values)
    assert [row[1] for row in rows] == ["naam", "'=Thee", "Koffie in de hoek"]
    assert "Koffie in de hoek" in table.data.decode("utf-8-sig")
    assert b"Van hen" not in table.data


def test_with_nothing_to_take_along_it_says_so(house):
    (number,) = house.put(draft())
    (other,) = house.put(draft("Van hen", THEIRS))
    client = house.somebody_of()
    house.change(number, organisation_id=house.offer(other).organisation_id)
    assert "nog geen aanbod" in text_of(client.get("/organisatie/meenemen"))
