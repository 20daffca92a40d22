"""The spreadsheet of offers, to the letter of contract.md section 4."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.social_map.vocabulary import Answer, CostKind, Level, RespiteWeight, Status, Vog
from importers import FileRefused
from importers.heads import CONTRACT, ZUTPHEN
from importers.spreadsheet import SOURCE, _row, _Sheet
from importers.tables import Line
from tests.importers.conftest import FIXTURES
from tests.importers.workbooks import workbook


@pytest.fixture
def read(context):
    def read(path):
        return {row.name or row.line: row for row in SOURCE.read(path, context)}

    return read


@pytest.fixture
def rows(read):
    return read(FIXTURES / "offers.csv")


@pytest.fixture
def one(tmp_path, read):
    def one(**values):
        values = {"naam": "Aanbod", "soort": "oppas", "niveau": "algemeen"} | values
        path = tmp_path / "a.csv"
        path.write_text(";".join(values) + "\n" + ";".join(values.values()) + "\n")
        (row,) = read(path).values()
        return row

    return one


def test_a_whole_row(rows):
    draft = rows["Avondoppas aan huis"].draft
    assert rows["Avondoppas aan huis"].flags == ()
    assert (draft.source, draft.source_id, draft.kind, draft.level) == ("spreadsheet", "V1", "oppas", Level.GENERAL)
    assert (draft.domains, draft.target_groups, draft.area_served) == (
        ("sociaal-netwerk",),
        ("mantelzorgers", "ouderen"),
        ("Putten", "regio"),
    )
    assert (draft.place.kern, draft.place.municipality, draft.place.lat, draft.place.lon) == (
        "Putten",
        "Putten",
        52.26,
        5.61,
    )
    assert (draft.decision, draft.vog, draft.respite, draft.status) == (
        Answer.NO,
        Vog.YES,
        RespiteWeight.LIGHT,
        Status.REVIEW,
    )
    assert (draft.last_confirmed, draft.example, draft.organisation.example) == (date(2025, 11, 3), True, True)


def test_costs_with_date_and_source(rows):
    (cost,) = rows["Koffie-inloop"].draft.costs
    assert (cost.kind, cost.unit, cost.valid_until, cost.source) == (
        CostKind.PRICE,
        "keer",
        date(2026, 12, 31),
        "folder",
    )
    assert rows["Zonder kosten"].draft.costs[0].kind is CostKind.UNKNOWN


def test_only_rows_without_name_kind_or_level_are_refused(rows):
    refused = {row.line: row.refused for row in rows.values() if row.draft is None}
    assert sorted(refused) == [7, 8, 9]
    assert refused[7].startswith("naam ontbreekt")
    assert refused[8].startswith("niveau ontbreekt")
    assert "'hoog' is onbekend" in refused[9]


def test_what_cannot_be_read_is_kept_and_flagged(rows):
    heg, meal = rows["Logeerhuis De Verzonnen Heg"], rows["Maaltijd aan huis"]
    assert heg.draft.times == "max 3 etmalen per week"
    assert "tijden" in heg.flags[0]
    assert meal.draft.kind == "overig"
    assert "etenswaar" in meal.draft.keywords
    assert meal.draft.domains == ()
    assert meal.draft.costs[0].as_typed == "8,50"
    assert [flag.split(":")[0] for flag in meal.flags] == ["soort", "kosten", "leefgebieden"]


def test_status(rows):
    assert rows["Nog niet af"].draft.status is Status.DRAFT
    assert rows["Oude soos"].draft.status is Status.WITHDRAWN


def test_unknown_heads_are_reported_and_not_fatal(context):
    assert SOURCE.read(FIXTURES / "offers.csv", context).unknown_heads == ("Rare kop",)


def test_a_head_that_stands_there_twice(tmp_path, context):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort;niveau;Naam\nEen;oppas;algemeen;Twee\n")
    reading = SOURCE.read(path, context)
    assert reading.unknown_heads == ("Naam (staat er twee keer)",)
    assert next(iter(reading)).name == "Een"


def test_an_absent_municipality_stays_unknown_unless_one_is_given(tmp_path, context, one):
    from dataclasses import replace

    assert one().draft.place.municipality == ""
    path = tmp_path / "b.csv"
    path.write_text("naam;soort;niveau;gemeente\nEen;oppas;algemeen;\nTwee;oppas;algemeen;Zwolle\n")
    drafts = [row.draft for row in SOURCE.read(path, replace(context, municipality="Putten"))]
    assert [draft.place.municipality for draft in drafts] == ["Putten", "Zwolle"]


def test_the_organisation_is_the_offer_itself_when_none_is_named(one):
    assert one().draft.organisation.name == "Aanbod"


def test_a_doubtful_secret_address_stays_secret(one):
    assert one(adres_geheim="ja").draft.place.confidential
    assert one(adres_geheim="misschien").draft.place.confidential
    assert not one(adres_geheim="nee").draft.place.confidential
    assert not one().draft.place.confidential


def test_a_day_of_checking_in_the_future_is_not_believed(one):
    row = one(gecontroleerd_op="2027-01-01")
    assert row.draft.last_confirmed is None
    assert "toekomst" in row.flags[0]


def test_the_label_of_a_kind_and_of_a_domain_are_understood(one):
    row = one(soort="Oppas voor een volwassene", leefgebieden="Mensen om u heen|dagbesteding")
    assert row.draft.kind == "oppas"
    assert row.draft.domains == ("sociaal-netwerk", "dagbesteding")
    assert not row.flags


def test_no_fixed_time_is_not_flagged(one):
    assert not one(tijden="op afspraak").flags


def test_all_other_columns_reach_the_draft(one):
    draft = one(
        makkelijk="Kort.", beltijden="ma-vr 9-12", werkt_samen_met="V1|V2", licentie="CC0", bron="gids", vervoer="wij halen u", bereik_zonder_stem="sms",
        opleiding="dementie", frequentie="wekelijks", grenzen="geen tillen", interesse="hout|tuin", leeftijd="18+", voorwaarden="lid zijn",
        verwijzing_nodig="nee", wachttijd="2 weken", eerste_stap="Bel", verwachting="Koffie", wie_betaalt="gemeente", financiering="ZIN|PGB",
        opvolger="V9", talen="Turks|Pools", straat="Verzonstraat 1", postcode="3882ab", plaats="Putten", telefoon="0341 000 000",
        email="info@voorbeeld.nl", website="voorbeeld.nl", beschrijving="Lang.", samenvatting="Kort.", trefwoorden="a|b", locatie="Achterom",
    ).draft  # fmt: skip
    assert (draft.easy, draft.phone_hours, draft.works_with, draft.transport, draft.without_voice) == (
        "Kort.",
        "ma-vr 9-12",
        ("V1", "V2"),
        "wij halen u",
        "sms",
    )
    assert (draft.training, draft.limits, draft.interests, draft.age, draft.conditions) == (
        ("dementie",),
        "geen tillen",
        ("hout", "tuin"),
        "18+",
        "lid zijn",
    )
    assert (draft.referral_needed, draft.waiting_time, draft.first_step, draft.expectation, draft.who_pays) == (
        "nee",
        "2 weken",
        "Bel",
        "Koffie",
        "gemeente",
    )
    assert (draft.successor, draft.languages, draft.place.street, draft.place.postcode, draft.place.town) == (
        "V9",
        ("Turks", "Pools"),
        "Verzonstraat 1",
        "3882 AB",
        "Putten",
    )
    assert (draft.website, draft.keywords, draft.place.directions, draft.licence) == (
        "https://voorbeeld.nl",
        ("a", "b"),
        "Achterom",
        "bron: gids; CC0",
    )


def test_more_cells_than_heads_are_flagged(tmp_path, read):
    path = tmp_path / "a.csv"
    path.write_text("naam;soort;niveau\nEen;oppas;algemeen;zwervend\n")
    assert "zwervend" in read(path)["Een"].flags[0]


def test_texts_too_long_and_signs_unseen_are_flagged(one):
    row = one(beschrijving="a" * 9000, samenvatting="b\x00c", naam="n" * 250)
    assert len(row.draft.description) == 8000
    assert row.draft.summary == "bc"
    assert len(row.flags) == 3


def test_a_workbook_with_the_same_heads(tmp_path, read):
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["Ons aanbod in 2026"],
            [],
            ["Niveau", "NAAM", "soort", "lat", "lon", "Voorbeeld"],
            ["algemeen", "Een", "oppas", 52.26, 5.61, True],
        ],
    )
    row = read(path)["Een"]
    assert row.line == 4
    assert (row.draft.place.lat, row.draft.example) == (52.26, True)


def test_zutphens_heads_unchanged(tmp_path, read):
    values = {
        "Soort hulp": "oppas",
        "Naam organisatie": "Verzonnen Welzijn",
        "Dienst": "Oppas",
        "Gemeente": "Zutphen",
        "Voorwaarden": "Met indicatie",
        "Voorwaarden vervolg": "Vanaf 18",
        "Zichtbaar bij zware belasting?": "ja",
        "Opmerking": "bellen",
        "Wanneer en/of Openingstijden": "ma-vr",
    }
    path = tmp_path / "a.csv"
    path.write_text(
        ";".join(ZUTPHEN) + "\n" + ";".join(values.get(head, "") for head in ZUTPHEN) + "\n", encoding="cp1252"
    )
    row = read(path)["Oppas"]
    assert (row.draft.level, row.draft.conditions, row.draft.keywords) == (
        Level.INDIVIDUAL,
        "Met indicatie\nVanaf 18",
        ("zware belasting",),
    )
    assert "niveau: staat niet in dit bestand" in row.flags[0]
    assert "bellen" in row.flags[-1]


def test_a_file_without_heads_we_know_is_refused_whole(tmp_path, context):
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n")
    with pytest.raises(FileRefused, match="naam, soort, niveau"):
        SOURCE.read(path, context)


HEADS = list(CONTRACT)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(HEADS),
        st.text(max_size=400) | st.sampled_from(["ja", "nee", "algemeen", "oppas", "\ud800", "=1", "|||"]),
    )
)
def test_no_row_breaks_the_importer(context, values):
    """Whatever stands in the cells: a draft, or a reason."""
    sheet = _Sheet(context, HEADS, False, {}, {})
    for needed in ({}, {"naam": "x", "soort": "y", "niveau": "algemeen"}):
        filled = values | needed
        row = _row(Line(2, [filled.get(head, "") for head in HEADS]), sheet)
        assert (row.draft is None) == bool(row.refused)
        assert not (needed and row.refused)


def test_respite_says_its_training_how_long_beforehand_and_what_is_free(one):
    row = one(
        training="dementie|NAH",
        aanmelden_vooraf="2 dagen",
        plekken_vrij="2",
        plekken_totaal="8",
        plekken_op="2-11-2026",
    )
    assert (row.draft.training, row.draft.book_ahead) == (("dementie", "NAH"), "2 dagen")
    assert (row.places.available, row.places.maximum, row.places.on) == (2, 8, date(2026, 11, 2))
    assert row.flags == ()


def test_without_a_day_it_is_the_day_of_the_import(one):
    assert one(plekken_vrij="0").places.on is None
    assert one().places is None
    assert one(plekken_op="2-11-2026").places is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"plekken_vrij": "een paar"}, "plekken_vrij: 'een paar' is niet te lezen"),
        ({"plekken_vrij": "-1"}, "van 0 tot en met 999"),
        ({"plekken_vrij": "²"}, "van 0 tot en met 999"),
        ({"plekken_vrij": "9", "plekken_totaal": "8"}, "9 is meer dan plekken_totaal (8)"),
        ({"plekken_vrij": "2", "plekken_op": "gisteren"}, "plekken_op: 'gisteren' is niet te lezen"),
        ({"plekken_vrij": "2", "plekken_op": "4-11-2026"}, "ligt in de toekomst"),
    ],
)
def test_places_that_cannot_be_read_are_flagged_and_the_row_goes_on(one, values, said):
    row = one(**values)
    assert row.draft is not None
    assert row.places is None
    assert any(said in flag for flag in row.flags)
