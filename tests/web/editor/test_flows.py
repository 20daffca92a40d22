"""An editor changes the route without code: copy, draft, preview, publish; and until then nobody else sees anything of it."""

import pytest
from sqlmodel import select

from app.audit.models import AuditLine
from app.content.live import publish_edit
from app.content.problems import ContentProblems
from tests.web.editor.test_browser import account_in, come_in
from tests.web.staff.site import look, words_of

LIST = "/beheer/wegwijzer"
NEW = "/beheer/wegwijzer/route-putten"
QUESTION = "Wie kan er met u meedenken?"
EDITING = "nothing_unfilled"


def fields_of(page, selector="form#stap"):
    """Everything a browser would send from this form."""
    found = {}
    form = page.select_one(selector)
    for field in form.select("input[name]"):
        if field["type"] not in {"checkbox", "radio"} or field.has_attr("checked"):
            found.setdefault(field["name"], []).append(field["value"])
    for field in form.select("textarea[name]"):
        found[field["name"]] = field.text.removeprefix("\n")
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        found[field["name"]] = chosen["value"]
    return found


def copy(client, name="Route Putten"):
    answer = client.post(f"{LIST}/route/kopie", data={"naam": name})
    assert answer.status_code == 303, answer.text
    return answer.location


def change(client, address, selector="form#stap", **changes):
    form = fields_of(look(client.get(address)), selector)
    return client.post(address, data=form | {name.replace("__", "-"): value for name, value in changes.items()})


def part_form(address):
    return f'form[action="{address}"]'


def version(client, address=NEW):
    return look(client.get(address)).select_one('input[name="versie"]')["value"]


def publish(client, address=NEW):
    return client.post(address, data={"versie": version(client, address), "doen": "publiceren"})


def live(site, flow_id="route-putten"):
    site.content.forget()
    return site.content.now().flow(flow_id)


def audited(site):
    with site.database.reading() as session:
        return [(line.action, line.subject) for line in session.exec(select(AuditLine)).all()]


def test_a_copy_is_changed_published_used_and_an_earlier_version_comes_back(site):
    client = site.signed_in()
    assert copy(client).endswith("/route-putten?gedaan=kopie")
    assert live(site) is None
    assert (
        change(client, f"{NEW}/stap/netwerk", heading=QUESTION, heading__en="Who can think along?").status_code == 303
    )
    assert live(site) is None
    assert publish(client).status_code == 303
    assert live(site).step("netwerk").heading == QUESTION
    assert site.content.now().flow("route-putten", "en").step("netwerk").heading == "Who can think along?"
    assert live(site, "route").step("netwerk").heading != QUESTION
    used = client.post(f"{LIST}/gebruik", data={"gemeente": "putten", "route": "route-putten"})
    assert used.status_code == 303
    site.content.forget()
    assert site.content.now().municipality("putten").flow == "route-putten"
    assert site.content.now().municipality("hattem").flow == "route"
    assert "Gebruikt door Putten" in words_of(look(client.get(NEW)))
    change(client, f"{NEW}/stap/netwerk", heading="Nog anders")
    publish(client)
    assert live(site).step("netwerk").heading == "Nog anders"
    back = client.post(f"{NEW}/terug", data={"terug": "3", "versie": version(client)})
    assert back.status_code == 303
    assert live(site).step("netwerk").heading == QUESTION
    done = audited(site)
    assert ("content.copy", "flows/route -> flows/route-putten") in done
    assert done.count(("content.publish", "flows/route-putten")) == 3
    assert ("content.use", "municipalities/putten/flow:route-putten") in done


def test_nothing_changes_when_a_step_is_saved_as_it_is(site):
    """The form gives back the whole step: what an editor does not touch stays as it was, in both languages."""
    client = site.signed_in()
    copy(client)
    for step in live(site, "route").steps:
        assert change(client, f"{NEW}/stap/{step.id}").status_code == 303, step.id
    for show in live(site, "route").parts:
        at = f"{NEW}/deel/{show}"
        assert change(client, at, part_form(at)).status_code == 303, show
    head = f"{NEW}/begin"
    assert change(client, head, part_form(head)).status_code == 303
    assert publish(client).status_code == 303
    for lang in ("nl", "en"):
        before, after = (live(site) and site.content.now().flow(name, lang) for name in ("route", "route-putten"))
        assert after.model_dump() == before.model_dump() | {"id": "route-putten"}


