import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.publishing.form import FIELDS, Ground, read_form, values_of
from app.publishing.form_fields import LABELS
from app.social_map.draft import Accessibility, Cost, OfferDraft, OfferWords, OrganisationDraft, PlaceDraft
from app.social_map.vocabulary import Answer, CostKind, Frequency, FundingForm, Level, RespiteWeight, Status, Vog
from tests.web.staff.site import shipped

TODAY = date(2026, 11, 22)
LEAST = {"naam": ["Koffie in de Hoek"], "soort": ["ontmoeting"], "niveau": ["algemeen"], "telefoon": ["038 000 00 00"]}


@pytest.fixture(scope="module")
def ground():
    return _ground()


def _ground(gazetteer=None):
    content = shipped()
    return Ground(content, content.municipalities[0], TODAY, OrganisationDraft(name="De Hoek"), gazetteer)


def words_about(filled, field):
    return [words for name, words in filled.errors if name == field]


def test_four_answers_make_an_offer(ground):
    filled = read_form(LEAST, ground)
    assert filled.errors == ()
    assert filled.draft.name == "Koffie in de Hoek"
    assert filled.draft.level is Level.GENERAL
    assert filled.draft.organisation.name == "De Hoek"
    assert filled.draft.vog is Vog.UNANSWERED
    assert filled.draft.costs == ()


@pytest.mark.parametrize(
    ("left_out", "field"), [("naam", "naam"), ("soort", "soort"), ("niveau", "niveau"), ("telefoon", "telefoon")]
)
def test_what_has_to_be_there_is_asked_for_at_its_own_field(ground, left_out, field):
    filled = read_form({name: value for name, value in LEAST.items() if name != left_out}, ground)
    assert filled.draft is None
    assert [name for name, _words in filled.errors] == [field]
    assert filled.rough is not None


@pytest.mark.parametrize(
    "way", [{"email": ["info@hoek.example"]}, {"website": ["hoek.example"]}, {"straat": ["Dorpsstraat 1"]}]
)
def test_one_way_to_be_reached_is_enough(ground, way):
    rest = {name: value for name, value in LEAST.items() if name != "telefoon"}
    assert read_form(rest | way, ground).errors == ()


def test_a_secret_address_is_no_way_to_be_reached(ground):
    rest = {name: value for name, value in LEAST.items() if name != "telefoon"}
    assert words_about(read_form(rest | {"straat": ["Dorpsstraat 1"], "adres_geheim": ["ja"]}, ground), "telefoon")


@pytest.mark.parametrize(
    ("free", "decides", "level"),
    [
        ("ja", "", Level.GENERAL),
        ("nee", "groep", Level.COLLECTIVE),
        ("nee", "persoon", Level.INDIVIDUAL),
        ("nee", "nee", Level.OWN_STRENGTH),
    ],
)
def test_two_questions_propose_a_level_and_say_so(ground, free, decides, level):
    values = LEAST | {"niveau": [], "hulp_vrij": [free], "hulp_beslist": [decides]}
    filled = read_form(values, ground)
    assert filled.draft.level is level
    assert dict(filled.notes)["niveau"].startswith("Ons voorstel")


def test_what_somebody_chose_counts_and_a_difference_is_said(ground):
    filled = read_form(LEAST | {"hulp_vrij": ["nee"], "hulp_beslist": ["persoon"]}, ground)
    assert filled.draft.level is Level.GENERAL
    assert "Wat u koos, telt" in dict(filled.notes)["niveau"]


def test_an_amount_asks_for_its_day(ground):
    price = LEAST | {"kosten": ["prijs"], "kosten_bedrag": ["2,50"], "kosten_per": ["keer"]}
    assert "Tot welke dag" in words_about(read_form(price, ground), "kosten_geldig_tot")[0]
    for name in ("kosten_geldig_tot", "kosten_geldig_vanaf"):
        cost = read_form(price | {name: ["31-12-2026"]}, ground).draft.costs[0]
        assert (cost.kind, cost.amount, cost.unit) == (CostKind.PRICE, Decimal("2.50"), "keer")
    assert date(2026, 12, 31) == cost.valid_from


