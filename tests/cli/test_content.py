from tests.installing import ROOT


def test_the_shipped_content_is_right(place, run):
    code, said, _ = run("content", "check")
    assert code == 0
    assert "3 gemeenten, 11 leefgebieden" in said


def test_every_problem_is_named(place, run, tmp_path):
    code, _, said = run("content", "check", tmp_path / "nergens")
    assert code == 1
    assert str(tmp_path / "nergens") in said
    assert run("content", "check", ROOT / "content")[0] == 0
