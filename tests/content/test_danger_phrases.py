import pytest

from app.content.danger_phrases import Phrase, PhraseProblem, WantedWord, read_phrase
from app.content.loading import load_content
from app.content.problems import ContentProblems
from tests.content.conftest import TODAY

GROUPS = {"slaan": ["slaat", "schop*"]}


def words(*texts):
    return frozenset(WantedWord(text) for text in texts)


def test_a_phrase_is_read_into_places():
    assert read_phrase("huiselijk~ (geweld|ruzie)", {}) == Phrase(
        (frozenset({WantedWord("huiselijk", near=True)}), words("geweld", "ruzie"))
    )
    assert read_phrase("<slaan> mij", GROUPS).places[0] == frozenset(
        {WantedWord("slaat"), WantedWord("schop", begins=True)}
    )
    assert read_phrase("zelfmoord~*", {}).places == (frozenset({WantedWord("zelfmoord", near=True, begins=True)}),)
    assert read_phrase(". blijf-van m'n lijf .", {}) == Phrase(
        (words("blijf"), words("van"), words("m'n"), words("lijf")), opens=True, closes=True
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(slaat|schopt mij", "haakje"),
        ("slaat) mij", "haakje"),
        ("(slaat|(schopt|duwt)) mij", "haakje"),
        ("(van huis|thuis) weg", "losse woorden"),
        ("(slaat||schopt)", "losse woorden"),
        ("<schoppen> mij", "<schoppen>"),
        ("bang~", "te kort voor ~"),
        ("wi* dood", "te kort voor *"),
        ("*moord", "alleen aan het eind"),
        ("ik . dood", "Een punt"),
        (".", "niet lezen"),
    ],
)
def test_a_mistake_is_told_with_the_way_to_mend_it(line, said):
    with pytest.raises(PhraseProblem, match=said.replace("*", r"\*")):
        read_phrase(line, GROUPS)


def test_an_empty_group_is_told():
    with pytest.raises(PhraseProblem, match="nog geen woorden"):
        read_phrase("<leeg> mij", {"leeg": []})


def test_loading_refuses_a_phrase_with_a_mistake(folder):
    path = folder / "danger_words.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- zelf (moord|moort|doding)", "- zelf (moord|moort"), encoding="utf-8")
    with pytest.raises(ContentProblems) as caught:
        load_content(folder, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.file, problem.place) == ("danger_words.yaml", "leven")
    assert "zelf (moord|moort" in problem.reason
    assert "haakje" in problem.reason
