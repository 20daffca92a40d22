import pytest

from app.data_keys import KeysLost, refuse_lost_keys


def somebody(*names):
    return lambda session: names


def test_a_store_is_made_when_nobody_needs_one_yet(database, file_keys):
    refuse_lost_keys(database, file_keys)
    refuse_lost_keys(database, file_keys, somebody())
    assert file_keys.is_there()


def test_a_lost_store_stops_the_start_and_none_is_made_in_its_place(database, file_keys):
    with pytest.raises(KeysLost, match="is er niet") as lost:
        refuse_lost_keys(database, file_keys, somebody("request:1"), somebody("request:2"))
    assert str(file_keys.place) in str(lost.value)
    assert "leefplein keys restore" in str(lost.value)
    assert "2 aanvragen" in str(lost.value)
    assert not file_keys.is_there()


def test_the_store_of_another_database_stops_the_start(database, keys):
    keys.make("request:9")
    with pytest.raises(KeysLost, match="hoort bij een andere database"):
        refuse_lost_keys(database, keys, somebody("request:1", "request:2"))


def test_an_old_database_with_erased_requests_starts(database, keys):
    keys.make("request:1")
    refuse_lost_keys(database, keys, somebody("request:1", "request:2"))
    keys.destroy("request:1")
    refuse_lost_keys(database, keys, somebody("request:1"))
