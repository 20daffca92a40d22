"""When we are away the web server's own page still names somebody to call, for each municipality its own."""

from app.content.away import write_away_pages
from tests.installing import shipped_content


def test_each_host_name_has_the_number_of_its_own_desk(tmp_path):
    content = shipped_content()
    written = {each.name for each in write_away_pages(content, tmp_path / "away")}
    assert {"index.html", "index-413.html"} < written
    for town in content.municipalities:
        for host in town.hosts:
            page = (tmp_path / "away" / f"{host.partition(':')[0]}.html").read_text(encoding="utf-8")
            assert town.desk.phone in page
            assert town.name in page
            for number in content.help_numbers:
                assert f'href="tel:{number.tel}"' in page
            assert "<script" not in page
            assert "http" not in page, "it needs nothing from anywhere"
            assert 'lang="nl"' in page
    assert not list((tmp_path / "away").glob(".*"))


def test_it_can_be_written_again_and_nginx_may_read_it(tmp_path):
    write_away_pages(shipped_content(), tmp_path)
    (again, *_) = write_away_pages(shipped_content(), tmp_path)
    assert again.stat().st_mode & 0o777 == 0o644
