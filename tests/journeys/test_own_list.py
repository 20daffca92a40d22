"""Somebody keeps what fits, calls, compares, and takes it along: with scripts and without."""

import re

import pytest

from tests.journeys.walking import main, result, search

pytestmark = pytest.mark.browser


def keep(visitor, name):
    button = result(visitor, name).get_by_role("button", name=re.compile("^Bewaar"))
    button.click()
    result(visitor, name).get_by_role("button", name=re.compile("^Bewaard")).wait_for()


def test_keep_call_compare_and_wipe(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "oppas", "Putten")
    keep(visitor, "Avondoppas aan huis")
    keep(visitor, "Dagoppas Ermelo")
    visitor.get_by_role("link", name="Mijn lijstje").click()
    visitor.get_by_role("textbox", name="Mijn notitie").first.fill("Dinsdag terugbellen")
    visitor.get_by_role("checkbox", name=re.compile("Ik heb gebeld.*Avondoppas aan huis")).check()
    visitor.get_by_role("button", name="Bewaar wat ik schreef").click()
    assert "Wat u schreef, staat op uw lijstje" in main(visitor)
    visitor.get_by_role("link", name="Vergelijk naast elkaar").click()
    row = visitor.get_by_role("row", name=re.compile("^Wanneer"))
    assert row.get_by_role("cell").count() == 2
    assert "Dinsdag terugbellen" in visitor.get_by_role("row", name=re.compile("^Mijn notitie")).inner_text()
    visitor.get_by_role("link", name="Terug naar mijn lijstje").click()
    visitor.get_by_role("link", name="Neem mee naar een gesprek").click()
    assert "Dinsdag terugbellen" in visitor.get_by_role("region", name="Dit nam u mee").inner_text()
    visitor.goto(scenario_server + "/lijstje")
    visitor.get_by_role("button", name="Wis mijn lijstje").click()
    assert "Uw lijstje is nog leeg" in main(visitor)
    assert visitor.context.cookies() == []


def test_save_in_a_file_and_open_it_again(visitor, scenario_server, tmp_path):
    visitor.goto(scenario_server + "/zoeken?q=koffie")
    keep(visitor, "Koffie-inloop")
    visitor.goto(scenario_server + "/lijstje")
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Sla op in een bestand").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    visitor.get_by_role("button", name="Wis mijn lijstje").click()
    visitor.get_by_label("Uw bestand").set_input_files(file)
    visitor.get_by_role("button", name="Open dit bestand").click()
    assert "1 keer hulp staat nu op uw lijstje" in main(visitor)
    assert visitor.get_by_role("heading", level=2, name="Koffie-inloop").count() == 1
