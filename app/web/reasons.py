"""Why an offer is shown, said in a sentence: for the page and for the API alike."""

from app.search.asking import Result
from app.search.reasons import Why
from app.web.running import decimal_text
from app.web.translating import gettext as _


def sentences(result: Result) -> list[str]:
    """One plain sentence per reason, in the language of the request."""
    return [sentence for why in result.why if (sentence := _sentence(why))]


def _sentence(why: Why) -> str:  # noqa: C901, PLR0911  (one sentence per reason)
    words = ", ".join(why.words)
    match why.code:
        case "words":
            return _("Hierin staat wat u zocht: %(words)s.", words=words)
        case "synonym":
            return _("U zocht %(typed)s. Dit heet ook wel: %(called)s.", typed=why.words[0], called=why.words[1])
        case "kind":
            return _("Dit soort hulp past bij wat u zocht.")
        case "respite":
            return _("Ook hiermee neemt iemand de zorg even van u over.")
        case "kern":
            return _("Dit is in %(place)s, of er speciaal voor.", place=words) if words else ""
        case "distance":
            return _("Dit is hemelsbreed %(km)s km bij u vandaan.", km=decimal_text(why.words[0]))
        case "serves":
            return _("Dit is er ook voor mensen uit %(place)s.", place=words)
        case "time":
            return _("Dit is er op de tijd die u noemde.")
        case "ask_time":
            return _("Wij weten niet zeker of het kan op de tijd die u noemde. Vraag het na.")
        case "not_that_day":
            return _("Dit is er meestal wel op die dag van de week, maar niet op de datum die u noemde.")
        case "other_time":
            return _("Dit is er op andere tijden dan u noemde.")
    return ""
