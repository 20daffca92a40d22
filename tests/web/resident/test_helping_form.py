"""Posting an offer or a question, as somebody who fills it in would notice."""

import re

import pytest
from sqlmodel import select

from app.matching.mediation import person_of, seal_of, words_of
from app.matching.models import Notice, Side, Standing
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import Frequency

OFFER = {
    "taak": ["boodschappen"],
    "tijden": "donderdagmiddag",
    "hoevaak": "wekelijks",
    "niet_bij": ["huisdier"],
    "voornaam": "Wim",
    "telefoon": "06 12 34 56 78",
    "toestemming": "ja",
}
QUESTION = {"taak": ["bezoek"], "voornaam": "Riet", "telefoon": "038 000 00 00", "toestemming": "ja"}


def post(client, path, fields):
    return client.post(path, data=fields, headers={"Host": client.host})


def get(client, path):
    return client.get(path, headers={"Host": client.host})


def notices(installation):
    with installation.database.reading() as session:
        return session.exec(select(Notice)).all()


def sent(client, path, fields):
    """Send it and look at the receipt."""
    answer = post(client, path, fields | {"versturen": "ja"})
    assert answer.status_code in {200, 303}, answer.text
    return get(client, "/voor-elkaar/ontvangst") if answer.status_code == 303 else answer


def test_an_offer_is_on_disk_with_its_times_and_limits_before_a_number_is_shown(client, installation):
    page = sent(client, "/voor-elkaar/aanbieden", OFFER)
    assert "Uw aanbod is aangekomen" in page.text
    assert "Voor elkaar Hattem" in page.text
    (notice,) = notices(installation)
    assert notice.side is Side.OFFER
    assert notice.standing is Standing.NEW
    assert notice.when_mask == wanted_mask("do", "middag")
    assert notice.frequency is Frequency.WEEKLY
    assert notice.not_circumstances == ("huisdier",)
    assert re.search(r'data-reference="[A-Z0-9]{4}-', page.text)
    assert "Wim" not in page.text, "the receipt holds nothing of who it is"
    seal = seal_of(installation.mediation, notice)
    assert person_of(notice, seal).phone == "0612345678"
    assert words_of(notice, seal).times == "donderdagmiddag"


@pytest.mark.parametrize(
    ("path", "fields", "field", "said"),
    [
        ("aanbieden", OFFER | {"taak": []}, "taak", "Kruis bij &#39;Wat wilt u doen?&#39; iets aan"),
        ("vragen", QUESTION | {"taak": []}, "taak", "Waarbij zoekt u hulp?"),
        ("aanbieden", OFFER | {"voornaam": ""}, "voornaam", "hoe wij u mogen noemen"),
        ("aanbieden", OFFER | {"telefoon": ""}, "telefoon", "Eén van de twee is genoeg"),
        ("aanbieden", OFFER | {"telefoon": "0612"}, "telefoon", "Een nummer heeft 10 cijfers"),
        ("aanbieden", OFFER | {"email": "wim"}, "email", "naam@voorbeeld.nl"),
        ("aanbieden", OFFER | {"toestemming": ""}, "toestemming", "Zonder uw toestemming"),
        ("aanbieden", OFFER | {"postcode": "8051"[:3]}, "postcode", "zoals 1234 AB"),
        ("aanbieden", OFFER | {"niet_taak": ["boodschappen"]}, "niet_taak", "Haal één van de twee kruisjes weg"),
        ("aanbieden", OFFER | {"delen": ["adres"]}, "straat", "Mijn adres"),
        ("aanbieden", OFFER | {"delen": ["email"]}, "email", "haal dat kruisje weg"),
        ("vragen", QUESTION | {"datum": "morgen"}, "datum", "zoals 3-12-2026"),
        ("vragen", QUESTION | {"datum": "1-1-2020"}, "datum", "vandaag of een dag daarna"),
        ("vragen", QUESTION | {"hoevaak": "eenmalig"}, "datum", "Op welke dag?"),
        ("vragen", QUESTION | {"verhaal": "x" * 2001}, "verhaal", "Er passen er 2000"),
    ],
)
def test_what_has_to_be_mended_is_said_at_its_field_and_what_was_typed_stays(
    client, installation, path, fields, field, said
):
    answer = post(client, f"/voor-elkaar/{path}", fields)
    if answer.status_code == 303:
        assert answer.headers["Location"].endswith("?nakijken=1")
        answer = get(client, answer.headers["Location"])
    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text, "the link in the summary leads to the field"
    if fields["voornaam"]:
        assert f'value="{fields["voornaam"]}"' in answer.text
    assert not notices(installation)


def test_times_that_are_not_understood_stay_text_and_the_check_page_says_so(client):
    page = checked(client, "/voor-elkaar/aanbieden", OFFER | {"tijden": "als het mooi weer is"})
    assert "zoals u het schreef" in page.text
    assert "als het mooi weer is" in page.text
    assert "Een medewerker leest zelf wat u hier schreef." in page.text
    page = checked(client, "/voor-elkaar/aanbieden", OFFER)
    assert "zo lezen wij het" in page.text
    assert re.search(r"donderdag\s?middag", page.text)


def checked(client, path, fields):
    """The check page of it."""
    answer = post(client, path, fields)
    return get(client, answer.headers["Location"]) if answer.status_code == 303 else answer


def test_ticked_moments_and_a_typed_line_count_together(client, installation):
    sent(client, "/voor-elkaar/aanbieden", OFFER | {"wanneer": ["ma-ochtend", "xx-ochtend"]})
    (notice,) = notices(installation)
    assert notice.when_mask == wanted_mask("do", "middag") | wanted_mask("ma", "ochtend")