@pytest.mark.parametrize(
    ("choice", "kind"),
    [("gratis", CostKind.FREE), ("eigen_bijdrage", CostKind.OWN_CONTRIBUTION), ("onbekend", CostKind.UNKNOWN)],
)
def test_costs_without_an_amount_need_no_day(ground, choice, kind):
    assert [cost.kind for cost in read_form(LEAST | {"kosten": [choice]}, ground).draft.costs] == [kind]


def test_three_prices_keep_their_own_days(ground):
    values = LEAST | {
        "kosten": ["gratis", "prijs", "prijs"], "kosten_bedrag": ["", "2", "20,00"], "kosten_per": ["", "keer", "maand"],
        "kosten_geldig_tot": ["", "2026-12-31", ""], "kosten_geldig_vanaf": ["", "", "2026-01-01"],
    }  # fmt: skip
    first, second, third = read_form(values, ground).draft.costs
    assert first.kind is CostKind.FREE
    assert second.valid_until == date(2026, 12, 31)
    assert (third.amount, third.valid_from) == (Decimal("20.00"), date(2026, 1, 1))
    broken = read_form(values | {"kosten_geldig_vanaf": []}, ground)
    assert [name for name, _words in broken.errors] == ["kosten_geldig_tot-3"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "geen adres"),
        ("website", "ergens op internet"),
        ("telefoon", "bel maar"),
        ("postcode", "12"),
        ("lat", "noord"),
    ],
)
def test_what_cannot_be_used_is_named_with_an_example(ground, field, typed):
    words = words_about(read_form(LEAST | {field: [typed]}, ground), field)
    assert words
    assert "bijvoorbeeld" in words[0]


def test_a_time_is_read_back_and_an_unread_one_is_kept(ground):
    read = read_form(LEAST | {"tijden": ["di+do 10:00-12:00"]}, ground)
    assert dict(read.notes)["tijden"].startswith("Zo lezen wij dit: dinsdag en donderdag")
    unread = read_form(LEAST | {"tijden": ["als de vlag uithangt"]}, ground)
    assert unread.draft.times == "als de vlag uithangt"
    assert "vinden dit niet als zij op een dag zoeken" in dict(unread.notes)["tijden"]


def test_the_certificate_may_stay_open_and_is_asked_for(ground):
    filled = read_form(LEAST | {"soort": ["oppas"]}, ground)
    assert filled.draft.vog is Vog.UNANSWERED
    assert "nog open" in dict(filled.notes)["vog"]
    assert "vog" not in dict(read_form(LEAST, ground).notes)


def test_a_photo_asks_what_is_on_it(ground):
    assert words_about(read_form(LEAST | {"foto": ["x"]}, ground), "foto_alt")
    assert read_form(LEAST | {"foto": ["x"], "foto_alt": ["Een tafel."]}, ground).draft.photo_alt == "Een tafel."


def test_the_pin_comes_from_the_postcode_and_may_be_moved(looker):
    from app.publishing.form import Typed
    from app.publishing.form_place import moved

    gazetteer = looker.application.extensions["leefplein"].gazetteer
    on = _ground(gazetteer)
    place = read_form(LEAST | {"postcode": ["8051 ab"]}, on).draft.place
    assert (place.postcode, place.kern, place.municipality) == ("8051 AB", "Hattem", "Hattem")
    lat, lon = moved(Typed.of({"postcode": ["8051"]}), gazetteer, "noord")
    assert float(lat) - place.lat == pytest.approx(50 / 111_320, abs=2e-5)
    again = read_form(LEAST | {"postcode": ["8051 ab"], "lat": [lat], "lon": [lon]}, on)
    assert again.draft.place.lat == float(lat)
    far = read_form(LEAST | {"postcode": ["8051"], "lat": ["51.5"], "lon": ["5.5"]}, on)
    assert "Klopt dat?" in dict(far.notes)["speld"]


def test_what_is_not_on_the_screen_is_kept_from_before(ground):
    base = OfferDraft(
        source="lijst", source_id="F06", licence="CC0", name="Oud", organisation=OrganisationDraft(name="Van Toen"), kind="ontmoeting",
        level=Level.GENERAL, phone="038 000 00 00", example=True, historical=True, successor="F07", last_confirmed=date(2026, 1, 1),
    )  # fmt: skip
    draft = read_form(values_of(base) | {"naam": ("Nieuw",)}, ground, base).draft
    assert draft == base.model_copy(update={"name": "Nieuw"})


