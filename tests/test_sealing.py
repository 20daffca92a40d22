"""What is sealed for one purpose opens for no other."""

import pytest

from app.sealing import Unopened, box, seal, unseal

SECRET = "s" * 40


def test_it_opens_again():
    assert unseal(box("mail", [SECRET]), seal(box("mail", [SECRET]), {"a": "é"})) == {"a": "é"}


def test_another_purpose_or_key_does_not_open_it():
    sealed = seal(box("mail", [SECRET]), {"a": 1})
    for other in (box("session", [SECRET]), box("mail", ["t" * 40])):
        with pytest.raises(Unopened):
            unseal(other, sealed)


def test_an_older_secret_still_opens():
    assert unseal(box("mail", ["n" * 40, SECRET]), seal(box("mail", [SECRET]), {"a": 1})) == {"a": 1}


@pytest.mark.parametrize("text", ["", "nonsense", "gAAAA", "\udcff", "é" * 50])
def test_what_is_no_seal_is_refused(text):
    with pytest.raises(Unopened):
        unseal(box("mail", [SECRET]), text)


def test_no_secret_is_no_seal():
    with pytest.raises(ValueError, match="secret"):
        box("mail", ["", ""])
