"""Values as people write them: read, or kept as text and flagged; never guessed, never lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.vocabulary import Answer, Frequency, FundingForm, Status, Vog
from importers.values import FREQUENCY, STATUS, VOGS, Cells


def cells(**values):
    return Cells({name: value for name, value in values.items() if value})


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("ja", Answer.YES), (" JA", Answer.YES), ("nee", Answer.NO), ("onbekend", Answer.UNKNOWN), ("", Answer.UNKNOWN)],
)
def test_answers(typed, answer):
    row = cells(beslissing_gemeente=typed)
    assert row.answer("beslissing_gemeente") is answer
    assert not row.flags


def test_what_cannot_be_read_is_kept_where_a_person_reads_it():
    row = cells(vog="aangevraagd")
    assert row.choice("vog", VOGS, Vog.UNANSWERED, "Kies ja, nee of nvt.") is Vog.UNANSWERED
    assert row.kept == ["VOG: aangevraagd"]
    assert row.flags == ["vog: 'aangevraagd' is niet te lezen en bewaard als tekst. Kies ja, nee of nvt."]


@pytest.mark.parametrize(
    ("typed", "vog"),
    [("nvt", Vog.NOT_APPLICABLE), ("n.v.t.", Vog.NOT_APPLICABLE), ("nee", Vog.NO), ("", Vog.UNANSWERED)],
)
def test_certificate_of_conduct(typed, vog):
    assert cells(vog=typed).choice("vog", VOGS, Vog.UNANSWERED, "") is vog


def test_frequency_and_status():
    assert cells(f="Af en toe").choice("f", FREQUENCY, Frequency.ONCE, "") is Frequency.SOMETIMES
    assert cells(s="ingetrokken").choice("s", STATUS, Status.REVIEW, "") is Status.WITHDRAWN


@pytest.mark.parametrize(("lat", "lon"), [("52.26", "5,61"), ("52,26", "5.61")])
def test_degrees_with_comma_or_point(lat, lon):
    assert cells(lat=lat, lon=lon).degrees() == (52.26, 5.61)


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        ("5,61", "52,26", "verwisseld"),
        ("52,26", "", "graden"),
        ("hier", "daar", "graden"),
        ("999", "999", "Nederland"),
        ("nan", "inf", "graden"),
    ],
)
def test_degrees_that_are_no_place_here(lat, lon, said):
    row = cells(lat=lat, lon=lon)
    assert row.degrees() == (None, None)
    assert said in row.flags[0]


@pytest.mark.parametrize(
    ("typed", "kept"), [("3882ab", "3882 AB"), ("3882 AB", "3882 AB"), ("3882", "3882"), ("1234567", "1234567")]
)
def test_postcode(typed, kept):
    assert cells(postcode=typed).postcode() == kept


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://voorbeeld.nl/x", "https://voorbeeld.nl/x"),
        ("www.voorbeeld.nl", "https://www.voorbeeld.nl"),
        ("javascript:alert(1)", ""),
        ("zie folder", ""),
        ("https://a.nl en b.nl", ""),
    ],
)
def test_only_a_web_address_becomes_a_link(typed, address):
    row = cells(website=typed)
    assert row.website() == address
    assert bool(row.kept) == (not address)


def test_mail_and_telephone():
    assert cells(email="mailto:info@voorbeeld.nl").email() == "info@voorbeeld.nl"
    row = cells(email="bel ons", telefoon="578123456")
    assert row.email() == ""
    assert row.phone() == "578123456"
    assert "mist misschien de 0" in row.flags[1]
    assert cells(telefoon="088 - 123 45 67").phone() == "088 - 123 45 67"


def test_accessibility_unknown_unless_named():
    row = cells(toegankelijkheid="rolstoel=ja|ringleiding = nee, parkeren: onbekend|lift=ja|invalidentoilet")
    access = row.accessibility()
    assert (access.wheelchair, access.hearing_loop, access.parking, access.toilet) == (
        Answer.YES,
        Answer.NO,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
    )
    assert len(row.flags) == 2
    assert row.kept == ["Toegankelijkheid: lift=ja", "Toegankelijkheid: invalidentoilet"]


def test_funding():
    assert cells(financiering="zin en PGB").funding() == (FundingForm.ZIN, FundingForm.PGB)
    row = cells(financiering="PGB|subsidie")
    assert row.funding() == (FundingForm.PGB,)
    assert row.kept == ["Financiering: subsidie"]


def test_several_words_each_once():
    row = cells(doelgroep="ouderen | ouderen|mantelzorgers||", talen="Turks, Pools")
    assert row.words("doelgroep") == ("ouderen", "mantelzorgers")
    assert row.words("talen", "[|,]") == ("Turks", "Pools")


def test_a_formula_is_text_and_excels_way_to_keep_a_nought_is_undone():
    assert cells(telefoon='="0578123456"').phone() == "0578123456"
    row = cells(naam="=HYPERLINK(1)")
    assert row.line("naam") == "=HYPERLINK(1)"
    assert "formule" in row.flags[0]


def test_dates():
    assert cells(d="3-11-2026").day("d") == date(2026, 11, 3)
    row = cells(d="vorige maand")
    assert row.day("d") is None
    assert "vorige maand" in row.flags[0]


@given(st.text(max_size=200))
def test_no_value_breaks_a_reader(typed):
    row = cells(
        lat=typed,
        lon=typed,
        postcode=typed,
        telefoon=typed,
        email=typed,
        website=typed,
        financiering=typed,
        toegankelijkheid=typed,
        d=typed,
    )
    (
        row.degrees(),
        row.postcode(),
        row.phone(),
        row.email(),
        row.website(),
        row.funding(),
        row.accessibility(),
        row.day("d"),
    )
