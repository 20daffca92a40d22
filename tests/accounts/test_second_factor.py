import pytest

from app.accounts import second_factor
from app.accounts.keeping import create_account
from app.accounts.models import Account
from app.accounts.rights import Role
from tests.web.staff.site import everything_in

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def new(database, keys):
    with database.writing() as session:
        return create_account(
            session, keys, email="a@b.example", password="vier bakfietsen onder de wilg", role=Role.EDITOR
        )


def try_code(database, keys, account_id, code):
    with database.writing() as session:
        return second_factor.accept(session, session.get_one(Account, account_id), code, keys)


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(moment, code):
    assert second_factor.code_at(RFC_SECRET, moment // 30) == code  # RFC 6238, appendix B, last six of eight figures


def test_a_code_works_once_and_an_earlier_one_not_after_it(database, keys, new):
    now = second_factor.step_now()
    number = new.account.id
    assert try_code(database, keys, number, second_factor.code_at(new.secret, now))
    assert not try_code(database, keys, number, second_factor.code_at(new.secret, now))
    assert not try_code(database, keys, number, second_factor.code_at(new.secret, now - 1))
    assert try_code(database, keys, number, second_factor.code_at(new.secret, now + 1))


@pytest.mark.parametrize("far", [-3, 3, 100])
def test_a_code_of_another_time_is_refused(database, keys, new, far):
    assert not try_code(
        database, keys, new.account.id, second_factor.code_at(new.secret, second_factor.step_now() + far)
    )


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00" * 6, "x" * 10_000])
def test_whatever_else_is_typed_is_refused(database, keys, new, typed):
    assert not try_code(database, keys, new.account.id, typed)


def test_spaces_between_the_figures_do_not_matter(database, keys, new):
    code = second_factor.code_now(new.secret)
    assert try_code(database, keys, new.account.id, f" {code[:3]} {code[3:]} ")


def test_recovery_codes_work_once_each_and_only_for_their_own_account(database, keys, new):
    with database.writing() as session:
        other = create_account(
            session, keys, email="c@d.example", password="vier bakfietsen onder de wilg", role=Role.EDITOR
        )
    assert len(set(new.recovery_codes)) == 8
    assert not try_code(database, keys, other.account.id, new.recovery_codes[0])
    assert try_code(database, keys, new.account.id, new.recovery_codes[0].replace("-", " "))
    assert not try_code(database, keys, new.account.id, new.recovery_codes[0])
    with database.reading() as session:
        assert second_factor.recovery_codes_left(session, new.account.id) == 7


def test_neither_secret_nor_codes_stand_in_the_database(database, new):
    raw = everything_in(database)
    for text in (
        new.secret,
        *new.recovery_codes,
        *(code.replace("-", "") for code in new.recovery_codes),
        "bakfietsen",
    ):
        assert text.encode() not in raw


def test_the_address_for_the_app_names_the_site_and_the_account(new):
    assert new.address_for_app.startswith("otpauth://totp/Leefplein%3Aa%40b.example?secret=")
