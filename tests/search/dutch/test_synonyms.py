from pathlib import Path

import pytest
import yaml

from app.content.models import SynonymRule
from app.search.dutch.stems import stem
from app.search.dutch.synonyms import SynonymRules, phrase_stems


def rule(**fields):
    return SynonymRule(id=fields.pop("id", "een"), **fields)


def apply(rules, text):
    stems = [stem(word) for word in text.split()]
    applied, _ = SynonymRules(rules).apply([frozenset([one]) for one in stems], stems)
    return [one.rule.id for one in applied]


def test_words_of_a_phrase_may_stand_apart_and_in_another_order():
    rules = [rule(say=["formulieren invullen"], mean=["formulierenbrigade"])]
    assert apply(rules, "invullen van moeilijke formulieren") == ["een"]
    assert apply(rules, "formulieren") == []


def test_context_is_asked_for_and_avoided():
    rules = [
        rule(id="met", say=["geld"], only_with=["kind"]),
        rule(id="zonder", say=["geld"], not_with=["kind", "school reis"]),
    ]
    assert apply(rules, "geld kinderen") == ["met"]
    assert apply(rules, "geld reis") == ["zonder"]
    assert apply(rules, "geld reis school") == []


def test_the_longest_phrase_wins():
    rules = [rule(id="kort", say=["oppas"]), rule(id="lang", say=["oppas baby"])]
    assert apply(rules, "oppas baby") == ["lang"]
    assert apply(rules, "oppas") == ["kort"]


def test_a_word_meant_otherwise_is_told():
    rules = SynonymRules([rule(id="kort", say=["oppas"], not_with=["baby"])])
    _, otherwise = rules.apply([frozenset(["oppassen"]), frozenset(["baby"])], ["oppassen", "baby"])
    assert otherwise == {0}


@pytest.mark.parametrize(
    ("saying", "stems"),
    [
        ("ik kan niet meer", {"ik", "kunnen", "niet", "meer"}),
        ("wil dood", {"willen", "dood"}),
        ("naar het ziekenhuis", {"naar", "ziekenhuis"}),
        ("mee", {"mee"}),
    ],
)
def test_short_phrases_keep_the_words_that_carry_them(saying, stems):
    assert set(phrase_stems(saying)) == stems


def test_no_rule_hangs_on_a_word_that_says_nothing():
    path = Path(__file__).resolve().parents[3] / "content" / "synonyms.yaml"
    allowed = {"alleen", "overdag", "bang"}
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        SynonymRule(**row)
        for saying in row["say"]:
            stems = phrase_stems(saying)
            assert stems, row["id"]
            if len(stems) == 1 and " " in saying:
                assert stems[0] not in {"niet", "geen", "hulp", "help", "weg", "man", "kind", "iemand"} - allowed, (
                    saying
                )
