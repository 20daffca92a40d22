from app.matching.cleaning import clean_person, clean_words
from app.matching.shapes import LONGEST_WORDS, Person, Words
from app.personal_numbers import MASK

BSN = "111222333"


def test_a_number_that_must_not_stay_goes_everywhere_and_a_telephone_number_stays():
    person = Person(first_name=BSN, last_name=BSN, street=f"Weg 1 {BSN}", organisation=BSN, phone="0380000001")
    assert BSN not in clean_person(person).model_dump_json()
    assert clean_person(person).phone == "0380000001"
    words = clean_words(Words(story=f"bel 0380000001, {BSN}", times=BSN, limits=BSN, mediator_note=BSN))
    assert words.story == f"bel 0380000001, {MASK}"
    assert BSN not in words.model_dump_json()


def test_what_was_cleaned_can_be_read_back():
    words = clean_words(Words(story=(f"{BSN} " * 200)[:LONGEST_WORDS]))
    assert Words.model_validate_json(words.model_dump_json()).story.startswith(MASK)
