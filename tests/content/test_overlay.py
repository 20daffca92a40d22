"""Changes made on a screen: live beside the files, under the same rules, and exportable back to files."""

from datetime import date

import pytest

from app.content.loading import load_content
from app.content.overlay import export, overlay
from app.content.problems import ContentProblems

TODAY = date(2026, 11, 22)
RULE = {"say": ["even de deur uit"], "mean": ["oppas"], "kinds": ["oppas"]}


def laid_over(content, *changes):
    return overlay(content, changes, today=TODAY)


def refused(content, *changes):
    with pytest.raises(ContentProblems) as caught:
        laid_over(content, *changes)
    return caught.value.problems


def test_no_change_changes_nothing(shipped):
    assert laid_over(shipped) == shipped


def test_a_new_synonym_is_there_and_the_shipped_content_stays(shipped):
    changed = laid_over(shipped, ("synonyms/even-de-deur-uit", RULE))
    assert changed.synonyms[-1].say == ("even de deur uit",)
    assert len(shipped.synonyms) == len(changed.synonyms) - 1


def test_a_part_of_a_municipality_is_replaced(shipped):
    desk = shipped.municipality("hattem").desk.model_dump(mode="json") | {"phone": "038 000 99 99"}
    changed = laid_over(shipped, ("municipalities/hattem/desk", desk))
    assert changed.municipality("hattem").desk.phone == "038 000 99 99"
    assert changed.municipality("putten") == shipped.municipality("putten")
    one_line = laid_over(shipped, ("municipalities/hattem/desk/phone", "038 000 88 88"))
    assert one_line.municipality("hattem").desk.phone == "038 000 88 88"


def test_a_page_is_changed_as_a_file_or_by_fields(shipped):
    as_file = laid_over(shipped, ("pages/nl/privacy", "---\ntitle: Privacy\nintro: Kort.\n---\n\nNieuwe **tekst**.\n"))
    assert as_file.page("privacy").html == "<p>Nieuwe <strong>tekst</strong>.</p>"
    by_fields = laid_over(shipped, ("pages/nl/privacy", {"title": "Privacy", "intro": "Kort.", "markdown": "Tekst."}))
    assert by_fields.page("privacy").title == "Privacy"


def test_a_help_number_can_be_changed_and_taken_away(shipped):
    numbers = {number.id: number.model_dump(mode="json") for number in shipped.help_numbers}
    changed = laid_over(
        shipped, ("help_numbers/mind-korrelatie", numbers["mind-korrelatie"] | {"when": "op werkdagen"})
    )
    assert changed.help_number("mind-korrelatie").when == "op werkdagen"
    assert laid_over(shipped, ("help_numbers/mind-korrelatie", None)).help_number("mind-korrelatie") is None


def test_a_number_that_is_still_needed_cannot_go(shipped):
    found = refused(shipped, ("help_numbers/113", None))
    assert any(problem.file == "danger_words.yaml" and "113" in problem.reason for problem in found)


def test_a_twelfth_domain_can_be_added_on_a_screen(shipped):
    domain = shipped.domain("justitie").model_dump() | {"slug": "zingeving", "name": "Zingeving"}
    assert len(laid_over(shipped, ("domains/zingeving", domain)).domains) == 12


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("synonyms/x", {"say": []}, "minstens één"),
        ("synonyms/x", {"say": ["a"], "kinds": ["opas"]}, "de soort opas bestaat niet"),
        ("synonyms/x", {"say": ["a"], "meen": ["b"]}, "Bedoelde u mean?"),
        ("synonyms/x", "tekst", "velden met een naam"),
        ("synonyms/bestaat-niet", None, "kan het niet weg"),
        ("nergens/x", {"a": 1}, "deze plek in de inhoud kennen we niet"),
        ("municipalities/hattem/keuken/deur", "x", "deze plek in de inhoud kennen we niet"),
        ("municipalities/hattem/desk", None, "dit veld ontbreekt"),
        ("municipalities/hattem", None, "municipalities/hattem.yaml ontbreekt"),
        ("region", None, "dit bestand ontbreekt"),
        ("pages/nl/privacy", None, "deze pagina ontbreekt"),
        ("pages/nl/privacy", "geen kop", "title en intro"),
        ("pages/../privacy", "---\ntitle: a\nintro: b\n---\n\nx", "de taal .. kennen we niet"),
        ("help_numbers/113", {"name": "113"}, "dit veld ontbreekt"),
    ],
)
def test_a_bad_change_is_refused_with_the_reason(shipped, path, body, said):
    assert any(said in problem.reason for problem in refused(shipped, (path, body)))


def test_two_bad_changes_are_both_told(shipped):
    found = refused(shipped, ("synonyms/x", {"say": []}), ("nergens/y", {}))
    assert {problem.file for problem in found} == {"synonyms.yaml", "nergens/y"}


def test_changes_go_back_to_files(shipped, folder):
    desk = shipped.municipality("hattem").desk.model_dump(mode="json") | {"phone": "038 000 99 99"}
    changes = [
        ("municipalities/hattem/desk", desk),
        ("synonyms/even-de-deur-uit", RULE),
        ("pages/nl/privacy", "---\ntitle: Privacy\nintro: Kort.\n---\n\nTekst van {municipality}.\n"),
        ("pages/en/kosten", None),
    ]
    written = export(shipped, changes, folder, today=TODAY)
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "municipalities/hattem.yaml",
        "synonyms.yaml",
        "pages/nl/privacy.md",
        "pages/en/kosten.md",
    ]
    assert not (folder / "pages/en/kosten.md").exists()
    assert load_content(folder, today=TODAY) == laid_over(shipped, *changes)


def test_nothing_is_written_when_a_change_is_bad(shipped, tmp_path):
    with pytest.raises(ContentProblems):
        export(shipped, [("synonyms/x", RULE), ("synonyms/y", {"say": []})], tmp_path, today=TODAY)
    assert list(tmp_path.iterdir()) == []
