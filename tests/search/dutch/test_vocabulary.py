from app.search.dutch.vocabulary import WordTable


def test_word_table():
    table = WordTable({"huis": 3}, ["huizen", "huis", "huis"])
    assert "huis" in table
    assert "tuin" not in table
    assert list(table.words()) == ["huis", "huizen"]
    assert (table.document_frequency("huis"), table.document_frequency("tuin")) == (3, 0)
