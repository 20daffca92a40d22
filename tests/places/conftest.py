"""A real database in a file, the table of the product, and a real service on a loopback address."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from app.db import Database
from app.places import models
from app.places.gazetteer import Gazetteer

TABLE = Path(__file__).parents[2] / "content" / "places.csv"
OWN = ("Hattem", "Putten", "Overbetuwe")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'places.sqlite'}")
    tables = [SQLModel.metadata.tables[row.__tablename__] for row in (models.PlacePoint, models.GeocodeAnswer)]
    SQLModel.metadata.create_all(found.engine, tables=tables)
    yield found
    found.close()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(TABLE, municipalities=OWN)


class Service:
    """A web service that answers what a test tells it to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reply: Callable[[BaseHTTPRequestHandler], None] = self.saying({})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                try:
                    outer.reply(self)
                except OSError:
                    return  # the caller hung up, as it should

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @staticmethod
    def saying(body: object, status: int = 200, headers: dict[str, str] | None = None):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(raw)))
            handler.end_headers()
            handler.wfile.write(raw)

        return reply

    @staticmethod
    def doc(postcode: str, kern: str, municipality: str, lon_lat: str) -> dict[str, object]:
        """One answer of Locatieserver."""
        return {
            "id": "adr-voorbeeld",
            "type": "adres",
            "weergavenaam": f"Kerkstraat 1, {postcode} {kern}",
            "postcode": postcode,
            "woonplaatsnaam": kern,
            "gemeentenaam": municipality,
            "centroide_ll": f"POINT({lon_lat})",
            "score": 9.1,
        }

    @staticmethod
    def docs(*found: dict[str, object]) -> dict[str, object]:
        return {"response": {"numFound": len(found), "numFoundExact": True, "docs": list(found)}}

    @staticmethod
    def features(*found: tuple[str, list[float]]) -> dict[str, object]:
        """An answer of the Location API: display name and [lon, lat]."""
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"collection_id": "adres", "display_name": name},
                    "geometry": {"type": "Point", "coordinates": point},
                }
                for name, point in found
            ],
        }


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    found = Service()
    yield found
    found.server.shutdown()
    found.server.server_close()
