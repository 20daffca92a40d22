"""Who decides whether somebody may use it (I-20): what was chosen, or what two plain questions propose.

A proposal is always said to be one: nobody's offer gets a level in silence.
"""

from typing import Final

from app.publishing.form_fields import Typed
from app.social_map.vocabulary import LEVEL_IN_SPREADSHEET, NEEDS_DECISION, Answer, Level

LEVEL_NAMES: Final = {level: slug for slug, level in LEVEL_IN_SPREADSHEET.items()}
PLAIN: Final = {
    Level.OWN_STRENGTH: "zelf of samen met mensen om u heen",
    Level.GENERAL: "zonder indicatie",
    Level.COLLECTIVE: "de gemeente beslist hierover (groep)",
    Level.INDIVIDUAL: "de gemeente beslist hierover (één persoon)",
}
_DECIDES: Final = {"groep": Level.COLLECTIVE, "persoon": Level.INDIVIDUAL, "nee": Level.OWN_STRENGTH}


def proposed(typed: Typed) -> Level | None:
    """What the two questions propose; None while they are not answered."""
    if typed.one("hulp_vrij") == "ja":
        return Level.GENERAL
    return _DECIDES.get(typed.one("hulp_beslist"))


def level_of(typed: Typed) -> tuple[Level | None, str]:
    """The level, and what to say about it (Dutch; empty when somebody chose it themselves)."""
    chosen = LEVEL_IN_SPREADSHEET.get(typed.one("niveau"))
    proposal = proposed(typed)
    if chosen is not None:
        if proposal is not None and typed.one("hulp_vrij") and proposal is not chosen:
            return chosen, f"U koos: {PLAIN[chosen]}. Uw antwoorden wijzen op: {PLAIN[proposal]}. Wat u koos, telt."
        return chosen, ""
    if proposal is not None:
        return proposal, f"Ons voorstel uit uw antwoorden: {PLAIN[proposal]}. Klopt dat niet? Kies dan zelf."
    return None, ""


def decision_for(level: Level) -> Answer:
    """Whether the municipality decides at this level."""
    return Answer.YES if level in NEEDS_DECISION else Answer.NO
