"""Which kinds stand on which rung, and how one asks: only of what the public may see."""

from app.social_map.ladder import Asking, how_to_ask, kinds_of_rungs
from app.social_map.vocabulary import RespiteWeight, Vog
from tests.social_map.drafts import draft, shelve


def test_an_offers_own_weight_decides_and_not_its_kind(database):
    shelve(
        database,
        draft("Oppas", kind="oppas", respite=RespiteWeight.LIGHT, vog=Vog.YES),
        draft("Adempauze", kind="mantelzorgsteun", respite=RespiteWeight.LIGHT),
        draft("Koffie"),
        draft("Zonder antwoord", kind="logeren", respite=RespiteWeight.NIGHT, vog=Vog.UNANSWERED),
    )
    with database.looking() as connection:
        assert kinds_of_rungs(connection) == {
            RespiteWeight.LIGHT: ("mantelzorgsteun", "oppas"),
            RespiteWeight.DAY: (),
            RespiteWeight.NIGHT: (),
        }


def test_how_one_asks(database):
    one, other = shelve(database, draft("Een", waiting_time="2 weken", book_ahead="2 dagen"), draft("Ander"))
    with database.looking() as connection:
        assert how_to_ask(connection, []) == {}
        assert how_to_ask(connection, [one.offer_id, other.offer_id]) == {
            one.offer_id: Asking("2 weken", "2 dagen"),
            other.offer_id: Asking("", ""),
        }
