"""Nobody may or can: there are always other ways, said without reproach."""

from app.matching.ways import WayTo, lines_for_mail, ways_out
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import notice_of, posted

REPROACH = ("u moet", "helaas", "kunt u zelf", "eigen kracht", "niet mogelijk", "had u")


def ways(mediation, new):
    return ways_out(mediation, notice_of(mediation, posted(mediation, new)))


def test_what_volunteers_do_not_do_comes_with_who_does(mediation):
    first, second, last = ways(mediation, a_question(tasks=("bezoek", "wassen")))
    assert (first.to, first.task) == (WayTo.TRAINED, "wassen")
    assert first.text.startswith("Hulp bij het wassen geven mensen die daarvoor geleerd hebben.")
    assert set(first.kinds) == {"gezondheid", "begeleiding"}
    assert (second.to, second.task, second.kinds) == (WayTo.MAP, "bezoek", ("bezoek", "ontmoeting", "maatje"))
    assert (last.to, "038 000 00 00" in last.text) == (WayTo.TALK, True)


def test_every_task_leads_somewhere_in_both_languages_without_reproach(mediation):
    known = {kind.slug for kind in mediation.content.now().kinds}
    for task in mediation.content.now().tasks:
        found = ways(mediation, a_question(tasks=(task.slug,)))
        assert found[0].task == task.slug
        assert set(found[0].kinds) <= known
        assert found[-1].to is WayTo.TALK
        for way in found:
            assert way.said("nl") != way.said("en")
            assert not [word for word in REPROACH if word in way.text.lower()]


def test_an_offer_needs_no_other_way(mediation):
    assert ways(mediation, an_offer()) == ()


def test_a_mail_names_no_kind_of_help(mediation):
    question = notice_of(mediation, posted(mediation, a_question(tasks=("wassen", "bezoek"))))
    lines = "\n".join(lines_for_mail(mediation, question)).lower()
    assert "voor-elkaar/mijn" in lines
    assert not [word for word in ("wassen", "bezoek", "gezondheid") if word in lines]
