"""What visitors see while an editor decides (promise 21), and how soon after: search and API within five seconds.

The seconds are those of the processor, so that a busy machine does not fail what is quick.
"""

import time

import pytest
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.publishing.handing_in import hand_in
from app.publishing.merging import merge_offers
from app.social_map.lifecycle import Actor, newest_revision
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.working import worker
from tests.web.staff.site import PASSWORD, sign_in

SOON = 5.0
NEW_WORD = "kwabbelfluit"


@pytest.fixture
def editor(app, installation):
    with installation.database.writing() as session:
        new = create_account(
            session, AccountKeys.of(installation.settings), email="r@voorbeeld.example", password=PASSWORD, role=Role.EDITOR
        )  # fmt: skip
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert sign_in(client, new).status_code == 303
    return client


@pytest.fixture
def waiting(installation):
    """A public offer of Hattem of which a change waits; its number and address."""
    with installation.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED, Offer.source_id == "H001")).one()
        draft = newest_revision(session, offer).draft.model_copy(
            update={"name": "Anders", "summary": f"Een {NEW_WORD}."}
        )
        hand_in(
            session, installation.publishing, draft, Actor("account:99", "organisation"), offer=offer, base_version=offer.version
        )  # fmt: skip
        return offer.id, offer.slug


def names_found(client, words):
    found = client.get("/api/zoeken", query_string={"q": words, "per_pagina": 100}).get_json()
    return [result["name"] for result in found["results"]]


def press(editor, installation, number, action, **more):
    with installation.database.reading() as session:
        version = session.get_one(Offer, number).version
    return editor.post(f"/beheer/aanbod/{number}", data={"doen": action, "versie": version} | more)


def test_while_a_change_waits_visitors_see_what_was_approved_last(client, installation, waiting):
    _number, slug = waiting
    worker(installation).once()
    page = client.get(f"/aanbod/{slug}").text
    assert "Avondgezelschap thuis" in page
    assert NEW_WORD not in page
    assert "Anders" not in names_found(client, NEW_WORD)
    assert "Avondgezelschap thuis" in names_found(client, "avondgezelschap thuis")


def test_what_was_returned_changes_nothing_that_visitors_see(client, editor, installation, waiting):
    number, slug = waiting
    assert press(editor, installation, number, "return", reden="De tijden missen.").status_code == 303
    worker(installation).once()
    page = client.get(f"/aanbod/{slug}").text
    assert "Avondgezelschap thuis" in page
    assert NEW_WORD not in page
    assert "Anders" not in names_found(client, NEW_WORD)


def test_what_is_published_is_in_the_search_and_the_api_at_once(client, editor, installation, waiting):
    number, slug = waiting
    began = time.process_time()
    assert press(editor, installation, number, "publish").status_code == 303
    assert NEW_WORD in client.get(f"/aanbod/{slug}").text
    worker(installation).once()
    assert names_found(client, NEW_WORD)[0] == "Anders"
    assert time.process_time() - began < SOON


def test_an_offer_that_was_merged_leads_to_the_one_that_stayed(client, installation):
    with installation.database.writing() as session:
        kept, gone = (
            session.exec(select(Offer).where(Offer.source_id == name, Offer.status == Status.PUBLISHED)).one()
            for name in ("H001", "H002")
        )
        merge_offers(session, kept, gone, Actor("account:1", "editor"))
        name, kept_slug, gone_slug = gone.name, kept.slug, gone.slug
    worker(installation).once()
    answer = client.get(f"/aanbod/{gone_slug}")
    assert answer.status_code == 301
    assert f"/aanbod/{kept_slug}" in answer.location
    assert name not in names_found(client, name)
