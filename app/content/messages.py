"""The texts of our mails: pages of the content folder like any other, read as plain text instead of as a web page.

An editor changes them on the screen of texts; the title is the subject. They stand on no address of the site.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Final

from app.content.models import HelpNumber, Municipality, Page
from app.content.pages import PLACEHOLDER, fill

PREFIX: Final = "bericht-"
TO_RESIDENTS: Final = (
    "bericht-ontvangst",
    "bericht-afspraak",
    "bericht-na-het-gesprek",
    "bericht-hoe-gaat-het",
    "bericht-veranderd",
)
"""In Dutch and English: somebody reads these in the language of their request."""
TO_STAFF: Final = (
    "bericht-loket",
    "bericht-loket-alles",
    "bericht-ondersteuner",
    "bericht-te-laat",
    "bericht-overzicht",
    "bericht-bemiddeling",
    "bericht-klacht-nieuw",
    "bericht-klacht-te-laat",
    "bericht-klacht-toegang",
)
BETWEEN_PEOPLE: Final = (
    "bericht-aanbod-ontvangst",
    "bericht-goedgekeurd",
    "bericht-niet-geplaatst",
    "bericht-voorstel",
    "bericht-afgesproken",
    "bericht-gaat-niet-door",
    "bericht-verloopt",
    "bericht-hoe-gaat-het-samen",
    "bericht-niemand-gevonden",
)
"""To who offers or asks help between people (I-34), in Dutch and English, signed by the organisation that mediates."""
TO_ORGANISATIONS: Final = (
    "bericht-uitnodiging",
    "bericht-wachtwoord",
    "bericht-tweede-stap",
    "bericht-meedoen-ontvangst",
    "bericht-meedoen-afgewezen",
    "bericht-aanbod-gepubliceerd",
    "bericht-aanbod-terug",
    "bericht-aanbod-gestopt",
    "bericht-klopt-nog",
    "bericht-klopt-nog-herinnering",
    "bericht-klopt-nog-waarschuwing",
    "bericht-verborgen",
    "bericht-bezoeker-meldt",
    "bericht-terugbellen",
)
"""To who publishes offers and to who gets an account, in Dutch and English (I-02, I-38, I-55)."""
TO_COMPLAINANTS: Final = ("bericht-klacht-ontvangst", "bericht-klacht-nieuws")
"""To who told a complaint and chose mail (I-53), in Dutch and English: they name no desk, because it may be about the desk."""
REQUIRED_MESSAGES: Final = (*TO_RESIDENTS, *TO_COMPLAINANTS, *TO_STAFF, *BETWEEN_PEOPLE, *TO_ORGANISATIONS)
FACTS: Final = frozenset(
    {
        *("reference", "day", "due", "plan_until", "first_contact", "contact", "planned", "extra"),
        *("site", "link", "support", "what", "list"),
        *("mediator", "mediator_phone", "mediator_hours"),
        *("organisation", "offer", "reason", "editors", "editors_phone", "editors_hours", "days", "months"),
    }
)
"""Names a mail's text may use between braces, besides those of every page."""

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARKS = re.compile(r"^#+ +|\*\*|__", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_GAP = re.compile(r"\n[ \t]*\n\s*\n")


def plain_message(
    page: Page, municipality: Municipality, help_numbers: Iterable[HelpNumber], facts: Mapping[str, str]
) -> tuple[str, str]:
    """Subject and text of a mail, everything filled in.

    :param facts: values for the names in `FACTS`; a name without a value becomes nothing.
    """
    numbers = tuple(help_numbers)

    def read(markdown: str) -> str:
        bare = _MARKS.sub("", _LINK.sub(r"\1 (\2)", markdown))
        html = fill(escape(bare, quote=False), page.lang, municipality, numbers)
        text = unescape(_TAG.sub("", html.replace("<br>", "\n").replace("<li>", "- ").replace("</li>", "\n")))
        return PLACEHOLDER.sub(lambda found: facts.get(found[1], "") if found[1] in FACTS else found[0], text)

    subject = " ".join(read(page.title).split())
    body = f"{read(page.intro).strip()}\n\n{read(page.markdown).strip()}\n"
    return subject, _GAP.sub("\n\n", body)
