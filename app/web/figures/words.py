"""What the codes of the counts are called: ways, details, domains and villages in words people know."""

from flask_babel import gettext as _

from app.counting.models import Measure
from app.insight.blocks import REST, RULES
from app.web.follow_up_words import asked
from app.web.running import content, language
from app.web.wording import domain_label


def key_words(measure: Measure, dimension: str, key: str) -> str:
    """One key of a table in words."""
    if key == REST:
        return _rest(measure) if RULES[measure].whole == dimension else _("overige samen, niet apart te tonen")
    if not key:
        return _("niet bekend")
    if dimension == "domain":
        return domain_label(key)
    if dimension == "kern":
        found = content().kern(key)
        return found[1].name if found else key
    words = _ways(measure) if dimension == "way" else _details(measure)
    return words.get(key, key)


def rank(measure: Measure, way: str) -> int:
    """Where a way stands in its natural order; what has no place in it comes last."""
    order = list(_ways(measure))
    return order.index(way) if way in order else len(order)


def _rest(measure: Measure) -> str:
    if measure in {Measure.TERM, Measure.COMPLAINT}:
        return _("overige, op tijd en te laat samen")
    return _("overige samen, niet apart te tonen")


def head_words(measure: Measure, dimension: str) -> str:
    """The head of a column of keys."""
    if dimension == "domain":
        return _("Onderwerp")
    if dimension == "kern":
        return _("Kern")
    ways = {
        Measure.UNMET: _("Waar"),
        Measure.REQUEST: _("Hoe"),
        Measure.TERM: _("Wat"),
        Measure.OUTCOME: _("Waar het toe leidde"),
        Measure.REFERRAL: _("Hoe"),
        Measure.DESK_ANSWER: _("Hoe"),
        Measure.FOLLOW_UP: _("Vraag"),
        Measure.COMPLAINT: _("Waarover"),
    }
    details = {
        Measure.REQUEST: _("Gratis ondersteuning"),
        Measure.REFERRAL: _("Van wie het aanbod is"),
        Measure.TERM: _("Op tijd of niet"),
        Measure.FOLLOW_UP: _("Antwoord"),
    }
    return ways.get(measure, _("Wat")) if dimension == "way" else details.get(measure, _("Wat er gebeurde"))


def _channels() -> dict[str, str]:
    return {
        "digital": _("via de site"),
        "phone": _("per telefoon"),
        "desk": _("aan de balie"),
        "letter": _("per brief"),
    }


def _ways(measure: Measure) -> dict[str, str]:
    if measure in {Measure.REQUEST, Measure.DESK_ANSWER}:
        return _channels()
    if measure is Measure.OUTCOME:
        english = language() == "en"
        return {code: each.label_en if english else each.label for code, each in content().policy.outcomes.items()}
    found = {
        Measure.UNMET: {"search": _("bij het zoeken"), "route": _("in de wegwijzer"), "desk": _("bij het loket")},
        Measure.TERM: {"first_contact": _("eerste contact"), "conversation": _("gesprek")},
        Measure.REFERRAL: {
            "print": _("op papier"),
            "mail": _("per mail"),
            "letter": _("in een brief"),
            "link": _("als korte link"),
        },
        Measure.COMPLAINT: {
            "treatment": _("hoe iemand werd behandeld"),
            "quality": _("hoe goed de hulp was"),
            "late": _("te laat"),
            "municipality": _("de gemeente"),
            "organisation": _("een organisatie"),
            "volunteer": _("een vrijwilliger"),
            "other": _("iets anders"),
        },
        Measure.FOLLOW_UP: {each.name: each.label for each in asked()},
    }
    return found.get(measure, {})


def _details(measure: Measure) -> dict[str, str]:
    found = {
        Measure.REQUEST: {
            "yes": _("ja, graag"),
            "no": _("nee"),
            "later": _("misschien, vraag het later"),
            "to_ask": _("nog niet gevraagd"),
        },
        Measure.TERM: {"in_time": _("op tijd"), "late": _("te laat")},
        Measure.REFERRAL: {
            "own": _("van de werkgever van de medewerker"),
            "other": _("van een andere organisatie"),
            "municipality": _("van de gemeente"),
        },
        Measure.DESK_ANSWER: {
            "found": _("gevonden"),
            "not_found": _("niet gevonden"),
            "no_referral": _("kon niet verwijzen"),
        },
        Measure.COMPLAINT: {
            "received": _("ontvangen"),
            "in_time": _("op tijd beantwoord"),
            "late": _("te laat beantwoord"),
        },
        Measure.CALL_BACK: {
            "accepted": _("aangenomen"),
            "declined": _("afgewezen"),
            "unanswered": _("geen antwoord"),
        },
        Measure.FOLLOW_UP: {code: words for each in asked() for code, words in each.options},
    }
    return found.get(measure, {})


def question_words() -> dict[str, str]:
    """The question each report answers, by its name."""
    return {
        "niet-gevonden": _("Wat zochten mensen en vonden ze niet?"),
        "aanvragen": _("Hoe kwamen vragen binnen?"),
        "op-tijd": _("Kregen mensen op tijd antwoord?"),
        "uitkomst": _("Waar leidde het gesprek toe?"),
        "verwijzingen": _("Waar verwees het loket naar?"),
        "bij-het-loket": _("Vond de beller het?"),
        "terugbellen": _("Belden organisaties terug?"),
        "hoe-ging-het": _("Hoe ging het daarna?"),
        "klachten": _("Hoeveel klachten kwamen er?"),
    }


def caption_words() -> dict[str, str]:
    """What each table shows, by its name."""
    return {
        "niet-gevonden-onderwerp": _("Niet gevonden, per onderwerp"),
        "niet-gevonden-kern": _("Niet gevonden, per kern"),
        "niet-gevonden-onderwerp-kern": _("Niet gevonden, per onderwerp en kern"),
        "niet-gevonden-waar": _("Niet gevonden, per plek waar het bleek"),
        "aanvragen-kanaal": _("Aanvragen voor een gesprek, naar hoe ze kwamen"),
        "aanvragen-ondersteuning": _("Aanvragen, naar de keuze voor gratis ondersteuning"),
        "op-tijd": _("Op tijd of te laat"),
        "uitkomst": _("Waar het gesprek toe leidde"),
        "verwijzingen-hoe": _("Aanbod dat werd meegegeven, naar hoe"),
        "verwijzingen-onderwerp": _("Aanbod dat werd meegegeven, per onderwerp"),
        "verwijzingen-van-wie": _("Aanbod dat werd meegegeven, naar van wie het is"),
        "bij-het-loket": _("Wat bellers en bezoekers vonden"),
        "bij-het-loket-kanaal": _("Wat bellers en bezoekers vonden, naar hoe ze kwamen"),
        "terugbellen": _("Verzoeken om iemand terug te bellen"),
        "hoe-ging-het": _("Antwoorden van mensen die wilden terugkijken"),
        "klachten": _("Ontvangen klachten, naar waar ze over gaan"),
        "klachten-op-tijd": _("Klachten, ontvangen en beantwoord"),
        "dekking": _("Aanbod per kern en onderwerp, met bovenaan waar het minste is"),
        "dekking-onderwerp": _("Aanbod per onderwerp"),
        "dekking-respijt": _("Hulp waarbij iemand de zorg even overneemt"),
    }
