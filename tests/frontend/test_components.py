"""What every page is made of, rendered once and looked at as a visitor's software does."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))


@pytest.fixture(scope="module")
def page(styleguide_html):
    return BeautifulSoup(styleguide_html, "html.parser")


@pytest.fixture
def render(make_app):
    def rendered(source, **names):
        app = make_app()
        with app.test_request_context():
            return BeautifulSoup(app.jinja_env.from_string(source).render(**names), "html.parser")

    return rendered


def said(element):
    """The text a screen reader reads: without what is hidden from it."""
    for hidden in element.select("[aria-hidden=true]"):
        hidden.extract()
    return " ".join(element.get_text().split())


def test_every_component_is_shown_in_the_style_guide():
    shown = (ROOT / "tests/frontend/templates/styleguide.html").read_text()
    inner = {"data_list", "fieldset", "form_field", "help_bar", "language_links", "read_aloud", "shortlist_button"}
    names = {path.stem for path in (ROOT / "app/templates/components").glob("*.html")}
    assert len(names) > 25
    assert {name for name in names - inner if f"components/{name}.html" not in shown} == set()


def test_the_readme_gives_every_macro_with_its_arguments():
    readme = (ROOT / "app/templates/components/README.md").read_text()
    told = {name: "".join(rest.split()) for name, rest in re.findall(r"`(\w+)(\([^`]*\))`", readme)}
    for path in sorted((ROOT / "app/templates/components").glob("*.html")):
        for name, arguments in re.findall(r"macro (\w+)(\(.*\)) -%}", path.read_text()):
            if name != "map":  # its default is a long address, shortened in the table
                assert told.get(name) == "".join(arguments.split()), f"{path.name}: {name}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_or_a_style_of_its_own(template):
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_ids_are_unique_and_what_refers_to_them_exists(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.select(f"[{attribute}]"):
            assert set(element[attribute].split()) <= set(ids), f"{attribute} of {element.name}"


def test_every_field_has_a_label_and_the_page_one_h1(page):
    labelled = {label["for"] for label in page.select("label[for]")}
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert field["id"] in labelled, field["name"]
    assert len(page.select("h1")) == 1
    assert page.select_one("main#inhoud h1")
    assert page.html["lang"] == "nl"


def test_help_stands_on_every_page_in_the_same_order(page):
    links = [link["href"] for link in page.select("nav.lp-help-bar a")]
    assert links == ["/hulp-nu", "tel:0380000000", "/clientondersteuning", "/klacht"]


def test_description_and_error_come_between_label_and_field(page):
    order = [
        part.name if part.name in {"label", "input"} else part.get("id")
        for part in page.select_one("form[action='/proef'] .lp-field").find_all(["label", "div", "input"])
        if part.name in {"label", "input"} or part.get("id")
    ]
    assert order == ["label", "naam-uitleg", "naam-fout", "input"]
    field = page.select_one("#naam")
    assert field["aria-describedby"] == "naam-uitleg naam-fout"
    assert field["aria-invalid"] == "true"


def test_errors_link_to_their_fields_and_the_title_takes_the_focus(page):
    summary = page.select_one(".lp-error-summary")
    assert [link["href"] for link in summary.select("a")] == ["#naam", "#contact"]
    assert summary.select_one("h2[tabindex='-1'][autofocus]")
    assert page.select_one("#contact")["type"] == "radio"


def test_nothing_is_preselected_unless_it_was_chosen(page):
    assert [field["value"] for field in page.select(":checked")] == ["oppas", "5"]


def test_days_and_prices_are_written_out_for_who_listens(render, sample_card):
    source = "{% from 'components/card.html' import card %}{{ card(one) }}"
    words = said(render(source, one=sample_card()))
    assert "dinsdag en donderdag van 18.30 tot 22.30 uur" in words
    assert "di+do" not in words
    assert "2 euro 50 per keer" in words
    assert "1,2 kilometer" in words
    assert "Bel 0 3 8, 0 0 0, 0 0, 0 0" in words


def test_a_card_leaves_out_what_is_not_known_and_says_what_matters(render, sample_card):
    source = "{% from 'components/card.html' import card %}{{ card(one) }}"
    bare = dict.fromkeys(sample_card()) | {"offer_id": "x", "url": "/aanbod/x", "name": "X", "summary": "Y."}
    page = render(source, one=bare)
    assert page.article["data-offer"] == "x"
    assert "None" not in page.get_text()
    assert not page.select("a[href^=tel], a[href^=mailto]")
    labels = render(
        source, one=sample_card(stale=True, time_label="Op andere avonden", scope="regio", scope_text="In de regio")
    )
    text = labels.select_one(".lp-card__labels").get_text(" ", strip=True)
    assert text == "Voorbeeld In de regio Op andere avonden Lang niet gecontroleerd: bel eerst even"


def test_what_people_type_stays_text(render, sample_card):
    nasty = "<script>alert(1)</script>'\" onmouseover=x"
    source = (
        "{% from 'components/card.html' import card %}{% from 'components/search_bar.html' import search_bar %}"
        "{% from 'components/tag_list.html' import tag_list %}{% from 'components/map.html' import map %}"
        "{{ card(one) }}{{ search_bar('/zoeken', nasty, nasty) }}{{ tag_list([(nasty, '/')]) }}"
        "{{ map([{'lat': 1, 'lon': 2, 'name': nasty, 'url': '/', 'text': nasty}]) }}"
    )
    page = render(source, nasty=nasty, one=sample_card(name=nasty, why=[nasty]))
    assert all(script.get("src") for script in page.select("script"))
    assert not page.select("[onmouseover]")


def test_a_contact_block_always_offers_a_way_without_voice(render):
    source = "{% from 'components/contact_block.html' import contact_block %}{{ contact_block(phone='038 000 00 00') }}"
    assert "Liever niet bellen?" in render(source).get_text()


def test_pagination_shows_ends_and_neighbours_only(render):
    source = "{% from 'components/pagination.html' import pagination %}{{ pagination(page, total, url) }}"
    links = render(source, page=4, total=9, url=str).select("a")
    assert [link["href"] for link in links] == ["3", "1", "3", "4", "5", "9", "5"]
    assert render(source, page=1, total=1, url=str).get_text() == ""


def test_without_assets_the_page_asks_for_none(make_app):
    html = make_app(assets=False).test_client().get("/").get_data(as_text=True)
    assert "vendor/" not in html
