"""What has to be there before an offer is handed in (S24), and what is only said: the rest may be unknown."""

from typing import Final

from app.publishing.form_reading import Facts, Reading
from app.publishing.remarks import can_be_rung
from app.social_map.draft import PlaceDraft
from app.social_map.times import has_no_fixed_time, read_times
from app.social_map.vocabulary import Vog

_CONTACT: Final = ("phone", "email", "website")
CONTACT_NEEDED: Final = "Hoe bereikt iemand u? Vul ten minste één ding in: telefoon, e-mail, website of adres. Bellen is voor de meeste mensen het fijnst."


def check(on: Reading, facts: Facts) -> None:
    """Add what misses to the errors, and what is good to know to the notes."""
    if not facts.get("name"):
        on.errors.append(("naam", "Hoe heet uw aanbod? Vul een naam in."))
    if not facts.get("kind"):
        on.errors.append(("soort", "Wat voor aanbod is het? Kies wat het meest lijkt. Past niets? Kies dan 'overig'."))
    if not facts.get("level"):
        on.errors.append(
            ("niveau", "Wie beslist of iemand dit krijgt? Kies er één, of beantwoord de twee vragen eronder.")
        )
    place = facts.get("place")
    reachable = any(facts.get(name) for name in _CONTACT)
    if isinstance(place, PlaceDraft) and place.street and not place.confidential:
        reachable = True
    if not reachable and not {field for field, _words in on.errors} & {"telefoon", "email", "website"}:
        on.errors.append(("telefoon", CONTACT_NEEDED))
    if facts.get("photo") and not facts.get("photo_alt"):
        on.errors.append(
            ("foto_alt", "Wat is er op de foto te zien? Schrijf het in één zin, voor mensen die de foto niet zien.")
        )
    _say(on, facts)


def _say(on: Reading, facts: Facts) -> None:
    if words := times_read_back(str(facts.get("times", ""))):
        on.notes.append(("tijden", words))
    if words := times_read_back(str(facts.get("phone_hours", ""))):
        on.notes.append(("beltijden", words))
    phone = str(facts.get("phone", ""))
    if not phone:
        on.notes.append(("telefoon", "Veel mensen bellen het liefst. Hebt u een nummer dat erbij mag?"))
    elif not can_be_rung(phone):
        on.notes.append(("telefoon", "Dit nummer kan volgens ons niet bestaan. Kijkt u het nog eens na?"))
    if enters_home(on, facts) and facts.get("vog") is Vog.UNANSWERED:
        on.notes.append(("vog", VOG_OPEN))


VOG_OPEN: Final = "De vraag over de VOG is nog open. U kunt het zo insturen. Voordat het op de site komt, hebben wij uw antwoord nodig: ja, nee of niet van toepassing."


def enters_home(on: Reading, facts: Facts) -> bool:
    """Whether somebody comes to the home or takes over care: then the VOG has to be answered (I-51)."""
    kind = on.content.kind(str(facts.get("kind", "")))
    return (kind is not None and kind.entering_home) or facts.get("respite") is not None


def times_read_back(typed: str) -> str:
    """What we made of a line about times, in Dutch; empty for an empty line."""
    if not typed:
        return ""
    read = read_times(typed)
    if read.understood:
        return f"Zo lezen wij dit: {read.words}."
    if has_no_fixed_time(typed):
        return "Zonder vaste tijd. Bezoekers lezen het zoals u het schreef."
    return (
        "Deze tijd kunnen wij niet lezen. Bezoekers zien uw eigen woorden, maar vinden dit niet als zij op een dag zoeken. "
        "Schrijf bijvoorbeeld: di en do 10.00-12.00 uur."
    )