def test_an_unsound_draft_is_kept_shown_and_refused(site):
    client = site.signed_in()
    copy(client)
    saved = change(client, f"{NEW}/stap/netwerk", **{"ask-antwoord-option-nee-to": "samen"})
    assert saved.status_code == 303, "a draft need not be sound"
    page = look(client.get(NEW))
    wrong = page.select_one("#verbeteren")
    assert "nee leidt nooit naar een einde" in wrong.text.lower()
    assert wrong.find("a", href=f"{NEW}/stap/netwerk")
    refused = publish(client)
    assert refused.status_code == 422
    assert "Er is niets gepubliceerd" in words_of(look(refused))
    assert live(site) is None
    change(client, f"{NEW}/stap/netwerk", **{"ask-antwoord-option-nee-to": "omgeving"})
    assert look(client.get(NEW)).select_one("#verbeteren") is None
    assert publish(client).status_code == 303


def test_reasons_use_the_names_on_the_screen(site):
    client = site.signed_in()
    copy(client)
    change(client, f"{NEW}/stap/volhouden", to_when_strained="")
    change(client, f"{NEW}/stap/samen", shows=["limit"], unresolved_to="")
    change(client, f"{NEW}/stap/begin", **{"ask-voor_wie-option-mantelzorger-to": ""})
    change(client, f"{NEW}/stap/netwerk", stage="0", **{"ask-antwoord-option-weet_niet-weg": "ja"})
    said = look(client.get(NEW)).select_one("#verbeteren").text
    for name in ("to_when", "unresolved", "strain", "shows", "parts", "bearing", "weet_niet", "stage", "kind question"):
        assert name not in said, said


def test_a_step_an_answer_and_a_question_more_and_less(site):
    client = site.signed_in()
    copy(client)
    form = fields_of(look(client.get(f"{NEW}/stap-erbij")), part_form(f"{NEW}/stap-erbij"))
    added = client.post(
        f"{NEW}/stap-erbij", data=form | {"heading": "Wilt u iemand bellen?", "kind": "question", "after": "netwerk"}
    )
    assert added.status_code == 303
    step = f"{NEW}/stap/wilt-u-iemand-bellen"
    assert "Nummer 3 van" in words_of(look(client.get(step)))
    assert "niemand kan bij deze stap komen" in words_of(look(client.get(NEW))).lower()
    more = {
        "ask-antwoord-new-label": "Misschien wel",
        "ask-antwoord-new-label-en": "Perhaps",
        "ask-antwoord-new-to": "gesprek",
    }
    assert change(client, step, **more).status_code == 303
    page = look(client.get(step))
    assert page.find("input", id="ask-antwoord-option-misschien_wel-label")["value"] == "Misschien wel"
    assert page.find("input", id="ask-antwoord-option-misschien_wel-label-en")["value"] == "Perhaps"
    values = [field["value"] for field in page.select('input[name="ask-antwoord-values"]')]
    assert values == ["ja", "nee", "misschien_wel", "weet_niet"], "a new answer stands before 'weet ik niet'"
    change(client, step, **{"ask-antwoord-option-misschien_wel-weg": "ja"})
    assert look(client.get(step)).find("input", id="ask-antwoord-option-misschien_wel-label") is None
    change(client, step, **{"ask-antwoord-weg": "ja"})
    change(client, step, **{"new-ask": "antwoord", "new-ask-label": "Wilt u bellen?"})
    assert look(client.get(step)).find("input", id="ask-antwoord-label")["value"] == "Wilt u bellen?"
    client.post(f"{step}/plaats", data={"naar": "omlaag", "versie": version(client, step)})
    assert "Nummer 4 van" in words_of(look(client.get(step)))
    assert "Niets leidt nu naar deze stap" in words_of(look(client.get(f"{step}/weg")))
    assert client.post(f"{step}/weg", data={"versie": version(client, f"{step}/weg")}).status_code == 303
    assert client.get(step).status_code == 404
    assert publish(client).status_code == 303


