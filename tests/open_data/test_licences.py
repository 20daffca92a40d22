import pytest

from app.open_data.licences import MAIN, layer_of, licence_of_layer

CC0 = "CC0 1.0"


@pytest.mark.parametrize(
    ("licence", "layer"),
    [
        ("", MAIN),
        ("CC0-1.0", MAIN),
        ("bron: Voorbeeldtekst; CC0-1.0", MAIN),
        ("bron: www.hattem.nl", MAIN),
        ("ODbL 1.0", "odbl"),
        ("bron: OpenStreetMap", "odbl"),
        ("© OpenStreetMap-bijdragers, ODbL", "odbl"),
        ("CC BY 4.0", "cc-by"),
        ("CC BY-SA 4.0", "cc-by-sa"),
        ("CC-BY-NC-4.0", "cc-by-nc"),
        ("alle rechten voorbehouden", "andere-licentie"),
    ],
)
def test_what_asks_something_stands_apart(licence, layer):
    assert layer_of(licence, CC0) == layer


def test_in_a_region_with_a_licence_of_its_own():
    assert layer_of("CC BY 4.0", "CC BY 4.0") == MAIN
    assert layer_of("", "CC BY 4.0") == MAIN
    assert layer_of("CC0-1.0", "CC BY 4.0") == MAIN
    assert layer_of("ODbL", "CC BY 4.0") == "odbl"
    assert licence_of_layer(MAIN, "CC BY 4.0")["name"] == "CC-BY-4.0"


def test_the_licence_of_a_layer_has_its_address():
    assert licence_of_layer(MAIN, CC0)["path"].endswith("/publicdomain/zero/1.0/")
    assert licence_of_layer("odbl", CC0)["name"] == "ODbL-1.0"
    assert "path" not in licence_of_layer("andere-licentie", CC0)
