"""What people really type, with its meaning; and what is refused rather than guessed (issue 4)."""

from pathlib import Path

import pytest
import yaml

from app.social_map.schedule_said import typed
from app.social_map.times import in_words, read_times

CORPUS = yaml.safe_load((Path(__file__).parents[1] / "fixtures/times/typed.yaml").read_text(encoding="utf-8"))


def mistakes(pairs):
    return [
        (line, read_times(line).words)
        for line, means in pairs
        if not read_times(line).understood or read_times(line).words != means
    ]


def test_the_corpus_is_large_enough():
    assert len({line for line, _ in CORPUS["read"]}) >= 150
    assert len(set(CORPUS["refused"])) >= 40


def test_every_form_means_what_stands_beside_it():
    assert mistakes(CORPUS["read"]) == []


def test_the_check_bites():
    """Its twin: with the meaning of another line beside it, every line is a mistake."""
    shifted = [(line, next(other for _, other in CORPUS["read"] if other != means)) for line, means in CORPUS["read"]]
    assert len(mistakes(shifted)) == len(shifted)
    assert len(mistakes([(line, line) for line in CORPUS["refused"]])) == len(CORPUS["refused"])


@pytest.mark.parametrize("line", CORPUS["refused"])
def test_what_is_not_wholly_understood_stays_text(line):
    read = read_times(line)
    assert (read.mask, read.understood, read.schedule) == (0, False, None)
    assert in_words(line) == in_words(line, "en") == line.strip()


@pytest.mark.parametrize("line", [line for line, _ in CORPUS["read"]])
def test_what_is_understood_can_be_said_and_typed_again(line):
    read = read_times(line)
    assert 0 < read.mask < 1 << 35
    assert read_times(read.words).schedule == read.schedule
    assert read_times(typed(read.schedule)).schedule == read.schedule
    assert read_times(line.upper()).schedule == read.schedule