def test_bad_words_are_named_with_their_field_and_everything_typed_stays(site):
    client = site.signed_in()
    copy(client)
    step = f"{NEW}/stap/netwerk"
    typed = {
        "heading": "",
        "text": "Nieuwe tekst",
        "ask-antwoord-new-label": "x" * 250,
        "ask-antwoord-option-ja-label-en": "y" * 250,
    }
    answer = change(client, step, **typed)
    assert answer.status_code == 422
    page = look(answer)
    assert "Kop: dit mag niet leeg zijn." in words_of(page)
    assert page.find("textarea", id="text").text.strip() == "Nieuwe tekst"
    new = page.find("input", value="x" * 250)
    assert new["name"].startswith("ask-antwoord-option-x")
    kept = fields_of(page) | {
        "heading": "Een kop",
        new["name"]: "Een derde antwoord",
        "ask-antwoord-option-ja-label-en": "Yes",
    }
    assert client.post(step, data=kept).status_code == 303
    assert look(client.get(step)).find("input", value="Een derde antwoord")
    part = f"{NEW}/deel/sentences"
    wrong = change(client, part, part_form(part), heading="", lines="Een\nTwee")
    assert wrong.status_code == 422
    assert look(wrong).find("textarea", id="lines").text.split() == ["Een", "Twee"]


def test_the_second_editor_is_told_and_loses_nothing(site):
    one = site.signed_in()
    copy(one)
    step = f"{NEW}/stap/netwerk"
    form = fields_of(look(one.get(step)))
    change(one, step, heading="Van de eerste")
    two = site.signed_in("tweede@voorbeeld.example")
    answer = two.post(step, data=form | {"heading": "Van de tweede"})
    assert answer.status_code == 422
    page = look(answer)
    assert "Iemand anders" in words_of(page)
    assert page.find("input", id="heading")["value"] == "Van de tweede"
    stale = two.post(NEW, data={"versie": "1", "doen": "publiceren"})
    assert stale.status_code == 422
    assert live(site) is None
    assert two.post(step, data=fields_of(page)).status_code == 303


def test_the_preview_walks_a_draft_sound_or_not(site):
    client = site.signed_in()
    copy(client)
    change(client, f"{NEW}/stap/netwerk", heading=QUESTION)
    change(client, f"{NEW}/stap/gesprek", heading="Bijna klaar")
    trial = f"{NEW}/proef"
    assert "Wat is er aan de hand?" in words_of(look(client.get(trial)))
    second = client.post(trial, data={"vraag": "ik voel me alleen"})
    assert second.location.endswith("/proef/2")
    assert QUESTION in words_of(look(client.get(second.location)))
    third = client.post(second.location, data={"antwoord": "nee"})
    fourth = client.post(third.location, data={"antwoord": "nee"})
    assert "Bijna klaar" in words_of(look(client.get(fourth.location)))
    assert client.post(third.location, data={}).status_code == 422
    change(client, f"{NEW}/stap/omgeving", **{"ask-antwoord-option-nee-to": ""})
    assert client.get(fourth.location).location.endswith("/proef/3")
    assert "Hier stopt de route" in words_of(look(client.get(third.location)))
    assert "What is going on?" in words_of(look(client.get(f"{trial}?taal=en")))
    assert client.post(f"{trial}/opnieuw", data={"taal": "nl"}).status_code == 303
    assert client.get(f"{trial}/3").status_code == 303


def test_what_is_used_or_shipped_stays_and_an_unused_copy_goes(site):
    client = site.signed_in()
    copy(client)
    assert client.get(f"{LIST}/route/weg").status_code == 422
    assert "weghalen?" in words_of(look(client.get(f"{NEW}/weg")))
    publish(client)
    client.post(f"{LIST}/gebruik", data={"gemeente": "putten", "route": "route-putten"})
    assert client.post(f"{NEW}/weg", data={"versie": "2"}).status_code == 422
    client.post(f"{LIST}/gebruik", data={"gemeente": "putten", "route": "route"})
    assert client.post(f"{NEW}/weg", data={"versie": version(client, f"{NEW}/weg")}).status_code == 303
    assert live(site) is None
    assert client.get(NEW).status_code == 404
    assert ("content.remove", "flows/route-putten") in audited(site)
    copy(client)
    assert publish(client).status_code == 303, "the name can be used again"


