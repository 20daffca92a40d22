"""The words people use for weekdays, parts of the day, repetition and exceptions, each with what it means.

A word that stands neither here nor among the phrases makes a line unread: it is then kept as text and never guessed.
"""

from dataclasses import dataclass

from app.social_map.schedule import ALL_DAYS, LAST, Appointment, Label, Off


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: its kind is a terminal of the grammar (`times_grammar`), `value` what it stands for.

    :ivar apart: a comma or `en` stood before it; `vague`: written so that an hour may mean the afternoon (`3 uur`).
    """

    kind: str
    value: tuple[int, ...] = ()
    code: str = ""
    apart: bool = False
    vague: bool = False

    def __str__(self) -> str:
        return self.kind


DAYS_NL = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS_NL = ("ochtend", "middag", "avond", "nacht")
PARTS_EN = ("morning", "afternoon", "evening", "night")
MONTHS_NL = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ALL_PARTS = (0, 1, 2, 3)
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")

SHORT_DAYS = (
    ("ma", "maa", "mnd", "maan"),
    ("di", "din", "dins"),
    ("wo", "woe", "woens"),
    ("do", "don", "dond"),
    ("vr", "vrij", "vrijd"),
    ("za", "zat", "zater"),
    ("zo", "zon"),
)
SHORT_MONTHS = (
    ("jan",), ("feb", "febr"), ("mrt",), ("apr",), (), ("jun",), ("jul",), ("aug",), ("sep", "sept"), ("okt",), ("nov",), ("dec",),
)  # fmt: skip
_PART_WORDS = (("ochtend", "voormiddag"), ("middag", "namiddag"), ("avond",), ("nacht",))
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde")


def _days() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for number, (full, short) in enumerate(zip(DAYS_NL, SHORT_DAYS, strict=True)):
        words.update(dict.fromkeys((full, f"{full}en", f"{full}s", *short), Word("DAY", (number,))))
        for part, said in enumerate(_PART_WORDS):
            for word in (*said, *(("morgen",) if part == 0 else ())):
                both = Word("DAYPART", (number, part))
                for day in (full, f"{full}s", *short[:1]):
                    words.update(
                        dict.fromkeys((f"{day}{word}", f"{day}{word}en", f"{day}-{word}", f"{day}-{word}en"), both)
                    )
    return words


def _parts() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for number, said in enumerate(_PART_WORDS):
        for word in said:
            forms = (word, f"{word}en", f"{word}uren", f"{word}s", f"s{word}s", f"'s {word}s", f"s {word}s", f"'s-{word}s", f"'s{word}s")  # fmt: skip
            words.update(dict.fromkeys(forms, Word("PART", (number,))))
    words.update(dict.fromkeys(("'s morgens", "smorgens", "s morgens", "'s-morgens"), Word("PART", (0,))))
    words["overdag"] = Word("PART", (0, 1))
    return words


def _months() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for number, (full, short) in enumerate(zip(MONTHS_NL, SHORT_MONTHS, strict=True), 1):
        for word in (full, *short):
            words[word] = Word("MONTH", (number,))
    return words


def _ordinals() -> dict[str, Word]:
    words = {"laatste": Word("ORD", (LAST,))}
    for number, word in enumerate(_ORDINALS, 1):
        words.update(dict.fromkeys((word, f"{number}e", f"{number}ste", f"{number}de"), Word("ORD", (number,))))
    return words


_NOISE = ["op", "in", "de", "het", "open", "geopend", "openingstijden", "openingstijd", "opengesteld", "bereikbaar", "tijdens", "gedurende", "bezoektijden", "telefoontijden", "tijden", "steeds"]  # fmt: skip
"""Words that a line means the same without."""

WORDS: dict[str, Word] = {
    **dict.fromkeys(_NOISE, Word("NOISE")),
    **dict.fromkeys(("elke", "elk", "iedere", "ieder", "alle"), Word("EACH")),
    **_months(),
    **_days(),
    **_parts(),
    **_ordinals(),
    "morgen": Word("MORNING", (0,)),
    "dagelijks": Word("DAY", ALL_DAYS),
    **dict.fromkeys(("werkdagen", "werkdag", "doordeweeks", "weekdagen", "doordeweekse"), Word("DAY", WORKDAYS)),
    **dict.fromkeys(("weekend", "weekends", "weekenden"), Word("DAY", WEEKEND)),
    "altijd": Word("ALWAYS"),
    **dict.fromkeys(("uur", "u", "uren", "h"), Word("HOUR")),
    **dict.fromkeys(("en", "+", "&", "/"), Word("AND")),
    "tot": Word("TO"),
    "tm": Word("TO", (1,)),
    "-": Word("TO", (2,)),
    **dict.fromkeys((",", "(", ")"), Word("COMMA")),
    **dict.fromkeys((";", "|"), Word("SEMI")),
    ":": Word("COLON"),
    "van": Word("FROM"),
    **dict.fromkeys(("vanaf", "om"), Word("AT")),
    "per": Word("PER"),
    "tussen": Word("BETWEEN"),
    **dict.fromkeys(("alleen", "uitsluitend", "enkel"), Word("ONLY")),
    **dict.fromkeys(("niet", "behalve", "uitgezonderd", "exclusief", "excl"), Word("NOT")),
    **dict.fromkeys(("gesloten", "dicht"), Word("CLOSED")),
    "ook": Word("ALSO"),
    **dict.fromkeys(("inloop", "inloopspreekuur", "inloopuur"), Word("LABEL", code=Label.WALK_IN)),
    **dict.fromkeys(("telefonisch", "bellen", "telefoon"), Word("LABEL", code=Label.PHONE)),
    "spreekuur": Word("LABEL", code=Label.HOURS),
    **dict.fromkeys(("ca", "circa", "ongeveer"), Word("LABEL", code=Label.ABOUT)),
    **dict.fromkeys(("feestdagen", "feestdag"), Word("OFF", code=Off.PUBLIC)),
    **dict.fromkeys(
        ("schoolvakanties", "schoolvakantie", "vakanties", "vakantieperiodes", "basisschoolvakanties"),
        Word("OFF", code=Off.SCHOOL),
    ),
    "zomervakantie": Word("OFF", code=Off.SUMMER),
    "herfstvakantie": Word("OFF", code=Off.AUTUMN),
    "kerstvakantie": Word("OFF", code=Off.CHRISTMAS),
    **dict.fromkeys(("voorjaarsvakantie", "krokusvakantie"), Word("OFF", code=Off.SPRING)),
    "meivakantie": Word("OFF", code=Off.MAY),
    **dict.fromkeys(("wekelijks", "wekelijkse"), Word("EVERY", (0, 1))),
    **dict.fromkeys(("maandelijks", "maandelijkse"), Word("EVERY", (1, 1))),
    **dict.fromkeys(("tweewekelijks", "veertiendaags"), Word("EVERY", (0, 2))),
    "driewekelijks": Word("EVERY", (0, 3)),
}
"""Every word the reader knows."""

_EACH = r"(?:elke|iedere|alle)"
_ONCE = (
    r"(?:(?:1 ?x|een keer|1 keer|eenmaal|een maal|eens) (?:per|in de|in|elke|iedere|om de|de)|om de|per|elke|iedere)"
)
_MONTH = r"(?:maand|mnd)(?![a-z])\.?"
_TWO, _THREE, _FOUR = r"(?:2|twee)", r"(?:3|drie)", r"(?:4|vier)"
PHRASES: tuple[tuple[str, Word], ...] = (
    (
        r"(?:ook|of|en|en/of|en verder) (?:op|na|volgens) (?:telefonische |tel\.? )?afspraak",
        Word("APPT", code=Appointment.ALSO),
    ),
    (
        r"(?:alleen |uitsluitend |enkel )?(?:op|na|volgens) (?:telefonische |tel\.? )?afspraak",
        Word("APPT", code=Appointment.YES),
    ),
    (rf"(?:van|v/d|v/de|vd|v\.d\.|der|in|per)(?: (?:de|elke|iedere))? {_MONTH}", Word("OFMONTH")),
    (r"(?:in |op )?(?:de )?even (?:weken|week|weeknummers)", Word("WEEKS", code="even")),
    (r"(?:in |op )?(?:de )?oneven (?:weken|week|weeknummers)", Word("WEEKS", code="odd")),
    (
        rf"om de(?: andere)? week|{_ONCE} (?:{_TWO} weken|(?:14|veertien) dagen)|(?:2|twee)-? ?wekelijks|14-daags",
        Word("EVERY", (0, 2)),
    ),
    (rf"{_ONCE} {_THREE} weken|3-wekelijks", Word("EVERY", (0, 3))),
    (rf"{_ONCE} {_FOUR} weken|4-wekelijks|vierwekelijks", Word("EVERY", (0, 4))),
    (rf"{_ONCE} {_TWO} maanden|om de maand|tweemaandelijks", Word("EVERY", (1, 2))),
    (rf"{_ONCE} {_THREE} maanden|(?:elk|ieder|1x per|eens per) kwartaal", Word("EVERY", (1, 3))),
    (
        r"(?:1 ?x|een keer|1 keer|eenmaal|eens) (?:per|in de|elke|iedere) week|elke week|iedere week",
        Word("EVERY", (0, 1)),
    ),
    (
        rf"(?:1 ?x|een keer|1 keer|eenmaal|eens) (?:per|in de|elke|iedere) {_MONTH}|(?:elke|iedere) {_MONTH}",
        Word("EVERY", (1, 1)),
    ),
    (r"dag en nacht|dag & nacht|24/7|24 uur per dag|24 uur bereikbaar|7 ?x ?24 uur|24 uur", Word("ALWAYS")),
    (
        r"(?:7|zeven) dagen (?:per|in de) week|alle dagen van de week|alle dagen|elke dag|iedere dag|(?:de )?hele week",
        Word("DAY", ALL_DAYS),
    ),
    (r"(?:op )?(?:elke|iedere|alle) (?:werkdag|werkdagen|weekdagen)|door de week(?:se dagen)?", Word("DAY", WORKDAYS)),
    (r"tot en met|t/m|t\.m\.", Word("TO", (1,))),
    (r"v\.a\.?|va", Word("AT")),
    (r"m\.?u\.?v\.?|met uitzondering van|uitgez\.|buiten", Word("NOT")),
    (r"geen (?:inloop|spreekuur|activiteiten?|les(?:sen)?|bijeenkomst(?:en)?|koffie)", Word("NOT")),
    (r"(?:ook|inclusief) (?:in |tijdens )?(?:de )?(?:school)?vakanties?", Word("LABEL", code=Label.ALSO_SCHOOL)),
    (r"(?:ook|inclusief) (?:op )?feestdagen", Word("LABEL", code=Label.ALSO_PUBLIC)),
    (
        r"(?:het )?(?:hele|gehele) jaar(?: door)?|jaarrond|het jaar rond",
        Word("LABEL", code=Label.YEAR_ROUND),
    ),
    (r"(?:officiele|nationale|erkende|algemeen erkende) feestdagen", Word("OFF", code=Off.PUBLIC)),
    (r"telefonisch spreekuur|belspreekuur|telefonisch bereikbaar", Word("LABEL", code=Label.PHONE)),
)
"""Several words that mean one thing, as patterns; the first that fits is taken."""
