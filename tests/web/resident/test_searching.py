"""The results page: the order of the API, headings that are true of it, times that can be taken away, words to call with."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from bs4 import BeautifulSoup

QUESTIONS = (
    "op donderdagmiddag iemand bij mijn moeder",
    "oppas voor mijn man op dinsdagavond",
    "maandagochtend even weg, wie blijft bij mijn vrouw",
    "zaterdagavond oppas voor mijn man",
    "ik kan niet meer, mijn man dwaalt 's nachts",
    "dagbesteding op vrijdag",
    "samen eten op dinsdag",
    "ik voel me alleen",
    "mijn moeder is eenzaam op zondag",
)


def page(client, **fields):
    return client.get("/zoeken?" + urlencode(fields)).get_data(as_text=True)


def articles(text):
    return re.findall(r'<article [^>]*data-offer="([^"]+)"', text)


def headings(text):
    """The headings over results, each with the offers under it."""
    columns = text.split('lp-columns__main">', 1)[1].split('id="iemand-spreken"', 1)[0]
    parts = re.split(r"<h2[^>]*>(.*?)</h2>", columns)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {unescape(heading): articles(under) for heading, under in pairs if articles(under)}


@pytest.mark.parametrize("words", QUESTIONS)
@pytest.mark.parametrize("extra", [{}, {"dag": "wo"}, {"dagdeel": "avond"}, {"plaats": "Ermelo"}])
def test_the_page_has_the_order_of_the_api(scenario_client, words, extra):
    answer = scenario_client.get("/api/zoeken?" + urlencode({"q": words, **extra})).get_json()
    assert articles(page(scenario_client, q=words, **extra)) == [each["source_id"] for each in answer["results"]]


def test_headings_stand_between_who_can_come_and_who_comes_at_other_times(scenario_client):
    found = headings(page(scenario_client, q="oppas voor mijn man op dinsdagavond", plaats="Putten"))
    assert list(found)[:3] == ["Op dinsdagavond", "Op andere dagen of tijden", "Overdag en 's nachts ergens anders"]
    assert found["Op dinsdagavond"] == ["F01"]
    assert found["Op andere dagen of tijden"] == ["F02"]
    assert set(found["Overdag en 's nachts ergens anders"]) == {"F03", "F04"}


def test_when_nobody_can_come_it_says_so_with_somebody_to_call(scenario_client):
    text = unescape(page(scenario_client, q="zaterdagavond oppas voor mijn man", plaats="Putten"))
    said = "Op zaterdagavond vonden we niemand die bij u thuis komt."
    assert said in text
    assert "tel:" in text.split(said, 1)[1].split("</p>", 1)[0]
    assert articles(text)[:2] == ["F01", "F02"]
    assert said.replace("zater", "dins") not in unescape(page(scenario_client, q="dinsdagavond oppas voor mijn man"))


def main_text(text):
    """What stands above and between the results, without the marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(text.split("<main", 1)[1])).split())


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("vanavond oppas voor mijn man", "Op zondag 22 november (avond)"),
        ("in het weekend even weg", "Op zaterdag en zondag"),
    ],
)
def test_who_is_there_elsewhere_is_told_when_nobody_comes_to_the_home(looker, words, time):
    with time_machine.travel(datetime(2026, 11, 22, 11, tzinfo=UTC), tick=False):
        text = main_text(page(looker, q=words))
    assert f"{time} vonden we niemand die bij u thuis komt. Ergens anders kan wel, zie hieronder." in text
    assert "Logeerhuis Het Voorbeeldbed" in text


def test_it_is_not_told_when_nobody_elsewhere_is_there_then(looker):
    """Its twin: with one kind ticked there is nobody elsewhere, and with somebody at home there is nothing to tell."""
    at_home_only = main_text(page(looker, q="zondagavond oppas voor mijn man", soort="oppas"))
    assert "Op zondagavond vonden we niemand. Hieronder staat wie op een andere tijd kan." in at_home_only
    assert "Ergens anders kan" not in at_home_only
    assert "vonden we niemand" not in main_text(page(looker, q="op donderdagmiddag iemand bij mijn moeder"))


def test_an_offer_of_which_the_times_do_not_fit_says_so_in_every_group(looker):
    text = page(looker, q="op donderdagmiddag iemand bij mijn moeder")
    card = next(each for each in text.split("<article")[1:] if "Logeerboerderij" in each.replace("\u00ad", ""))
    assert "Op andere" in card.split("</p>", 1)[0]
    fits = next(each for each in text.split("<article")[1:] if "Logeerhuis Het" in each.replace("\u00ad", ""))
    assert "Op andere" not in fits.split("</article>", 1)[0].split("<h3", 1)[0]


def test_how_many_fit_the_time_is_told_before_how_much_there_is(looker):
    text = main_text(page(looker, q="op donderdagmiddag iemand bij mijn moeder"))
    assert "Op donderdagmiddag: 1 keer hulp. Daaronder staat meer." in text
    assert "keer hulp gevonden" not in text
    assert "keer hulp gevonden" in main_text(page(looker, q="oppas"))


