"""Hours as an editor types them, written out, so that a screen reader says `maandag tot en met vrijdag`.

Only what desks and help lines use; the times of offers are read by `app.social_map.times`.
"""

import re

_DAYS = {
    "nl": (
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ),
    "en": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    "tr": ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "pl": (
        "poniedziałek",
        "wtorek",
        "środa",
        "czwartek",
        "piątek",
        "sobota",
        "niedziela",
    ),
    "uk": ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"),
}
_WORDS = {  # until (days), until (times), and, "o'clock" behind a span of times
    "nl": ("tot en met", "tot", "en", " uur"),
    "en": ("to", "to", "and", ""),
    "tr": ("–", "–", "ve", ""),
    "ar": ("إلى", "إلى", "و", ""),
    "pl": ("–", "–", "i", ""),
    "uk": ("–", "–", "і", ""),
}
_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAY = r"\b(ma|di|wo|do|vr|za|zo)\b"
_SPAN = re.compile(_DAY + r"\s*[-–]\s*" + _DAY)
_ALONE = re.compile(_DAY + r"(?=\s*(?:\d|[,;]|$|en\b|ochtend|middag|avond))")  # `zo nodig` is no Sunday
_PLUS = re.compile(_DAY + r"\s*\+\s*(?=(?:ma|di|wo|do|vr|za|zo)\b)")
_TIMES = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?(?![\d:.])(?:\s*uur\b)?")


def written_out(hours: str, lang: str = "nl") -> str:
    """`ma-vr 09:00-12:00` becomes `maandag tot en met vrijdag 9.00 tot 12.00 uur`; other words stay."""
    days = _DAYS.get(lang, _DAYS["nl"])
    until_day, until_time, also, clock = _WORDS.get(lang, _WORDS["nl"])

    def day(short: str) -> str:
        return days[_SHORT.index(short)]

    def times(found: re.Match[str]) -> str:
        start, start_minutes, end, end_minutes = found.groups(default="00")
        colon = "." if lang == "nl" else ":"
        return f"{int(start)}{colon}{start_minutes} {until_time} {int(end)}{colon}{end_minutes}{clock}"

    text = _SPAN.sub(lambda m: f"{day(m[1])} {until_day} {day(m[2])}", hours)
    text = _PLUS.sub(lambda m: f"{day(m[1])} {also} ", text)
    text = _ALONE.sub(lambda m: day(m[1]), text)
    return _TIMES.sub(times, text)