def test_a_draft_of_a_published_route_can_be_closed_and_taken_up_again(site):
    client = site.signed_in()
    address = f"{LIST}/route"
    change(client, f"{address}/stap/netwerk", heading=QUESTION)
    assert live(site, "route").step("netwerk").heading != QUESTION
    closed = client.post(address, data={"versie": version(client, address), "doen": "sluiten"})
    assert closed.status_code == 303
    assert QUESTION not in words_of(look(client.get(address)))
    client.post(f"{address}/terug", data={"terug": "1", "doen": "concept", "versie": "2"})
    assert QUESTION in words_of(look(client.get(address)))
    publish(client, address)
    assert live(site, "route").step("netwerk").heading == QUESTION
    client.post(f"{address}/terug", data={"terug": "0", "versie": version(client, address)})
    assert live(site, "route").step("netwerk").heading != QUESTION


def test_names_that_cannot_be(site):
    client = site.signed_in()
    for name in ("", "route", "gebruik", "x" * 60):
        answer = client.post(f"{LIST}/route/kopie", data={"naam": name})
        assert answer.status_code == 422, name
        assert look(answer).select_one(".lp-error-summary a")["href"] == "#naam-route"


def test_only_the_whole_region_changes_routes(site):
    client = site.signed_in("hattem@voorbeeld.example", municipality="hattem")
    for address in (
        LIST,
        f"{LIST}/route",
        f"{LIST}/route/stap/netwerk",
        f"{LIST}/route/deel/person",
        f"{LIST}/route/proef",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"{LIST}/gebruik", data={"gemeente": "hattem", "route": "route"}).status_code == 404
    assert "Wegwijzer" not in words_of(look(client.get("/beheer/")))


def test_a_municipality_cannot_name_an_unpublished_route(site):
    client = site.signed_in()
    copy(client)
    answer = client.post(f"{LIST}/gebruik", data={"gemeente": "putten", "route": "route-putten"})
    assert answer.status_code == 422
    assert "niet gepubliceerd" in words_of(look(answer))
    with pytest.raises(ContentProblems):
        publish_edit(site.content, "municipalities/putten/flow", "route-putten", "redacteur@voorbeeld.example")
    site.content.forget()
    assert site.content.now().municipality("putten").flow == "route"


@pytest.mark.browser
def test_an_editor_changes_the_route_of_one_municipality_without_code(visitor, installation, live_server):
    """Copy, change the first question, walk the proof, publish, use it for Putten; then the old version again."""
    port = live_server.rsplit(":", 1)[1]

    def first_question(town):
        visitor.goto(f"http://{town}.localhost:{port}/wegwijzer")
        visitor.get_by_role("main").get_by_role("button", name="Verder").click()
        return visitor.get_by_role("heading", level=1).inner_text()

    def press(name):
        visitor.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def reach(name):
        visitor.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    old = first_question("putten")
    come_in(visitor, live_server, account_in(installation))
    reach("Inhoud")
    reach("Wegwijzer")
    visitor.get_by_text("Maak een kopie van route").click()
    visitor.get_by_label("Naam van de kopie").fill("Route Putten")
    press("Maak de kopie")
    visitor.get_by_role("heading", name="Route: route-putten").wait_for()
    press("Publiceer")
    visitor.get_by_text("Gepubliceerd. Deze route is meteen te gebruiken.").wait_for()
    reach("2. Is er iemand in uw eigen omgeving die kan helpen?")
    visitor.get_by_label("Kop", exact=False).first.fill(QUESTION)
    press("Bewaar als concept")
    visitor.get_by_text("Bewaard als concept.").wait_for()
    reach("Bekijk de proef")
    press("Verder")
    assert visitor.get_by_role("heading", name=QUESTION).is_visible()
    press("Nee, of liever niet")
    assert visitor.get_by_role("heading", name="Is er een oplossing in de buurt?").is_visible()
    assert first_question("putten") == old, "a draft is for editors only"
    visitor.goto(f"{live_server}{NEW}")
    press("Publiceer")
    visitor.get_by_text("Gepubliceerd. Deze route is meteen te gebruiken.").wait_for()
    assert first_question("putten") == old, "published, and nobody uses it yet"
    visitor.goto(live_server + LIST)
    visitor.get_by_label("Putten", exact=True).select_option("route-putten")
    press("Gebruik deze voor Putten")
    visitor.get_by_text("De gemeente gebruikt deze route meteen.").wait_for()
    assert first_question("putten") == QUESTION
    assert first_question("hattem") == old
    visitor.goto(f"{live_server}{NEW}")
    visitor.get_by_text("Bekijk de versies").click()
    press("Zet versie 2 terug")
    visitor.get_by_text("De eerdere versie staat weer op de site.").wait_for()
    assert first_question("putten") == old
