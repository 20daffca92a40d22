from app.places.located import in_the_netherlands


def test_hattem_is_dutch_and_swapped_it_is_not():
    assert in_the_netherlands(52.4726, 6.0607)
    assert not in_the_netherlands(6.0607, 52.4726)


def test_what_is_no_number_is_nowhere():
    assert not in_the_netherlands(float("nan"), 6.0)
