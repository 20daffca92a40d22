"""Tables like Putten's (S27): historical, never a remainder row, doubles pointed out elsewhere."""

import pytest

from app.social_map.vocabulary import Answer, FundingForm, Level, Status
from importers import FileRefused
from importers.providers import SOURCE
from tests.importers.conftest import FIXTURES


def rows(path, context):
    reading = SOURCE.read(path, context)
    read = list(reading)
    assert len(read) == reading.total
    return read


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "tabel.csv"
        path.write_text(text)
        return path

    return write


def test_a_table_with_dutch_heads(context):
    read = rows(FIXTURES / "providers.csv", context)
    assert [row.line for row in read if row.refused] == [8, 13]
    drafts = [row.draft for row in read if row.draft]
    assert [draft.kind for draft in drafts] == [
        "begeleiding",
        "dagbesteding",
        "dagbesteding",
        "begeleiding",
        "begeleiding",
        "begeleiding",
        "begeleiding",
        "logeren",
        "logeren",
    ]
    assert drafts[4].organisation.name == "Ruimte voor Voorbeelden"
    assert len({draft.source_id for draft in drafts}) == 9


def test_every_offer_is_historical_individual_and_waits(context):
    for row in rows(FIXTURES / "providers.csv", context):
        if row.draft:
            assert (row.draft.historical, row.draft.level, row.draft.status, row.draft.decision) == (
                True,
                Level.INDIVIDUAL,
                Status.REVIEW,
                Answer.YES,
            )
            assert row.draft.last_confirmed is None
            assert "2013" in row.draft.description


def test_numbers_of_clients_stay_behind(context):
    said = " ".join(row.draft.model_dump_json() for row in rows(FIXTURES / "providers.csv", context) if row.draft)
    assert "26" not in said.replace("2026", "")


def test_one_organisation_in_both_forms_of_funding(context):
    fictia = [row.draft for row in rows(FIXTURES / "providers.csv", context) if row.name == "Fictia"]
    assert [draft.funding for draft in fictia] == [(FundingForm.ZIN,), (FundingForm.PGB,)]
    assert {draft.organisation.funding for draft in fictia} == {(FundingForm.ZIN, FundingForm.PGB)}


def test_columns_in_another_order_and_some_missing(table, context):
    (row,) = rows(table("Aantal;Codes;Zorgaanbieder\n3;BGI, BGG;Verzonia\n"), context)
    assert row.draft.keywords == ("BGI", "begeleiding individueel", "BGG", "begeleiding groep", "dagbesteding")
    (row,) = rows(table("naam\nVerzonia\n"), context)
    assert row.draft.kind == "overig"
    assert "zegt niet wat" in row.flags[0]


def test_an_unknown_code_is_flagged(table, context):
    (row,) = rows(table("aanbieder;aanbod;financiering\nVerzonia;BGI+XYZ;ZIN/iets\n"), context)
    assert row.draft.kind == "begeleiding"
    assert ["XYZ" in row.flags[0], "iets" in row.flags[1]] == [True, True]


def test_the_same_row_twice_is_flagged_and_kept_apart(table, context):
    one, other = rows(table("aanbieder;aanbod\nVerzonia;BGI\nVerzonia;BGI\n"), context)
    assert one.draft.source_id != other.draft.source_id
    assert "regel 2" in other.flags[0]


@pytest.mark.parametrize(
    "name",
    [
        "Nog 5 aanbieders",
        "Overige aanbieders",
        "13 organisaties met 1 cliënt",
        "Totaal",
        "Subtotaal ZIN",
        "Diverse instellingen",
    ],
)
def test_remainder_rows_are_refused(table, context, name):
    (row,) = rows(table(f"aanbieder;aanbod\n{name};BGI\n"), context)
    assert row.draft is None
    assert row.refused


@pytest.mark.parametrize("name", ["Andersom", "Nogal Fijn Zorg", "Totaalzorg Verzonnen", "Overigens B.V."])
def test_names_that_only_look_like_it_are_not(table, context, name):
    (row,) = rows(table(f"aanbieder;aanbod\n{name};BGI\n"), context)
    assert row.draft is not None


def test_a_table_without_names_is_refused(table, context):
    with pytest.raises(FileRefused, match="kolom met namen"):
        SOURCE.read(table("aanbod;aantal\nBGI;3\n"), context)


def test_the_real_table_of_putten(sample, context):
    read = rows(sample, context)
    drafts = [row.draft for row in read if row.draft]
    assert len(read) == 30
    assert len(drafts) == 29
    assert len({draft.organisation.name for draft in drafts}) == 28
    assert [row.name for row in read if row.refused] == ["Nog 13 aanbieders met maximaal 1 cliënt"]
