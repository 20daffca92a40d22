"""The empty week: to print, with somebody to call, and nothing to fill in here."""

from tests.web.resident.route_walking import soup, words


def test_seven_days_of_three_parts_to_write_in(scenario_client):
    page = soup(scenario_client, "/wegwijzer/takenrooster")
    assert [each.get_text() for each in page.select("tbody th")][::6] == ["Maandag", "Zondag"]
    cells = page.select("tbody td")
    assert len(cells) == 21
    assert not any(cell.get_text(strip=True) for cell in cells)
    assert not page.main.select("input, textarea, form")
    assert "038 000 00 10" in words(page)
