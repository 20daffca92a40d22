"""A complaint goes on its day with its key and its waiting mails, and never before it was answered."""

import json
from datetime import timedelta

from app import clock
from app.complaints import handling, own
from app.data_keys import Erased
from app.privacy.complaint_export import as_json, everything
from app.privacy.retention import purge, words
from tests.complaints.told import CANARY, MAIL, NAMED, PERSON, handler, mails, row, told


def test_it_stays_while_unanswered_and_goes_to_the_day(office):
    answered, waits = told(office, "een", contact={"by": "email", "email": MAIL}), told(office, "twee")
    handling.answer(office, handler(), answered.number, "Klaar.")
    found = row(office, answered.number)
    assert purge(office, found.erase_on - timedelta(days=1)).complaints == ()
    assert purge(office, found.erase_on, dry_run=True).complaints == (answered.number,)
    purged = purge(office, found.erase_on)
    assert purged.complaints == (answered.number,)
    assert "Klachten gewist: 1." in words(purged)
    assert row(office, answered.number) is None
    assert row(office, waits.number) is not None
    assert MAIL not in {each.to for each in mails(office)}
    assert office.keys.subjects() == {f"complaint:{row(office, waits.number).uid}"}
    try:
        office.keys.open(f"complaint:{found.uid}")
    except Erased:
        return
    raise AssertionError("the key is still there")


def test_an_old_copy_of_the_database_brings_nothing_back(office):
    receipt = told(office)
    office.keys.destroy(f"complaint:{row(office, receipt.number).uid}")
    purged = purge(office, clock.today())
    assert purged.complaints_restored == (receipt.number,)
    assert row(office, receipt.number) is None


def test_the_file_holds_everything_and_nobodys_number(office):
    receipt = told(office)
    handling.look(office, handler(31), receipt.number)
    handling.keep_note(office, handler(31), receipt.number, "gebeld, niet bereikt")
    uid = row(office, receipt.number).uid
    own.add_words(office, receipt.number, uid, "er is meer")
    text = as_json(everything(office, receipt.number, uid))
    for told_text in (CANARY, NAMED, PERSON, "gebeld, niet bereikt", "er is meer", "complaint.look"):
        assert told_text in text
    assert "account:31" not in text
    assert row(office, receipt.number).code_digest not in text
    assert {line["who"] for line in json.loads(text)["history"]} == {"person", "reader"}
