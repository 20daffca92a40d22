"""\"Klopt dit niet?\": a wrong form says what to mend and keeps what was typed; no personal data gets in."""

from sqlmodel import select

from app.social_map.models import Correction

ADDRESS = "/aanbod/koffie-inloop/klopt-dit-niet"


def test_a_mistake_is_named_and_what_was_typed_stays(scenario_client):
    answer = scenario_client.post(ADDRESS, data={"wat": "", "uitleg": "Het is nu op donderdag"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#wat"' in page
    assert "Het is nu op donderdag" in page
    assert "<title>Fout:" in page


def test_it_reaches_the_editor_without_personal_data(scenario_client, scenario_installation):
    answer = scenario_client.post(ADDRESS, data={"wat": "tijden", "uitleg": "Bel mij op 06-12345678"})
    assert answer.status_code == 303
    assert scenario_client.get(answer.headers["Location"]).status_code == 200
    with scenario_installation.database.reading() as session:
        (found,) = session.exec(select(Correction)).all()
    assert found.about == "tijden"
    assert "12345678" not in found.words
