"""`leefplein sources`: written down, tried, read, stopped; and said in plain words when it cannot be."""

import pytest

HEADS = "id;naam;organisatie;soort;niveau;telefoon;tijden"
ONE = "1;Koffie in de hoek;Stichting De Hoek;ontmoeting;algemeen;038 000 01 01;ma 10:00-12:00"


@pytest.fixture
def table(installed):
    (installed / "bronnen").mkdir(parents=True)
    (installed / "bronnen" / "gids.csv").write_text(f"{HEADS}\n{ONE}")
    return installed / "bronnen" / "gids.csv"


def test_from_adding_to_stopping(table, run):
    assert run("sources", "list") == (0, "Er wordt geen bron gevolgd.\n", "")
    code, said, _ = run("sources", "add", "tabel", "gids.csv", "--name", "Gids", "--licence", "CC0 1.0", "--trusted")
    assert code == 0
    assert "Toegevoegd: Gids" in said
    code, said, _ = run("sources", "read", "Gids", "--dry-run")
    assert code == 0
    assert "Nieuw: 1" in said
    assert "er is niets bewaard" in said
    code, said, _ = run("sources", "read", "Gids")
    assert code == 0
    assert "leefplein import undo" in said
    table.write_text(f"{HEADS}\n{ONE.replace('ma 10', 'wo 10')}")
    code, said, _ = run("sources", "read", "Gids", "--dry-run")
    assert "Bij de bron gewijzigd: 1" in said
    assert "times: 'wo 10:00-12:00' (hier: 'ma 10:00-12:00')" in said
    assert "Gids: gaat goed" in run("sources", "list")[1]
    code, said, _ = run("sources", "stop", "Gids", "--withdraw")
    assert code == 0
    assert "Van de kaart: 1." in said
    assert run("sources", "list")[1] == "Er wordt geen bron gevolgd.\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "says"),
    [
        (("add", "tabel", "/etc/passwd", "--name", "x"), 1, "https://"),
        (("add", "osm", "--municipality", "nergens"), 1, "Kies een gemeente"),
        (("add", "iets"), 2, "niet bekend"),
        (("read", "Weg"), 1, "Er is geen bron 'Weg'"),
        (("stop", "Weg"), 1, "Er is geen bron 'Weg'"),
    ],
)
def test_what_cannot_be_done_is_said(table, run, words, exit_code, says):
    code, _, said = run("sources", *words)
    assert code == exit_code
    assert says in said


def test_a_source_that_cannot_be_read_says_why(table, run):
    run("sources", "add", "tabel", "gids.csv", "--name", "Gids")
    table.unlink()
    code, _, said = run("sources", "read", "Gids")
    assert code == 1
    assert "staat niet (meer) in de map" in said or "niet gelezen" in said
