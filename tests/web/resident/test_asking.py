"""The request: form, check page, on disk; nothing typed is ever lost, and the same form is one request."""

import fcntl
import random
import re

import pytest
from bs4 import BeautifulSoup
from sqlmodel import func, select

from app.conversation.models import ConversationRequest, ForWhom, Support
from app.conversation.office import contact_of, story_of, subject_of
from app.references import read_code, read_reference
from app.web import own_answers
from tests.databases import somebody_else_writes
from tests.inspecting import Inspection

SHORT = {"vraag": "ik voel me vaak aleen", "telefoon": "06-12345678", "clientondersteuning": "ja"}


@pytest.fixture(autouse=True)
def _explaining_words(client):
    client.inspection.leave_out("plain_words")  # the editors' text on /gesprek may explain an official word


def soup_of(answer):
    return BeautifulSoup(answer.data, "html.parser")


def hidden_of(answer):
    """Names and values of the form on the check page."""
    form = next(each for each in soup_of(answer).find_all("form") if each.find("button", attrs={"name": "versturen"}))
    return [(each["name"], each.get("value", "")) for each in form.find_all("input", type="hidden")]


def post(client, data, **more):
    return client.post("/gesprek", data=data, **more)


def to_check(client, data=SHORT):
    """The check page, by whatever redirects a browser would follow."""
    return post(client, data, follow_redirects=True)


def send(client, data=SHORT):
    """The receipt."""
    fields = hidden_of(to_check(client, data))
    return client.post("/gesprek", data=as_dict([*fields, ("versturen", "ja")]), follow_redirects=True)


