"""The example offers and the scenario rows: complete, invented, varied, and in the words of the brief."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("hattem", "putten", "overbetuwe", "region")
MUNICIPALITIES = ("Hattem", "Putten", "Overbetuwe")
LEVELS = {"eigen_kracht", "algemeen", "collectief", "individueel"}
CONTRACT_KINDS = {
    "oppas", "dagbesteding", "logeren", "bezoek", "maatje", "ontmoeting", "boodschappen", "maaltijd", "vervoer", "lotgenoten",
    "clientondersteuning", "mantelzorgsteun", "begeleiding", "huishouden", "klussen", "hulpmiddelen", "administratie", "inkomen",
    "wonen", "jeugd", "gezondheid", "taal", "vrijwilligerswerk", "crisis", "overig",
}  # fmt: skip
DOMAINS = {
    "inkomen", "huisvesting", "fysieke-gezondheid", "geestelijke-gezondheid", "gezinsrelaties", "algemene-dagelijkse-vaardigheden",
    "maatschappelijke-participatie", "sociaal-netwerk", "dagbesteding", "verslaving", "justitie",
}  # fmt: skip
EACH_MUNICIPALITY = {
    "oppas", "dagbesteding", "bezoek", "maatje", "ontmoeting", "boodschappen", "maaltijd", "vervoer", "lotgenoten", "clientondersteuning",
    "mantelzorgsteun", "begeleiding", "huishouden", "klussen", "administratie", "inkomen", "wonen", "jeugd", "gezondheid", "taal",
    "vrijwilligerswerk", "crisis",
}  # fmt: skip
AT_HOME = {"oppas", "bezoek", "maatje", "boodschappen", "begeleiding", "huishouden", "klussen", "administratie"}
HELP_NUMBERS = {"112", "113", "0800-0113", "0800-2000", "0800-0432", "088-0767 000"}
FICTIONAL = re.compile(r"(000 |00 0)")
NUMBER_IN_TEXT = re.compile(r"(?<![\d.,])0\d{2,3}[ -]?\d{2,4}(?:[ ]\d{2,4})*(?!\d)")
AVOIDED = re.compile(
    r"\bcliënt(?:en)?\b|arrangement|\b0e lijn|\bBG[IG]\b|\bKVB\b|zelfredzaam|voorliggend|eigen kracht|\brecht op\b|verleid|tegenprestatie"
    r"|\bu moet\b|heeft u al geprobeerd|cliëntprofiel|zorgconsument|binnenkort|\bTODO\b",
    re.IGNORECASE,
)
SPOKEN = (
    "naam",
    "samenvatting",
    "beschrijving",
    "makkelijk",
    "eerste_stap",
    "verwachting",
    "grenzen",
    "voorwaarden",
    "vervoer",
)
REQUIRED = (
    "id",
    "naam",
    "organisatie",
    "soort",
    "niveau",
    "leefgebieden",
    "samenvatting",
    "beschrijving",
    "makkelijk",
    "werkgebied",
    "bron",
)
FAMILIAR = re.compile(r"\b(?:je|jij|jouw|jezelf)\b", re.IGNORECASE)
LATEST = date(2026, 11, 15)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


OFFERS = [row for name in FILES for row in read(ROOT / "content" / "examples" / f"{name}.csv")]
SCENARIOS = read(ROOT / "tests" / "fixtures" / "scenarios.csv")
EVERYTHING = OFFERS + SCENARIOS


def parts(row: dict[str, str], head: str) -> list[str]:
    return [part for part in row[head].split("|") if part]


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?][\"”]?(?=\s|$)", text))


def serves(row: dict[str, str], municipality: str) -> bool:
    return row["gemeente"] == municipality or bool({municipality, "regio"} & set(parts(row, "werkgebied")))


def by_id(rows: list[dict[str, str]]) -> list[pytest.param]:
    return [pytest.param(row, id=row["id"]) for row in rows]


def test_there_are_enough_offers_and_every_id_is_used_once():
    assert len(OFFERS) >= 110
    assert not [number for number, times in Counter(row["id"] for row in EVERYTHING).items() if times > 1]
    for municipality in MUNICIPALITIES:
        shown = [row for row in OFFERS if row["gemeente"] == municipality and row["status"] == "gepubliceerd"]
        assert len(shown) >= 34, municipality


def test_every_kind_of_contract_and_taxonomy_occurs_at_least_twice():
    times = Counter(row["soort"] for row in OFFERS if row["status"] == "gepubliceerd")
    taxonomy = (ROOT / "content" / "taxonomy" / "kinds.yaml").read_text(encoding="utf-8")
    known = set(re.findall(r"^\s*-?\s*slug:\s*([\w-]+)", taxonomy, re.MULTILINE)) & (set(times) | CONTRACT_KINDS)
    assert set(times) <= known
    assert not {kind for kind in CONTRACT_KINDS if times[kind] < 2}


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_a_municipality_has_its_own_share_of_every_need(municipality: str):
    own = [row for row in OFFERS if row["gemeente"] == municipality and row["status"] == "gepubliceerd"]
    assert not EACH_MUNICIPALITY - {row["soort"] for row in own}
    assert {row["niveau"] for row in own} == LEVELS
    domains = Counter(domain for row in own for domain in parts(row, "leefgebieden"))
    assert not {domain for domain in DOMAINS if domains[domain] < 2}
    weights = {row["respijt"] for row in OFFERS if serves(row, municipality)}
    assert {"licht", "dag", "nacht"} <= weights
    sitters = [row for row in own if row["soort"] == "oppas"] + [
        row for row in OFFERS if row["soort"] == "oppas" and serves(row, municipality)
    ]
    assert len({row["id"] for row in sitters}) >= 2


def test_every_life_domain_has_at_least_six_offers():
    times = Counter(domain for row in OFFERS for domain in parts(row, "leefgebieden"))
    assert set(times) == DOMAINS
    assert not {domain for domain in DOMAINS if times[domain] < 6}


@pytest.mark.parametrize("row", by_id(EVERYTHING))
def test_a_row_is_complete_and_consistent(row: dict[str, str]):
    assert not [head for head in REQUIRED if not row[head].strip()]
    assert row["voorbeeld"] == "ja"
    assert row["licentie"] == "CC0-1.0"
    assert row["niveau"] in LEVELS
    assert set(parts(row, "leefgebieden")) <= DOMAINS
    assert row["beslissing_gemeente"] == ("ja" if row["niveau"] in {"collectief", "individueel"} else "nee")
    assert row["status"] in {"gepubliceerd", "concept", "ingetrokken"}
    assert row["vog"] in {"ja", "nee", "nvt"}
    assert (
        not (
            row["soort"] in {"oppas", "bezoek", "maatje", "klussen", "huishouden", "boodschappen"}
            and row["vog"] == "nvt"
        )
        or row["status"] == "concept"
    )
    assert row["respijt"] in {"", "licht", "dag", "nacht"}
    assert row["frequentie"] in {"", "eenmalig", "af en toe", "wekelijks", "alleen in nood"}
    assert (row["adres_geheim"] == "ja") == (row["id"] in {"P025", "R010"})
    assert row["email"] or row["bereik_zonder_stem"]
    assert date.fromisoformat(row["gecontroleerd_op"]) <= LATEST
    if row["kosten_geldig_tot"]:
        date.fromisoformat(row["kosten_geldig_tot"])
        assert row["kosten_bron"]
    for item in parts(row, "toegankelijkheid"):
        assert re.fullmatch(r"(?:rolstoel|invalidentoilet|ringleiding|parkeren|prikkelarm)=(?:ja|nee)", item)
    if row["straat"]:
        assert re.fullmatch(r"\d{4} Z[XYZ]|", row["postcode"])
        assert re.fullmatch(r"5[12]\.\d{4,5}", row["lat"])
        assert re.fullmatch(r"[56]\.\d{4,5}", row["lon"])


@pytest.mark.parametrize("row", by_id(OFFERS))
def test_a_text_is_short_plain_and_says_u(row: dict[str, str]):
    assert sentences(row["samenvatting"]) == 1
    assert 3 <= sentences(row["beschrijving"]) <= 6
    assert sentences(row["makkelijk"]) == 2
    for head in SPOKEN:
        assert not FAMILIAR.search(row[head]), head
    for sentence in re.split(
        r"(?<=[.!?:])\s", f"{row['beschrijving']} {row['eerste_stap']} {row['verwachting']} {row['makkelijk']}"
    ):
        assert len(sentence.split()) <= 24, sentence


@pytest.mark.parametrize("row", by_id(EVERYTHING))
def test_no_avoided_word_stands_in_any_field(row: dict[str, str]):
    found = {head: hit.group() for head, text in row.items() if (hit := AVOIDED.search(text))}
    assert not found


@pytest.mark.parametrize("row", by_id(EVERYTHING))
def test_numbers_and_addresses_are_fictional(row: dict[str, str]):
    phone = row["telefoon"]
    assert not phone or phone in HELP_NUMBERS or FICTIONAL.search(phone)
    for head in SPOKEN:
        for number in NUMBER_IN_TEXT.findall(row[head]):
            assert number in HELP_NUMBERS or FICTIONAL.search(number), head
    for head in ("email", "website"):
        host = re.sub(r"^https://|/.*$|^.*@", "", row[head])
        assert not host or host == "example.org" or host.endswith(".example")


def test_nobody_is_named_and_real_organisations_carry_their_source():
    sourced = [row for row in OFFERS if not row["bron"].startswith(("Voorbeeldtekst", "landelijke hulpnummers"))]
    assert 1 <= len(sourced) <= 6
    for row in sourced:
        assert re.search(r"20\d\d$", row["bron"]), row["id"]
        assert not row["telefoon"]
        assert not row["email"]


def test_references_lead_to_rows_that_exist():
    for rows in (OFFERS, SCENARIOS):
        known = {row["id"] for row in rows}
        for row in rows:
            assert set(parts(row, "werkt_samen_met")) <= known - {row["id"]}, row["id"]
            assert not row["opvolger"] or row["opvolger"] in known, row["id"]
            named = set(re.findall(r"\b[HPOR]\d{3}\b", " ".join(row[head] for head in SPOKEN)))
            assert named <= known, row["id"]
        withdrawn = {row["id"] for row in rows if row["status"] == "ingetrokken"}
        assert withdrawn == {row["id"] for row in rows if row["opvolger"]}
        assert len(withdrawn) == 1


def test_the_variety_that_exercises_the_product():
    costs = {row["kosten"] for row in OFFERS}
    assert {"gratis", "2,00 per keer", "0,30 per km", "eigen bijdrage", ""} <= costs
    expired = [row for row in OFFERS if row["kosten_geldig_tot"].startswith("2025")]
    assert 2 <= len(expired) <= 3
    assert len({row["tijden"] for row in OFFERS}) >= 60
    assert {
        "di+do 18:30-22:30",
        "ma-vr 9.00-17.00",
        "wo 10-12 uur",
        "1e do v/d maand avond",
        "op afspraak",
        "dagelijks",
    } <= {row["tijden"] for row in OFFERS}
    assert sum(row["status"] == "concept" for row in OFFERS) == 2
    assert sum(row["adres_geheim"] == "ja" for row in OFFERS) == 2
    assert {"Turks", "Arabisch", "Pools", "Oekraïens", "Engels"} <= {
        language for row in OFFERS for language in parts(row, "talen")
    }
    assert {"hout", "muziek", "tuin", "dieren", "koken"} <= {
        interest for row in OFFERS for interest in parts(row, "interesse")
    }
    assert {"ja", "nee", "nvt"} == {row["vog"] for row in OFFERS}
    assert {"dementie", "NAH", "kind"} <= {training for row in OFFERS for training in parts(row, "opleiding")}
    assert {"ZIN", "PGB"} == {form for row in OFFERS for form in parts(row, "financiering")}
    assert any(row["gemeente"] == "Ermelo" and "Putten" in parts(row, "werkgebied") for row in OFFERS)
    stale = [row for row in OFFERS if date.fromisoformat(row["gecontroleerd_op"]) < date(2025, 11, 22)]
    assert 3 <= len(stale) <= 8
    technique = [row for row in OFFERS if "internet" in row["voorwaarden"]]
    assert {row["gemeente"] for row in technique} == set(MUNICIPALITIES)
    for head, least in (("eerste_stap", 0.95), ("verwachting", 0.95), ("wachttijd", 0.3), ("leeftijd", 0.3)):
        assert sum(bool(row[head]) for row in OFFERS) >= least * len(OFFERS), head


def test_volunteers_say_how_often_and_where_their_limit_lies():
    limited = [row for row in OFFERS if row["frequentie"] and row["grenzen"]]
    assert len(limited) >= 20
    assert all(row["frequentie"] for row in OFFERS if row["soort"] == "oppas")


def test_client_support_says_who_pays_and_that_it_is_independent():
    for row in [row for row in OFFERS if row["soort"] == "clientondersteuning"]:
        assert row["niveau"] == "algemeen"
        assert row["kosten"] == "gratis"
        assert "gemeente" in row["wie_betaalt"]
        assert "onafhankelijk" in row["wie_betaalt"]
        assert "onafhankelijk" in row["beschrijving"]


def test_crisis_rows_hold_national_numbers_only():
    for row in [row for row in OFFERS if row["soort"] == "crisis"]:
        assert row["telefoon"] in HELP_NUMBERS
        assert row["bron"] == "landelijke hulpnummers"


def test_no_two_offers_share_a_text():
    for head in ("naam", "samenvatting", "beschrijving", "makkelijk"):
        assert not [text for text, times in Counter(row[head] for row in OFFERS).items() if times > 1], head


def test_a_confidential_place_is_told_by_address_only():
    for row in [row for row in OFFERS if row["adres_geheim"] == "ja"]:
        assert row["straat"]
        assert row["lat"]
        assert not row["kern"]
        assert not row["gemeente"]


def test_the_scenarios_are_those_of_the_requirements():
    rows = {row["id"]: row for row in SCENARIOS}
    assert list(rows) == [f"F{number:02}" for number in range(1, 18)]
    assert rows["F15"]["status"] == "ingetrokken"
    assert rows["F15"]["opvolger"] == "F06"
    assert rows["F14"]["kosten_geldig_tot"] == "2025-12-31"
    assert rows["F01"]["opleiding"] == "dementie"
    assert rows["F12"]["interesse"] == "hout"
    assert rows["F17"]["soort"] == "maaltijd"
    assert not rows["F17"]["kosten"]
    wanted = {"F01": "licht", "F02": "licht", "F03": "dag", "F04": "nacht"}
    assert {number: rows[number]["respijt"] for number in wanted} == wanted
    assert {number for number in rows if rows[number]["beslissing_gemeente"] == "ja"} == {"F03", "F04", "F11", "F13"}
    assert {number for number in rows if "rolstoel=ja" in rows[number]["toegankelijkheid"]} == {"F03", "F06"}
