import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import selectinload
from sqlmodel import select

from app.content.models import Region
from app.open_data.formats import uuid_of
from app.open_data.rendering import NotPublic, Rendering, fingerprints, goes_out, rendered_draft, service_id
from app.social_map.draft import Accessibility, Cost, OfferWords, OrganisationDraft, PlaceDraft
from app.social_map.models import Offer, Place
from app.social_map.places_free import Places
from app.social_map.shelving import fill_place, new_organisation
from app.social_map.vocabulary import Answer, CostKind, FundingForm, RespiteWeight, Status
from tests.open_data.conftest import BASE, HSDS, Checker, rendered_map, rendered_organisations
from tests.open_data.documents import imported, whole
from tests.social_map.drafts import draft, shelve

ODD = st.text(max_size=40) | st.sampled_from(
    ["www.x.nl", "http://a b", "a@b", "x@y.nl of z", "\ud7ff", "0", "nee", "€ 1", "8051ZZ"]
)


def offers_of(database):
    with database.reading() as session:
        rows = session.exec(select(Offer).options(selectinload(Offer.organisation), selectinload(Offer.place)))
        return list(rows)


def full_draft(**changes):
    given = {
        "summary": "Koffie en een praatje.",
        "description": "Elke dinsdag.",
        "age": "vanaf 16 jaar",
        "times": "di+do 10:00-12:00",
        "phone": "038 000 00 01",
        "phone_hours": "ma-vr 9-12",
        "email": "koffie@voorbeeld.example",
        "website": "https://voorbeeld.example/koffie",
        "costs": (Cost(kind=CostKind.PRICE, amount=Decimal("2.50"), unit="keer", valid_until=date(2020, 1, 1)), Cost()),
        "languages": ("Nederlands", "Turks", "Plat"),
        "funding": (FundingForm.ZIN, FundingForm.PGB),
        "target_groups": ("mensen met dementie", "linkshandigen"),
        "domains": ("sociaal-netwerk",),
        "respite": RespiteWeight.DAY,
        "decision": Answer.YES,
        "referral_needed": "ja, van de huisarts",
        "waiting_time": "2 weken",
        "quality": "Keurmerk Voorbeeld",
        "licence": "CC BY 4.0",
        "last_confirmed": date(2026, 10, 1),
        "accessibility": Accessibility(wheelchair=Answer.YES, toilet=Answer.NO),
        "translations": (OfferWords(lang="en", name="Coffee"),),
        "place": PlaceDraft(
            street="Voorbeeldplein 1",
            postcode="8051 ZZ",
            town="Hattem",
            kern="Hattem",
            municipality="Hattem",
            lat=52.47,
            lon=6.06,
        ),
    }
    return draft(**(given | changes))


def test_every_document_of_the_example_region_is_valid(
    region, service_checker, strict_checker, organisation_checker, brief_checker
):
    services = rendered_map(region.database, region.content.now())
    assert len(services) > 100
    assert [service_checker.problems(each) for each in services if service_checker.problems(each)] == []
    assert [strict_checker.problems(each) for each in services if strict_checker.problems(each)] == []
    organisations = rendered_organisations(region.database, region.content.now())
    assert [organisation_checker.problems(each) for each in organisations if organisation_checker.problems(each)] == []
    rendering = Rendering(region.content.now(), BASE)
    for offer in offers_of(region.database):
        if goes_out(region.content.now(), offer):
            assert brief_checker.problems(rendering.service(offer, brief=True)) == []


def test_the_terms_are_valid(content, service_checker):
    definitions = service_checker.schema["definitions"]
    rendering = Rendering(content, BASE)
    for name, documents in (("taxonomy", rendering.taxonomies()), ("taxonomy_term", rendering.taxonomy_terms())):
        checker = Checker(
            definitions[name] | {"definitions": definitions, "$schema": service_checker.schema["$schema"]}
        )
        assert [checker.problems(each) for each in documents if checker.problems(each)] == []


def test_the_checker_itself_bites(region, service_checker, strict_checker):
    one = rendered_map(region.database, region.content.now())[0]
    assert service_checker.problems(one | {"url": "www.voorbeeld.nl"})
    assert service_checker.problems(one | {"id": "12"})
    assert service_checker.problems(one | {"last_modified": "gisteren"})
    assert not service_checker.problems(one | {"naam": "x"})
    assert strict_checker.problems(one | {"naam": "x"})