def test_a_time_that_was_read_stands_beside_the_choice_and_chooses_nothing(looker):
    text = page(looker, q="op donderdagmiddag iemand bij mijn moeder")
    assert unescape(text).count("Uit uw woorden: donderdag, middag") == len(("dag", "dagdeel"))
    assert '<option value="do" selected' not in text
    assert "Uit uw woorden" not in page(looker, q="oppas")
    assert "Uit uw woorden" not in page(looker, q="op donderdagmiddag iemand bij mijn moeder", dag="vr")


def test_who_is_lonely_reads_where_people_from_nearby_are(looker):
    line = "Zoekt u iemand uit de buurt? Kijk bij Voor elkaar"
    assert line in main_text(page(looker, q="ik voel me eenzaam"))
    assert line not in main_text(page(looker, q="vervoer naar het ziekenhuis"))


def test_where_nobody_mediates_nobody_is_sent_there(looker, monkeypatch):
    """Its twin, on both pages."""
    line = "Zoekt u iemand uit de buurt? Kijk bij Voor elkaar"
    carers = "/mantelzorg"
    assert line in main_text(looker.get(carers).get_data(as_text=True))
    services = looker.application.extensions["leefplein"]
    town = services.content.now().municipality("hattem")
    monkeypatch.setitem(town.__dict__, "mediation", None)
    assert line not in main_text(looker.get(carers).get_data(as_text=True))
    assert line not in main_text(page(looker, q="ik voel me eenzaam"))


def test_without_a_time_there_are_no_such_headings(scenario_client):
    assert list(headings(page(scenario_client, q="oppas"))) == ["Gevonden hulp"]


def test_a_time_that_was_read_can_be_taken_away(scenario_client):
    text = page(scenario_client, q="op maandagochtend iemand bij mijn vrouw", plaats="Putten")
    assert articles(text)[0] == "F02"
    (away,) = re.findall(r'<a class="lp-tag" href="([^"]+)"><span[^>]*>[^<]*</span>Wanneer: maandag, ochtend', text)
    without = scenario_client.get(unescape(away)).get_data(as_text=True)
    assert "Wanneer:" not in without.split('id="aantal"', 1)[0]
    assert articles(without)[0] != "F02"
    assert "Op maandagochtend" not in headings(without)


def test_a_chosen_day_can_be_taken_away_too(scenario_client):
    text = page(scenario_client, q="oppas", dag="ma", dagdeel="ochtend")
    for label in ("maandag", "ochtend"):
        (away,) = re.findall(rf'<a class="lp-tag" href="([^"]+)"><span[^>]*>[^<]*</span>Wanneer: {label}<', text)
        assert f"Wanneer: {label}" not in scenario_client.get(unescape(away)).get_data(as_text=True)


def test_words_to_call_with_stand_above_the_first_result(scenario_client):
    text = unescape(page(scenario_client, q="ik voel me alleen"))
    before = text.split("<article", 1)[0]
    assert "U kunt zeggen: “Ik ben veel alleen en zou graag wat meer mensen zien. Wat kan er bij u?”" in before
    assert 'href="tel:0341000422"' in before, "the number of the first result"
    english = unescape(scenario_client.get("/en/zoeken?q=ik+voel+me+alleen").get_data(as_text=True))
    assert "You can say: “I am on my own a lot" in english


@pytest.mark.parametrize("words", ["alleen op dinsdag vervoer", "alleenstaande ouder", "oppas"])
def test_nobody_is_called_lonely_who_did_not_say_so(scenario_client, words):
    assert "U kunt zeggen:" not in page(scenario_client, q=words).split("<article", 1)[0]


def test_who_is_in_danger_reads_help_first_and_no_advice_on_calling_others(scenario_client):
    text = page(scenario_client, q="ik voel me zo alleen, ik wil niet meer leven")
    assert "U kunt zeggen:" not in text.split("<article", 1)[0]
    assert "113" in text


def test_on_a_date_the_card_says_who_is_not_there_then(scenario_client):
    with time_machine.travel(datetime(2026, 11, 22, 11, tzinfo=UTC), tick=False):
        text = unescape(
            page(scenario_client, q="lotgenoten dementie op donderdag 10 december 's avonds", plaats="Putten")
        )
        card = re.search(r'<article [^>]*data-offer="F09".*?</article>', text, re.DOTALL)[0]
        assert "Niet op die datum" in card
        assert "Wanneer: donderdag 10 december, avond" in text.split('id="aantal"', 1)[0]
        first = unescape(
            page(scenario_client, q="lotgenoten dementie op donderdag 3 december 's avonds", plaats="Putten")
        )
        assert "Niet op die datum" not in first


def test_who_it_is_for_can_be_ticked_whatever_words_the_source_used(looker):
    """The example lists say "mensen met dementie"; the filter has the group's own name (I-03)."""
    page = BeautifulSoup(looker.get("/zoeken").text, "html.parser")
    tick = page.select_one('input[name="doelgroep"][value="dementie"]')
    assert tick is not None
    found = looker.get("/api/zoeken?doelgroep=dementie").get_json()
    assert found["total"] >= 5
    assert found["facets"]["doelgroep"]["dementie"] == found["total"]
