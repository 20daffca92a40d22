"""Two installations that read each other: what we gave comes back as nothing new, and both settle (I-46)."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import joinedload
from sqlmodel import col, func, select

from app.social_map.lifecycle import apply_draft
from app.social_map.models import Offer, OfferRevision
from app.social_map.vocabulary import Status
from importers.running import import_file, sources
from tests.installing import ROOT, copy_of, fill, make_database, settings_in


@pytest.fixture
def two(example_template, tmp_path):
    """A region with its offers, and a neighbour with a few of its own."""
    from app.services import build_services

    here = copy_of(example_template, tmp_path / "here")
    settings = settings_in(tmp_path / "there")
    make_database(settings)
    there = build_services(settings)
    fill(there, ROOT / "tests" / "fixtures" / "offers.csv", source_name="eigen lijst")
    yield here, there
    here.database.close()
    there.database.close()


def counted(services, *conditions):
    with services.database.reading() as session:
        return session.exec(select(func.count(col(Offer.id))).where(*conditions)).one()


def reads(reader, giver, name, tmp_path):
    """One reading of the giver's feed, through its own web application."""
    from tests.applications import application

    with application(giver) as app:
        client = app.test_client()

        def ask(address):
            parts = urlsplit(address)
            answer = client.get(f"{parts.path}?{parts.query}", headers={"Host": "hattem.localhost"})
            assert answer.status_code == 200, (address, answer.status_code)
            return answer.data

        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        told = sources()["open-referral"].fetch("https://buren.example/api/hsds", {}, folder, ask)
    return import_file(reader, "open-referral", told.path, publish=True, source_name=name)


def test_two_that_read_each_other_settle(two, tmp_path):
    here, there = two
    ours, theirs = counted(here), counted(there)
    first = reads(there, here, "van hier", tmp_path)
    assert first.new > 50
    assert first.refused == []
    back = reads(here, there, "van daar", tmp_path)
    assert back.new <= theirs  # only what the neighbour had of its own
    assert any("staat al op de kaart" in note for note in back.notes)
    sizes = counted(here), counted(there)
    for _ in range(2):
        there_again = reads(there, here, "van hier", tmp_path)
        here_again = reads(here, there, "van daar", tmp_path)
        assert (there_again.new, here_again.new) == (0, 0)
    assert (counted(here), counted(there)) == sizes
    assert (there_again.changed, here_again.changed) == (0, 0)
    assert sizes[0] <= ours + theirs


def test_an_offer_from_a_neighbour_says_the_same_there(two, tmp_path):
    here, there = two
    reads(there, here, "van hier", tmp_path)
    names = ("name", "kind", "level", "domains", "summary", "description", "easy", "conditions", "first_step", "expectation", "phone", "phone_hours", "email", "website", "costs", "decision", "vog", "respite", "frequency", "limits", "accessibility", "languages", "keywords", "age", "referral_needed", "waiting_time", "who_pays", "funding", "works_with", "transport", "meldcode", "quality", "book_ahead", "training", "interests", "translations", "example", "when_mask")  # fmt: skip
    with here.database.reading() as session:
        mine = {
            offer.uid: offer
            for offer in session.exec(
                select(Offer).options(joinedload(Offer.place)).where(Offer.status == Status.PUBLISHED)
            )
        }
    with there.database.reading() as session:
        copies = session.exec(select(Offer).where(Offer.source == "van hier")).all()
    assert len(copies) > 50
    different = {}
    for copy in copies:
        original = mine[copy.source_id]
        for name in names:
            before, after = getattr(original, name), getattr(copy, name)
            if name == "costs":  # how a price was typed is nowhere in HSDS; what it says is
                before, after = (
                    [cost.model_copy(update={"as_typed": ""}) for cost in costs if cost.kind != "unknown"]
                    for costs in (before, after)
                )
            if before != after and not (name == "accessibility" and original.place.confidential):
                different.setdefault(name, []).append((original.name, before, after))
    assert different == {}


def test_what_we_withdraw_is_withdrawn_at_the_neighbour(two, tmp_path):
    here, there = two
    reads(there, here, "van hier", tmp_path)
    with here.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED)).first()
        uid = offer.uid
        newest = session.exec(select(OfferRevision).where(OfferRevision.offer_id == offer.id)).first()
        apply_draft(session, offer, newest.draft)
        offer.status = Status.WITHDRAWN
        session.add(offer)
    folder = tmp_path / "weg"
    folder.mkdir()
    (folder / "weg.json").write_text(
        f'[{{"id": "{uid}", "name": "x", "status": "defunct", "last_modified": "2026-11-23T00:00:00Z"}}]'
    )
    import_file(there, "open-referral", folder / "weg.json", publish=True, source_name="van hier")
    assert counted(there, Offer.source_id == uid, Offer.status == Status.WITHDRAWN) == 1
