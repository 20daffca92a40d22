"""What visitors write reaches who gives the offer and the editor, once a day at most, with a term; nothing is counted in public."""

from datetime import date, timedelta

import time_machine
from sqlmodel import select

from app import clock
from app.social_map.draft import OrganisationDraft
from app.social_map.models import Correction, Offer, Organisation
from app.upkeep.feedback import answer, forget_settled, note_correction, note_helped, tell_organisations, waiting_for
from tests.social_map.drafts import draft, shelve
from tests.workshop import letters

SUNDAY = "2026-11-22T12:00:00+01:00"
OURS = OrganisationDraft(name="Stichting Voorbeeld", email="post@voorbeeld.example")


def an_offer(publishing, **facts):
    (received,) = shelve(publishing.database, draft(**({"organisation": OURS} | facts)))
    return received.offer_id


def write(publishing, number, *about):
    with publishing.database.writing() as session:
        offer = session.get_one(Offer, number)
        return [note_correction(session, publishing, offer, each, "Het nummer is veranderd.") for each in about]


@time_machine.travel(SUNDAY, tick=False)
def test_the_term_is_in_working_days_of_the_offers_own_municipality(publishing):
    assert write(publishing, an_offer(publishing), "telefoon") == [date(2026, 12, 4)]


@time_machine.travel(SUNDAY, tick=False)
def test_the_organisation_hears_of_everything_in_one_mail_and_reads_the_words_on_the_site_only(publishing):
    number = an_offer(publishing)
    write(publishing, number, "telefoon", "tijden")
    with publishing.database.writing() as session:
        note_helped(session, session.get_one(Offer, number), "Zo blij mee.")
    assert tell_organisations(publishing) == 1
    (letter,) = letters(publishing)
    assert letter.to == "post@voorbeeld.example"
    assert "Koffie-inloop De Voorbeeldhoek: 2 keer: klopt dit niet?, iemand is geholpen" in letter.text
    assert "veranderd" not in letter.text
    assert "4 december 2026" in letter.text
    assert tell_organisations(publishing) == 0


def test_there_is_one_mail_a_day_however_much_is_written(publishing):
    number = an_offer(publishing)
    with time_machine.travel(SUNDAY, tick=False) as at:
        write(publishing, number, "telefoon")
        assert tell_organisations(publishing) == 1
        write(publishing, number, *["tijden"] * 30)
        at.shift(timedelta(hours=2))
        assert tell_organisations(publishing) == 0
        at.shift(timedelta(hours=20))
        assert tell_organisations(publishing) == 1
    assert len(letters(publishing)) == 2


def test_who_has_no_address_stays_with_the_editor(publishing):
    number = an_offer(publishing, organisation=OrganisationDraft(name="Zonder post"))
    write(publishing, number, "telefoon")
    assert tell_organisations(publishing) == 0
    assert letters(publishing) == []
    with publishing.database.reading() as session:
        ((correction, offer),) = waiting_for(session, session.get_one(Offer, number).organisation_id)
        assert (correction.about, offer.id) == ("telefoon", number)


def test_what_is_due_first_stands_on_top_and_an_answer_takes_it_off(publishing):
    number = an_offer(publishing)
    with publishing.database.writing() as session:
        note_helped(session, session.get_one(Offer, number), "")
    write(publishing, number, "telefoon")
    with publishing.database.writing() as session:
        organisation = session.exec(select(Organisation)).one()
        found = [correction for correction, _offer in waiting_for(session, organisation.id)]
        assert [each.helped for each in found] == [False, True]
        answer(session, found[0], "Het nummer is aangepast.", "account:3")
    with publishing.database.reading() as session:
        assert [each.helped for each, _offer in waiting_for(session, organisation.id)] == [True]
        settled = session.exec(select(Correction).where(Correction.about == "telefoon")).one()
        assert (settled.answer, settled.answered_by) == ("Het nummer is aangepast.", "account:3")


def test_what_was_settled_long_ago_is_forgotten_and_what_waits_never(publishing):
    number = an_offer(publishing)
    write(publishing, number, "telefoon", "tijden")
    with publishing.database.writing() as session:
        first = session.exec(select(Correction)).first()
        answer(session, first, "Klopt al.", "account:3")
    with time_machine.travel(clock.now() + timedelta(days=366)):
        assert forget_settled(publishing.database, 365) == 1
    with publishing.database.reading() as session:
        assert [each.about for each in session.exec(select(Correction))] == ["tijden"]
