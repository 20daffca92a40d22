"""What the columns of one source mean: taught once, and remembered for its next list."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from app import clock
from app.social_map.models import SourceHeads
from importers import FileRefused
from importers.heads import LEFT_OUT, fields_to_teach, fold_head


def heads_of(session: Session, source_name: str) -> dict[str, str]:
    """What was taught about this source: folded head to field."""
    found = session.get(SourceHeads, source_name)
    return dict(found.heads) if found else {}


def teach(session: Session, source_name: str, heads: Mapping[str, str], by: str) -> None:
    """Remember what columns mean; what was taught about others stays. An empty field forgets one.

    :param heads: head as it stands in the file to field; :param by: who says so: an account or `command`.
    """
    found = session.get(SourceHeads, source_name) or SourceHeads(source_name=source_name)
    known = dict(found.heads) | {fold_head(head): name for head, name in heads.items() if fold_head(head)}
    found.heads = {head: name for head, name in known.items() if name}
    found.updated_at, found.updated_by = clock.now(), by[:40]
    session.add(found)


def read_lesson(told: Iterable[str]) -> dict[str, str]:
    """`Kolom=veld` as people type it on the command line.

    :raises FileRefused: when it is not so, or the field does not exist (Dutch).
    """
    heads = {}
    for each in told:
        head, sign, name = each.rpartition("=")
        name = name.strip().lower()
        if not sign or not fold_head(head):
            raise FileRefused(f"'{each}' is niet te lezen. Schrijf --head \"Kop in het bestand=veld\".")
        if name and name != LEFT_OUT and name not in fields_to_teach():
            raise FileRefused(f"Het veld '{name}' is er niet. Kies uit: {', '.join(fields_to_teach())}.")
        heads[head.strip()] = name
    return heads
