"""What an editor notices: what is wrong, in which file, at which place, and all of it at once."""

from datetime import date

import pytest
import yaml

from app.content.loading import load_content
from app.content.models import REQUIRED_PAGES
from app.content.problems import ContentProblems

TODAY = date(2026, 11, 22)


def problems_of(folder):
    with pytest.raises(ContentProblems) as caught:
        load_content(folder, today=TODAY)
    return caught.value.problems


def replace(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_shipped_content_is_whole(shipped):
    assert [town.slug for town in shipped.municipalities] == ["hattem", "putten", "overbetuwe"]
    assert shipped.default_municipality.slug == "hattem"
    assert {page.slug for page in shipped.pages if page.lang == "nl"} >= set(REQUIRED_PAGES)
    assert {page.slug for page in shipped.pages if page.lang == "en"} >= set(REQUIRED_PAGES)
    for lang in ("tr", "ar", "pl", "uk"):
        for slug in ("hulp-nu", "clientondersteuning", "waar-kan-ik-terecht"):
            page = shipped.page(slug, lang)
            assert page is not None
            assert page.lang == lang
            assert page.to_check


def test_a_broken_file_says_file_place_and_reason(folder):
    replace(folder, "municipalities/hattem.yaml", "  phone_hours:", "  phone_ours:")
    found = problems_of(folder)
    missing = next(problem for problem in found if problem.place == "desk > phone_hours")
    assert missing.file == "municipalities/hattem.yaml"
    assert missing.reason == "dit veld ontbreekt."
    unknown = next(problem for problem in found if problem.place == "desk > phone_ours")
    assert "Bedoelde u phone_hours?" in unknown.reason
    lines = (folder / "municipalities/hattem.yaml").read_text(encoding="utf-8").splitlines()
    assert unknown.line is not None
    assert "phone_ours" in lines[unknown.line - 1]
    assert "municipalities/hattem.yaml, regel" in str(unknown)


def test_two_broken_files_are_both_reported(folder):
    replace(folder, "municipalities/putten.yaml", "slug: putten", "slug: Putten!")
    replace(folder, "policy.yaml", "confirm_every: 6", "confirm_every: vaak")
    files = {problem.file for problem in problems_of(folder)}
    assert {"municipalities/putten.yaml", "policy.yaml"} <= files


def test_text_that_is_no_yaml_is_told_with_its_line(folder):
    (folder / "region.yaml").write_text("slug: regio\nname: Veluwe: en Betuwe\n", encoding="utf-8")
    (found,) = [problem for problem in problems_of(folder) if problem.file == "region.yaml"]
    assert found.line == 2
    assert "aanhalingstekens" in found.reason


def test_a_key_typed_twice_is_not_lost_in_silence(folder):
    replace(folder, "region.yaml", "example: true", "example: true\nexample: false")
    (found,) = problems_of(folder)
    assert "example staat er twee keer" in found.reason


def test_a_missing_file_is_called_missing_once(folder):
    (folder / "help_numbers.yaml").unlink()
    found = problems_of(folder)
    assert [(problem.file, problem.reason) for problem in found] == [("help_numbers.yaml", "dit bestand ontbreekt.")]


def test_every_required_page_is_missed(folder):
    (folder / "pages/nl/privacy.md").unlink()
    files = [problem.file for problem in problems_of(folder)]
    assert "pages/nl/privacy.md" in files
    assert "pages/en/privacy.md" in files  # a translation of nothing


def test_a_translation_with_an_unknown_name_is_refused(folder):
    (folder / "pages/en/privasy.md").write_text("---\ntitle: Privacy\nintro: Yours.\n---\n\nText.\n", encoding="utf-8")
    (found,) = problems_of(folder)
    assert found.file == "pages/en/privasy.md"
    assert "Nederlandse pagina" in found.reason


def test_references_lead_somewhere(folder):
    replace(folder, "taxonomy/kinds.yaml", "default_domains: [sociaal-netwerk]", "default_domains: [sociaalnetwerk]")
    replace(folder, "danger_words.yaml", 'help_numbers: ["112"]', 'help_numbers: ["911"]')
    found = {(problem.file, problem.place): problem.reason for problem in problems_of(folder)}
    assert found["taxonomy/kinds.yaml", "kinds > bezoek > default_domains"] == (
        "het leefgebied sociaalnetwerk bestaat niet."
    )
    assert "911" in found["danger_words.yaml", "brand-of-ongeluk > help_numbers"]


def test_a_number_checked_in_the_future_is_refused(folder):
    replace(folder, "help_numbers.yaml", "verified_on: 2026-11-22", "verified_on: 2027-01-01")
    (found,) = problems_of(folder)
    assert found.place == "112 > verified_on"
    assert found.line is not None
    assert "01-01-2027 ligt in de toekomst" in found.reason


def test_a_number_without_quotes_is_explained(folder):
    replace(folder, "help_numbers.yaml", 'tel: "112"', "tel: 112")
    (found,) = problems_of(folder)
    assert found.place == "112 > tel"
    assert "aanhalingstekens" in found.reason


@pytest.mark.parametrize("part", ["desk", "client_support", "confidential_adviser", "kernen"])
def test_each_municipality_has_somebody_to_call_and_a_kern(folder, part):
    path = folder / "municipalities/hattem.yaml"
    town = yaml.safe_load(path.read_text(encoding="utf-8"))
    del town[part]
    path.write_text(yaml.safe_dump(town, allow_unicode=True), encoding="utf-8")
    assert ("municipalities/hattem.yaml", part) in [(problem.file, problem.place) for problem in problems_of(folder)]


def test_a_host_belongs_to_one_municipality(folder):
    replace(folder, "municipalities/putten.yaml", "hosts: [putten.localhost]", "hosts: [hattem.localhost]")
    assert {problem.file for problem in problems_of(folder)} == {
        "municipalities/hattem.yaml",
        "municipalities/putten.yaml",
    }


def test_a_theme_that_is_not_there_is_missed(folder):
    replace(folder, "municipalities/putten.yaml", "theme: putten.css", "theme: puten.css")
    (found,) = problems_of(folder)
    assert found.place == "theme"
    assert "themes/puten.css" in found.reason


def test_an_unknown_placeholder_is_refused(folder):
    replace(folder, "pages/nl/gesprek.md", "Bel {desk_name}", "Bel {desk_naam}")
    (found,) = problems_of(folder)
    assert (found.file, found.place) == ("pages/nl/gesprek.md", "{desk_naam}")


def test_a_page_without_title_is_told(folder):
    (folder / "pages/nl/kosten.md").write_text("---\nintro: Kosten.\n---\n\nTekst.\n", encoding="utf-8")
    (found,) = problems_of(folder)
    assert (found.file, found.place) == ("pages/nl/kosten.md", "title")


def test_a_twelfth_domain_is_content(folder):
    """S20: a domain is added in a file, and nothing else has to change."""
    with (folder / "taxonomy/domains.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- slug: zingeving\n  name: Zingeving\n  label: Wat het leven de moeite waard maakt\n"
            "  explanation: Praten over wat ertoe doet.\n  easy: Wilt u praten over geloof of het leven? Dat kan hier.\n"
            "  label_en: What makes life worthwhile\n  explanation_en: Talking about what matters.\n"
        )
    content = load_content(folder, today=TODAY)
    assert len(content.domains) == 12
    zingeving = content.domain("zingeving")
    assert zingeving is not None
    assert zingeving.name == "Zingeving"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    (found,) = problems_of(tmp_path / "nergens")
    assert found.reason == "deze map bestaat niet."
