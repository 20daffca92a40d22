import pikepdf

from app.services import build_services
from tests.installing import SCENARIOS, fill, settings_in


def test_a_booklet_for_a_kern_and_what_is_refused(installed, run, tmp_path):
    services = build_services(settings_in(installed))
    fill(services, SCENARIOS)
    services.database.close()
    file = tmp_path / "boekje.pdf"
    code, said, progress = run("paper", "--municipality", "putten", "--kern", "putten", "--large-print", "-o", file)
    assert (code, said) == (0, "")
    assert "keer hulp gevonden" in progress
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Hulp en activiteiten in Putten - Grote letters"
    refused = {
        ("--municipality", "atlantis"): "Er is geen gemeente ‘atlantis’. Wel: hattem, putten, overbetuwe.",
        ("--municipality", "putten", "--kern", "hattem"): "Er is geen kern in Putten ‘hattem’",
        ("--municipality", "putten", "--theme", "toveren"): "Er is geen onderwerp ‘toveren’",
        ("--municipality", "putten", "--audience", "reuzen"): "Er is geen doelgroep ‘reuzen’",
    }
    for asked, why in refused.items():
        code, _said, problem = run("paper", *asked, "-o", tmp_path / "niet.pdf")
        assert code == 1
        assert why in problem
        assert not (tmp_path / "niet.pdf").exists()
    code, _said, problem = run("paper", "--municipality", "putten", "-o", tmp_path / "geen" / "map.pdf")
    assert (code, "kan niet worden geschreven" in problem) == (1, True)
    assert run("paper", "--municipality", "putten")[0] == 2