def test_the_command_of_the_standard_accepts_it_too(region, service_checker, tmp_path):
    services = rendered_map(region.database, region.content.now())[:5]
    files = []
    for number, each in enumerate(services):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(each), encoding="utf-8")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(services[0] | {"url": "www.voorbeeld.nl"}), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(HSDS / "service-3.1.schema.json")]
    assert subprocess.run([*command, *map(str, files)], capture_output=True, check=False).returncode == 0
    assert service_checker.problems(json.loads(wrong.read_text()))


def test_what_an_offer_says_stands_where_hsds_has_room_for_it(database, content, strict_checker):
    shelve(database, full_draft())
    [made] = rendered_map(database, content)
    assert strict_checker.problems(made) == []
    assert (made["minimum_age"], "maximum_age" in made) == (16, False)
    assert made["assured_date"] == "2026-10-01"
    assert made["accreditations"] == "Keurmerk Voorbeeld"
    assert made["phones"][0]["description"] == "ma-vr 9-12"
    assert [each["byday"] for each in made["schedules"]] == ["TU,TH"]
    assert [(each["amount"], each["currency"], each["valid_to"]) for each in made["cost_options"]] == [
        (2.5, "EUR", "2020-01-01")
    ]
    assert "onbekend" not in made["fees_description"]
    assert [each.get("code") for each in made["languages"]] == ["nl", "tr", None]
    assert [each["source"] for each in made["funding"]] == ["Zorg in natura (ZIN)", "Persoonsgebonden budget (PGB)"]
    assert [each["document"] for each in made["required_documents"]] == [
        "Beslissing van de gemeente",
        "Verwijzing: ja, van de huisarts",
    ]
    place = made["service_at_locations"][0]["location"]
    assert (place["latitude"], place["addresses"][0]["postal_code"]) == (52.47, "8051 ZZ")
    assert [each["description"] for each in place["accessibility"]] == [
        "Toegankelijk met een rolstoel: ja",
        "Toilet voor mensen in een rolstoel: nee",
    ]
    terms = {(each["link_type"], each["taxonomy_term"]["code"]): each.get("value") for each in made["attributes"]}
    assert ("level", "general") in terms
    assert ("target_group", "dementie") in terms
    assert terms["property", "andere-doelgroep"] == "linkshandigen"
    assert terms["property", "licentie"] == "CC BY 4.0"
    assert terms["property", "voorbeeld"] == "yes"
    assert made["additional_urls"][0]["url"].startswith(f"{BASE}/aanbod/")
    assert "assurer_email" not in made


def test_times_that_cannot_be_read_go_out_as_they_were_typed(database, content):
    shelve(database, full_draft(times="als de vlag uithangt"))
    [made] = rendered_map(database, content)
    assert [(each["description"], set(each)) for each in made["schedules"]] == [
        ("als de vlag uithangt", {"id", "service_id", "description"})
    ]


