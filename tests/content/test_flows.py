"""Flows as an editor keeps them: files with their place and reason, and the same road for a change on a screen."""

import re

import pytest
import yaml

from app.content.flows import body_of, plain
from app.content.live import LiveContent, publish_edit
from app.content.loading import load_content
from app.content.overlay import export, overlay
from app.content.problems import ContentProblems
from app.db import Database
from tests.content.conftest import TODAY
from tests.databases import fresh_url

FORBIDDEN = re.compile(
    r"eigen kracht|u moet|heeft u al geprobeerd|hebt u al geprobeerd|recht op|verleid|tegenprestatie|zelfredzaam"
    r"|cliëntprofiel|zorgconsument|cliënt|arrangement|voorliggend|binnenkort|onvermogen|probleemgeval",
    re.IGNORECASE,
)
FORBIDDEN_EN = re.compile(
    r"own strength|you must|have you tried|entitled|self-relian|client|coming soon", re.IGNORECASE
)


def problems_of(folder):
    with pytest.raises(ContentProblems) as caught:
        load_content(folder, today=TODAY)
    return caught.value.problems


def refused(content, *changes):
    with pytest.raises(ContentProblems) as caught:
        overlay(content, changes, today=TODAY)
    return caught.value.problems


def replace(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def texts_of(value, name=""):
    """Every text a visitor can read, with the name of its field; drawn labels apart."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner, name)
    elif isinstance(value, str) and name in {"heading", "text", "label", "help", "lines", "title"}:
        yield value


def readable(flow):
    """The texts of this flow without the drawn labels of steps."""
    values = plain(flow)
    for step in values["steps"]:
        step.pop("label", None)
    return list(texts_of(values))


@pytest.fixture
def body(shipped):
    return body_of(shipped.flows[0])


def test_the_shipped_route_is_there_in_both_languages(shipped):
    dutch, english = shipped.flow("route"), shipped.flow("route", "en")
    assert [town.flow for town in shipped.municipalities] == ["route"] * 3
    assert dutch.step("netwerk").heading == "Is er iemand in uw eigen omgeving die kan helpen?"
    assert english.step("netwerk").heading == "Is there somebody around you who can help?"
    assert shipped.flow("route", "tr") == dutch
    assert shipped.flow("weg") is None


def test_every_sentence_of_the_route_has_its_english(shipped):
    same = {"x"}
    pairs = zip(readable(shipped.flow("route")), readable(shipped.flow("route", "en")), strict=True)
    untranslated = [dutch for dutch, english in pairs if dutch == english and dutch not in same]
    assert untranslated == []
    for step in shipped.flow("route").steps:
        assert shipped.flow("route", "en").step(step.id).label != step.label or not step.label


def test_no_text_of_the_route_holds_a_word_that_hurts(shipped):
    for text in readable(shipped.flow("route")):
        assert not FORBIDDEN.search(text), text
    for text in readable(shipped.flow("route", "en")):
        assert not FORBIDDEN_EN.search(text), text


def test_drawn_labels_stand_on_results_only(shipped):
    labels = {step.id: step.label for step in shipped.flow("route").steps if step.label}
    assert labels == {
        "samen": "Dit is eigen kracht!",
        "gevonden": "Laagdrempelig en toegankelijke algemene voorzieningen",
        "gesprek": "Dan kunt u een gesprek aanvragen.",
    }


def test_sentences_of_the_route_are_short(shipped):
    for text in readable(shipped.flow("route")):
        for sentence in re.split(r"[.?!]\s", text.replace("\n", " ")):
            assert len(sentence.split()) <= 20, sentence


def test_a_broken_flow_says_file_place_and_reason(folder):
    replace(folder, "flows/route.yaml", "to: volhouden}", "to: nergens}")
    found = [problem for problem in problems_of(folder) if "nergens" in problem.reason]
    assert [(problem.file, problem.place) for problem in found] == [
        ("flows/route.yaml", "steps > netwerk > asks > antwoord > options > ja > to")
    ]
    lines = (folder / "flows/route.yaml").read_text(encoding="utf-8").splitlines()
    assert "nergens" in lines[found[0].line - 1]


def test_a_typing_mistake_in_a_flow_is_not_passed_over(folder):
    replace(folder, "flows/route.yaml", "    to_when_young: jeugd", "    to_when_jong: jeugd")
    replace(folder, "flows/route.yaml", "value: af_en_toe", "value: Af en toe")
    found = {problem.place: problem.reason for problem in problems_of(folder)}
    assert "dit veld kennen we niet" in found["steps > begin > to_when_jong"]
    wrong = next(reason for place, reason in found.items() if place.endswith("> value"))
    assert "liggend streepje" in wrong
    assert not any("bestaat niet" in reason for reason in found.values())  # the flow is broken, not missing


def test_words_in_another_language_that_belong_to_nothing_are_told(folder):
    replace(folder, "flows/route.en.yaml", "  netwerk:\n", "  network:\n")
    (folder / "flows/anders.en.yaml").write_text("title: Another\n", encoding="utf-8")
    (folder / "flows/route.fr.yaml").write_text("title: Autre\n", encoding="utf-8")
    found = {problem.file: problem.reason for problem in problems_of(folder)}
    assert "deze stap komt in de Nederlandse tekst niet voor" in found["flows/route.en.yaml"]
    assert "hoort bij geen Nederlandse route" in found["flows/anders.en.yaml"]
    assert "de taal fr kennen we niet" in found["flows/route.fr.yaml"]


def test_a_kind_that_does_not_exist_is_told_with_its_line(folder):
    replace(folder, "flows/route.yaml", "kinds: [lotgenoten]", "kinds: [lotgenoot]")
    (found,) = problems_of(folder)
    assert (found.file, found.reason) == ("flows/route.yaml", "de soort lotgenoot bestaat niet.")
    assert found.place == "parts > peer_groups > kinds"
    assert found.line is not None


def test_a_municipality_that_names_an_unknown_flow_is_a_problem(folder, shipped):
    replace(folder, "municipalities/hattem.yaml", "slug: hattem\n", "slug: hattem\nflow: korte-route\n")
    (found,) = problems_of(folder)
    assert (found.file, found.place) == ("municipalities/hattem.yaml", "flow")
    assert "de route korte-route bestaat niet" in found.reason
    assert refused(shipped, ("municipalities/putten/flow", "weg"))


def test_a_file_with_another_name_than_its_flow_is_told(folder):
    replace(folder, "flows/route.yaml", "id: route\n", "id: andere\n")
    assert any("dit bestand heet route" in problem.reason for problem in problems_of(folder))


def test_without_a_flow_nobody_can_start(folder):
    for path in (folder / "flows").iterdir():
        path.unlink()
    assert {problem.file for problem in problems_of(folder)} == {
        f"municipalities/{name}.yaml" for name in ("hattem", "putten", "overbetuwe")
    }


def test_a_change_on_a_screen_is_laid_over_in_both_languages(shipped, body):
    next(step for step in body["steps"] if step["id"] == "begin")["heading"] = "Vertel eens"
    body["en"]["steps"]["begin"]["heading"] = "Tell us"
    changed = overlay(shipped, [("flows/route", body)], today=TODAY)
    assert changed.flow("route").step("begin").heading == "Vertel eens"
    assert changed.flow("route", "en").step("begin").heading == "Tell us"
    assert shipped.flow("route").step("begin").heading == "Wat is er aan de hand?"


def test_the_body_of_a_screen_is_the_whole_flow(shipped, body):
    assert overlay(shipped, [("flows/route", body)], today=TODAY) == shipped


def test_a_change_that_breaks_the_route_is_refused_with_its_place(shipped, body):
    next(step for step in body["steps"] if step["id"] == "samen")["shows"] = ["rota"]
    (found,) = refused(shipped, ("flows/route", body))
    assert (found.file, found.place) == ("flows/route.yaml", "steps > samen > shows")


def test_a_copy_that_nobody_uses_may_come_and_go_and_can_be_put_to_use(shipped, body):
    copy = ("flows/proef", body | {"id": "proef", "title": "Proef"})
    changed = overlay(shipped, [copy], today=TODAY)
    assert changed.flow("proef", "en").title == body["en"]["title"]
    assert overlay(shipped, [copy, ("flows/proef", None)], today=TODAY) == shipped
    used = overlay(shipped, [copy, ("municipalities/putten/flow", "proef")], today=TODAY)
    assert used.municipality("putten").flow == "proef"
    assert {problem.file for problem in refused(used, ("flows/proef", None))} == {"municipalities/putten.yaml"}


def test_a_flow_in_use_and_one_that_is_not_there_cannot_go(shipped):
    assert {problem.place for problem in refused(shipped, ("flows/route", None))} == {"flow"}
    (found,) = refused(shipped, ("flows/weg", None))
    assert "bestaat niet, dus kan het niet weg" in found.reason


def test_words_instead_of_a_flow_are_refused(shipped):
    assert refused(shipped, ("flows/route", "tekst"))
    assert refused(shipped, ("flows/route/begin", {"heading": "x"}))


def test_a_changed_flow_goes_back_to_files_and_reads_the_same(shipped, body, folder):
    body["title"] = "Onze route"
    changes = [("flows/route", body)]
    written = export(shipped, changes, folder, today=TODAY)
    assert {path.name for path in written} == {"route.yaml", "route.en.yaml"}
    assert yaml.safe_load((folder / "flows/route.yaml").read_text(encoding="utf-8"))["title"] == "Onze route"
    assert load_content(folder, today=TODAY).flows == overlay(shipped, changes, today=TODAY).flows


def test_a_language_taken_away_takes_its_file_with_it(shipped, body, folder):
    del body["en"]
    export(shipped, [("flows/route", body)], folder, today=TODAY)
    assert not (folder / "flows/route.en.yaml").exists()


def test_a_published_flow_is_live_at_once_and_a_broken_one_never(tmp_path, shipped, body):
    database = Database(fresh_url(tmp_path))
    try:
        live = LiveContent(shipped, database)
        publish_edit(live, "flows/route", body | {"title": "Samen verder"}, "redactie")
        assert live.now().flow("route").title == "Samen verder"
        with pytest.raises(ContentProblems):
            publish_edit(live, "flows/route", body | {"start": "weg"}, "redactie")
        assert live.now().flow("route").title == "Samen verder"
    finally:
        database.close()
