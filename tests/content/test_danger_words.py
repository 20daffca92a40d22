"""The shipped danger words, read the way the search reads them: no cry for help is missed.

False alarms are accepted; the second list only keeps everyday questions about loss and care calm.
"""

import pytest

from app.search.danger import recognise

CRIES = {
    "leven": [
        "ik wil niet meer leven",
        "ik wil echt dood",
        "mijn zoon zegt dat hij niet meer wil leven",
        "ik wil mezelf iets aandoen",
        "uit het leven stappen",
        "ze wil er een eind aan maken",
        "Zelfmoort",
        "mijn man is suïcidaal",
        "mijn dochter snijdt zichzelf",
        "niet meer wakker worden",
        "niemand zou mij missen",
        "voor mij hoeft het niet meer",
        "I want to kill myself",
        "I don’t want to live anymore",
        "intihar etmek istiyorum",
        "أريد أن أموت",
        "chcę się zabić",
        "не хочу жити",
    ],
    "geweld": [
        "ik word geslagen",
        "ik wordt thuis geslagen door mijn vriend",
        "hij slaat mij",
        "ik ben bang voor mijn man",
        "ik durf niet naar huis",
        "huislijk geweld",
        "my husband hits me",
        "kocam beni dövüyor",
        "زوجي يضربني",
        "mąż mnie bije",
        "чоловік мене б'є",
    ],
    "kind-in-gevaar": ["mijn kind wordt mishandeld", "papa slaat mama", "ik ben bang dat ik mijn kind iets aandoe"],
    "brand-of-ongeluk": ["mijn huis staat in brand", "mijn man ademt niet meer", "ik heb te veel pillen geslikt"],
    "geen-eten-of-dak": ["we hebben niets te eten", "ik word uit mijn huis gezet", "ik slaap in mijn auto", "no food"],
    "niet-meer-volhouden": ["ik hou het niet meer vol", "ik kan het niet meer aan"],
}


@pytest.mark.parametrize(("rule", "words"), [(rule, words) for rule, said in CRIES.items() for words in said])
def test_a_cry_for_help_is_heard(shipped, rule, words):
    assert rule in {danger.rule for danger in recognise(words, shipped.danger_rules)}


@pytest.mark.parametrize(
    "words",
    [
        "mijn man is overleden en ik voel me alleen",
        "doodgaan aan verveling",
        "ik ben doodmoe",
        "ik wil niet meer alleen zijn",
        "mijn zoon wil niet meer naar school",
        "iemand die 's avonds bij mijn vader met dementie blijft",
        "mijn vader slaapt slecht",
        "vervoer naar het ziekenhuis",
        "samen eten",
    ],
)
def test_everyday_questions_stay_calm(shipped, words):
    assert recognise(words, shipped.danger_rules) == ()


def test_innocent_words_do_not_hide_a_cry(shipped):
    heard = recognise("ik wil niet meer alleen zijn, ik wil dood", shipped.danger_rules)
    assert [danger.rule for danger in heard] == ["leven"]
