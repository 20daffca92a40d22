import pytest

from app.web.staff.own_paths import own_path


@pytest.mark.parametrize("wanted", ["/", "/beheer/", "/en/beheer/teksten?x=1&y=2", "/loket/#deel"])
def test_our_own_paths_pass(wanted):
    assert own_path(wanted, "/anders") == wanted


@pytest.mark.parametrize(
    "wanted",
    [None, "", "beheer", "//x", "///x", "/\\x", "\\\\x", "/\n/x", " /x", "http:x", "/" + "a" * 600, "/ /x", "/\x7fx"],
)
def test_everything_else_is_refused(wanted):
    assert own_path(wanted, "/anders") == "/anders"