def test_free_places_are_a_capacity_and_no_number_is_none(database, content, strict_checker):
    shelve(database, full_draft())
    [offer] = offers_of(database)
    said = Places(offer.id, "logeerplek", 2, 6, "bij nood bellen", datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    made = Rendering(content, BASE).service(offer, said)
    assert strict_checker.problems(made) == []
    [one] = made["capacities"]
    assert (one["available"], one["maximum"], one["unit"]["name"], one["updated"]) == (
        2,
        6,
        "logeerplek",
        "2026-11-20T08:00:00.000Z",
    )
    assert "capacities" not in Rendering(content, BASE).service(offer, said._replace(available=None))


def test_the_same_offer_has_the_same_ids_every_time(database, content):
    shelve(database, full_draft())
    assert rendered_map(database, content) == rendered_map(database, content)


def test_an_id_of_the_source_is_kept_when_it_is_one(database, content):
    theirs = "AC148810-D857-441C-9679-408F346DE14B"
    shelve(database, full_draft(source_id=theirs), full_draft(name="Ander", source_id="R12"))
    first, second = offers_of(database)
    assert service_id(first) == theirs.lower()
    assert service_id(second) == second.uid == uuid_of(second.uid)


def test_what_is_not_public_never_leaves(database, content):
    shelve(
        database,
        draft("In bewerking", status=Status.DRAFT),
        draft("Ter beoordeling", status=Status.REVIEW),
        publish=False,
    )
    shelve(database, draft("Openbaar"), draft("Gestopt", status=Status.WITHDRAWN))
    assert [each["name"] for each in rendered_map(database, content)] == ["Openbaar"]
    rendering = Rendering(content, BASE)
    for offer in offers_of(database):
        if offer.status is not Status.PUBLISHED:
            with pytest.raises(NotPublic):
                rendering.service(offer)
        if offer.status is Status.WITHDRAWN:
            told = rendering.gone(offer)
            assert (told["status"], set(told)) == ("defunct", {"id", "name", "status", "last_modified"})
        else:
            with pytest.raises(NotPublic):
                rendering.gone(offer)


def test_invented_offers_leave_only_from_a_region_that_says_it_is_one(database, content):
    shelve(
        database, draft("Verzonnen"), draft("Echt", example=False, organisation=OrganisationDraft(name="Echte club"))
    )
    real = content.model_copy(update={"region": Region(**(content.region.model_dump() | {"example": False}))})
    assert [each["name"] for each in rendered_map(database, real)] == ["Echt"]
    assert [each["name"] for each in rendered_organisations(database, real)] == ["Echte club"]
    assert len(rendered_map(database, content)) == 2


def test_a_draft_is_rendered_as_its_row_will_be(database, content):
    one = full_draft()
    shelve(database, one)
    [made] = rendered_map(database, content)
    told = fingerprints(rendered_draft(content, one))
    now = fingerprints(made)
    assert {name for name in set(told) | set(now) if told.get(name) != now.get(name)} == set()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.fixed_dictionaries(
        dict.fromkeys(
            (
                "summary",
                "description",
                "phone",
                "phone_hours",
                "email",
                "website",
                "times",
                "age",
                "quality",
                "waiting_time",
                "referral_needed",
                "first_step",
                "licence",
                "source_id",
            ),
            ODD,
        )
    ),
    lists=st.lists(ODD, max_size=4),
    costs=st.lists(
        st.builds(
            Cost,
            kind=st.sampled_from(CostKind),
            amount=st.none() | st.decimals(0, 99999, places=2),
            unit=ODD,
            as_typed=ODD,
            source=ODD,
        ),
        max_size=3,
    ),
    street=ODD,
    lat=st.none() | st.floats(-90, 90),
)
def test_whatever_was_typed_the_document_is_valid(content, strict_checker, words, lists, costs, street, lat):
    many = {
        name: tuple(lists)
        for name in ("languages", "target_groups", "domains", "area_served", "keywords", "training", "works_with")
    }
    place = PlaceDraft(street=street, town=street, lat=lat, lon=lat)
    one = draft(
        "Naam",
        **words,
        **many,
        costs=tuple(costs),
        place=place,
        organisation=OrganisationDraft(name="O", email=words["email"], website=words["website"], phone=street),
    )
    made = rendered_draft(content, one)
    assert strict_checker.problems(made) == []
    json.dumps(made, ensure_ascii=False).encode()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_source_said_the_document_is_valid(content, strict_checker, data):
    source = whole("service")
    names = data.draw(st.lists(st.sampled_from(sorted(set(source) - {"id", "name", "organization"})), max_size=6))
    junk = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | ODD
        | st.lists(st.dictionaries(ODD, ODD, max_size=2), max_size=2)
    )
    offer = Offer(
        slug="x", identity="x", name="Naam", kind="ontmoeting", level="general", organisation_id=0, place_id=0
    )
    one = imported(source)
    offer.carried = one.carried.model_copy(
        update={"document": source | {name: data.draw(junk) for name in names}, "base": {}}
    )
    offer.place, offer.organisation, offer.status = Place(), new_organisation(one.organisation, ""), Status.PUBLISHED
    fill_place(offer.place, one.place)
    assert strict_checker.problems(Rendering(content, BASE).service(offer)) == []
