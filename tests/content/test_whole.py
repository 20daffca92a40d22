"""The content answers the questions the rest of the product asks it."""

import pytest


@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("putten.localhost", "putten"),
        ("PUTTEN.localhost:8000", "putten"),
        ("overbetuwe.localhost:8000", "overbetuwe"),
        ("127.0.0.1:8000", "hattem"),
        ("localhost", "hattem"),
        ("[::1]:8000", "hattem"),
        ("elders.localhost", "hattem"),
    ],
)
def test_a_host_picks_its_municipality_and_any_other_the_first(shipped, host, slug):
    assert shipped.municipality_for_host(host).slug == slug


def test_a_page_without_translation_falls_back_to_dutch(shipped):
    page = shipped.page("privacy", "tr")
    assert page is not None
    assert page.lang == "nl"
    assert shipped.languages_of("hulp-nu") == ("nl", "en", "tr", "ar", "pl", "uk")


def test_a_kern_knows_its_municipality(shipped):
    town, kern = shipped.kern("krachtighuizen")
    assert (town.slug, kern.name) == ("putten", "Krachtighuizen")
    assert shipped.kern("nergenshuizen") is None


def test_help_numbers_are_national_first_then_local(shipped):
    numbers = [number.id for number in shipped.help_numbers_for(shipped.default_municipality)]
    assert numbers[0] == "112"
    assert numbers[-1] == "huisartsenpost-hattem"


def test_freshness_follows_the_group_of_a_kind(shipped):
    assert shipped.policy.freshness_for(shipped.kind("oppas")).hide_after == 12
    assert shipped.policy.freshness_for(shipped.kind("overig")) == shipped.policy.default_freshness


def test_a_target_group_is_known_by_its_name_its_label_and_its_words(shipped):
    for words in ("dementie", "Mensen met dementie", "mensen  met dementie", "alzheimer"):
        assert shipped.target_group_named(words) == "dementie"
    assert shipped.target_group_named("leden van de ijsclub") == "leden van de ijsclub"
