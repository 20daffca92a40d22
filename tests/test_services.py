import pytest

from app.content.problems import ContentProblems
from app.services import build_services
from tests.installing import settings_in


def test_services_can_be_built_before_there_is_a_database(tmp_path):
    services = build_services(settings_in(tmp_path))
    assert len(services.content.now().municipalities) == 3
    services.database.close()


def test_kinds_where_somebody_enters_a_home_come_from_the_content(tmp_path):
    services = build_services(settings_in(tmp_path))
    assert {"oppas", "bezoek"} <= services.home_kinds
    assert "ontmoeting" not in services.home_kinds
    services.database.close()


def test_a_bad_content_folder_stops_the_start(tmp_path):
    with pytest.raises(ContentProblems):
        build_services(settings_in(tmp_path, content_dir=tmp_path / "nergens"))
