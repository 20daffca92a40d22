from app.insight.models import SearchNote
from app.search.dutch.analysis import DutchAnalysis
from app.search.dutch.synonyms import SynonymRules
from tests.web.staff.site import look, words_of


def rules(site):
    site.content.forget()
    return {rule.id: rule for rule in site.content.now().synonyms}


def test_a_word_added_on_the_screen_works_at_once(site):
    client = site.signed_in()
    form = {
        "say": "een schop onder mijn kont\n\neen  schop onder mijn kont",
        "mean": "dagbesteding",
        "kinds": ["dagbesteding", "bestaat-niet"],
        "only_with": "",
        "not_with": "baby",
    }
    answer = client.post("/beheer/zoektermen/nieuw", data=form)
    assert answer.status_code == 303, words_of(look(answer))
    rule = rules(site)["een-schop-onder-mijn-kont"]
    assert (rule.say, rule.mean, rule.kinds, rule.not_with) == (
        ("een schop onder mijn kont",),
        ("dagbesteding",),
        ("dagbesteding",),
        ("baby",),
    )
    assert "schop" in words_of(look(client.get("/beheer/zoektermen?woord=Schop")))


def test_it_is_changed_and_taken_away(site):
    client = site.signed_in()
    before = len(rules(site))
    client.post("/beheer/zoektermen/nieuw", data={"say": "kwijtlopen", "mean": "dementie"})
    page = look(client.get("/beheer/zoektermen/kwijtlopen"))
    assert page.find("textarea", id="mean").text.strip() == "dementie"
    client.post(
        "/beheer/zoektermen/kwijtlopen", data={"say": "kwijtlopen", "mean": "dementie\nverdwalen", "doen": "bewaren"}
    )
    assert rules(site)["kwijtlopen"].mean == ("dementie", "verdwalen")
    client.post("/beheer/zoektermen/kwijtlopen", data={"doen": "verwijderen"})
    assert len(rules(site)) == before
    assert client.get("/beheer/zoektermen/kwijtlopen").status_code == 404


def test_a_shipped_rule_can_be_changed_too(site):
    client = site.signed_in()
    client.post("/beheer/zoektermen/respijt-even-vrij", data={"say": "even vrij", "mean": "respijtzorg"})
    assert rules(site)["respijt-even-vrij"].say == ("even vrij",)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(site):
    client = site.signed_in()
    answer = client.post("/beheer/zoektermen/nieuw", data={"say": "", "mean": "respijtzorg"})
    assert answer.status_code == 422
    page = look(answer)
    assert page.select_one(".lp-error-summary a")["href"] == "#say"
    assert page.find("textarea", id="mean").text.strip() == "respijtzorg"
    nothing = client.post("/beheer/zoektermen/nieuw", data={"say": "even weg"})
    assert look(nothing).select_one(".lp-error-summary a")["href"] == "#mean"
    long = client.post("/beheer/zoektermen/nieuw", data={"say": "w" * 300, "mean": "x"})
    assert long.status_code == 422
    many = client.post(
        "/beheer/zoektermen/nieuw", data={"say": "\n".join(f"woord{n}" for n in range(100)), "mean": "x"}
    )
    assert many.status_code == 422


def test_two_rules_with_the_same_words_get_their_own_name(site):
    client = site.signed_in()
    for _ in range(2):
        client.post("/beheer/zoektermen/nieuw", data={"say": "tuinpad", "mean": "klussen"})
    assert {"tuinpad", "tuinpad-2"} <= set(rules(site))


def test_a_note_of_a_visitor_becomes_a_word(site):
    with site.database.writing() as session:
        note = SearchNote(municipality="hattem", words="iemand die mijn heg knipt")
        session.add(note)
    client = site.signed_in()
    listed = look(client.get("/beheer/niet-gevonden"))
    link = listed.find("a", href=f"/beheer/zoektermen/nieuw?bericht={note.id}")
    page = look(client.get(link["href"]))
    assert page.find("textarea", id="say").text.strip() == "iemand die mijn heg knipt"
    client.post("/beheer/zoektermen/nieuw", data={"say": "heg knippen", "mean": "klussen", "bericht": note.id})
    with site.database.reading() as session:
        kept = session.get_one(SearchNote, note.id)
    assert kept.became == "synonyms/heg-knippen"
    assert kept.settled_at is not None
    assert "heg" not in words_of(look(client.get("/beheer/niet-gevonden")))


def test_an_editor_of_one_municipality_does_not_change_words_for_all(site):
    client = site.signed_in(municipality="hattem")
    assert client.get("/beheer/zoektermen").status_code == 404
    assert client.post("/beheer/zoektermen/nieuw", data={"say": "x", "mean": "y"}).status_code == 404
    assert "Zoektermen" not in client.get("/beheer/").text


def test_strange_words_are_no_reason_to_fall_over(site):
    client = site.signed_in()
    for text in ("\x00", "!!!", "🦆", "\u202eabc", "ß" * 119, "- a: b", "{x}"):
        assert client.post("/beheer/zoektermen/nieuw", data={"say": text, "mean": text}).status_code in {303, 422}


def test_the_search_hears_the_new_word(site):
    client = site.signed_in()
    client.post("/beheer/zoektermen/nieuw", data={"say": "flapdrol", "mean": "klussen", "kinds": "klussen"})
    analysis = DutchAnalysis(SynonymRules(rules(site).values()))
    assert "klussen" in analysis.query("flapdrol", EMPTY).kinds


class Empty:
    def __contains__(self, term):
        return False

    def words(self):
        return ()

    def document_frequency(self, _term):
        return 0


EMPTY = Empty()
