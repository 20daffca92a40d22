"""A fixed combination survives what happens to its offers, and belongs to one desk."""

import pytest
from sqlmodel import select

from app.conversation.office import NobodyHome
from app.referring import bundles
from app.referring.bundles import BundleChanged, Combined, NameTaken, mark_of
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from tests.referring.asked import DESK, ELSEWHERE, an_offer


def test_an_offer_that_stopped_is_said_with_who_took_over_and_the_slip_gets_that_one(office):
    numbers = [an_offer(office.database, name, source_id=name) for name in ("Oud", "Nieuw", "Weg", "Blijft")]
    with office.database.writing() as session:
        old, new, gone, stays = (session.get_one(Offer, number) for number in numbers)
        old.status, old.successor, gone.status = Status.WITHDRAWN, "Nieuw", Status.WITHDRAWN
        session.add_all([old, gone])
        made = bundles.make(
            session, DESK, "hattem", Combined("Thuis", "", [old.slug, gone.slug, stays.slug, stays.slug])
        )
        slugs = (new.slug, stays.slug)
    with office.database.reading() as session:
        shown = bundles.in_bundle(session, made.offers)
        assert [(each.name, each.card is None, each.heir_name) for each in shown] == [
            ("Oud", True, "Nieuw"), ("Weg", True, ""), ("Blijft", False, ""),
        ]  # fmt: skip
        assert bundles.public_slugs(session, made) == slugs


def test_a_bundle_has_one_name_one_desk_and_one_last_version(office):
    with office.database.writing() as session:
        made = bundles.make(session, DESK, "hattem", Combined("Thuis", "", ["a"]))
        bundles.make(session, ELSEWHERE, "putten", Combined("Thuis", "", ["b"]))
        with pytest.raises(NameTaken):
            bundles.make(session, DESK, "hattem", Combined("THUIS", "", ["b"]))
        mark = mark_of(made)
        bundles.change(session, DESK, made.id, mark, Combined("Weer thuis", "Bel eerst.", ["b"]))
        with pytest.raises(BundleChanged):
            bundles.change(session, DESK, made.id, mark, Combined("Thuis", "", ["a"]))
        for act in (
            lambda: bundles.bundle_of(session, ELSEWHERE, made.id),
            lambda: bundles.change(session, ELSEWHERE, made.id, mark_of(made), Combined("Van ons", "", ["a"])),
            lambda: bundles.remove(session, ELSEWHERE, made.id),
        ):
            with pytest.raises(NobodyHome):
                act()
        assert [each.name for each in bundles.bundles(session, "hattem")] == ["Weer thuis"]
        assert len(session.exec(select(bundles.Bundle)).all()) == 2
