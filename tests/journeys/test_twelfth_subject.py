"""S20: a twelfth life domain is a few lines of content, and every page that shows them shows it."""

import shutil

import pytest

from app.web.application import create_app
from tests.installing import ROOT, copy_of


@pytest.fixture
def wider(scenario_template, tmp_path):
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    domains = content / "taxonomy" / "domains.yaml"
    more = """
- slug: huisdieren
  name: Huisdieren
  label: Uw huisdier
  explanation: Hulp als u ziek bent en een huisdier hebt.
  easy: Wie zorgt er voor uw hond of kat? Hier vindt u hulp.
  label_en: Your pet
  explanation_en: Help when you are ill and have a pet.
"""
    text = domains.read_text(encoding="utf-8")
    domains.write_text(text.rstrip() + "\n" + more, encoding="utf-8")
    services = copy_of(scenario_template, tmp_path / "installation", content_dir=content)
    yield create_app(services).test_client()
    services.database.close()


def test_s20_a_twelfth_subject(wider):
    assert "Uw huisdier" in wider.get("/").get_data(as_text=True)
    assert wider.get("/leefgebied").get_data(as_text=True).count('class="lp-tile"') == 12
    page = wider.get("/leefgebied/huisdieren")
    assert page.status_code == 200
    assert "Hulp als u ziek bent en een huisdier hebt" in page.get_data(as_text=True)
    assert "Your pet" in wider.get("/en/leefgebied").get_data(as_text=True)