def as_dict(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def reference(answer):
    return soup_of(answer).find("output")["data-reference"]


def requests_of(services):
    with services.database.reading() as session:
        return session.exec(select(ConversationRequest)).all()


def count(services):
    with services.database.reading() as session:
        return session.exec(select(func.count()).select_from(ConversationRequest)).one()


def the_one(services):
    (found,) = requests_of(services)
    seal = services.keys.open(subject_of(found.uid))
    return found, contact_of(found, seal), story_of(found, seal)


def test_the_form_stands_there_at_once(client):
    answer = client.get("/gesprek")
    page = soup_of(answer)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.find("textarea", attrs={"name": "vraag"})
    assert page.main.get_text().index("U bent de baas over dit gesprek, en uw familie") < page.main.get_text().index(
        "Uw vraag"
    )
    assert not page.find_all(checked=True), "nothing is preselected"
    names = {each["name"] for each in page.main.find_all(["input", "textarea"]) if each.get("name")}
    assert names >= {
        "vraag", "gewenst_resultaat", "voor_wie", "rol", "naam", "telefoon", "email", "straat", "postcode", "plaats",
        "contact_voorkeur", "wens_plaats", "wens_tijd", "wie_erbij", "tolk", "rustige_plek", "aanspreken", "veilig_contact",
        "persoon_weet_ervan", "clientondersteuning", "clientondersteuning_deelt", "toestemming", "opmerking",
    }  # fmt: skip


def test_seven_words_and_a_phone_are_a_whole_request(client, installation):
    answer = send(client)
    assert answer.request.path == "/gesprek/ontvangen"
    found, contact, story = the_one(installation)
    assert read_reference(reference(answer)) == found.reference
    assert (contact.phone, story.questions[0].text) == ("0612345678", "ik voel me vaak aleen")
    assert (found.support, found.support_shares, found.for_whom) == (Support.YES, (), ForWhom.SELF)
    page = answer.get_data(as_text=True)
    assert "Wat gebeurt er nu?" in page
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    code = soup_of(answer).find(attrs={"data-code": True}).get_text()
    assert len(read_code(code)) == 18


def test_the_receipt_stays_and_nothing_of_it_stands_in_an_address(client):
    answer = send(client)
    again = client.get("/gesprek/ontvangen")
    assert reference(again) == reference(answer)
    assert "?" not in answer.request.url
    assert "Bekijk de bevestiging" in client.get("/gesprek").get_data(as_text=True)


def test_without_a_request_the_receipt_says_where_to_find_it(client):
    assert "Naar Mijn aanvraag" in client.get("/gesprek/ontvangen").get_data(as_text=True)


def test_from_form_to_check_page_by_303_so_that_back_never_asks_to_send_again(client):
    client.post("/lijstje", data={"aanbod": "de-avondstoel", "doen": "bewaar"})  # this browser has a cookie
    answer = post(client, SHORT)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gesprek/controle")
    checked = client.get("/gesprek/controle")
    assert dict(hidden_of(checked))["telefoon"] == "06-12345678"
    sent = client.post("/gesprek", data=as_dict([*hidden_of(checked), ("versturen", "ja")]))
    assert (sent.status_code, sent.headers["Location"]) == (303, "/gesprek/ontvangen")
    assert client.get("/gesprek/controle").headers["Location"] == "/gesprek/ontvangen"


def test_the_check_page_without_a_draft_leads_to_the_form(client):
    assert client.get("/gesprek/controle").headers["Location"] == "/gesprek"


def test_sent_at_once_without_a_check_page(client, installation):
    answer = post(client, SHORT | {"versturen": "ja"})
    assert answer.status_code == 200, "there is no cookie to keep a receipt in, so it is shown at once"
    again = post(client, SHORT | {"versturen": "ja"}, follow_redirects=True)
    assert reference(again) == reference(answer)
    assert count(installation) == 1


def test_the_same_form_again_is_the_same_receipt(client, installation):
    fields = as_dict([*hidden_of(to_check(client)), ("versturen", "ja")])
    first, second = (client.post("/gesprek", data=fields, follow_redirects=True) for _ in range(2))
    assert reference(first) == reference(second)
    assert soup_of(first).find(attrs={"data-code": True}) == soup_of(second).find(attrs={"data-code": True})
    assert count(installation) == 1


def test_the_same_words_in_a_new_form_are_another_request(client, installation):
    assert reference(send(client)) != reference(send(client))
    assert count(installation) == 2


def test_who_went_back_and_changed_something_does_not_lose_the_change(client, installation):
    fields = hidden_of(to_check(client))
    client.post("/gesprek", data=as_dict([*fields, ("versturen", "ja")]))
    changed = [(name, "0687654321" if name == "telefoon" else value) for name, value in fields]
    client.post("/gesprek", data=as_dict([*changed, ("versturen", "ja")]))
    assert count(installation) == 2


def test_without_cookies_everything_travels_in_the_form(app, installation):
    client = app.test_client(use_cookies=False)
    client.inspection, client.host = Inspection(), "hattem.localhost"
    client.inspection.leave_out("plain_words")
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.environ_base["HTTP_SEC_FETCH_MODE"] = "navigate"  # a browser, which sends a form again when asked
    first = client.post("/gesprek", data=SHORT)
    assert first.status_code == 307
    checked = client.post(first.headers["Location"], data=SHORT)
    assert checked.status_code == 200
    answer = client.post("/gesprek", data=as_dict([*hidden_of(checked), ("versturen", "ja")]))
    assert answer.status_code == 200
    assert read_reference(reference(answer)) == requests_of(installation)[0].reference


def test_what_does_not_fit_in_a_cookie_travels_in_the_form(client, installation):
    words = "".join(random.Random(1).choices("abcdefghij klmnop qrstuvw xyz", k=4000)).strip().ljust(3990, "x")
    told = SHORT | {"vraag": words, "opmerking": words[::-1].strip()}
    client.post("/lijstje", data={"aanbod": "de-avondstoel", "doen": "bewaar"})
    checked = post(client, told)
    assert checked.status_code == 200
    back = client.post("/gesprek", data=as_dict([*hidden_of(checked), ("wijzigen", "ja")]))
    assert soup_of(back).find("textarea", attrs={"name": "vraag"}).get_text().strip() == words
    answer = client.post("/gesprek", data=as_dict([*hidden_of(checked), ("versturen", "ja")]), follow_redirects=True)
    assert reference(answer)
    assert the_one(installation)[2].questions[0].text == words


def test_change_goes_back_to_the_form_with_everything(client):
    fields = hidden_of(
        to_check(client, SHORT | {"wens_tijd": "dinsdag", "clientondersteuning_deelt": ["naam", "vraag"]})
    )
    answer = client.post("/gesprek", data=as_dict([*fields, ("wijzigen", "ja")]), follow_redirects=True)
    page = soup_of(answer)
    assert answer.request.path == "/gesprek"
    assert page.find("input", attrs={"name": "wens_tijd"})["value"] == "dinsdag"
    assert page.find("details", id="wensen").has_attr("open")
    ticked = [each["value"] for each in page.find_all(checked=True) if each["name"] == "clientondersteuning_deelt"]
    assert ticked == ["naam", "vraag"]
    assert dict(fields)["formulier"] == page.find("input", attrs={"name": "formulier"})["value"], "it is the same form"


def test_several_questions_and_people_of_one_household(client, installation):
    page = soup_of(post(client, {"vraag": "ik ben moe", "nog_een": "ja"}, follow_redirects=True))
    assert [each.get_text().strip() for each in page.find_all("textarea", attrs={"name": "vraag"})] == [
        "ik ben moe",
        "",
    ]
    told = SHORT | {"vraag": ["ik ben moe", "hij valt vaak"], "vraag_over": ["", "mijn man"]}
    send(client, told)
    questions = the_one(installation)[2].questions
    assert [(each.text, each.about) for each in questions] == [("ik ben moe", ""), ("hij valt vaak", "mijn man")]


def test_everything_that_may_be_told_arrives(client, installation):
    told = SHORT | {
        "gewenst_resultaat": "weer slapen", "voor_wie": "mantelzorger", "naam": "mevrouw Voorbeeld", "email": "a@voorbeeld.example",
        "straat": "Voorbeeldstraat 1", "postcode": "8051ab", "plaats": "Hattem", "contact_voorkeur": "brief", "wens_plaats": "thuis",
        "wens_tijd": "dinsdag", "wie_erbij": "mijn zus", "geholpen_door": "de wijkverpleging", "tolk": "Turks", "rustige_plek": "ja",
        "aanspreken": "mevrouw", "veilig_contact": ["voicemail", "brief"], "clientondersteuning_deelt": ["naam", "telefoon"],
        "toestemming": "ja", "opmerking": "dank", "geprobeerd": "Bezoek 75+ geprobeerd", "vervolg_op": "2027-01-04", "vervolg_via": "brief",
    }  # fmt: skip
    answer = send(client, told)
    assert answer.request.path == "/gesprek/ontvangen", soup_of(answer).find(class_="lp-error-summary")
    found, contact, story = the_one(installation)
    assert found.for_whom is ForWhom.CARER
    assert (found.support_shares, found.contact_afterwards, str(found.follow_up_on), found.follow_up_by) == (
        ("name", "phone"), True, "2027-01-04", "letter",
    )  # fmt: skip
    assert contact.model_dump() == {
        "name": "mevrouw Voorbeeld", "helper_name": "", "role": "", "phone": "0612345678", "email": "a@voorbeeld.example",
        "street": "Voorbeeldstraat 1", "postcode": "8051 AB", "town": "Hattem", "preference": "letter", "safe": ("voicemail", "letter"),
        "address_as": "mevrouw",
    }  # fmt: skip
    assert (story.wanted_result, story.tried, story.wish_place, story.wish_time, story.who_along) == (
        "weer slapen", "Bezoek 75+ geprobeerd", "thuis", "dinsdag", "mijn zus",
    )  # fmt: skip
    assert (story.helped_by, story.interpreter, story.quiet_place, story.remark) == (
        "de wijkverpleging", "Turks", True, "dank",
    )  # fmt: skip


def test_a_request_goes_to_the_municipality_of_the_postcode(client, installation):
    answer = send(client, SHORT | {"postcode": "3881 AA", "straat": "Voorbeeldstraat 1"})
    assert requests_of(installation)[0].municipality == "putten"
    assert "gemeente Putten" in answer.get_data(as_text=True)


def test_danger_words_put_numbers_on_top_and_never_block(client):
    told = SHORT | {"vraag": "ik wil niet meer leven"}
    checked = to_check(client, told)
    assert soup_of(checked).find(class_="lp-danger")
    assert soup_of(send(client, told)).find(class_="lp-danger")
    assert soup_of(post(client, {"vraag": "ik wil niet meer leven"}, follow_redirects=True)).find(class_="lp-danger")


def test_together_gives_the_person_a_code_of_their_own(client, installation):
    told = SHORT | {
        "voor_wie": "samen_met", "naam": "Piet Voorbeeld", "naam_helper": "Jan Voorbeeld", "rol": "broer", "persoon_weet_ervan": "ja",
    }  # fmt: skip
    page = soup_of(send(client, told))
    codes = [page.find(attrs={name: True}).get_text() for name in ("data-code", "data-person-code")]
    assert codes[0] != codes[1]
    _, contact, story = the_one(installation)
    assert (contact.name, contact.helper_name, contact.role, story.knows) == (
        "Piet Voorbeeld", "Jan Voorbeeld", "broer", "yes",
    )  # fmt: skip


@pytest.mark.parametrize("knows", ["nee", "weet_niet", ""])
def test_who_does_not_know_of_it_is_kept_to_a_role(client, installation, knows):
    told = SHORT | {
        "voor_wie": "namens", "naam": "Piet Voorbeeld", "naam_helper": "Jan Voorbeeld", "rol": "buurman", "persoon_weet_ervan": knows,
        "straat": "Voorbeeldstraat 7", "postcode": "8051 AB", "plaats": "Hattem", "aanspreken": "meneer Voorbeeld", "contact_voorkeur": "brief",
    }  # fmt: skip
    checked = to_check(client, told)
    assert "bewaren wij niet" in checked.get_data(as_text=True)
    assert soup_of(checked).find("a", href="/zorgen-om-iemand")
    assert "Voorbeeldstraat 7" not in soup_of(checked).main.get_text()
    client.post("/gesprek", data=as_dict([*hidden_of(checked), ("versturen", "ja")]))
    _, contact, _ = the_one(installation)
    assert (contact.name, contact.street, contact.town, contact.postcode, contact.address_as, contact.preference) == (
        "", "", "Hattem", "8051", "", None,
    )  # fmt: skip
    assert (contact.helper_name, contact.role, contact.phone) == ("Jan Voorbeeld", "buurman", "0612345678")


def test_what_the_route_heard_is_not_asked_again(client):
    with client.session_transaction(base_url="http://hattem.localhost") as session:
        session[own_answers.ROUTE] = {
            "flow": "route",
            "a": {"begin": {"vraag": "ik ben veel alleen", "gewenst_resultaat": "aanspraak", "voor_wie": "samen_met", "plaats": "8051"}},
            "tried": ["Bezoek 75+"],
        }  # fmt: skip
    page = soup_of(client.get("/gesprek"))
    assert page.find("textarea", attrs={"name": "vraag"}).get_text().strip() == "ik ben veel alleen"
    assert page.find("textarea", attrs={"name": "geprobeerd"}).get_text().strip() == "Bezoek 75+ geprobeerd"
    assert page.find("input", attrs={"name": "postcode"})["value"] == "8051"
    assert page.find("input", attrs={"name": "voor_wie", "checked": True})["value"] == "samen_met"
    assert page.find("details", id="meer").has_attr("open")


def test_what_somebody_takes_out_stays_out_until_something_new_was_tried(client):
    def tried(*names):
        with client.session_transaction(base_url="http://hattem.localhost") as session:
            session[own_answers.ROUTE] = {"flow": "route", "a": {}, "tried": list(names)}

    def shown():
        page = soup_of(client.get("/gesprek"))
        return page.find("textarea", attrs={"name": "geprobeerd"}).get_text().strip(), page

    tried("Bezoek 75+")
    text, page = shown()
    assert text == "Bezoek 75+ geprobeerd"
    filled = page.find("input", attrs={"name": "ingevuld"})["value"]
    post(client, {"vraag": "x", "nog_een": "ja", "ingevuld": filled, "geprobeerd": ""})
    assert shown()[0] == ""
    tried("Bezoek 75+", "Maatjes")
    assert "Maatjes geprobeerd" in shown()[0]


def test_what_was_called_from_the_list_comes_along(client):
    client.post("/lijstje", data={"aanbod": "de-avondstoel", "doen": "bewaar"})
    client.post("/lijstje/notities", data={"gebeld-de-avondstoel": "ja"})
    page = soup_of(client.get("/gesprek"))
    assert re.search(r"vondstoel gebeld", page.find("textarea", attrs={"name": "geprobeerd"}).get_text())


def test_a_database_that_is_away_keeps_every_word_and_gives_no_reference(client, installation):
    fields = hidden_of(to_check(client, SHORT | {"opmerking": "ik kan niet bellen"}))
    with somebody_else_writes(installation.database):
        answer = client.post("/gesprek", data=as_dict([*fields, ("versturen", "ja")]))
    page = soup_of(answer)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert not page.find("output")
    for words in ("ik voel me vaak aleen", "ik kan niet bellen", "038 000 00 00", "nog niet verstuurd"):
        assert words in page.main.get_text()
    again = client.post("/gesprek", data=as_dict([*hidden_of(answer), ("versturen", "ja")]), follow_redirects=True)
    assert reference(again)
    assert count(installation) == 1


def test_in_english_all_the_way(client, installation):
    fields = hidden_of(client.post("/en/gesprek", data=SHORT, follow_redirects=True))
    answer = client.post("/en/gesprek", data=as_dict([*fields, ("versturen", "ja")]), follow_redirects=True)
    assert answer.request.path == "/en/gesprek/ontvangen"
    assert '<html lang="en"' in answer.get_data(as_text=True)
    assert requests_of(installation)[0].language == "en"


def test_sending_never_depends_on_a_tick(client, installation):
    assert reference(send(client))
    assert requests_of(installation)[0].contact_afterwards is False


def test_the_receipt_says_everything_one_wants_to_know(client):
    page = soup_of(send(client)).main.get_text(" ")
    for words in (
        "Wie het nummer en de code heeft, kan uw aanvraag zien", "Uiterlijk", "melding volgens de Wmo", "persoonlijk plan",
        "Onafhankelijke hulp Hattem", "038 000 01 00", "112", "nooit door de telefoon", "intrekken", "Vertrouwenspersoon Hattem",
        "Loket Hattem",
    ):  # fmt: skip
        assert words in page, words
    links = {link["href"] for link in soup_of(client.get("/gesprek/ontvangen")).main.find_all("a")}
    assert links >= {"/mijn-plan", "/mijn-aanvraag", "/klacht", "/hulp-nu", "/wissen"}


def test_trying_again_a_form_without_a_token_is_the_same_form(client, installation):
    with somebody_else_writes(installation.database):
        answer = post(client, SHORT | {"versturen": "ja"})
    assert answer.status_code == 503
    sent = client.post("/gesprek", data=as_dict([*hidden_of(answer), ("versturen", "ja")]), follow_redirects=True)
    assert reference(post(client, SHORT | {"versturen": "ja"}, follow_redirects=True)) == reference(sent)
    assert count(installation) == 1


def test_a_key_store_that_is_away_loses_nothing_either(client, installation):
    fields = hidden_of(to_check(client))
    place = installation.keys.place
    installation.keys.make("request:eerst")
    place.with_name(place.name + ".lock").touch()
    with place.with_name(place.name + ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        installation.keys._database.patience = 0.2
        answer = client.post("/gesprek", data=as_dict([*fields, ("versturen", "ja")]))
    assert answer.status_code == 503
    assert "ik voel me vaak aleen" in soup_of(answer).main.get_text()
    assert count(installation) == 0
