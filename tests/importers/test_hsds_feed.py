"""A feed of Open Referral, page after page: taken whole, or refused whole with what it said and what it held."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from importers import FileRefused
from importers.hsds_feed import MOST_PAGES, fetch

ROOT = "https://buren.example/api/hsds"


def service(number, **more):
    return {"id": f"00000000-0000-4000-8000-{number:012}", "name": f"Dienst {number}", "status": "active", **more}


class Feed:
    """A feed that answers as it is told; `asked` is every address it was asked for."""

    def __init__(self, services, per_page=2, *, brief=False, **wrong):
        self.services, self.per_page, self.brief, self.wrong, self.asked = services, per_page, brief, wrong, []

    def __call__(self, address):
        self.asked.append(address)
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        if parts.path.endswith("/hsds/"):
            return json.dumps({"version": "3.1", "profile": "x", "openapi_url": "y"}).encode()
        if not parts.path.endswith("/services"):
            found = [each for each in self.services if parts.path.endswith(each["id"])]
            if not found or parts.path.endswith(self.wrong.get("missing", "?")):
                raise FileRefused("404")
            return json.dumps(found[0]).encode()
        return json.dumps(self.page(int(query["page"]), query.get("modified_after", ""))).encode()

    def page(self, number, after):
        there = [each for each in self.services if each.get("last_modified", "9") >= after]
        begin = 0 if self.wrong.get("same") else (number - 1) * self.per_page
        contents = there[begin : begin + self.per_page]
        if self.brief:
            contents = [{name: each[name] for name in ("id", "name", "status")} for each in contents]
        pages = -(-len(there) // self.per_page) or 1
        return {
            "total_items": self.wrong.get("total", len(there)),
            "total_pages": self.wrong.get("pages", pages),
            "page_number": self.wrong.get("number", number),
            "size": self.wrong.get("size", len(contents)),
            "first_page": number == 1,
            "last_page": number == pages,
            "empty": not contents,
            "contents": contents,
        }


def read(told):
    return [json.loads(line) for line in told.path.read_text().splitlines()]


def test_every_page_is_read(tmp_path):
    feed = Feed([service(number, phones=[], last_modified=f"2026-01-0{number}T00:00:00Z") for number in range(1, 6)])
    told = fetch(ROOT, {}, tmp_path, feed)
    assert [each["name"] for each in read(told)] == [f"Dienst {number}" for number in range(1, 6)]
    assert told.whole
    assert told.cursor == {"modified_after": "2026-01-05T00:00:00Z"}
    assert feed.asked[0] == f"{ROOT}/"
    assert "full=true" in feed.asked[1]


def test_the_next_time_only_what_changed_is_asked(tmp_path):
    feed = Feed([service(number, phones=[], last_modified=f"2026-01-0{number}T00:00:00Z") for number in range(1, 6)])
    told = fetch(ROOT, {"modified_after": "2026-01-04T00:00:00Z"}, tmp_path, feed)
    assert [each["name"] for each in read(told)] == ["Dienst 4", "Dienst 5"]
    assert not told.whole
    assert told.cursor == {"modified_after": "2026-01-05T00:00:00Z"}


def test_a_list_in_short_is_asked_one_by_one(tmp_path):
    feed = Feed([service(number, phones=[{"number": "038"}]) for number in range(1, 4)], brief=True)
    told = fetch(ROOT, {}, tmp_path, feed)
    assert all(each["phones"] for each in read(told))
    assert told.whole


def test_what_the_list_names_and_does_not_give_stays_as_it_was(tmp_path):
    feed = Feed([service(number, phones=[]) for number in range(1, 4)], brief=True, missing="3")
    told = fetch(ROOT, {}, tmp_path, feed)
    assert len(read(told)) == 2
    assert not told.whole  # what is not in the file is not gone
    assert any("1 keer" in note for note in told.notes)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"total": 31}, "31 diensten in totaal, en heeft er 5"),
        ({"total": 3}, "3 diensten in totaal"),
        ({"size": 1}, "1 diensten op bladzijde 1, en heeft er 2"),
        ({"same": True}, "bladzijde 2 is dezelfde"),
        ({"number": 7}, "bladzijde 7"),
        ({"pages": 10_000}, "spreekt zichzelf tegen|houdt niet op"),
    ],
)
def test_a_feed_that_contradicts_itself_is_refused_whole(tmp_path, wrong, says):
    feed = Feed([service(number, phones=[]) for number in range(1, 6)], **wrong)
    with pytest.raises(FileRefused, match=says):
        fetch(ROOT, {}, tmp_path, feed)


def test_a_feed_without_end_is_left(tmp_path):
    """Every page is new, and none is the last."""
    count = iter(range(1, 10_000_000))

    def endless(address):
        if address.endswith("/hsds/"):
            return b'{"version": "3.1"}'
        number = int(dict(parse_qsl(urlsplit(address).query))["page"])
        return json.dumps({"page_number": number, "contents": [service(next(count), phones=[])]}).encode()

    with pytest.raises(FileRefused, match="houdt niet op"):
        fetch(ROOT, {}, tmp_path, endless)
    assert next(count) <= MOST_PAGES + 2


@pytest.mark.parametrize("body", [b"<html>", b"", b"[1", b'"x"', b"[" * 50_000, b"\xff\xfe"])
def test_what_is_no_feed_is_said_to_be_none(tmp_path, body):
    with pytest.raises(FileRefused, match="geeft geen gegevens van Open Referral"):
        fetch(ROOT, {}, tmp_path, lambda _address: body)


def test_a_file_behind_an_address_is_read_as_that_file(tmp_path):
    told = fetch("https://buren.example/alles.json", {}, tmp_path, lambda _address: json.dumps([service(1)]).encode())
    assert told.whole
    assert read(told) == [[service(1)]]


def test_an_empty_feed_is_whole_and_empty(tmp_path):
    told = fetch(ROOT, {}, tmp_path, Feed([]))
    assert (read(told), told.whole) == ([], True)


def test_the_command_reads_a_web_address_and_only_a_safe_one(services, tmp_path):
    from importers.following import Asking

    with pytest.raises(FileRefused, match="https"):
        fetch("http://127.0.0.1:9/api/hsds", {}, tmp_path, Asking("proef", loopback=False, pause=0.0))
