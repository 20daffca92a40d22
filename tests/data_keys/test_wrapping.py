import pytest
from cryptography.exceptions import InvalidTag

from app.data_keys.wrapping import Masters

OLD, NEW = "the-old-secret-" * 3, "the-new-secret-" * 3
KEY = b"k" * 32


def test_a_wrapped_key_opens_for_its_own_subject_only():
    masters = Masters([OLD])
    wrapped = masters.wrap("request:1", KEY)
    assert KEY not in wrapped
    assert masters.unwrap("request:1", masters.first, wrapped) == KEY
    with pytest.raises(InvalidTag):
        masters.unwrap("request:2", masters.first, wrapped)


def test_an_earlier_secret_still_opens_and_the_first_one_wraps():
    old, both = Masters([OLD]), Masters([NEW, OLD])
    assert both.unwrap("request:1", old.first, old.wrap("request:1", KEY)) == KEY
    assert both.first == Masters([NEW]).first
    with pytest.raises(InvalidTag):
        old.unwrap("request:1", both.first, both.wrap("request:1", KEY))


def test_the_fingerprint_tells_nothing_of_the_secret():
    assert Masters([OLD]).first != Masters([NEW]).first
    assert len(Masters([OLD]).first) == 16


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_wrapped(secrets):
    with pytest.raises(ValueError, match="no secret"):
        Masters(secrets)
