import pytest

from app.search.evaluate import JudgedProvision, JudgedQuery, evaluate, judge, read_provisions, read_queries

PROVISIONS = [
    JudgedProvision(1, "Taxi", "", frozenset({"vervoer"})),
    JudgedProvision(2, "Maatje", "", frozenset({"maatje", "bewegen"})),
    JudgedProvision(3, "Schuldhulp", "", frozenset({"schulden"})),
    JudgedProvision(4, "Belbus", "", frozenset({"vervoer"})),
]


def query(wants, must_not=()):
    return JudgedQuery("q", "vraag", frozenset(wants), frozenset(must_not))


def test_a_perfect_order_gives_one():
    outcome = judge(query({"vervoer"}), [1, 4, 2], {one.key: one for one in PROVISIONS})
    assert outcome.ndcg == pytest.approx(1.0)
    assert outcome.first_hit == 1


def test_a_later_hit_gains_less():
    outcome = judge(query({"maatje"}), [1, 4, 2], {one.key: one for one in PROVISIONS})
    assert outcome.first_hit == 3
    assert outcome.ndcg == pytest.approx(0.5)


def test_report_counts_empty_pages_and_wrong_answers():
    answers = {"a": [3, 1], "b": [], "c": [1]}
    queries = [
        JudgedQuery("1", "a", frozenset({"vervoer"}), frozenset({"schulden"})),
        JudgedQuery("2", "b", frozenset({"maatje"})),
        JudgedQuery("3", "c", frozenset({"vervoer"})),
    ]
    report = evaluate(queries, PROVISIONS, answers.__getitem__)
    assert report.success_at_1 == pytest.approx(1 / 3)
    assert report.success_at_3 == pytest.approx(2 / 3)
    assert (report.without_result, report.must_not) == (1, 1)
    assert report.share_without_result == pytest.approx(1 / 3)
    assert [outcome.query.id for outcome in report.misses()] == ["2"]


def test_no_questions_give_zeros():
    report = evaluate([], PROVISIONS, lambda _: [])
    assert (report.success_at_3, report.ndcg_at_10, report.share_without_result) == (0.0, 0.0, 0.0)


def test_reading_judged_files():
    (one,) = read_queries([{"id": "q1", "query": "taxi", "wants": ["vervoer"]}])
    assert one.must_not == frozenset()
    (provision,) = read_provisions([{"needs": "maatje bewegen", "name": "Maatje", "description": "Samen"}])
    assert provision.needs == {"maatje", "bewegen"}
    with pytest.raises(TypeError):
        read_queries([{"id": "q1", "query": "taxi", "wants": 5}])
