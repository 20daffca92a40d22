"""The form of an offer or question filled in with what stands there now, to change it: on one's own page, or for a caller."""

from app.matching.models import Notice, Side
from app.matching.shapes import Person, Words
from app.personal_numbers import spaced_phone
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web.notice_fields import Typed
from app.web.notice_rules import FREQUENCIES, SHARES, times_read


def filled_in(notice: Notice, person: Person, words: Words) -> Typed:
    """The form as somebody would have filled it in to get what stands there now."""
    often = {value: name for name, value in FREQUENCIES.items()}
    shares = {value: name for name, value in SHARES.items()}
    # What the line says itself is not ticked as well: who changes the line would keep the old times.
    only_ticked = notice.when_mask & ~times_read(words.times).mask
    ticked = [
        f"{name}-{part}"
        for row, name in enumerate(WEEKDAYS)
        for column, part in enumerate(DAYPARTS)
        if only_ticked >> (row * len(DAYPARTS) + column) & 1
    ]
    values = {
        "kern": notice.kern,
        "postcode": person.postcode,
        "tijden": words.times,
        "hoevaak": often.get(notice.frequency, "") if notice.frequency else "",
        "datum": f"{needed.day}-{needed.month}-{needed.year}" if (needed := notice.needed_on) else "",
        "vooraf": str(notice.notice_days or ""),
        "dringend": "ja" if notice.urgent else "",
        "grenzen": words.limits,
        "verhaal": words.story,
        "voornaam": person.first_name,
        "achternaam": person.last_name,
        "organisatie": person.organisation,
        "telefoon": spaced_phone(person.phone),
        "email": person.email,
        "straat": person.street,
    }
    limits = "niet_bij" if notice.side is Side.OFFER else "bij"
    ticks = {
        "taak": notice.tasks,
        "gebied": notice.area,
        "wanneer": tuple(ticked),
        "niet_taak": notice.not_tasks,
        limits: notice.not_circumstances if notice.side is Side.OFFER else notice.circumstances,
        "delen": tuple(shares[each] for each in person.share),
    }
    return Typed(notice.side, values, ticks)
