"""Strings that can come from one place only, in every field of a request: wherever one turns up, it leaked (promises 44, 46)."""

import re
from pathlib import Path

FIELDS = {
    "vraag": "kanarievraag zonder slaap",
    "vraag_over": "kanarieman",
    "gewenst_resultaat": "kanarieresultaat",
    "geprobeerd": "kanariegeprobeerd",
    "opmerking": "kanarieopmerking",
    "voor_wie": "samen_met",
    "naam": "Kanarie Naam",
    "naam_helper": "Kanarie Helper",
    "rol": "kanariezus",
    "persoon_weet_ervan": "ja",
    "telefoon": "0612349876",
    "email": "kanariepost@voorbeeld.example",
    "contact_voorkeur": "email",
    "straat": "Kanariestraat 99",
    "postcode": "8051 ZX",
    "plaats": "Hattem",
    "veilig_contact": ["email", "brief"],
    "clientondersteuning": "ja",
    "clientondersteuning_deelt": ["naam", "telefoon", "vraag"],
    "wens_plaats": "kanarieplek",
    "wens_tijd": "kanarietijd",
    "wie_erbij": "kanariebuur",
    "geholpen_door": "kanariebieb",
    "tolk": "kanarietaal",
    "rustige_plek": "ja",
    "aanspreken": "kanarieaanspreek",
    "toestemming": "ja",
}
"""The form of contract.md section 5, filled in whole."""

LATER = {
    "words": "kanariewoorden erbij",
    "plan": "kanarieplan",
    "phone": "0612341234",
    "call": "kanariebelnotitie",
    "note": "kanarienotitie",
    "place": "kanariegespreksplek",
    "message": "kanariebericht",
    "lost": "kanarieverdwaald",
}
"""What is written afterwards, by the resident and at the desk."""

CANARIES = re.compile(rb"kanarie[a-z@. ]*|061234(?:9876|1234)|8051 ?ZX", re.IGNORECASE)


def found_in(raw: bytes) -> set[str]:
    """The canaries in these bytes, also when they stand there with a byte between each two signs (UTF-16)."""
    found = {each.decode().lower() for each in CANARIES.findall(raw)}
    return found | {each.decode().lower() for each in CANARIES.findall(raw.replace(b"\x00", b""))}


def files_in(folder: Path, *leave_out: str) -> dict[Path, bytes]:
    """The raw bytes of every file in a folder, but not in the sub-folders that are left out."""
    return {
        path: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part in leave_out for part in path.relative_to(folder).parts)
    }