def test_the_same_form_sent_twice_is_one_offer(client, installation):
    fields = OFFER | {"formulier": "a" * 32}
    first, second = (sent(client, "/voor-elkaar/aanbieden", fields) for _ in range(2))
    reference = re.compile(r'data-reference="([^"]+)"')
    assert reference.search(first.text)[1] == reference.search(second.text)[1]
    assert len(notices(installation)) == 1


def test_a_citizen_service_number_is_taken_out_and_told(client):
    answer = post(client, "/voor-elkaar/vragen", QUESTION | {"verhaal": "mijn nummer is 111222333"})
    page = get(client, answer.headers["Location"]) if answer.status_code == 303 else answer
    assert page.status_code == 422
    assert "burgerservicenummer (BSN)" in page.text
    assert "111222333" not in page.text


def test_what_volunteers_do_not_do_gets_other_help_at_once_and_may_be_sent(client, installation):
    check = checked(client, "/voor-elkaar/vragen", QUESTION | {"taak": ["wassen"]})
    assert "Hiervoor is er andere hulp" in check.text
    assert "wijkverpleging" in check.text
    page = sent(client, "/voor-elkaar/vragen", QUESTION | {"taak": ["wassen"]})
    assert "wijkverpleging" in page.text
    assert "/gesprek" in page.text
    assert 'class="lp-cards' in page.text or "/aanbod/" in page.text, "offers of the map that do it"
    assert len(notices(installation)) == 1


def test_who_offers_is_never_asked_for_what_volunteers_do_not_do(client, installation):
    assert 'value="wassen"' not in get(client, "/voor-elkaar/aanbieden").text
    answer = post(client, "/voor-elkaar/aanbieden", OFFER | {"taak": ["wassen"]})
    page = get(client, answer.headers["Location"]) if answer.status_code == 303 else answer
    assert page.status_code == 422
    assert not notices(installation)


def test_urgent_shows_numbers_to_call_first(client):
    page = checked(client, "/voor-elkaar/vragen", QUESTION | {"dringend": "ja"})
    assert page.text.index("Kan het niet wachten?") < page.text.index("Dit hebt u ingevuld")
    page = sent(client, "/voor-elkaar/vragen", QUESTION | {"dringend": "ja"})
    assert "112" in page.text
    assert page.text.index("Kan het niet wachten?") < page.text.index("Uw nummer</h2>")


def test_words_that_cannot_wait_show_help_numbers(client):
    page = checked(client, "/voor-elkaar/vragen", QUESTION | {"verhaal": "ik wil niet meer leven"})
    assert "113" in page.text


def test_nothing_is_ticked_beforehand(client):
    for path in ("/voor-elkaar/aanbieden", "/voor-elkaar/vragen"):
        page = get(client, path)
        assert " checked" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "data-lp-quick-exit" in page.text


def test_changing_goes_back_to_the_form_with_everything_there(client):
    checked(client, "/voor-elkaar/vragen", QUESTION)
    answer = post(client, "/voor-elkaar/vragen", QUESTION | {"wijzigen": "ja"})
    page = get(client, answer.headers["Location"]) if answer.status_code == 303 else answer
    assert 'value="Riet"' in page.text
    assert 'value="bezoek" checked' in page.text


def test_one_side_never_fills_in_the_other(client):
    checked(client, "/voor-elkaar/vragen", QUESTION)
    assert 'value="Riet"' not in get(client, "/voor-elkaar/aanbieden").text


def test_a_wiped_browser_has_no_receipt_left(client):
    sent(client, "/voor-elkaar/vragen", QUESTION)
    assert "data-reference" in get(client, "/voor-elkaar/ontvangst").text
    post(client, "/wissen", {})
    assert "data-reference" not in get(client, "/voor-elkaar/ontvangst").text


def test_who_refuses_cookies_loses_nothing(client, installation):
    client.delete_cookie("leefplein")
    client._cookies.clear()
    page = post(client, "/voor-elkaar/aanbieden", OFFER)
    assert page.status_code == 200
    assert 'name="voornaam" value="Wim"' in page.text, "the check page carries everything along"
    client._cookies.clear()
    page = post(client, "/voor-elkaar/aanbieden", OFFER | {"versturen": "ja"})
    assert "Uw aanbod is aangekomen" in page.text
    assert len(notices(installation)) == 1


def test_very_many_from_one_network_wait_their_turn_and_keep_what_they_typed(client, installation, monkeypatch):
    monkeypatch.setattr("app.web.resident.helping_form.FREE_A_DAY", 1)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    answers = [
        post(client, "/voor-elkaar/vragen", QUESTION | {"verhaal": f"vraag {number}", "versturen": "ja"})
        for number in range(4)
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) <= 20
    assert "vraag 3" in answers[-1].text
    assert "038 000 05 00" in answers[-1].text, "calling counts just as much"


def test_an_empty_form_is_told_what_is_needed(client):
    answer = post(client, "/voor-elkaar/aanbieden", {})
    page = get(client, answer.headers["Location"]) if answer.status_code == 303 else answer
    assert page.status_code == 422
    for field in ("taak", "voornaam", "telefoon", "toestemming"):
        assert f'href="#{field}"' in page.text


def test_a_postcode_tells_the_village(client, installation):
    sent(client, "/voor-elkaar/vragen", QUESTION | {"postcode": "8051 ab"})
    assert notices(installation)[0].kern == "hattem"
