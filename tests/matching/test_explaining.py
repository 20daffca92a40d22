"""The sentence that says why: word for word for seventy pairs, and well formed for whatever comes."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.loading import load_content
from app.matching.explaining import sentence
from app.matching.models import Side
from app.matching.scoring import Fit, OfferFacts, QuestionFacts, ground_of, judge
from app.social_map.vocabulary import Frequency, Vog

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
MON, MON_NOON, THU, FRI, MONDAYS, WEEK = 1, 2, 1 << 13, 1 << 16, 0b1111, 0xFFFFF
SOME_THU = 1 << 31


def an_offer(**more) -> OfferFacts:
    values = {
        "tasks": ["boodschappen"],
        "kern": "elst",
        "when_mask": THU,
        "frequency": Frequency.WEEKLY,
        "vog": Vog.YES,
    } | more
    for name in ("tasks", "area"):
        values[name] = frozenset(values.get(name, ()))
    return OfferFacts(id=1, municipality="overbetuwe", **values)


def a_question(**more) -> QuestionFacts:
    values = {"tasks": ["boodschappen"], "kern": "elst", "when_mask": THU, "frequency": Frequency.WEEKLY} | more
    return QuestionFacts(id=2, municipality="overbetuwe", **(values | {"tasks": frozenset(values["tasks"])}))


@lru_cache(maxsize=1)
def as_shipped():
    """The content, for a test that hypothesis calls: it prints its arguments, and a whole content folder is too long for that."""
    return load_content(ROOT / "content")


def told(shipped, offer, question, lang="nl", reader=None):
    fit = judge(offer, question, ground_of(shipped), TODAY)
    assert isinstance(fit, Fit), fit
    return sentence(fit, offer, question, shipped, lang, reader=reader)


TABLE = [
    ({}, {}, "nl", None, "Kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week."),
    ({}, {}, "nl", Side.OFFER, "U kunt op donderdagmiddag boodschappen doen, u komt uit de buurt en u doet dit graag elke week."),
    ({}, {}, "nl", Side.QUESTION, "Kan op donderdagmiddag boodschappen doen, komt uit de buurt en doet dit graag elke week."),
    ({}, {}, "en", None, "Can do the shopping on Thursday afternoon, is from the same place and is happy to do this every week."),
    ({}, {}, "en", Side.OFFER, "You can do the shopping on Thursday afternoon, you are from nearby and you are happy to do this every week."),
    ({}, {}, "en", Side.QUESTION, "Can do the shopping on Thursday afternoon, is from nearby and is happy to do this every week."),
    ({"kern": "driel"}, {}, "nl", None, "Kan op donderdagmiddag boodschappen doen, komt uit de buurt en doet dit graag elke week."),
    ({"kern": "driel"}, {}, "en", None, "Can do the shopping on Thursday afternoon, is from nearby and is happy to do this every week."),
    ({"kern": "zetten"}, {}, "nl", None, "Kan op donderdagmiddag boodschappen doen en doet dit graag elke week."),
    ({"kern": "zetten"}, {}, "en", None, "Can do the shopping on Thursday afternoon and is happy to do this every week."),
    ({"kern": "zetten", "area": ["elst"]}, {}, "nl", None, "Kan op donderdagmiddag boodschappen doen, helpt ook graag in Elst en doet dit graag elke week."),
    ({"kern": "zetten", "area": ["elst"]}, {}, "nl", Side.OFFER, "U kunt op donderdagmiddag boodschappen doen, het is in een plaats die u koos en u doet dit graag elke week."),
    ({"kern": "zetten", "area": ["elst"]}, {}, "en", Side.OFFER, "You can do the shopping on Thursday afternoon, it is in a place that you chose and you are happy to do this every week."),
    ({"kern": "zetten", "area": ["elst"], "when_mask": 0}, {"frequency": None}, "nl", None, "Past voor een deel: kan boodschappen doen en helpt ook graag in Elst, maar het is nog niet bekend welke dagen passen."),
    ({"kern": ""}, {"frequency": None}, "nl", None, "Kan op donderdagmiddag boodschappen doen."),
    ({"kern": ""}, {"frequency": Frequency.SOMETIMES}, "nl", None, "Kan op donderdagmiddag boodschappen doen en wil dit zo vaak doen als gevraagd is."),
    ({"kern": ""}, {"frequency": Frequency.SOMETIMES}, "en", None, "Can do the shopping on Thursday afternoon and is happy to do this as often as asked."),
    ({"when_mask": THU | FRI}, {"when_mask": THU | FRI | MON, "frequency": Frequency.ONCE}, "nl", None, "Kan op donderdagmiddag en vrijdagochtend boodschappen doen, komt uit dezelfde plaats en wil dit graag een keer doen."),
    ({"when_mask": THU | FRI}, {"when_mask": THU | FRI | MON, "frequency": Frequency.ONCE}, "en", None, "Can do the shopping on Thursday afternoon and Friday morning, is from the same place and is happy to do this once."),
    ({"when_mask": WEEK}, {"when_mask": WEEK}, "nl", None, "Kan op maandagochtend en 19 andere momenten boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week."),
    ({"when_mask": WEEK}, {"when_mask": WEEK}, "en", None, "Can do the shopping on Monday morning and at 19 other moments, is from the same place and is happy to do this every week."),
    ({"tasks": ["bezoek"]}, {"tasks": ["bezoek"], "when_mask": THU}, "nl", None, "Kan op donderdagmiddag op bezoek komen, komt uit dezelfde plaats en doet dit graag elke week."),
    ({"tasks": ["bezoek", "boodschappen"]}, {"tasks": ["bezoek", "boodschappen"]}, "nl", None, "Kan op donderdagmiddag boodschappen doen en op bezoek komen, komt uit dezelfde plaats en doet dit graag elke week."),
    ({"tasks": ["bezoek", "boodschappen"]}, {"tasks": ["bezoek", "boodschappen"]}, "en", None, "Can do the shopping and come for a visit on Thursday afternoon, is from the same place and is happy to do this every week."),
    ({"tasks": ["bezoek", "boodschappen", "koken", "tuin"]}, {"tasks": ["bezoek", "boodschappen", "koken", "tuin"]}, "nl", None, "Kan op donderdagmiddag boodschappen doen, op bezoek komen en nog 2 dingen doen, komt uit dezelfde plaats en doet dit graag elke week."),
    ({"tasks": ["bezoek", "boodschappen", "koken", "tuin"]}, {"tasks": ["bezoek", "boodschappen", "koken", "tuin"]}, "en", None, "Can do the shopping, come for a visit and do 2 more things on Thursday afternoon, is from the same place and is happy to do this every week."),
    ({}, {"urgent": True}, "nl", None, "Kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats, doet dit graag elke week en kan snel helpen."),
    ({}, {"urgent": True}, "en", None, "Can do the shopping on Thursday afternoon, is from the same place, is happy to do this every week and can help soon."),
    ({"frequency": Frequency.EMERGENCY}, {"urgent": True, "frequency": Frequency.ONCE}, "nl", None, "Kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en helpt als er nood is."),
    ({"frequency": Frequency.EMERGENCY}, {"urgent": True, "frequency": Frequency.ONCE}, "nl", Side.OFFER, "U kunt op donderdagmiddag boodschappen doen, u komt uit de buurt en u helpt als er nood is."),
    ({"frequency": Frequency.EMERGENCY}, {"urgent": True, "frequency": Frequency.ONCE}, "en", None, "Can do the shopping on Thursday afternoon, is from the same place and helps in an emergency."),
    ({"frequency": Frequency.EMERGENCY}, {"urgent": True}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen en komt uit dezelfde plaats, maar doet dit alleen in nood."),
    ({"frequency": Frequency.EMERGENCY}, {"urgent": True}, "en", None, "Fits in part: can do the shopping on Thursday afternoon and is from the same place, but does this in an emergency only."),
    ({"tasks": ["bezoek"], "kern": "", "when_mask": MON}, {"tasks": ["bezoek"], "frequency": None, "when_mask": MON_NOON}, "nl", None, "Past voor een deel: kan wel op bezoek komen, maar niet op maandagmiddag."),
    ({"tasks": ["bezoek"], "kern": "", "when_mask": MON}, {"tasks": ["bezoek"], "frequency": None, "when_mask": MON_NOON}, "nl", Side.OFFER, "Past voor een deel: u kunt wel op bezoek komen, maar niet op maandagmiddag."),
    ({"tasks": ["bezoek"], "kern": "", "when_mask": MON}, {"tasks": ["bezoek"], "frequency": None, "when_mask": MON_NOON}, "en", None, "Fits in part: can come for a visit, but not on Monday afternoon."),
    ({"when_mask": MON}, {}, "nl", None, "Past voor een deel: kan wel boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar kan niet op donderdagmiddag."),
    ({"when_mask": MON}, {}, "nl", Side.OFFER, "Past voor een deel: u kunt wel boodschappen doen, u komt uit de buurt en u doet dit graag elke week, maar u kunt niet op donderdagmiddag."),
    ({"when_mask": MON}, {"when_mask": WEEK ^ MONDAYS}, "nl", None, "Past voor een deel: kan wel boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar kan niet op de gevraagde tijden."),
    ({"when_mask": MON}, {"when_mask": WEEK ^ MONDAYS}, "en", None, "Fits in part: can do the shopping, is from the same place and is happy to do this every week, but not at the times asked for."),
    ({"when_mask": MON}, {"when_mask": SOME_THU}, "nl", None, "Past voor een deel: kan wel boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar kan niet op donderdag."),
    ({"when_mask": 0}, {}, "nl", None, "Past voor een deel: kan boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar het is nog niet bekend welke dagen passen."),
    ({"when_mask": 0}, {}, "en", None, "Fits in part: can do the shopping, is from the same place and is happy to do this every week, but it is not known yet which days suit."),
    ({"when_mask": SOME_THU}, {}, "nl", None, "Past voor een deel: kan boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar het is nog niet bekend hoe laat op donderdag."),
    ({"when_mask": SOME_THU}, {}, "en", None, "Fits in part: can do the shopping, is from the same place and is happy to do this every week, but it is not known yet at what time on Thursday."),
    ({"when_mask": 0, "frequency": None}, {}, "nl", None, "Past voor een deel: kan boodschappen doen en komt uit dezelfde plaats, maar het is nog niet bekend welke dagen passen en hoe vaak."),
    ({"when_mask": 0, "frequency": None}, {}, "en", None, "Fits in part: can do the shopping and is from the same place, but it is not known yet which days suit and how often."),
    ({"frequency": Frequency.SOMETIMES}, {}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen en komt uit dezelfde plaats, maar doet dit liever af en toe."),
    ({"frequency": Frequency.SOMETIMES}, {}, "nl", Side.OFFER, "Past voor een deel: u kunt op donderdagmiddag boodschappen doen en u komt uit de buurt, maar u doet dit liever af en toe."),
    ({"frequency": Frequency.SOMETIMES}, {}, "en", None, "Fits in part: can do the shopping on Thursday afternoon and is from the same place, but would rather do this now and then."),
    ({"frequency": Frequency.ONCE}, {}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen en komt uit dezelfde plaats, maar wil dit één keer doen."),
    ({"frequency": Frequency.ONCE}, {}, "en", Side.OFFER, "Fits in part: you can do the shopping on Thursday afternoon and you are from nearby, but you want to do this once."),
    ({"notice_days": 1}, {"urgent": True}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar wil het graag een dag van tevoren weten."),
    ({"notice_days": 1}, {"urgent": True}, "en", None, "Fits in part: can do the shopping on Thursday afternoon, is from the same place and is happy to do this every week, but wants to know a day before."),
    ({"notice_days": 3}, {"urgent": True}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar wil het graag 3 dagen van tevoren weten."),
    ({"notice_days": 3}, {"urgent": True}, "nl", Side.OFFER, "Past voor een deel: u kunt op donderdagmiddag boodschappen doen, u komt uit de buurt en u doet dit graag elke week, maar u wilt het graag 3 dagen van tevoren weten."),
    ({"kern": "randwijk"}, {"kern": "elst"}, "nl", None, "Past voor een deel: kan op donderdagmiddag boodschappen doen en doet dit graag elke week, maar komt van wat verder weg."),
    ({"kern": "randwijk"}, {"kern": "elst"}, "nl", Side.OFFER, "Past voor een deel: u kunt op donderdagmiddag boodschappen doen en u doet dit graag elke week, maar u komt van wat verder weg."),
    ({"kern": "randwijk"}, {"kern": "elst"}, "en", None, "Fits in part: can do the shopping on Thursday afternoon and is happy to do this every week, but comes from somewhat further away."),
    ({}, {"tasks": ["boodschappen", "bezoek"]}, "nl", None, "Past voor een deel: kan wel op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar biedt op bezoek komen niet aan."),
    ({}, {"tasks": ["boodschappen", "bezoek"]}, "nl", Side.OFFER, "Past voor een deel: u kunt wel op donderdagmiddag boodschappen doen, u komt uit de buurt en u doet dit graag elke week, maar op bezoek komen biedt u niet aan."),
    ({}, {"tasks": ["boodschappen", "bezoek"]}, "en", None, "Fits in part: can do the shopping on Thursday afternoon, is from the same place and is happy to do this every week, but does not offer to come for a visit."),
    ({}, {"tasks": ["boodschappen", "wassen"]}, "nl", None, "Past voor een deel: kan wel op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar voor helpen met wassen of naar de wc gaan is andere hulp nodig."),
    ({}, {"tasks": ["boodschappen", "wassen"]}, "en", None, "Fits in part: can do the shopping on Thursday afternoon, is from the same place and is happy to do this every week, but other help is needed to help with washing or going to the toilet."),
    ({"when_mask": MON, "frequency": Frequency.ONCE, "notice_days": 2}, {"urgent": True, "tasks": ["boodschappen", "bezoek"]}, "nl", None, "Past voor een deel: kan wel boodschappen doen en komt uit dezelfde plaats, maar kan niet op donderdagmiddag, wil dit één keer doen, wil het graag 2 dagen van tevoren weten en biedt op bezoek komen niet aan."),
    ({"when_mask": MON, "frequency": Frequency.ONCE, "notice_days": 2}, {"urgent": True, "tasks": ["boodschappen", "bezoek"]}, "en", None, "Fits in part: can do the shopping and is from the same place, but not on Thursday afternoon, wants to do this once, wants to know 2 days before and does not offer to come for a visit."),
    ({}, {"tasks": ["boodschappen", "weg-uit-de-lijst"]}, "nl", None, "Past voor een deel: kan wel op donderdagmiddag boodschappen doen, komt uit dezelfde plaats en doet dit graag elke week, maar kan niet alles."),
    ({}, {"tasks": ["boodschappen", "weg-uit-de-lijst"]}, "en", None, "Fits in part: can do the shopping on Thursday afternoon, is from the same place and is happy to do this every week, but not everything."),
]  # fmt: skip


@pytest.mark.parametrize(("offer", "question", "lang", "reader", "words"), TABLE)
def test_word_for_word(shipped, offer, question, lang, reader, words):
    assert told(shipped, an_offer(**offer), a_question(**question), lang, reader) == words


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("reader", [Side.OFFER, Side.QUESTION])
def test_on_ones_own_page_it_does_not_say_in_which_village_the_other_lives(shipped, lang, reader):
    for area in ((), ("elst",)):
        words = told(shipped, an_offer(kern="elst", area=area), a_question(), lang, reader)
        assert "dezelfde plaats" not in words
        assert "same place" not in words


def test_another_language_gets_the_dutch_words(shipped):
    assert told(shipped, an_offer(), a_question(), "tr") == told(shipped, an_offer(), a_question(), "nl")


def test_every_task_reads_as_something_one_can_do(shipped):
    for task in shipped.tasks:
        if task.volunteers:
            both = {"tasks": [task.slug]}
            label, english = (each[0].lower() + each[1:] for each in (task.label, task.label_en))
            assert f"Kan op donderdagmiddag {label}, " in told(shipped, an_offer(**both), a_question(**both))
            assert f"Can {english} on Thursday afternoon, " in told(shipped, an_offer(**both), a_question(**both), "en")


SLUGS = ["bezoek", "boodschappen", "koken", "tuin", "wassen", "medicijnen", "bestaat-niet-meer"]
TASKS = st.frozensets(st.sampled_from(SLUGS), min_size=1)
MASKS = st.frozensets(st.sampled_from([0, 1, 2, 13, 16, 28, 31]), max_size=6).map(
    lambda bits: sum(1 << bit for bit in bits)
)
OFTEN = st.one_of(st.none(), st.sampled_from([*Frequency]))
KERNEN = st.sampled_from(["elst", "driel", "randwijk", "zetten", ""])


OFFERS = st.builds(
    an_offer, tasks=TASKS, when_mask=MASKS, frequency=OFTEN, kern=KERNEN,
    area=st.sampled_from([(), ("elst", "driel")]), notice_days=st.integers(0, 5),
)  # fmt: skip
QUESTIONS = st.builds(
    a_question, tasks=TASKS, when_mask=MASKS, frequency=OFTEN, kern=KERNEN,
    urgent=st.booleans(), needed_on=st.sampled_from([None, TODAY + timedelta(days=2)]),
)  # fmt: skip


@settings(deadline=None)  # a busy machine is no mistake
@given(OFFERS, QUESTIONS)
def test_whatever_fits_is_said_in_one_well_formed_sentence(offer, question):
    shipped = as_shipped()
    fit = judge(offer, question, ground_of(shipped), TODAY)
    if not isinstance(fit, Fit):
        return
    for lang in ("nl", "en"):
        for reader in (None, *Side):
            words = sentence(fit, offer, question, shipped, lang, reader=reader)
            assert words[0].isupper()
            assert words.endswith(".")
            assert words.count(".") == 1
            for wrong in ("  ", " ,", ",,", " .", ",.", "{", "}", "None", "_", " en en ", " and and ", "maar.", "but."):
                assert wrong not in words, words
            assert (words.split(":")[0] in {"Past voor een deel", "Fits in part"}) == (not fit.full)
            assert (", maar " in words or ", but " in words) == (not fit.full), words
