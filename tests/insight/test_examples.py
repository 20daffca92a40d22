from datetime import UTC, date, datetime
from pathlib import Path

import time_machine
from sqlmodel import select

from app.content.loading import load_content
from app.counting.models import Measure, Tally
from app.insight.examples import make_example_counts
from app.insight.figures import figures
from app.insight.periods import Period, finished

CONTENT = Path(__file__).resolve().parents[2] / "content"


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)
def test_every_table_of_the_demo_has_something_to_show_and_the_running_month_has_nothing(file):
    content = load_content(CONTENT)
    made = make_example_counts(file, content)
    with file.reading() as session:
        rows = session.exec(select(Tally)).all()
        assert sum(row.count for row in rows) == made
        assert (min(row.month for row in rows), max(row.month for row in rows)) == (date(2024, 1, 1), date(2026, 10, 1))
        for town in content.municipalities:
            for measure in Measure:
                assert figures(session, measure, town.slug, (Period(2024), Period(2025))).by("period").rows
            assert figures(session, Measure.UNMET, town.slug, finished(date(2026, 11, 22))[:3]).by("domain").rows
    kernen = {kern.slug for town in content.municipalities for kern in town.kernen}
    assert {row.kern for row in rows} <= {"", *kernen}
    assert {row.domain for row in rows} <= {"", *(domain.slug for domain in content.domains)}
