import dataclasses
import io
import re
from collections import Counter
from itertools import pairwise

import pikepdf
import pymupdf
import pytest

from app import clock
from app.paper.booklet import Chosen, make, pdf_of
from app.paper.choosing import PaperChoice, entries
from app.social_map.costs import read_costs
from app.social_map.finding import all_published
from tests.paper.conftest import SITE


def tags(pdf):
    """Every element of the structure tree as (tag, element), in the order in which it is read."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for each in element:
                walk(each)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S).lstrip("/"), element))
            walk(element.get("/K", pikepdf.Array()))
        elif isinstance(element, pikepdf.Dictionary) and "/K" in element:
            walk(element.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


class TestForWhoDoesNotSeeIt:
    def test_it_is_tagged_has_a_language_and_a_title(self, pdf):
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "nl"
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Hulp en activiteiten in Putten"
            assert about["pdfuaid:part"] == "1"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)

    def test_headings_begin_high_and_leave_none_out(self, pdf):
        levels = [int(tag[1]) for tag, _element in tags(pdf) if re.fullmatch(r"H[1-6]", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert max(levels) == 3

    def test_every_square_has_a_text_and_lists_are_lists(self, pdf, booklet):
        figures = [element for tag, element in tags(pdf) if tag == "Figure"]
        said = [str(figure.get("/Alt", "")) for figure in figures]
        assert len(figures) == len(booklet.entries)
        assert all(entry.spaced_code in text for entry, text in zip(booklet.entries, said, strict=True))
        counted = Counter(tag for tag, _element in tags(pdf))
        assert counted["L"] > len(booklet.entries)
        assert counted["LI"] > counted["L"]
        assert counted["TOCI"] == len(booklet.chapters) + 9

    def test_every_chapter_and_entry_is_in_the_outline(self, pdf, booklet):
        with pdf.open_outline() as outline:
            names = []
            todo = list(outline.root)
            while todo:
                one = todo.pop()
                names.append(one.title)
                todo.extend(one.children)
        assert {chapter.title for chapter in booklet.chapters} <= set(names)
        assert {entry.name for entry in booklet.entries} <= set(names)


class TestWhatStandsInIt:
    def test_the_cover_says_where_and_when_and_that_things_change(self, pages):
        cover = pages[0]
        assert "Hulp en activiteiten in" in cover
        assert "Putten" in cover
        assert re.search(
            r"Gemaakt op \w+ \d+ \w+ \d{4} om \d\d:\d\d\. Daarna kan er iets veranderd", " ".join(cover.split())
        )
        assert "038 000 00 10" in cover
        assert "Voorbeeld" in cover

    def test_help_now_comes_first(self, pages):
        assert pages[1].startswith("Nu hulp nodig")
        assert "112" in pages[1]
        assert "0800-2000" in pages[1]

    def test_who_stands_beside_you_who_hears_complaints_and_how_to_ask(self, pages):
        whole = " ".join(" ".join(pages).split())
        for said in (
            "Gratis hulp van iemand die naast u staat", "038 000 01 10", "De vertrouwenspersoon", "038 000 02 10",
            "Klachtenfunctionaris Putten", "Een gesprek aanvragen", "Een brief sturen", "Er is ook een formulier op papier",
            "CC0 1.0", "toegankelijk@putten.example",
        ):  # fmt: skip
            assert said in whole, said

    def test_an_entry_says_what_people_ask(self, booklet, pages):
        entry = next(each for each in booklet.entries if each.name == "Papieren op tafel")
        page = next(" ".join(page.split()) for page in pages if entry.spaced_code in page)
        for said in (
            "0341 00 06 11", "in uw gemeente", "voorbeeld", "Wanneer", "Waar: Voorbeeldplein 22, 3881 ZZ Putten",
            "Wat het kost: gratis", "Wie beslist: niemand, u kunt hier zonder indicatie terecht", "Voor wie: ouderen",
            "Eerste stap", "Gecontroleerd op 4 september 2026",
        ):  # fmt: skip
            assert said in page, said

    def test_every_entry_stands_once_and_others_point_to_it(self, booklet):
        numbers = [entry.id for entry in booklet.entries]
        assert len(numbers) == len(set(numbers))
        pointed = {ref.id for chapter in booklet.chapters for ref in chapter.also}
        assert pointed
        assert pointed <= set(numbers)
        for chapter in booklet.chapters:
            own = {entry.id for group in chapter.groups for entry in group.entries}
            assert not own & {ref.id for ref in chapter.also}

    def test_the_ladder_goes_from_light_to_heavy_and_says_who_decides(self, booklet):
        assert [rung.title.split(":")[0] for rung in booklet.ladder] == [
            "Licht",
            "Overdag ergens anders",
            "'s Nachts ergens anders",
        ]
        respite = {entry.id for entry in booklet.entries if entry.respite}
        assert {ref.id for rung in booklet.ladder for ref in rung.refs} == respite != set()
        assert all(len(rung.refs) == len(rung.levels) for rung in booklet.ladder)
        assert {"de gemeente beslist hierover"} <= {level for rung in booklet.ladder for level in rung.levels}

    def test_no_code_of_the_map_and_no_level_letter_is_printed(self, pages):
        whole = " ".join(pages)
        for code in ("individual", "own_strength", "BGI", "gezinsrelaties", "algemene-dagelijkse"):
            assert code not in whole

    def test_the_lists_at_the_back_lead_to_the_right_page(self, booklet, pages):
        entry = next(each for each in booklet.entries if each.name == "Papieren op tafel")
        there = next(number for number, page in enumerate(pages, 1) if entry.spaced_code in page)
        whole = " ".join(" ".join(pages).split())
        assert f"Papieren op tafel {there}" in whole
        assert [line.word for line in booklet.by_name] == sorted(
            (line.word for line in booklet.by_name), key=lambda word: (word.casefold().lstrip("'’("), word)
        )
        assert any(line.word == "schulden" and line.chapters == ("inkomen",) for line in booklet.by_word)


class TestOnThePage:
    def test_no_number_is_broken_over_two_lines(self, booklet, pages):
        whole = "\n".join(pages)
        for entry in booklet.entries:
            if entry.phone:
                assert entry.phone in whole, entry.phone

    def test_no_heading_stands_alone_at_the_foot(self, raw):
        """Below the last heading of a page there is always something of what it is about."""
        with pymupdf.open(stream=raw, filetype="pdf") as document:
            for number, page in enumerate(document, 1):
                lines = [
                    (line["bbox"][1], line["spans"][0]["size"], "Bold" in line["spans"][0]["font"])
                    for block in page.get_text("dict")["blocks"] if block["type"] == 0
                    for line in block["lines"]
                ]  # fmt: skip
                body = sorted(line for line in lines if line[0] < page.rect.height - 60)
                assert body, f"page {number} is empty"
                _y, size, bold = body[-1]
                assert not (bold and size > 12.5), f"page {number} ends with a heading"

    def test_an_entry_stands_on_one_page(self, booklet, pages):
        for entry in booklet.entries:
            if not entry.long:
                page = next(" ".join(page.split()) for page in pages if entry.spaced_code in page)
                assert entry.checked in page, entry.name

    def test_letters_are_twelve_points_and_eighteen_in_large_print(self, region, raw):
        large = pdf_of(entries(region, PaperChoice("putten", domain="inkomen", large=True), site=SITE))
        for made, points in ((raw, 12), (large, 18)):
            with pymupdf.open(stream=made, filetype="pdf") as document:
                sizes = Counter(
                    round(span["size"], 1)
                    for page in document
                    for block in page.get_text("dict")["blocks"] if block["type"] == 0
                    for line in block["lines"]
                    for span in line["spans"]
                    for _sign in span["text"]
                )  # fmt: skip
                assert sizes.most_common(1)[0][0] == points
                assert (round(document[0].rect.width), round(document[0].rect.height)) == (595, 842)


def with_offer(region, **changes):
    """A booklet of one offer that says something special."""
    content = region.content.now()
    with region.database.reading() as session:
        offer = next(iter(all_published(session)))
        session.expunge_all()
    for name, value in changes.items():
        setattr(offer, name, value)
    return make(
        content, content.municipality("putten"), [Chosen(offer, "gemeente")], kern=None, domain=None, target_group="",
        large=True, lang="nl", site=SITE, moment=clock.local_now(),
    )  # fmt: skip


def words_of(raw):
    with pymupdf.open(stream=raw, filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_an_entry_longer_than_a_page_in_large_print_is_whole(region):
    story = " ".join(f"stap{number}" for number in range(400))
    said = words_of(pdf_of(with_offer(region, first_step=story, name="#panic() *Lang* 😀 verhaal")))
    assert "stap0 " in said
    assert "stap399" in said
    assert "#panic() *Lang*" in said


def test_a_price_has_its_date_and_an_old_one_says_so(region):
    costs, _why = read_costs("5 euro per keer", clock.today().replace(year=2020), "prijslijst")
    (entry,) = with_offer(region, costs=costs).entries
    price = next(fact.text for fact in entry.facts if fact.name == "Wat het kost")
    assert "prijs niet actueel" in price
    assert "2020" in price


def test_an_offer_in_no_known_domain_is_not_lost(region):
    booklet = with_offer(region, domains=("bestaat-niet",), kind="bestaat-ook-niet")
    assert [chapter.title for chapter in booklet.chapters] == ["Andere hulp"]
    assert len(booklet.entries) == 1


def test_an_english_booklet_keeps_the_texts_of_offers_dutch_and_says_so(region):
    booklet = entries(region, PaperChoice("putten", domain="inkomen", lang="en"), site=SITE)
    assert booklet.title == "Help and activities in Putten"
    raw = pdf_of(booklet)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert any(str(element.get("/Lang", "")) == "nl" for _tag, element in tags(pdf))
    assert "Who decides: nobody, you can go here without an assessment" in words_of(raw)


def test_the_mark_changes_with_what_is_said_and_not_with_the_minute(booklet):
    another_minute = dataclasses.replace(
        booklet, made="Gemaakt op een ander moment.", colophon=("Gemaakt op een ander moment.", *booklet.colophon[1:]),
        words=booklet.words | {"made": "Gemaakt op een ander moment."},
    )  # fmt: skip
    assert another_minute.mark == booklet.mark
    assert dataclasses.replace(booklet, desk_phone="038 000 99 99").mark != booklet.mark


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_sentence_keeps_an_open_blank(region, lang):
    booklet = entries(region, PaperChoice("hattem", lang=lang), site=SITE)
    left = {name for name, text in booklet.words.items() if "{" in text}
    assert left == {
        "for_theme", "for_audience", "number_cost", "qr_alt", "officer_term", "colophon_sources", "colophon_wrong",
        "colophon_access", "from_area",
    }  # fmt: skip
    said = repr(dataclasses.replace(booklet, words={})).replace("words={}", "")
    assert "{" not in said
