from app.places import national
from app.places.distance import kilometres


def test_the_country_is_there_by_its_dutch_names():
    names = {fact.name: (fact, province) for fact, province in national.national_places()}
    assert len(national.national_places()) > 1_500
    assert {"Amsterdam", "Den Haag", "'s-Hertogenbosch", "Groningen", "Maastricht"} <= names.keys()
    assert names["Middelburg"][1] == "Zeeland"
    assert kilometres((names["Hattem"][0].lat, names["Hattem"][0].lon), (52.475, 6.064)) < 1


def test_reading_only_the_dutch_records_gives_what_the_package_itself_gives(monkeypatch):
    monkeypatch.setattr(national, "LOWEST_POPULATION", 15000)
    ours = list(national._dutch_records())
    assert ours == national._all_dutch_records()


def test_a_package_that_cannot_be_read_leaves_the_layer_empty(monkeypatch):
    monkeypatch.setattr(national, "LOWEST_POPULATION", 123)
    assert national.national_places.__wrapped__() == ()
