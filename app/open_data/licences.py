"""Under which licence something may be used, and which layer of the open data it belongs to.

The map is CC0 unless the content says otherwise. What came under another licence (OpenStreetMap's ODbL asks to be shared alike) is
marked on its own record and kept out of the main files: whoever takes those is free of conditions.
"""

import re
from typing import Final

MAIN: Final = ""
"""The layer of what goes out under the region's own licence."""
_FREE: Final = re.compile(r"cc0|cc zero|creative commons zero|public domain|publiek domein")
_SOURCE: Final = re.compile(r"bron ?:")
_KNOWN: Final = (
    (re.compile(r"odbl|open database|openstreetmap"), "odbl", "ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    (re.compile(r"by[ -]sa"), "cc-by-sa", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    (re.compile(r"by[ -]nc"), "cc-by-nc", "CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    (re.compile(r"cc[ -]by|creative commons attribution|naamsvermelding"), "cc-by", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
)  # fmt: skip
_OTHER: Final = "andere-licentie"


def layer_of(licence: str, ours: str) -> str:
    """The layer of a record: `MAIN`, `odbl`, `cc-by`, … or `andere-licentie`.

    :param licence: as its source gave it; empty: none, so the region's.
    :param ours: the region's licence. Free of conditions fits in any of them; the same words do too.
    """
    said, region = licence.strip().casefold(), ours.strip().casefold()
    if not said or said == region:
        return MAIN
    layer = _known(said)
    if not layer:
        parts = [part.strip() for part in said.split(";")]
        told = [
            part for part in parts if part and not _SOURCE.match(part)
        ]  # "bron: …; CC0": the name of a source is no licence
        layer = _OTHER if told and told[0] != region and not _FREE.match(told[0]) else MAIN
    return MAIN if layer == _known(region) else layer


def _known(said: str) -> str:
    return next((name for pattern, name, _spdx, _at in _KNOWN if pattern.search(said)), MAIN)


def licence_of_layer(layer: str, ours: str) -> dict[str, str]:
    """The licence of a layer as a data package names it: `name`, `title`, and `path` where it is known."""
    if layer == MAIN and _FREE.match(ours.strip().casefold()):
        return {"name": "CC0-1.0", "title": "CC0 1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    if layer == MAIN:
        layer = _known(ours.casefold())
    for _pattern, name, spdx, at in _KNOWN:
        if layer == name:
            return {"name": spdx, "title": spdx, "path": at}
    title = ours if layer == MAIN else "Andere licentie: zie het kenmerk licentie bij elk gegeven"
    return {"name": "other-at" if layer == MAIN else "other-closed", "title": title}
