import pytest

from app.matching.models import Standing
from tests.matching.conftest import an_offer
from tests.matching.pairing import put
from tests.web.mediator.mediators import errors, mediation_of, mediator, notice, open_offer, page, posted, text

KEPT = {
    "taak": ["bezoek"],
    "hoevaak": "wekelijks",
    "tijden": "donderdagmiddag",
    "grenzen": "Geen trappen.",
    "verhaal": "Ik kom graag een middag langs.",
}


def test_the_form_holds_what_stands_there_and_nothing_changes_when_it_is_sent_back(room):
    client, number = mediator(room), open_offer(mediation_of(room))
    form = page(client.get(f"/bemiddeling/{number}/wijzig"))
    assert [each["value"] for each in form.select('input[name="taak"][checked]')] == ["bezoek"]
    assert form.select_one("#tijden")["value"] == "donderdagmiddag"
    assert client.post(f"/bemiddeling/{number}/wijzig", data=KEPT).status_code == 303
    assert notice(room, number).standing is Standing.OPEN


def test_other_times_hold_at_once_and_other_tasks_are_approved_again(room):
    client, number = mediator(room), open_offer(mediation_of(room))
    client.post(f"/bemiddeling/{number}/wijzig", data=KEPT | {"hoevaak": "eenmalig", "niet_bij": ["roken"]})
    changed = notice(room, number)
    assert (changed.frequency, changed.not_circumstances, changed.standing) == ("once", ("roken",), Standing.OPEN)
    client.post(f"/bemiddeling/{number}/wijzig", data=KEPT | {"taak": ["koken"]})
    assert (notice(room, number).tasks, notice(room, number).standing) == (("koken",), Standing.NEW)
    assert "Veranderd" in text(client.get(f"/bemiddeling/{number}"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"taak": []}, "taak"), ({"niet_taak": ["bezoek"]}, "niet_taak"), ({"postcode": "x"}, "postcode")],
)
def test_a_mistake_is_told_and_everything_typed_stays(room, wrong, field):
    client, number = mediator(room), posted(mediation_of(room), an_offer())
    answer = client.post(f"/bemiddeling/{number}/wijzig", data=KEPT | {"verhaal": "Blijf staan"} | wrong)
    assert (answer.status_code, errors(answer)) == (422, [f"#{field}"])
    assert "Blijf staan" in answer.text


def test_what_is_over_is_not_changed(room):
    client, number = mediator(room), open_offer(mediation_of(room))
    put(mediation_of(room), number, standing=Standing.WITHDRAWN)
    assert client.get(f"/bemiddeling/{number}/wijzig").status_code == 409
    assert client.post(f"/bemiddeling/{number}/wijzig", data=KEPT).status_code == 409
