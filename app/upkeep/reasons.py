"""What the checker found, in Dutch that an editor and an organisation understand. The database keeps the codes."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "not_found": "de website zegt dat deze pagina er niet is (404)",
    "gone": "de website zegt dat deze pagina voorgoed weg is (410)",
    "no_name": "de naam van deze website bestaat niet",
    "name_for_now": "de naam van deze website was even niet op te zoeken",
    "refuses": "de website laat onze controle niet toe; kijk zelf even",
    "server": "de website heeft een storing",
    "slow": "de website antwoordde niet op tijd",
    "certificate": "het certificaat van de website klopt niet; bezoekers krijgen een waarschuwing",
    "no_connection": "wij kregen geen verbinding met de website",
    "only_http": "alleen http: de verbinding is niet beveiligd, daarom kijken wij niet verder",
    "not_visited": "dit adres bezoeken wij niet: het is geen gewoon webadres dat met https begint",
    "redirects": "de website verwijst te vaak door",
    "redirect_away": "de website verwijst door naar een adres dat wij niet bezoeken",
    "other": "de website gaf een ander antwoord dan verwacht",
    "site_form": "dit is geen webadres",
    "phone_impossible": "dit telefoonnummer kan niet bestaan",
    "phone_unassigned": "dit telefoonnummer lijkt niet uitgegeven",
    "mail_form": "dit is geen mailadres",
}


def in_words(reason: str) -> str:
    """A code in Dutch. An unknown one, from a newer or older version, says only that something is wrong."""
    return REASONS.get(reason, "er klopt iets niet")
