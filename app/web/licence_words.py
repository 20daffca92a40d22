"""Licences in plain words, each with the address where it can be read; and where the maker of a source asks to be named."""

from typing import Final

from app.web.translating import gettext as _

_ADDRESSES: Final = (
    ("openstreetmap", "https://www.openstreetmap.org/copyright"),
    ("cc0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"),
    ("cc by-sa 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.nl"),
    ("cc by 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl"),
    ("odbl", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("open government licence 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
)


def address_of(named: str) -> str:
    """Where a licence, or what its maker asks, can be read; empty when we know no page.

    :param named: a licence by its name (`ODbL 1.0`), or who must be named (`© OpenStreetMap-bijdragers`).
    """
    said = named.casefold().removeprefix("© ").strip()
    return next((address for start, address in _ADDRESSES if said.startswith(start)), "")


def what_it_means(licence: str) -> str:
    """What somebody may do with data under this licence, and what it asks; empty for a licence we do not know."""
    words = {
        "CC0 1.0": _("U mag alles gebruiken. U hoeft niemand te noemen."),
        "CC BY 4.0": _("U mag alles gebruiken, als u de maker noemt."),
        "CC BY-SA 4.0": _("U mag alles gebruiken, als u de maker noemt. Wat u ermee maakt, geeft u onder dezelfde licentie."),
        "ODbL 1.0": _("U mag alles gebruiken, als u de maker noemt. In onze open data staat dit in een eigen bestand, onder dezelfde licentie."),
        "Open Government Licence 3.0": _("U mag alles gebruiken, als u de maker noemt."),
        "alleen met toestemming": _("U hebt toestemming van de maker nodig om dit op uw site te zetten."),
        "niet bekend": _("Vraag de maker eerst of u dit op uw site mag zetten."),
    }  # fmt: skip
    return words.get(licence, "")
