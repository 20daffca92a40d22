from datetime import date

import pytest

from app.accounts.keys import AccountKeys, SealBroken
from app.settings import Settings


def test_an_older_key_still_opens_what_it_sealed():
    sealed = AccountKeys("the old key of this installation").seal("geheim")
    assert "geheim" not in sealed
    assert AccountKeys("the new key", ("the old key of this installation",)).open(sealed) == "geheim"
    with pytest.raises(SealBroken):
        AccountKeys("the new key").open(sealed)


def test_the_keys_of_an_installation_open_what_its_earlier_key_sealed():
    sealed = AccountKeys("the old key").seal("geheim")
    assert AccountKeys.of(Settings(secret_key="new", secret_key_fallbacks=("the old key",))).open(sealed) == "geheim"
    with pytest.raises(SealBroken):
        AccountKeys.of(Settings(secret_key="new")).open(sealed)


def test_a_name_means_nothing_on_another_day_or_in_another_installation():
    keys = AccountKeys("a key")
    names = {
        keys.of_the_day(date(2026, 11, 22), "x"),
        keys.of_the_day(date(2026, 11, 23), "x"),
        AccountKeys("another").of_the_day(date(2026, 11, 22), "x"),
    }
    assert len(names) == 3
    assert "a key" not in repr(keys)
