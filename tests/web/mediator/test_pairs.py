import pytest

from app.matching.models import PairState, Says, Standing
from tests.matching.scenes import letters
from tests.web.mediator.mediators import both, errors, mediation_of, mediator, notice, page, pair, proposed, text


@pytest.fixture
def client(room):
    return mediator(room)


def say(client, number, who, what):
    return client.post(f"/bemiddeling/voorstel/{number}/antwoord", data={"wie": who, "antwoord": what})


def agreed(room, client):
    offer, question, number = proposed(room, client)
    for who in ("vraag", "aanbod"):
        assert say(client, number, who, "ja").status_code == 303
    return offer, question, number


def test_answers_by_telephone_open_the_contact_when_both_say_yes(room, client):
    offer, question, number = proposed(room, client)
    assert say(client, number, "vraag", "ja").status_code == 303
    assert "Zij zien elkaars naam en nummer nu niet" in client.get(f"/bemiddeling/voorstel/{number}").text
    assert say(client, number, "aanbod", "ja").status_code == 303
    assert pair(room, number).state is PairState.AGREED
    words = text(client.get(f"/bemiddeling/voorstel/{number}"))
    assert "Beiden zeiden ja" in words
    assert "Spreek de eerste keer af op een plek waar meer mensen zijn" in words
    assert (notice(room, offer).standing, notice(room, question).standing) == (Standing.OPEN, Standing.OPEN)


def test_no_needs_no_reason_and_changes_nothing_for_who_said_it(room, client):
    offer, question, number = proposed(room, client)
    assert say(client, number, "aanbod", "nee").status_code == 303
    assert pair(room, number).state is PairState.DECLINED
    assert (notice(room, offer).standing, notice(room, question).standing) == (Standing.OPEN, Standing.OPEN)
    assert "gaat niet door" in text(client.get(f"/bemiddeling/voorstel/{number}"))
    assert say(client, number, "vraag", "ja").status_code == 409


def test_a_yes_can_be_taken_back_before_the_other_said_yes(room, client):
    _offer, _question, number = proposed(room, client)
    say(client, number, "vraag", "ja")
    assert say(client, number, "vraag", "open").status_code == 303
    assert pair(room, number).question_says is Says.NOTHING


def test_an_empty_answer_is_told_at_its_field(client, room):
    _offer, _question, number = proposed(room, client)
    answer = say(client, number, "vraag", "")
    assert (answer.status_code, errors(answer)) == (422, ["#antwoord-vraag"])
    assert say(client, number, "iemand", "ja").status_code == 422


def test_taking_back_demands_a_reason_that_stays_inside(room, client):
    _offer, _question, number = agreed(room, client)
    refused = client.post(f"/bemiddeling/voorstel/{number}/terugdraaien")
    assert (refused.status_code, errors(refused)) == (422, ["#waarom"])
    reason = "Bij nader inzien te ver weg."
    assert client.post(f"/bemiddeling/voorstel/{number}/terugdraaien", data={"waarom": reason}).status_code == 303
    assert pair(room, number).state is PairState.UNDONE
    assert reason in client.get(f"/bemiddeling/voorstel/{number}").text
    assert not any(reason in letter.text for letter in letters(mediation_of(room)))


@pytest.mark.parametrize(("block", "standing"), [("nee", Standing.OPEN), ("ja", Standing.BLOCKED)])
def test_a_report_closes_the_contact_and_is_settled(room, client, block, standing):
    offer, question, number = agreed(room, client)
    asked = client.post(f"/bemiddeling/voorstel/{number}/melding", data={"melding": "Vroeg om geld."})
    assert errors(asked) == ["#van"]
    told = client.post(f"/bemiddeling/voorstel/{number}/melding", data={"van": "vraag", "melding": "Vroeg om geld."})
    assert told.status_code == 303
    words = text(client.get(f"/bemiddeling/voorstel/{number}"))
    assert "Er is een melding" in words
    assert "Vroeg om geld." in words
    assert "Zij zien elkaars naam en nummer nu niet" in words
    assert "Meldingen (1)" in text(client.get("/bemiddeling/"))
    path = f"/bemiddeling/voorstel/{number}/afhandelen"
    assert errors(client.post(path, data={"blokkeren": "nee"})) == ["#afhandeling"]
    assert errors(client.post(path, data={"afhandeling": "Gebeld."})) == ["#blokkeren"]
    assert client.post(path, data={"afhandeling": "Gebeld.", "blokkeren": block}).status_code == 303
    assert notice(room, offer).standing is standing
    assert notice(room, question).standing is Standing.OPEN
    assert "Meldingen" not in text(client.get("/bemiddeling/"))


@pytest.mark.parametrize(
    ("how", "state"), [("gaat-door", PairState.AGREED), ("klaar", PairState.ENDED), ("gestopt", PairState.ENDED)]
)
def test_how_it_goes_is_recorded(room, client, how, state):
    _offer, _question, number = agreed(room, client)
    assert errors(client.post(f"/bemiddeling/voorstel/{number}/hoe-gaat-het")) == ["#hoe"]
    assert client.post(f"/bemiddeling/voorstel/{number}/hoe-gaat-het", data={"hoe": how}).status_code == 303
    assert pair(room, number).state is state


def test_never_together_again(room, client):
    offer, question, number = proposed(room, client)
    assert client.post(f"/bemiddeling/voorstel/{number}/niet-samen").status_code == 303
    assert "niet meer bij elkaar gebracht" in client.get(f"/bemiddeling/voorstel/{number}").text
    again = client.post(f"/bemiddeling/{question}/voorleggen", data={"ander": offer})
    assert (again.status_code, errors(again)) == (422, ["#wie-past"])


def test_another_municipality_finds_no_proposal(room, client):
    _offer, _question, number = proposed(room, client)
    assert (
        mediator(room, "putten@voorbeeld.example", "putten").get(f"/bemiddeling/voorstel/{number}").status_code == 404
    )


def calls(client, number):
    """What the board says somebody still has to hear, and what the page of that notice says."""
    row = page(client.get("/bemiddeling/")).select_one(f'li[data-call="{number}"]')
    here = page(client.get(f"/bemiddeling/{number}")).select_one("section.lp-hints")
    return (row.get_text(" ") if row else ""), (here.get_text(" ") if here else "")


def test_who_answered_is_not_to_be_asked_again(room, client):
    _offer, question = both(room, person={"email": ""})
    assert client.post(f"/bemiddeling/{question}/gebeld").status_code == 303
    number = int(
        client.post(f"/bemiddeling/{question}/voorleggen", data={"ander": _offer}).location.partition("?")[0][-1]
    )
    for where in calls(client, question):
        assert "leg het voorstel voor" in where
    assert f'href="/bemiddeling/voorstel/{number}"' in str(
        page(client.get(f"/bemiddeling/{question}")).select_one("section.lp-hints")
    )
    say(client, number, "vraag", "ja")
    assert calls(client, question) == ("", "")
    say(client, number, "aanbod", "ja")
    for where in calls(client, question):
        assert "vertel dat beiden ja zeiden" in where
    client.post(f"/bemiddeling/voorstel/{number}/terugdraaien", data={"waarom": "Het past toch niet."})
    for where in calls(client, question):
        assert "beiden ja" not in where
        assert "vertel dat het voorstel niet doorgaat" in where


def test_the_mediator_reads_what_is_shared_when_nothing_was_chosen(room, client):
    _offer, question, number = proposed(room, client)
    for address in (f"/bemiddeling/voorstel/{number}", f"/bemiddeling/{question}"):
        assert "voornaam en telefoonnummer. Niet zelf gekozen" in text(client.get(address)), address
