"""Each field of the request: what it takes, and what somebody is told when it does not fit. Everything typed stays."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app import clock

GOOD = {"vraag": "ik ben moe", "telefoon": "0612345678", "clientondersteuning": "later"}
BSN = "111222333"


@pytest.fixture(autouse=True)
def _explaining_words(looker):
    looker.inspection.leave_out("plain_words")


@pytest.fixture
def tell(looker):
    """Post the form; the answer's status, its errors by field, and the page."""

    def told(**changes):
        answer = looker.post("/gesprek", data=GOOD | changes, follow_redirects=True)
        page = BeautifulSoup(answer.data, "html.parser")
        summary = page.find(class_="lp-error-summary")
        errors = {link["href"][1:]: link.get_text() for link in summary.find_all("a")} if summary else {}
        return answer.status_code, errors, page

    return told


def value(page, name):
    field = page.find(["textarea", "input"], attrs={"name": name})
    return field.get_text().strip() if field.name == "textarea" else field["value"]


def test_only_three_things_are_asked_for(tell):
    status, errors, page = tell(vraag=" ", telefoon="", clientondersteuning="")
    assert status == 422
    assert list(errors) == ["vraag", "telefoon", "clientondersteuning"]
    assert page.title.get_text().startswith("Fout:")
    assert tell()[0] == 200


@pytest.mark.parametrize(
    "way", [{"email": "naam@voorbeeld.example"}, {"straat": "Voorbeeldstraat 1", "plaats": "Hattem"}, {"straat": "V 1", "postcode": "8051AB"}]
)  # fmt: skip
def test_one_way_to_be_reached_is_enough(tell, way):
    assert tell(telefoon="", **way)[0] == 200


