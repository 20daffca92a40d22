"""Services in JSON of HSDS: a page of a list, pages, an array, one service, organizations with theirs, or one on every line.

A list that contradicts itself is refused as a whole: who says 31 and holds 128 with one id has not been read right, or does
not say the truth, and nobody can tell which of them is so. Runs in the child process of `hsds_to_documents`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from importers.file_to_rows import Refused
from importers.hsds_files import parsed
from importers.hsds_old_names import todays_names

Document = dict[str, Any]

_PAGE = {"contents", "content"}
_OF_A_SERVICE = {"service_at_locations", "organization", "organization_id", "schedules", "cost_options", "eligibility_description", "application_process", "assured_date", "fees_description", "minimum_age", "wait_time", "interpretation_services", "service_areas", "capacities"}  # fmt: skip
_OF_AN_ORGANIZATION = {"organization_identifiers", "legal_status", "year_incorporated", "tax_id", "tax_status", "logo", "website", "locations", "programs", "parent_organization_id"}  # fmt: skip
_FEW = 10


def documents_in(text: str, notes: list[str]) -> Iterator[tuple[int, Document | str]]:
    """Number (of the line in a file with one on every line, else of the service) and the service, or why it is none (Dutch).

    :raises Refused: when the file is no JSON, holds no services, or contradicts itself.
    """
    if not text.strip():
        raise Refused("Dit bestand is leeg.")
    try:
        whole = parsed(text)
    except ValueError:
        return _by_line(text)
    return enumerate(_services(whole, notes), 1)


def _by_line(text: str) -> Iterator[tuple[int, Document | str]]:
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    try:
        good = isinstance(parsed(first), dict)
    except ValueError:
        good = False
    if not good:
        raise Refused("Dit is geen JSON die we kunnen lezen. Misschien is het bestand afgebroken; haal het opnieuw op.")
    return _read_lines(lines)


def _read_lines(lines: list[str]) -> Iterator[tuple[int, Document | str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                read = parsed(line)
            except ValueError:
                yield number, "Deze regel is geen JSON en niet overgenomen."
                continue
            for each in _flat(read):
                yield number, each


def _services(whole: Any, notes: list[str]) -> Iterator[Document | str]:
    pages = whole if isinstance(whole, list) and whole and all(is_page(each) for each in whole) else None
    if pages is None and is_page(whole):
        pages = [whole]
    items = [item for page in pages for item in contents_of(page)] if pages else whole
    if pages:
        check_pages(pages, notes)
    elif isinstance(whole, Mapping) and not _OF_A_SERVICE & {*whole} and not isinstance(whole.get("services"), list):
        if _OF_AN_ORGANIZATION & {*whole}:
            raise Refused("Dit is een organisatie zonder diensten (services). Lees de lijst van diensten in.")
        if not ({"id", "name"} & {*whole}):
            raise Refused(
                "Hier staan geen diensten (services) van Open Referral in. Is dit het goede bestand of adres?"
            )
    found: list[Document | str] = [
        each for item in (items if isinstance(items, list) else [items]) for each in _flat(item)
    ]
    if not found:
        notes.append("In dit bestand staat geen enkele dienst.")
    check_ids([str(each.get("id", "")) for each in found if isinstance(each, Mapping)])
    return iter(found)


def is_page(value: Any) -> bool:
    """Whether this is a page of a list, as 3.x (`contents`) or 2.x (`content`) has them."""
    return isinstance(value, Mapping) and any(isinstance(value.get(name), list) for name in _PAGE)


def contents_of(page: Mapping[str, Any]) -> list[Any]:
    """What stands on a page."""
    found: list[Any] = next((page[name] for name in ("contents", "content") if isinstance(page.get(name), list)), [])
    return list(found)


def number_in(page: Mapping[str, Any], *names: str) -> int | None:
    """A number a page tells about its list; None when it does not."""
    for name in names:
        value = page.get(name)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < _FEW:
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value)
    return None


def check_pages(pages: list[Mapping[str, Any]], notes: list[str]) -> None:
    """What pages say of themselves against what they hold.

    :raises Refused: when the two do not fit.
    """
    held = sum(len(contents_of(page)) for page in pages)
    for page in pages:
        here = len(contents_of(page))
        size = number_in(page, "size")
        if page.get("empty") is True and here:
            raise Refused(contradiction("dat deze bladzijde leeg is", f"{here} diensten"))
        if size is not None and here > max(size, 0):
            raise Refused(contradiction(f"{size} diensten op deze bladzijde", f"{here}{_different(contents_of(page))}"))
    total = number_in(pages[0], "total_items", "totalElements")
    wanted = number_in(pages[0], "total_pages", "totalPages") or 1
    if total is None:
        return
    if held > total or (wanted <= len(pages) and held != total):
        items = [item for page in pages for item in contents_of(page)]
        raise Refused(contradiction(f"{total} diensten in totaal", f"{held}{_different(items)}"))
    if wanted > len(pages):
        notes.append(
            f"Dit is bladzijde {len(pages)} van {wanted}: {held} van de {total} diensten. De rest staat niet in dit bestand."
        )


def check_ids(ids: list[str]) -> None:
    """A list in which most services have the id of another one has not been made right.

    :raises Refused: when fewer than half of the ids differ.
    """
    told = [each for each in ids if each.strip()]
    if len(told) >= _FEW and len(set(told)) * 2 < len(told):
        raise Refused(contradiction(f"{len(told)} diensten", f"maar {len(set(told))} verschillende id's"))


def contradiction(said: str, held: str) -> str:
    """The report of a list that contradicts itself."""
    return f"Deze bron spreekt zichzelf tegen: hij zegt {said}, en heeft er {held}. Er is niets overgenomen. Meld dit bij wie de bron maakt."


def _different(items: list[Any]) -> str:
    ids = [str(item.get("id", "")) for item in items if isinstance(item, Mapping)]
    return f" (met {len(set(ids))} verschillende id's)" if len(set(ids)) != len(ids) else ""


def _flat(item: Any) -> Iterator[Document | str]:
    """The services in one item: the item itself, those of an organization, or that of a service at a location."""
    if not isinstance(item, Mapping):
        yield "Dit is geen dienst (service) van Open Referral en niet overgenomen."
    elif isinstance(item.get("services"), list) and "organization_id" not in item:
        owner = {name: value for name, value in item.items() if name != "services"}
        for each in item["services"]:
            if isinstance(each, Mapping):
                yield todays_names({"organization": owner} | dict(each) if owner else each)
            else:
                yield "Dit is geen dienst (service) van Open Referral en niet overgenomen."
    elif isinstance(item.get("service"), Mapping) and "location" in item:
        here = {name: value for name, value in item.items() if name != "service"}
        yield todays_names(dict(item["service"]) | {"service_at_locations": [here]})
    else:
        yield todays_names(item)
