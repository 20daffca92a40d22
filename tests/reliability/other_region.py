"""A region of seven invented municipalities, and nothing of the example region in it: written as another customer would."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.search.indexing import rebuild
from app.services import Services, build_services
from importers.running import import_file
from tests.installing import ROOT, make_database, settings_in


@dataclass(frozen=True)
class Town:
    """One municipality: its names, and the digits that all its numbers and postcodes begin with."""

    slug: str
    name: str
    digits: int

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost"

    @property
    def postcode(self) -> str:
        return f"{9400 + 10 * self.digits} AB"

    @property
    def phone(self) -> str:
        """How all telephone numbers of this municipality begin."""
        return f"09{self.digits} 111"


TOWNS = tuple(
    Town(name.lower(), name, number)
    for number, name in enumerate(
        ("Eikerwoude", "Lindenborch", "Vossenwaard", "Kraanmeer", "Zilverdonk", "Bremmerzijl", "Uilenstede"), 1
    )
)
FOREIGN = re.compile(
    r"(?i:hattem|overbetuwe|molecaten|krachtighuizen|steenenkamer|veluwe|038[ -]?000)|\bPutten\b|putten\.|\bHuinen\b|\b(805\d|388\d) ?[A-Z]{2}\b|\bElst\b"
)
"""What only somebody in the example region would read."""
_OFFER = "id,naam,organisatie,soort,niveau,leefgebieden,samenvatting,kern,gemeente,postcode,plaats,lat,lon,telefoon,tijden,kosten,vog,respijt,gecontroleerd_op,voorbeeld\n"


def content_of(folder: Path, towns: tuple[Town, ...] = TOWNS) -> Path:
    """A content folder: the texts and lists everybody ships, with these municipalities."""
    place = folder / "content"
    shutil.copytree(ROOT / "content", place, ignore=shutil.ignore_patterns("examples", "municipalities", "themes"))
    (place / "examples").mkdir()
    for name in ("municipalities", "themes"):
        (place / name).mkdir()
    slugs = ", ".join(town.slug for town in towns)
    (place / "region.yaml").write_text(
        f"slug: zeven\nname: Regio Zeven (voorbeeld)\nmunicipalities: [{slugs}]\nexample: true\ndata_licence: CC0 1.0\n"
    )
    written = (ROOT / "content" / "municipalities" / "hattem.yaml").read_text(encoding="utf-8")
    theme = (ROOT / "content" / "themes" / "hattem.css").read_text(encoding="utf-8")
    places = ["pc4,plaats,gemeente,lat,lon,bron"]
    for town in towns:
        (place / "municipalities" / f"{town.slug}.yaml").write_text(_own(written, town), encoding="utf-8")
        (place / "themes" / f"{town.slug}.css").write_text(_own(theme, town), encoding="utf-8")
        code = town.postcode[:4]
        places += [
            f"{code},{town.name},{town.name},{_lat(town)},6.2,voorbeeld",
            f",{town.name},{town.name},{_lat(town)},6.2,voorbeeld",
        ]
    (place / "places.csv").write_text("\n".join(places) + "\n", encoding="utf-8")
    return place


def _lat(town: Town) -> float:
    return round(52.5 + town.digits / 20, 4)


def _own(text: str, town: Town) -> str:
    text = text.replace("Heerde, Oldebroek, Zwolle", "Buurgemeente Voorbeeld")
    text = text.replace("Polder Hattem en Molecaten", f"Buiten {town.name}").replace(
        "Molecaten, Buitengebied", "Achterveld"
    )
    text = text.replace("Hattem", town.name).replace("hattem", town.slug).replace("038 000", town.phone)
    text = text.replace("038000", town.phone.replace(" ", ""))
    text = re.sub(r"805(\d)", lambda found: f"{9400 + 10 * town.digits + int(found[1])}", text)
    text = re.sub(r"lat: 52\.\d+", f"lat: {_lat(town)}", text)
    return re.sub(r"lon: 6\.\d+", "lon: 6.2", text)


def offers_of(folder: Path, towns: tuple[Town, ...] = TOWNS) -> Path:
    """A list with some offers of each municipality."""
    lines = [_OFFER]
    for town in towns:
        for number, (kind, respite) in enumerate(
            (("oppas", "licht"), ("ontmoeting", ""), ("dagbesteding", "dag"), ("crisis", ""))
        ):
            lines.append(
                f"{town.slug}-{number},{kind.title()} van {town.name},Samen {town.name} (voorbeeld),{kind},algemeen,sociaal-netwerk,"
                f"Iets van {town.name}.,{town.name},{town.name},{town.postcode},{town.name},{_lat(town)},6.2,{town.phone} {10 + number},"
                f"di 10:00-12:00,gratis,ja,{respite},2026-11-01,ja\n"
            )
    path = folder / "offers.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def installed(folder: Path, towns: tuple[Town, ...] = TOWNS) -> Services:
    """The whole installation, with offers on the map."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_in(folder / "data", content_dir=content_of(folder, towns))
    make_database(settings)
    services = build_services(settings)
    report = import_file(services, "spreadsheet", offers_of(folder, towns), publish=True, source_name="zeven")
    assert (report.new, report.refused) == (4 * len(towns), [])
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    return services