def test_the_order_in_which_a_page_sends_its_ticks_is_no_change(ground):
    base = OfferDraft(
        source="lijst", source_id="F06", name="Oud", organisation=OrganisationDraft(name="Van Toen"), kind="ontmoeting",
        level=Level.GENERAL, phone="038 000 00 00", domains=("wonen", "inkomen"), languages=("Turks", "Nederlands"),
    )  # fmt: skip
    as_sent = {"leefgebieden": ("inkomen", "wonen"), "talen": ("Nederlands", "Turks")}
    assert read_form(values_of(base) | as_sent, ground, base).draft == base
    fewer = read_form(values_of(base) | {"leefgebieden": ("inkomen",)}, ground, base).draft
    assert fewer.domains == ("inkomen",)


def test_every_field_has_a_name_for_messages():
    helper = {"hulp_vrij", "hulp_beslist", "vertalen"}
    plain = {
        name for name in FIELDS if not name.endswith("_anders") and not name.startswith(("vertaling_", "toegankelijk_"))
    }
    assert plain - helper - set(LABELS) == {"adres_geheim"}


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), max_size=40).map(str.strip)
WORDS = st.lists(LINE.filter(bool), max_size=4).map(tuple)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
COSTS = st.one_of(
    st.builds(
        Cost,
        kind=st.sampled_from([CostKind.FREE, CostKind.UNKNOWN, CostKind.TEXT, CostKind.OWN_CONTRIBUTION]),
        as_typed=LINE,
    ),
    st.builds(
        Cost,
        kind=st.just(CostKind.PRICE),
        amount=st.decimals("0.01", "999.99", places=2),
        unit=LINE,
        as_typed=LINE,
        valid_until=DAYS,
        source=LINE,
    ),
)
DRAFTS = st.builds(
    OfferDraft, source=LINE, source_id=LINE, name=st.text(string.ascii_letters, min_size=1, max_size=30),
    organisation=st.builds(OrganisationDraft, name=st.just("Stichting")), kind=st.sampled_from(["ontmoeting", "oppas", "onbekende-soort"]),
    level=st.sampled_from(Level), domains=WORDS, target_groups=WORDS, interests=WORDS, summary=LINE, description=LINE, easy=LINE,
    place=st.builds(
        PlaceDraft, street=LINE, postcode=LINE, town=LINE, kern=LINE, municipality=LINE, lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180), confidential=st.booleans(), directions=LINE,
    ),
    area_served=WORDS, phone=st.just("038 000 00 00"), phone_hours=LINE, email=LINE, website=LINE, times=LINE,
    costs=st.lists(COSTS, max_size=5).map(tuple), decision=st.sampled_from(Answer), vog=st.sampled_from(Vog),
    respite=st.none() | st.sampled_from(RespiteWeight), training=WORDS, frequency=st.none() | st.sampled_from(Frequency),
    accessibility=st.builds(Accessibility, wheelchair=st.sampled_from(Answer), parking=st.sampled_from(Answer)), languages=WORDS,
    keywords=WORDS, conditions=LINE, first_step=LINE, funding=st.sampled_from([(), (FundingForm.PGB,), (FundingForm.PGB, FundingForm.ZIN)]),
    works_with=WORDS, meldcode=st.sampled_from(Answer), quality=LINE, status=st.sampled_from(Status), example=st.booleans(),
    translations=st.lists(st.builds(OfferWords, lang=st.sampled_from(["en", "tr"]), name=LINE, description=LINE), max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(DRAFTS)
def test_what_nobody_touches_comes_back_exactly_as_it_was(draft):
    filled = read_form(values_of(draft), _ground(), draft)
    assert filled.errors == ()
    assert filled.draft == draft


NASTY = st.text(max_size=30) | st.sampled_from(
    [
        "\x00",
        "\ud800",
        "\u202eabc",
        "9" * 400,
        "=1+1",
        "<script>",
        "-0",
        "1e9",
        "nan",
        "inf",
        "٣",
        "2026-02-30",
        "x" * 9_000,
        "ja",
        "prijs",
        "en",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*FIELDS, "csrf_token"]), st.lists(NASTY, max_size=5), max_size=25))
def test_whatever_is_typed_is_answered_with_words(values):
    filled = read_form(values, _ground())
    assert (filled.draft is None) == bool(filled.errors)
    for field, words in filled.errors:
        assert field
        assert words.endswith((".", "?", "!"))
