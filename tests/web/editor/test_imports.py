from app.social_map.models import ImportRun
from tests.web.staff.site import look, words_of


def test_the_runs_and_what_they_did(site):
    with site.database.writing() as session:
        session.add(
            ImportRun(
                run="2026-11-22-1",
                source="providers",
                filename="lijst.csv",
                counts={"read": 30, "new": 29, "refused": 1},
            )
        )
    page = words_of(look(site.signed_in().get("/beheer/import")))
    assert "gelezen 30, nieuw 29, geweigerd 1" in page
    assert "leefplein import undo" in page
