"""Open Referral with whatever a generator thinks of: never a traceback, and times that mean what the schedules said."""

import csv
import io
import json
import random
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.social_map.schedule import Schedule, Slot, Span
from app.social_map.schedule_hsds import hsds_schedules
from app.social_map.times import read_times
from importers.file_to_rows import Refused
from importers.hsds_drafts import Drafter
from importers.hsds_shape import Fitting
from importers.hsds_times import times_of
from importers.hsds_to_documents import _said, documents
from importers.running import context_of

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
        "id", "name", "status", "contents", "services", "service", "location", "phones", "number", "schedules", "byday", "opens_at",
        "freq", "cost_options", "amount", "attributes", "taxonomy_term", "organization", "total_items", "size", "eligibility",
    ]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


def _whatever(folder, name, what):
    path = folder / name
    path.write_bytes(what)
    unknown = set()
    try:
        for number, one in documents(path, []):
            json.dumps(_said(number, one, "bron", unknown))
    except (Refused, zipfile.BadZipFile):
        pass


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_VALUES)
def test_no_json_gives_a_traceback(tmp_path, value):
    _whatever(tmp_path, "x.json", json.dumps(value).encode())
    _whatever(
        tmp_path, "y.json", json.dumps([{"name": "x", "id": "1", "schedules": value, "organization": value}]).encode()
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6), junk=st.binary(max_size=40))
def test_no_table_gives_a_traceback(tmp_path, rows, junk):
    out = io.StringIO()
    csv.writer(out).writerows([["id", "name", "organization_id", "status", "phones"], *rows])
    _whatever(tmp_path, "services.csv", out.getvalue().encode("utf-8", "surrogatepass") + junk)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_VALUES, more=_VALUES)
def test_whatever_fits_the_standard_becomes_a_draft(services, value, more):
    content = services.content.now()
    given = {
        "name": "x",
        "schedules": value,
        "cost_options": more,
        "phones": value,
        "attributes": more,
        "organization": more,
    }
    document = Fitting("bron").fitted(given, "service")
    Drafter(context_of(content, "bron"), content).draft_of(document, "1")


def test_times_that_are_read_mean_what_the_schedules_say():
    chance = random.Random(5)
    for _ in range(150):
        slots = [
            Slot(
                tuple(sorted(chance.sample(range(7), chance.randint(1, 4)))),
                tuple(sorted({Span(60 * (hour := chance.randint(6, 20)), 60 * hour + chance.choice((30, 90, 180)))})),
                interval=chance.choice((1, 1, 2)),
            )
            for _ in range(chance.randint(1, 3))
        ]
        schedule = Schedule.of(slots)
        bare = [
            {name: value for name, value in each.items() if name != "description"} for each in hsds_schedules(schedule)
        ]
        line, left = times_of(bare)
        assert read_times(line).mask == schedule.mask or (not line and left)