def test_a_letter_without_an_address_says_so(tell):
    status, errors, _ = tell(telefoon="", contact_voorkeur="brief")
    assert (status, list(errors)) == (422, ["telefoon"])
    assert "straat" in errors["telefoon"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("telefoon", "0900 8844"), ("telefoon", "0906 123456"), ("telefoon", "0909 1234"), ("telefoon", "12345"), ("telefoon", "bel mij"),
        ("email", "kees"), ("email", "a@b.nl,c@d.nl"), ("postcode", "80511"), ("postcode", "8051 SS"), ("vervolg_op", "31-2-2027"),
        ("vervolg_op", "gisteren"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_kindly_and_stays(tell, field, typed):
    status, errors, page = tell(**{field: typed})
    assert (status, list(errors)) == (422, [field])
    assert value(page, field) == typed
    assert value(page, "vraag") == "ik ben moe"
    assert page.find(id=field)["aria-invalid"] == "true"


def test_0900_is_explained(tell):
    assert "0900" in tell(telefoon="0900 1234")[1]["telefoon"]


@pytest.mark.parametrize("typed", [BSN, "111 222 333", "1112.22.333"])
@pytest.mark.parametrize(
    "field",
    [
        "vraag",
        "naam",
        "telefoon",
        "email",
        "straat",
        "postcode",
        "plaats",
        "rol",
        "naam_helper",
        "tolk",
        "wie_erbij",
        "opmerking",
    ],
)
def test_a_bsn_is_refused_and_shown_nowhere(tell, looker, field, typed):
    around = f"dit is {typed} van mij"
    status, errors, page = tell(**{field: around})
    assert status == 422
    assert "burgerservicenummer" in errors[field]
    assert typed not in str(page)
    assert value(page, field) == "dit is [weggelaten] van mij"
    assert typed not in looker.get("/gesprek").get_data(as_text=True)
    if field in {"naam", "opmerking", "vraag"}:
        assert tell(**{field: value(page, field)})[0] == 200, "the rest can go on at once"


def test_a_bsn_in_a_second_question_is_found_too(looker):
    answer = looker.post(
        "/gesprek", data=GOOD | {"vraag": ["moe", f"mijn man, {BSN}"], "vraag_over": ["", "man"], "nog_een": "ja"}
    )
    assert answer.status_code == 422
    assert BSN not in answer.get_data(as_text=True)
    assert 'href="#vraag-2"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "most"), [("vraag", 4000), ("opmerking", 4000), ("naam", 200), ("wens_tijd", 200), ("email", 254)]
)
def test_too_long_says_how_much_and_keeps_all(tell, field, most):
    typed = "x" * (most + 7)
    status, errors, page = tell(**{field: typed})
    assert status == 422
    assert f"{most + 7}" in errors[field]
    assert "7 weg" in errors[field]
    assert value(page, field) == typed


def test_as_long_as_may_be_is_taken(tell):
    assert tell(vraag="x" * 4000, opmerking="y" * 4000)[0] == 200


@pytest.mark.parametrize(
    "field",
    [
        "vraag",
        "naam",
        "telefoon",
        "email",
        "straat",
        "postcode",
        "vraag_over",
        "formulier",
        "clientondersteuning",
        "veilig_contact",
        "vervolg_op",
        "voor_wie",
        "ingevuld",
    ],
)
@pytest.mark.parametrize(
    "typed",
    ["\x00\x00", "\ud800", "😀" * 20, "x" * 1_000_000, "' OR 1=1 --<script>alert(1)</script>", "{{7*7}}%(x)s"],
    ids=range(6),
)
def test_nothing_that_is_typed_breaks_the_page(looker, field, typed):
    looker.inspection.leave_out("nothing_unfilled")  # what somebody types may look like a mistake of ours
    data = GOOD | {field: typed.encode("utf-8", "surrogatepass")}
    answer = looker.post("/gesprek", data=data)
    assert answer.status_code in {200, 303, 422}
    assert b"<script>alert" not in answer.data


def test_more_questions_than_fit(looker):
    answer = looker.post("/gesprek", data=GOOD | {"vraag": [f"vraag {n}" for n in range(9)]})
    assert answer.status_code == 422
    assert "vraag 8" in answer.get_data(as_text=True)


def test_follow_up_wants_a_day_and_a_way_that_is_there(tell):
    day = (clock.today() + timedelta(days=30)).strftime("%d-%m-%Y")
    assert tell(vervolg_op=day, vervolg_via="telefoon")[0] == 200
    assert list(tell(vervolg_op=day)[1]) == ["vervolg_via"]
    assert list(tell(vervolg_via="telefoon")[1]) == ["vervolg_op"]
    assert list(tell(vervolg_op=day, vervolg_via="email")[1]) == ["vervolg_via"]
    assert list(tell(vervolg_op=clock.today().isoformat(), vervolg_via="telefoon")[1]) == ["vervolg_op"]


def test_an_address_of_who_does_not_know_is_no_way_to_be_reached(tell):
    address = {"telefoon": "", "straat": "Voorbeeldstraat 1", "postcode": "8051 AB"}
    other = {"voor_wie": "namens", "persoon_weet_ervan": "nee"}
    status, errors, _ = tell(**address, **other)
    assert (status, list(errors)) == (422, ["telefoon"])
    assert "uw eigen telefoonnummer" in errors["telefoon"]
    assert tell(**address, **other | {"persoon_weet_ervan": "ja"})[0] == 200


def test_ticks_without_support_share_nothing(tell):
    _, _, page = tell(clientondersteuning="nee", clientondersteuning_deelt=["naam", "vraag"])
    assert "krijgt niets te zien" in page.main.get_text()


def test_answers_from_elsewhere_are_left_alone(tell):
    assert tell(voor_wie="iedereen", contact_voorkeur="duif", veilig_contact="rook", persoon_weet_ervan="?")[0] == 200
    assert list(tell(clientondersteuning="misschien")[1]) == ["clientondersteuning"]


def test_a_bsn_is_not_shown_on_the_page_that_asks_to_confirm_either(looker):
    looker.environ_base.pop("HTTP_SEC_FETCH_SITE")  # an old browser, which does not say where a form comes from
    answer = looker.post("/gesprek", data=GOOD | {"opmerking": f"mijn nummer is {BSN}"})
    assert answer.status_code == 400
    assert "mijn nummer is [weggelaten]" in answer.get_data(as_text=True)
    assert BSN not in answer.get_data(as_text=True)
