"""Words that are no diagnosis: who is alone, and who only says "only" (I-39)."""

from pathlib import Path

import pytest

from app.content.loading import load_content
from app.search.needs import need_of

ROOT = Path(__file__).resolve().parents[2]
ALONE = """
alleen
ik voel me alleen
ik ben veel alleen
ik voel mij zo alleen
ik ben alleen
mijn moeder is alleen
mijn moeder zit de hele dag alleen
mijn vader zit veel alleen thuis
ik ben eenzaam
eenzaamheid
mijn buurvrouw is een eenzame vrouw
sinds mijn man dood is ben ik alleen
ik ben zo alleen op zondag
ik heb niemand om mee te praten
ik zie bijna niemand
altijd alleen
gezelschap voor mijn moeder
I am lonely
ik voel me 's avonds alleen
IK BEN ALLEEN!
""".strip().splitlines()
ONLY = """
alleen op dinsdag
alleen op dinsdag vervoer
alleenstaande ouder
alleen met de auto
ik kan alleen op dinsdag
niet alleen
ik ben alleen op dinsdag thuis
mijn moeder kan niet alleen thuis blijven
mijn moeder is alleen met de auto te bereiken
alleen voor ouderen
ik wil alleen een rolstoel
vervoer, maar alleen 's avonds
ik ben niet eenzaam
ik wil niet alleen naar het ziekenhuis
mijn man kan niet meer alleen zijn
ik zorg alleen voor mijn man
ik sta er alleen voor
oppas
""".strip().splitlines()


@pytest.fixture(scope="module")
def rules():
    return load_content(ROOT / "content").needs


@pytest.mark.parametrize("words", ALONE)
def test_somebody_who_is_alone_is_heard(rules, words):
    found = need_of(words, rules)
    assert found is not None
    assert "bezoek" in found.first


@pytest.mark.parametrize("words", ONLY)
def test_only_is_not_alone(rules, words):
    assert need_of(words, rules) is None


@pytest.mark.parametrize("words", ["", "!!", "alleen " * 5000, "ik ben zo " * 3000])
def test_anything_may_be_typed(rules, words):
    need_of(words, rules)
