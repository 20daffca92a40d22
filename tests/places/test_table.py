from collections import Counter
from pathlib import Path

import pytest

from app.places.table import BadLine, PlaceFact, TableRefused, read_places

TABLE = Path(__file__).parents[2] / "content" / "places.csv"


def read(tmp_path: Path, content: str | bytes) -> list[object]:
    path = tmp_path / "plaatsen.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_places(path))


HATTEM = PlaceFact("8051", "Hattem", "Hattem", 52.4726, 6.0607)


@pytest.mark.parametrize(
    "content",
    [
        "pc4,plaats,gemeente,lat,lon\n8051,Hattem,Hattem,52.4726,6.0607\n",
        "\ufeffPC4;Plaats;Gemeente;LAT;LON\r\n8051;Hattem;Hattem;52,4726;6,0607\r\n",
        "lon,lat,woonplaats,gemeentenaam,postcode\n6.0607,52.4726, Hattem ,Hattem,8051\n",
    ],
)
def test_heads_separators_and_decimal_commas(tmp_path, content):
    assert read(tmp_path, content) == [(2, HATTEM)]


def test_six_characters_and_no_postcode_at_all(tmp_path):
    lines = read(
        tmp_path,
        "# bron: voorbeeld\n\npostcode,plaats,lat,lon,bron\n8051 ab,Hattem,52.47,6.06,BAG\n,'t Zand,52.46,6.04,\n",
    )
    assert lines == [
        (4, PlaceFact("8051AB", "Hattem", "", 52.47, 6.06, "BAG")),
        (5, PlaceFact("", "'t Zand", "", 52.46, 6.04)),
    ]


def test_windows_1252_is_read(tmp_path):
    content = "pc4,plaats,lat,lon\n6077,Sint Odiliënberg,51.143,6.0\n".encode("cp1252")
    assert read(tmp_path, content)[0][1].name == "Sint Odiliënberg"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("80x1,Hattem,Hattem,52.47,6.06", "postcode"),
        ("8051 SS,Hattem,Hattem,52.47,6.06", "postcode"),
        ("8051,,Hattem,52.47,6.06", "plaats: is leeg"),
        ("8051,Hattem,Hattem,6.06,52.47", "omgewisseld"),
        ("8051,Hattem,Hattem,48.85,2.35", "niet in Nederland"),
        ("8051,Hattem,Hattem,nan,6.06", "niet in Nederland"),
        ("8051,Hattem,Hattem,noord,6.06", "vul graden in"),
        ("8051,Hattem", "vul graden in"),
        (f"8051,{'x' * 500},Hattem,52.47,6.06", "langer dan"),
        ("8051,Hat\x00tem,Hattem,52.47,6.06", "onzichtbare"),
    ],
)
def test_a_bad_line_says_where_and_why_and_the_rest_goes_on(tmp_path, line, reason):
    content = "# opvulling " + "x" * 5000 + f"\npc4,plaats,gemeente,lat,lon\n{line}\n8052,Hattem,Hattem,52.48,6.05\n"
    bad, good = read(tmp_path, content)
    assert isinstance(bad, BadLine)
    assert bad.line == 3
    assert reason in bad.reason
    assert good[0] == 4


def test_a_field_beyond_all_measure_is_one_bad_line(tmp_path):
    content = f"pc4,plaats,lat,lon\n8051,{'x' * 200_000},52.47,6.06\n8052,Hattem,52.48,6.05\n"
    assert [type(item) for item in read(tmp_path, content)] == [BadLine, tuple]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "leeg"),
        ("# alleen een opmerking\n", "leeg"),
        ("naam,adres\na,b\n", "plaats en lat en lon"),
        (b"PK\x03\x04\0\0", "geen CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path, content, reason):
    with pytest.raises(TableRefused, match=reason):
        read(tmp_path, content)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "weg.csv", tmp_path):
        with pytest.raises(TableRefused, match="niet te openen"):
            list(read_places(path))


def test_the_table_of_the_product_is_whole_and_says_its_sources():
    lines = list(read_places(TABLE))
    facts = [item[1] for item in lines if isinstance(item, tuple)]
    assert len(facts) == len(lines)
    assert 150 <= len(facts) <= 250
    assert max(Counter((fact.code, fact.name, fact.municipality) for fact in facts).values()) == 1
    assert {fact.source for fact in facts} == {"GeoNames", "Kadaster/CBS 2022", "schatting"}
    assert "CC BY 4.0" in TABLE.read_text(encoding="utf-8").partition("pc4,")[0]
    assert {"Krachtighuizen", "Huinen", "Slijk-Ewijk", "'t Zand"} <= {fact.name for fact in facts}
