"""The desk's own texts and helplines are found with the words people use, by whoever may read them, and nothing else is shown."""

from datetime import date

import pytest

from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.referring import desk_texts
from app.referring.desk_texts import Written
from app.referring.desk_texts import desk_texts as listed
from app.referring.knowledge import find, notes_of
from app.referring.models import DeskText, DeskTextKind
from app.referring.offer_notes import remove_note, write_note
from tests.referring.asked import an_offer

HATTEM, PUTTEN, REGION = Worker(7, "hattem"), Worker(8, "putten"), Worker(9, "")


def write(office, title, words="", body="Zo doet u dat.", who=HATTEM, again=None):
    with office.database.writing() as session:
        written = Written(DeskTextKind.QUESTION, title, words, body, again, who.municipality)
        return desk_texts.write(session, who, written).id


@pytest.fixture
def shelf(office):
    write(office, "Parkeerkaart voor gehandicapten aanvragen", "invalidenkaart auto")
    write(office, "Hulp in de huishouding: wat betaalt iemand?", "schoonmaak", "De eigen bijdrage gaat via het CAK.")
    write(office, "Overstuur aan de telefoon", "boos huilen", who=REGION)
    write(office, "Rijbewijs verlengen", who=PUTTEN)
    return office


def titles(office, words, town="hattem"):
    with office.database.reading() as session:
        return [each.title for each in find(session, office.content.now(), town, words).texts]


FIND = {
    "gehandicaptenparkeerkaart": "Parkeerkaart", "ik wil een parkeerkaart voor mijn moeder": "Parkeerkaart",
    "parkeerkaarten": "Parkeerkaart", "parkeerkart": "Parkeerkaart", "invalidenkaart": "Parkeerkaart",
    "eigen bijdrage": "Hulp in de huishouding", "huishoudelijke hulp kosten": "Hulp in de huishouding",
    "beller is boos": "Overstuur",
}  # fmt: skip
NOTHING = ("", "   ", "schaakclub", "de het een", "😀", "koffie drinken op dinsdag in Hattem")


def test_the_words_of_a_caller_find_the_text_and_what_does_not_fit_is_not_shown(shelf):
    assert {
        words: (titles(shelf, words) or [""])[0].partition(" voor")[0].partition(":")[0].partition(" aan")[0]
        for words in FIND
    } == FIND
    assert {words: titles(shelf, words) for words in NOTHING} == {words: [] for words in NOTHING}


def test_helplines_come_up_with_their_subject(shelf):
    with shelf.database.reading() as session:
        found = {
            words: [each.id for each in find(session, shelf.content.now(), "hattem", words).numbers]
            for words in ("zelfmoord", "kindertelefoon", "maaltijd")
        }
    assert found["zelfmoord"][0] == "113"
    assert found["kindertelefoon"][0] == "kindertelefoon"
    assert found["maaltijd"] == []


def test_the_texts_of_another_municipality_do_not_exist(shelf):
    number = write(shelf, "Geheim van Putten", who=PUTTEN)
    assert titles(shelf, "rijbewijs") == titles(shelf, "geheim van Putten") == []
    assert titles(shelf, "rijbewijs", "putten") == ["Rijbewijs verlengen"]
    with shelf.database.reading() as session:
        with pytest.raises(NobodyHome):
            desk_texts.text_of(session, HATTEM, number)
        assert desk_texts.text_of(session, PUTTEN, number).title == "Geheim van Putten"
    written = Written(DeskTextKind.QUESTION, "Gekaapt", "", "x", None, "hattem")
    for act in (
        lambda session: desk_texts.change(session, HATTEM, number, written, 1),
        lambda session: desk_texts.remove(session, HATTEM, number),
        lambda session: desk_texts.write(session, HATTEM, Written(DeskTextKind.QUESTION, "Regio", "", "x", None, "")),
    ):
        with pytest.raises(NobodyHome), shelf.database.writing() as session:
            act(session)


def test_what_has_to_be_looked_at_again_stands_on_top_and_what_was_removed_is_found_no_more(shelf):
    late = write(shelf, "Zwemkaart", again=date(2020, 1, 1))
    with shelf.database.writing() as session:
        assert next(each.title for each in listed(session, "hattem")) == "Zwemkaart"
        with pytest.raises(desk_texts.ChangedMeanwhile):
            desk_texts.change(session, HATTEM, late, Written(DeskTextKind.QUESTION, "x", "", "x", None, "hattem"), 9)
        desk_texts.remove(session, HATTEM, late)
    assert titles(shelf, "zwemkaart") == []
    with shelf.database.reading() as session:
        gone = session.get_one(DeskText, late)
        assert (gone.title, gone.words, gone.body) == ("", "", ""), "what was removed is not kept either"


def test_notes_belong_to_one_desk(office):
    number = an_offer(office.database)
    with office.database.writing() as session:
        for who, words in ((HATTEM, "na tien uur bellen"), (PUTTEN, "vraag naar Jet")):
            write_note(session, who, who.municipality, number, words)
    with office.database.writing() as session:
        (ours,), (theirs,) = (notes_of(session, town, [number])[number] for town in ("hattem", "putten"))
        assert (ours.words, theirs.words) == ("na tien uur bellen", "vraag naar Jet")
        assert len(notes_of(session, "", [number])[number]) == 2
        with pytest.raises(NobodyHome):
            remove_note(session, HATTEM, number, theirs.id)
        remove_note(session, HATTEM, number, ours.id)
        assert notes_of(session, "hattem", [number]) == {}
        assert (ours.words, theirs.words) == ("", "vraag naar Jet")
