from sqlmodel import select

from app.social_map.models import Flag, Organisation, Place
from app.social_map.quick_rows import quick_row, with_defaults


def test_a_quick_row_holds_what_a_row_of_the_class_itself_holds():
    slow, quick = Place(kern="Hattem", lat=52.5), quick_row(Place, {"kern": "Hattem"}, lat=52.5)
    names = set(Place.model_fields) - {"uid"}
    assert {name: getattr(quick, name) for name in names} == {name: getattr(slow, name) for name in names}
    assert quick.uid != quick_row(Place, {}).uid, "what is made for each row is made for each row"


def test_a_quick_row_is_kept_and_changed_as_any_other(database):
    with database.writing() as session:
        row = quick_row(Organisation, {"name": "Stichting Voorbeeld", "name_key": "stichting voorbeeld"})
        session.add(row)
        session.flush()
        row.phone = "038 123 45 67"
    with database.reading() as session:
        found = session.exec(select(Organisation)).one()
    assert (found.id, found.phone, found.funding, found.carried) == (1, "038 123 45 67", (), None)
    assert found.created_at is not None


def test_a_number_that_the_database_gives_stays_away_from_what_is_written():
    assert with_defaults(Flag, {"offer_id": 3, "reason": "Kijk dit na."}).keys() == {
        "offer_id",
        "reason",
        "settled_at",
        "at",
    }
