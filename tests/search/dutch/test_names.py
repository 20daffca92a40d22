import pytest

from app.search.dutch.names import names_in

KNOWN = {"hulp", "zorg", "taxi"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jan de vries", {"jan", "vries"}),
        ("mevrouw van den berg", {"mevrouw", "van", "den", "berg"}),
        ("ik zoek Annelies van het taalhuis", {"annelies"}),
        ("dokter Bosman", {"bosman"}),
        ("hulp van de gemeinte", set()),
        ("Hulp Bij Formulieren", set()),
        ("HULP BIJ SCHULDEN", set()),
        ("dagbestedng voor mijn vader", set()),
        ("", set()),
    ],
)
def test_names_are_noticed(text, names):
    assert names_in(text, KNOWN.__contains__) == names
