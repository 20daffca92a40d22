import pytest

from app.accounts import passwords


@pytest.mark.parametrize(
    "password",
    [
        "vier bakfietsen onder de wilg",
        "Tr0ub4dor&3 enzo",
        "x9!kQ2-vv7#mPz",
        "correct horse battery staple",
        "ëëntje over köffie",
        "a" * 3 + "bcdefghij klmno" * 8,
    ],
)
def test_a_good_one_is_taken(password):
    assert passwords.why_refused(password) == ""


@pytest.mark.parametrize(
    "password",
    ["", "kort", "elf tekens!", "x" * 129, "aaaaaaaaaaaaaaaa", "abababababab", "welkom123456", "Welkom2026!!", "w3lk0m123456", "wachtwoord123", "qwertyuiop12",
     "123456789012", "06-12345678-06", "Zomer2026!Zomer", "leefplein in 2026", "voetbal voetbal"],
)  # fmt: skip
def test_an_easy_one_is_refused_with_a_reason(password):
    assert passwords.why_refused(password)


@pytest.mark.parametrize("password", ["mijn hattem is mooi", "anna.de.vries.2026", "wij van overbetuwe!"])
def test_words_that_belong_to_the_account_or_the_place_are_refused(password):
    assert passwords.why_refused(password, ("anna.vries@gemeente.example", "Hattem", "Overbetuwe"))


def test_what_is_kept_is_argon2id_and_fits_only_the_same_password():
    kept = passwords.hashed("vier bakfietsen onder de wilg")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(kept, "vier bakfietsen onder de wilg")
    assert not passwords.fits(kept, "vier bakfietsen onder de wilG")
    assert not passwords.fits("", "niemands wachtwoord, alleen voor de tijd")
    assert not passwords.fits("no hash at all", "x")
    assert not passwords.fits(kept, "x" * 1_000_000)


def test_the_same_letters_from_another_keyboard_fit():
    assert passwords.fits(passwords.hashed("een caf\u00e9 in de straat"), "een cafe\u0301 in de straat")
