import random

import pytest
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex

from app.search import posting_pool
from app.search.posting_pool import PostingPool, lighten
from app.search.whoosh_storage import SCHEMA


def documents(number):
    dice = random.Random(4)
    words = [f"woord{place}" for place in range(60)] + ["élan", "ärger", "日本"]
    return [{word: dice.randrange(1, 256) for word in dice.sample(words, 20)} for _ in range(number)]


def written(storage, batches, *, light):
    index = FileIndex.create(storage, SCHEMA, "MAIN")
    for batch in batches:
        writer = index.writer()
        pool = lighten(writer) if light else None
        for number, terms in enumerate(batch):
            if pool is None:
                writer.add_document(all=terms, words=dict.fromkeys(terms, 1), key=str(number))
            else:
                pool.take("all", writer.docnum, terms)
                pool.take("words", writer.docnum, dict.fromkeys(terms, 1))
                writer.add_document(key=str(number))
        writer.commit()
    return index


def postings(index):
    with index.reader() as reader:
        found = {}
        for field, term in reader.all_terms():
            matcher = reader.postings(field, term)
            held = []
            while matcher.is_active():
                held.append((matcher.id(), matcher.weight()))
                matcher.next()
            info = reader.term_info(field, term)
            found[field, term] = (held, info.doc_frequency(), info.max_weight())
        return found


@pytest.mark.parametrize("sizes", [(1,), (5,), (700,), (40, 30, 20, 3)])
def test_it_writes_what_whoosh_itself_would_write(sizes):
    batches = [documents(size) for size in sizes]
    ours, theirs = (written(RamStorage(), batches, light=light) for light in (True, False))
    assert postings(ours) == postings(theirs)
    assert ours.doc_count() == theirs.doc_count() == sum(sizes)


def test_another_format_is_written_through_the_public_interface(monkeypatch):
    batches = [documents(300)]
    expected = postings(written(RamStorage(), batches, light=True))
    monkeypatch.setattr(posting_pool, "W3FieldWriter", type("Other", (), {}))
    assert postings(written(RamStorage(), batches, light=True)) == expected


def test_postings_come_by_field_and_term_and_leave_the_pool_empty():
    pool = PostingPool()
    pool.take("words", 0, {"b": 1})
    pool.take("all", 0, {"b": 3, "a": 2})
    pool.add(("all", b"a", 1, 9.0, b""))
    assert list(pool.iter_postings()) == [
        ("all", b"a", 0, 2.0, b""),
        ("all", b"a", 1, 9.0, b""),
        ("all", b"b", 0, 3.0, b""),
        ("words", b"b", 0, 1.0, b""),
    ]
    assert list(pool.iter_postings()) == []


def test_a_batch_that_is_taken_back_leaves_nothing():
    pool = PostingPool()
    pool.take("all", 0, {"a": 2})
    pool.cleanup()
    assert list(pool.iter_postings()) == []
