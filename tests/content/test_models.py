"""The shipped texts keep what the requirements promise to residents."""

import re

import pytest
from pydantic import ValidationError

from app.content.models import Freshness, Kern

OFFICIAL = [
    "Inkomen",
    "Huisvesting",
    "Fysieke gezondheid",
    "Geestelijke gezondheid",
    "Gezinsrelaties",
    "Algemene dagelijkse vaardigheden",
    "Maatschappelijke participatie",
    "Sociaal netwerk",
    "Dagbesteding",
    "Verslaving",
    "Justitie",
]
CONTRACT_KINDS = [
    "oppas",
    "dagbesteding",
    "logeren",
    "bezoek",
    "maatje",
    "ontmoeting",
    "boodschappen",
    "maaltijd",
    "vervoer",
    "lotgenoten",
    "clientondersteuning",
    "mantelzorgsteun",
    "begeleiding",
    "huishouden",
    "klussen",
    "hulpmiddelen",
    "administratie",
    "inkomen",
    "wonen",
    "jeugd",
    "gezondheid",
    "taal",
    "vrijwilligerswerk",
    "crisis",
    "overig",
]
FORBIDDEN = (
    r"eigen kracht|u moet|heeft u al geprobeerd|hebt u al geprobeerd|recht op|verleid|tegenprestatie|zelfredzaam"
    r"|cliëntprofiel|zorgconsument|arrangement|voorliggend|0e lijn|\bB[GI][IG]\b|\bKVB\b|binnenkort"
)


def test_parts_are_frozen_and_refuse_what_they_do_not_know():
    with pytest.raises(ValidationError):
        Kern(slug="elst", name="Elst", lat=51.9, lon=5.8, inwoners=3)
    months = Freshness(confirm_every=1, warn_after=2, hide_after=3)
    with pytest.raises(ValidationError):
        months.hide_after = 4


def test_the_eleven_domains_have_their_official_names(shipped):
    assert [domain.name for domain in shipped.domains] == OFFICIAL


def test_the_easy_version_of_a_domain_is_two_sentences(shipped):
    for domain in shipped.domains:
        assert len(re.findall(r"[.?!](?:\s|$)", domain.easy)) == 2, domain.slug


def test_every_kind_of_the_contract_is_there(shipped):
    assert {kind.slug for kind in shipped.kinds} >= set(CONTRACT_KINDS)


def test_the_respite_ladder_has_a_kind_for_each_weight(shipped):
    weights = {kind.slug: kind.respite_weight for kind in shipped.kinds if kind.respite_weight}
    assert weights == {"oppas": "light", "dagbesteding": "day", "logeren": "night"}


def test_help_numbers_are_the_checked_ones(shipped):
    numbers = {number.id: number.number for number in shipped.help_numbers}
    assert numbers == {
        "112": "112",
        "113": "0800-0113",
        "veilig-thuis": "0800-2000",
        "kindertelefoon": "0800-0432",
        "luisterlijn": "088-0767 000",
        "mind-korrelatie": "0900-1450",
    }
    for number in shipped.help_numbers:
        assert number.tel == re.sub(r"\D", "", number.number)
        assert set(number.translations) == {"en", "tr", "ar", "pl", "uk"}
        assert number.source


def test_a_help_number_stands_in_one_file_only(shipped):
    for page in shipped.pages:
        digits = re.sub(r"[\s-]", "", page.markdown + page.intro)
        for number in shipped.help_numbers:
            if len(number.tel) > 3:  # 112 and 113 are also words people know
                assert number.tel not in digits, (page.lang, page.slug, number.id)


def test_invented_contact_details_are_marked(shipped):
    assert shipped.region.example
    for town in shipped.municipalities:
        assert town.example
        for part in (town.desk, town.client_support, town.confidential_adviser, *town.help_numbers):
            assert part.example


def test_each_danger_has_somebody_to_call(shipped):
    for rule in shipped.danger_rules:
        assert rule.help_numbers or rule.desk
        assert len(rule.phrases) == len(set(rule.phrases)), rule.id


@pytest.mark.parametrize("slug", ["mantelzorg", "zorgen-om-iemand", "gesprek"])
def test_the_tone_of_the_first_pages(shipped, slug):
    """Requirements 2.4: words that make people despondent or promise what only the college decides."""
    page = shipped.page(slug)
    text = f"{page.title} {page.intro} {page.markdown}"
    assert re.findall(FORBIDDEN, text, re.IGNORECASE) == []


def test_the_tone_lint_bites():
    for sentence in ("Dit is eigen kracht!", "U moet eerst bellen", "U hebt recht op hulp", "zelfredzaamheid"):
        assert re.search(FORBIDDEN, sentence, re.IGNORECASE)


def test_no_page_says_soon_or_scolds(shipped):
    for page in shipped.pages:
        if page.lang == "nl":
            assert not re.search(r"binnenkort|u moet|verleid|tegenprestatie", page.markdown, re.IGNORECASE), page.slug


def test_translations_to_check_say_so_in_dutch_too(shipped):
    for page in shipped.pages:
        if page.to_check:
            assert 'lang="nl"' in page.html.split("<h2>")[0]
            assert "nog niet nagekeken" in page.html.split("<h2>")[0]
