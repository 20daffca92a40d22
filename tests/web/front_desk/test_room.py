"""Who may come in: the desk of the municipality, and nobody else."""

import pytest

from app.accounts.rights import Role
from app.conversation.models import State, Support
from tests.web.front_desk.desks import asked, at_desk, row

FORMS = {
    "oppakken": {}, "overdragen": {"aan": "team:team-hattem"}, "gebeld": {"hoe": "gesproken"},
    "plannen": {"dag": "2030-01-02", "tijd": "10:00", "plek": "hier"}, "notitie": {"notitie": "x"},
    "uitkomst": {"uitkomst": "general_provision"}, "opnieuw": {"waarom": "te-vroeg"}, "hoe-gaat-het": {}, "terugblik": {},
    "gevraagd": {"clientondersteuning": "ja"}, "bericht": {"levering": "1"}, "brief": {"levering": "1"}, "code": {},
}  # fmt: skip


def desk_rules(room):
    return [rule for rule in room.app.url_map.iter_rules() if rule.endpoint.startswith("front_desk.")]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DESK, Role.ORGANISATION}])
def test_no_other_role_comes_in_an_administrator_neither(room, role):
    asked(room)
    client = room.signed_in(f"{role.value}@voorbeeld.example", role)
    for rule in desk_rules(room):
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(rule.rule.replace("<int:number>", "1"), method=method)
            assert answer.status_code == 404, (method, rule.rule)


def test_who_is_not_signed_in_is_sent_to_sign_in(room):
    number = asked(room)
    client = room.client()
    for rule in desk_rules(room):
        path = rule.rule.replace("<int:number>", str(number))
        if "GET" in rule.methods:
            answer = client.get(path)
            assert (answer.status_code, answer.location.startswith("/inloggen")) == (303, True)
        else:
            assert client.post(path).status_code == 401
    assert row(room, number).seen_at is None


def test_a_request_of_another_municipality_does_not_exist(room):
    number = asked(room, municipality="putten")
    client = at_desk(room)
    assert {
        rule.rule.rpartition("/")[2] for rule in desk_rules(room) if rule.rule.startswith("/loket/aanvraag/<int")
    } == {
        *FORMS,
        "<int:number>",
        "brief.pdf",
    }
    for name, form in FORMS.items():
        assert client.post(f"/loket/aanvraag/{number}/{name}", data=form).status_code == 404, name
    for path in ("", "/brief?soort=ontvangst", "/brief?soort=uitkomst", "/brief.pdf?soort=ontvangst"):
        assert client.get(f"/loket/aanvraag/{number}{path}").status_code == 404
    assert (row(room, number).state, row(room, number).seen_at) == (State.RECEIVED, None)
    assert client.get("/loket/aanvraag/99999999999999999999").status_code == 404
    assert at_desk(room, "regio@voorbeeld.example", "").get(f"/loket/aanvraag/{number}").status_code == 200


def test_staff_cannot_change_the_choice_of_support(room):
    client = at_desk(room)
    for chosen in (Support.YES, Support.NO, Support.LATER):
        number = asked(room, chosen.value, support=chosen, support_shares=())
        assert 'name="clientondersteuning"' not in client.get(f"/loket/aanvraag/{number}").text
        for answer in ("ja", "nee", "later"):
            form = {"clientondersteuning": answer, "gevraagd": "ja"}
            sent = client.post(f"/loket/aanvraag/{number}/gevraagd", data=form)
            assert (sent.status_code, "Alleen de inwoner kan die veranderen" in sent.text) == (422, True)
            assert row(room, number).support is chosen


def test_erased_data_is_gone_and_no_page_breaks(room):
    number = asked(room)
    room.office.keys.destroy(f"request:{row(room, number).uid}")
    client = at_desk(room)
    assert client.get(f"/loket/aanvraag/{number}").status_code == 410
    assert client.get("/loket/").status_code == 200
    assert client.get("/loket/lijst").status_code == 200
