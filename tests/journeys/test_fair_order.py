"""S25: who fills an offer with words gets no higher place by it."""

import csv
import io

from app.web.application import create_app
from tests.installing import SCENARIOS, fill


def order(services, words):
    client = create_app(services).test_client()
    found = client.get("/api/zoeken", query_string={"q": words, "plaats": "Putten", "per_pagina": 100}).get_json()
    return [each["source_id"] for each in found["results"]]


def changed(tmp_path, source_id, **fields):
    rows = list(csv.DictReader(io.StringIO(SCENARIOS.read_text(encoding="utf-8"))))
    for row in rows:
        if row["id"] == source_id:
            row.update({name: row[name] + " " + value for name, value in fields.items()})
    file = tmp_path / "stuffed.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_s25_two_hundred_times_the_same_word_gains_nothing(scenario_installation, tmp_path):
    questions = ("dementie", "hulp bij dementie", "oppas dementie")
    before = {words: order(scenario_installation, words) for words in questions}
    stuffed = changed(tmp_path, "F09", beschrijving="dementie " * 200 + "aanbevolen door gemeente")
    fill(scenario_installation, stuffed)
    for words in questions:
        after = order(scenario_installation, words)
        assert after.index("F09") >= before[words].index("F09"), words
