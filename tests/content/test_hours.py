"""Hours an editor typed, in the words a screen reader says."""

import pytest

from app.content.hours import written_out


@pytest.mark.parametrize(
    ("typed", "lang", "said"),
    [
        ("ma-vr 09:00-12:00", "nl", "maandag tot en met vrijdag 9.00 tot 12.00 uur"),
        ("ma-vr 9-12 uur", "nl", "maandag tot en met vrijdag 9.00 tot 12.00 uur"),
        ("di+do 18:30-22:30", "nl", "dinsdag en donderdag 18.30 tot 22.30 uur"),
        ("ma-vr 09:00-12:30, do 18:00-20:00", "en", "Monday to Friday 9:00 to 12:30, Thursday 18:00 to 20:00"),
        ("op afspraak", "nl", "op afspraak"),
        ("zo nodig op afspraak", "nl", "zo nodig op afspraak"),
        ("za 10:00-12:00", "pl", "sobota 10:00 – 12:00"),
    ],
)
def test_hours_are_written_out(typed, lang, said):
    assert written_out(typed, lang) == said
