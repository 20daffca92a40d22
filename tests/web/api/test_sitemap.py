"""Every public page for search engines: with dates, in parts when there are too many, and without examples."""

import re

from sqlmodel import select

from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.web.api import sitemap

HOST = {"Host": "hattem.localhost"}


def make_real(installation):
    with installation.database.writing() as session:
        offers = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED).order_by(Offer.id)).all()
        for offer in offers:
            offer.example = False
        return [offer.slug for offer in offers]


def addresses(xml):
    return re.findall("<loc>([^<]*)</loc>", xml)


def test_every_offer_with_the_day_it_changed(installation, client):
    slugs = make_real(installation)
    answer = client.get("/sitemap.xml", headers=HOST)
    assert answer.mimetype == "application/xml"
    found = re.findall(
        r"<loc>http://hattem.localhost/aanbod/([^<]*)</loc><lastmod>(\d{4}-\d\d-\d\d)</lastmod>", answer.text
    )
    assert [slug for slug, _day in found] == slugs
    assert "http://hattem.localhost/open-data" in addresses(answer.text)
    again = client.get("/sitemap.xml", headers=HOST | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_examples_stay_out(client):
    assert "/aanbod/" not in client.get("/sitemap.xml", headers=HOST).text


def test_too_many_for_one_file_stand_in_parts(installation, client, app):
    make_real(installation)
    whole = addresses(client.get("/sitemap.xml", headers=HOST).text)
    with app.test_request_context("/sitemap.xml", headers=HOST):
        app.preprocess_request()
        index = sitemap.whole(largest=50).get_data(as_text=True)
        parts = addresses(index)
        assert index.count("<sitemap>") == len(parts) == -(-len(whole) // 50)
        together = [
            each
            for number in range(1, len(parts) + 1)
            for each in addresses(sitemap.part(number, 50).get_data(as_text=True))
        ]
    assert together == whole
    assert client.get("/sitemap-99.xml", headers=HOST).status_code == 404
