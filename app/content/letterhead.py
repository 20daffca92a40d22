"""What every mail and letter of a municipality says alike: the address of its site, and a day as people say it."""

from datetime import date

from babel.dates import format_date

from app.content.models import Municipality
from app.settings import Settings


def site_of(settings: Settings, town: Municipality) -> str:
    """The address of a municipality's site: its first host, without a slash at the end."""
    if not settings.local_http:
        return f"https://{town.hosts[0]}"
    return f"http://{town.hosts[0]}" + (f":{settings.local_port}" if settings.local_port else "")


def day_in_words(day: date, lang: str) -> str:
    """A day with its weekday, in `nl` or `en`: *maandag 4 januari 2027*."""
    return str(format_date(day, "EEEE d MMMM y", locale=lang))
