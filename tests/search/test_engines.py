from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog

from app.search import engines as module
from app.search.asking import Question
from app.search.engine import IndexUnavailable
from tests import postgres
from tests.search.losing import lose_the_index
from tests.search.small_map import small_map


@pytest.fixture(params=["whoosh", "fts5", pytest.param("postgres", marks=pytest.mark.postgres)])
def services(request, tmp_path):
    on_server = {"database_url": postgres.make_for(tmp_path)} if request.param == "postgres" else {}
    made = small_map(tmp_path, search_engine=request.param, **on_server)
    assert made.finder.engines.primary.name == request.param
    yield made
    made.database.close()


def names(services, words):
    answer = services.finder.ask(Question(words=words))
    return {each.card.name for each in answer.results}, answer.degraded


def test_every_engine_finds_the_same(services):
    assert {"Samen eten", "Eettafel Putten"} <= names(services, "samen eten")[0]
    assert services.finder.health().ok


def test_the_stand_in_answers_while_the_index_is_away_and_leaves_when_it_is_back(services):
    engines = services.finder.engines

    def gone(engine):
        if engine is engines.primary:
            raise IndexUnavailable("missing", "weg")
        return engine.name

    with structlog.testing.capture_logs() as logs:
        assert engines.with_engine(gone) == ("fts5", True)
        assert engines._fallback is not None
        assert engines.with_engine(lambda engine: engine.name) == (engines.primary.name, False)
    assert engines._fallback is None
    assert [each["reason"] for each in logs] == ["missing"]


def test_the_stand_in_is_built_once_for_all_who_wait(services, monkeypatch):
    built = []
    rebuild = module.rebuild
    monkeypatch.setattr(module, "rebuild", lambda *args: built.append(1) or rebuild(*args))
    lose_the_index(services)
    engines = services.finder.engines

    def gone(engine):
        if engine is engines.primary:
            raise IndexUnavailable("missing", "weg")
        return engine.name

    with structlog.testing.capture_logs(), ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: engines.with_engine(gone), range(16))) == {("fts5", True)}
    assert len(built) == 1


def test_suggestions_are_names_kinds_and_lay_words_of_what_is_public(services):
    assert "samen eten" in {each.text.lower() for each in services.finder.suggest("sam")}
    assert services.finder.suggest("oppas")
    assert services.finder.suggest("xqzw") == ()
    assert all(each.count > 0 for each in services.finder.suggest("o", 50))


def test_a_word_is_searched_as_typed_when_that_is_asked(services):
    engines = services.finder.engines
    mended = engines.read("etne", engines.primary)
    literal = engines.read("etne", engines.primary, literal=True)
    assert literal.corrected is None
    assert mended.corrected in {None, "eten"}
