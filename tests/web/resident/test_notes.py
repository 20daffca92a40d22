"""A voluntary note about what somebody looked for: empty is no crime, personal data is taken out."""

from sqlmodel import select

from app.insight.models import SearchNote


def test_empty_is_said_kindly(client):
    answer = client.post("/vertel-wat-u-zocht", data={"zocht": " "})
    assert answer.status_code == 422
    assert 'href="#zocht"' in answer.get_data(as_text=True)


def test_the_note_is_cleaned(client, installation):
    client.post("/vertel-wat-u-zocht", data={"zocht": "zwemmen met kees@voorbeeld.example, 8051 AB 12"})
    with installation.database.reading() as session:
        (found,) = session.exec(select(SearchNote)).all()
    assert found.words.startswith("zwemmen met [weggelaten]")
    assert "8051" not in found.words
