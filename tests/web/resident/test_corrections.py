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
    assert found.answer_by is not None
    assert not found.helped


def test_it_says_within_how_many_days_somebody_looks(scenario_client):
    assert "binnen 10 werkdagen" in scenario_client.get(ADDRESS).get_data(as_text=True)
    assert 'href="/klacht"' in scenario_client.get(ADDRESS).get_data(as_text=True)


def test_who_was_helped_may_say_so_with_a_word_or_without(scenario_client, scenario_installation):
    helped = "/aanbod/koffie-inloop/geholpen"
    assert f'href="{helped}"' in scenario_client.get("/aanbod/koffie-inloop").get_data(as_text=True)
    assert scenario_client.get(helped).status_code == 200
    for words in ("", "Mevrouw belde mij terug op 06-12345678. Zo fijn."):
        answer = scenario_client.post(helped, data={"woorden": words})
        assert answer.status_code == 303
        assert "Dank u wel" in scenario_client.get(answer.headers["Location"]).get_data(as_text=True)
    with scenario_installation.database.reading() as session:
        found = session.exec(select(Correction).order_by(Correction.id)).all()
    assert [each.helped for each in found] == [True, True]
    assert "12345678" not in found[1].words
    assert found[1].answer_by is None


def test_being_thanked_shows_nowhere_and_moves_nothing(scenario_client):
    def asked():
        return scenario_client.get("/api/zoeken?q=koffie").get_json()["results"]

    before, page = asked(), scenario_client.get("/aanbod/koffie-inloop").get_data(as_text=True)
    for _time in range(20):
        scenario_client.post("/aanbod/koffie-inloop/geholpen", data={"woorden": "Fijn"})
    assert asked() == before
    assert scenario_client.get("/aanbod/koffie-inloop").get_data(as_text=True) == page


def test_too_much_is_said_and_kept(scenario_client):
    answer = scenario_client.post("/aanbod/koffie-inloop/geholpen", data={"woorden": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.get_data(as_text=True)
