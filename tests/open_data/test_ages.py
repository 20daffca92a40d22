import pytest

from app.open_data.ages import read_ages


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("18+", (18, None)),
        ("vanaf 16 jaar", (16, None)),
        ("65 jaar en ouder", (65, None)),
        ("0-23", (0, 23)),
        ("van 8 tot en met 16 jaar", (8, 16)),
        ("8 t/m 16", (8, 16)),
        ("4 tot 12 jaar", (4, 11)),
        ("tot 18 jaar", (None, 17)),
        ("jonger dan 18", (None, 17)),
        ("tot en met 18", (None, 18)),
        ("gezinnen met kinderen van 0-6", (None, None)),
        ("23-18", (None, None)),
        ("18+ of 16 met toestemming", (None, None)),
        ("200+", (None, None)),
        ("", (None, None)),
    ],
)
def test_ages_are_read_wholly_or_not_at_all(said, ages):
    assert read_ages(said) == ages
