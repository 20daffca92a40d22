"""A call slip as words: what a caller gets by mail, and the letter the desk prints or copies. Neutral and complete:
whom to call, when, where, what it costs and since when, who decides, what the first step is (I-45).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.content.letterhead import day_in_words
from app.content.models import Municipality
from app.mailing.letters import Letter
from app.social_map.times import in_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer on a slip, in words. Empty fields are left out."""

    name: str
    organisation: str
    summary: str
    phone: str
    phone_hours: str
    email: str
    when: str
    where: str
    cost: str
    decides: str
    first_step: str
    address: str
    checked: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A slip with nothing but offers of the maker's own employer says so, and where the rest is (I-06)."""

    employer: str
    address: str


def letter_of(
    to: str, entries: Sequence[Entry], town: Municipality, today: date, *, notice: Notice | None = None
) -> Letter:
    """The mail with a slip."""
    return Letter(to, f"Uw belbriefje van {town.desk.name}", mail_text(entries, town, today, notice))


def mail_text(entries: Sequence[Entry], town: Municipality, today: date, notice: Notice | None = None) -> str:
    """The text of the mail: who sends it and why, the offers, and whom to call."""
    parts = [
        "Beste lezer,",
        "",
        f"U had contact met {town.desk.name}. Dit is het belbriefje van {day_in_words(today, 'nl')}.",
        "U kiest zelf wie u belt. Vragen staat vrij.",
        "",
        offers_text(entries, notice),
        *_desk(town),
        "",
        "Wij hebben uw e-mailadres alleen gebruikt om deze mail te sturen. Het is daarna niet bewaard.",
    ]
    return "\n".join(parts) + "\n"


def letter_text(entries: Sequence[Entry], town: Municipality, today: date, notice: Notice | None = None) -> str:
    """The same as a letter, with the lines of the address left open: nobody has to say here for whom it is."""
    line = "." * 40
    parts = [
        *town.desk.letter_address,
        "",
        line,
        line,
        line,
        "",
        f"{town.name}, {day_in_words(today, 'nl')}",
        "",
        "Beste lezer,",
        "",
        f"U had contact met {town.desk.name}. U vroeg waar u terecht kunt. Wij zochten dit voor u op.",
        "U kiest zelf wie u belt. Vragen staat vrij.",
        "",
        offers_text(entries, notice),
        *_desk(town),
        "",
        "Met vriendelijke groet,",
        town.desk.name,
    ]
    return "\n".join(parts) + "\n"


def offers_text(entries: Sequence[Entry], notice: Notice | None = None) -> str:
    """The offers under each other, with the notice of one employer above them."""
    parts: list[str] = []
    if notice is not None:
        parts += [notice_words(notice.employer), f"Ander aanbod: {notice.address}", ""]
    for number, entry in enumerate(entries, start=1):
        facts = (
            ("Voorbeeld", "ja, deze gegevens zijn verzonnen" if entry.example else ""),
            ("Wat", entry.summary),
            ("Bij", entry.organisation if entry.organisation != entry.name else ""),
            ("Telefoon", entry.phone + (_hours(entry.phone_hours) if entry.phone else "")),
            ("E-mail", entry.email),
            ("Wanneer", entry.when),
            ("Waar", entry.where),
            ("Kosten", entry.cost),
            ("Wie beslist", entry.decides),
            ("De eerste stap", entry.first_step),
            ("Gecontroleerd op", entry.checked),
            ("Lees meer", entry.address),
        )
        parts += [f"{number}. {entry.name}", *(f"   {name}: {value}" for name, value in facts if value), ""]
    return "\n".join(parts)


def notice_words(employer: str) -> str:
    """What a slip with offers of one employer says, wherever it goes."""
    return f"Dit briefje is gemaakt door iemand van {employer}. Er is ook ander aanbod."


def _hours(hours: str) -> str:
    """Telephone hours behind a number, in whole words: *di+vr* is no word to read aloud."""
    return f" ({in_words(hours, 'nl')})" if hours else ""


def _desk(town: Municipality) -> list[str]:
    support = town.client_support
    return [
        f"Vragen? Bel {town.desk.name}: {town.desk.phone}{_hours(town.desk.phone_hours)}.",
        f"Wilt u dat iemand met u meedenkt? Dat is gratis: {support.name}, {support.phone}.",
    ]
