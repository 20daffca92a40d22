"""Where is that? Postcodes and place names to a point, in memory, without the network.

The layers, from the most trusted: the kernen and content/places.csv of the editors, what an operator imported, and
the names of the whole country. A name with one letter wrong is answered with the guess said aloud.
"""

import threading
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from time import monotonic

import structlog
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database, DatabaseGone
from app.places.imported import Imported
from app.places.layers import Layers, Spot, build, same_place
from app.places.located import Located, Precision, in_the_netherlands
from app.places.names import LONGEST, fold
from app.places.national import national_places
from app.places.postcodes import Postcode, first_digits, lenient_postcode, postcode_within
from app.places.table import BadLine, PlaceFact, TableRefused, read_places

LOOK_AGAIN_SECONDS = 30.0
"""An import by another process is seen within this time."""
SHORTEST_TO_CORRECT = 4
"""Letters: in shorter names one letter is too much of it (Ede, Epe, Ee)."""
KERN_WITHIN_KM = 10.0
_GUESSES = 12

_log = structlog.get_logger(__name__)


class Gazetteer:
    """Postcodes and places of one installation. Any thread may ask; `reload` swaps the whole index at once."""

    def __init__(
        self,
        table: Path,
        database: Database | None = None,
        municipalities: Iterable[str] = (),
        kernen: Iterable[PlaceFact] = (),
    ) -> None:
        """Read the table and what was imported.

        :param table: content/places.csv.
        :param database: where `leefplein places import` wrote; None leaves that layer out.
        :param municipalities: names of the region's own municipalities: of places with one name, theirs goes first.
        :param kernen: points the editors gave themselves, above the table.
        :raises TableRefused: with file, line and reason.
        """
        self._table = table
        self._home = tuple(municipalities)
        self._kernen = tuple(kernen)
        self._imported = Imported(database) if database else None
        self._reloading = threading.Lock()
        self._mark: object = None
        self._look_at = 0.0
        self._layers = build([])
        self.reload()

    def reload(self) -> None:
        """Read everything again.

        :raises TableRefused: the table has become unreadable; the answers stay as they were.
        """
        with self._reloading:
            self._reload()

    def find(self, text: str) -> Located | None:
        """Where this postcode or place is; None when it is not known (`help_text` then says what to do).

        Takes `8051`, `8051ab`, `8051 AB Hattem`, ` hattem `, `Elst (Rhenen)`, `gemeente Overbetuwe`. Never raises.
        """
        layers = self._current()
        said = " ".join(text[:LONGEST].split())
        if not said:
            return None
        postcode = lenient_postcode(said)
        if postcode:
            return self._postcode(postcode, layers)
        within = postcode_within(said)
        if within:
            found = self._postcode(within[0], layers)
            if found or not within[1]:
                return found
            said = within[1]
        return self._place(said, layers) or self._last_part(said, layers)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """What this may become, the own region first; each can be given to `find`."""
        layers = self._current()
        said = prefix[:LONGEST].strip()
        if said[:1].isdigit():
            digits = first_digits(said)
            facts = islice(layers.codes_with_prefix(digits), limit) if digits else ()
            return tuple(f"{fact.code} {fact.name}" for fact in facts)
        keys = {fold(said), fold(said + "0").removesuffix("0")}  # "st" may become Sint or Stroe
        if not any(keys):
            return ()
        spots = chain.from_iterable(
            source.with_prefix(key) for source in (layers, self._country) for key in keys if key
        )
        return _labels(sorted(spots, key=lambda spot: spot.rank), limit)

    def nearest_kern(self, lat: float, lon: float, within_km: float = KERN_WITHIN_KM) -> Located | None:
        """The village, town or hamlet nearest to this point (WGS84 degrees); None when there is none so near."""
        found = self._current().nearest(lat, lon) if in_the_netherlands(lat, lon) else None
        return _located(found[0], "plaats") if found and found[1] <= within_km else None

    def help_text(self, text: str) -> str:
        """What to say when `find` gave nothing: what is the matter and how to mend it, in plain Dutch."""
        said = "".join(character for character in " ".join(text.split())[:40] if character.isprintable())
        postcode = lenient_postcode(said)
        if postcode:
            return (
                f"We kennen postcode {postcode.digits} niet. "
                "Kijk of de cijfers kloppen, of vul de naam van uw dorp of stad in."
            )
        if said[:1].isdigit():
            return "Een postcode heeft 4 cijfers, soms met 2 letters erachter. Bijvoorbeeld 1234 of 1234 AB."
        if not said:
            return "Vul een postcode of de naam van een dorp of stad in. Bijvoorbeeld 1234 of Voorbeelddorp."
        return f"We kennen de plaats ‘{said}’ niet. Kijk of de naam klopt, of vul de 4 cijfers van uw postcode in."

    @cached_property
    def _country(self) -> Layers:
        return build([(), (), national_places()], self._home)

    def _current(self) -> Layers:
        """The index; now and then first a look whether another process imported something."""
        if self._imported and monotonic() >= self._look_at and self._reloading.acquire(blocking=False):
            try:
                self._look_at = monotonic() + LOOK_AGAIN_SECONDS
                if self._imported.mark() != self._mark:
                    self._reload()
            except (DatabaseGone, SQLAlchemyError, TableRefused) as problem:
                _log.warning("places_not_reloaded", problem=str(problem))
            finally:
                self._reloading.release()
        return self._layers

    def _reload(self) -> None:
        table = [(fact, "") for fact in _whole_table(self._table)]
        imported: list[tuple[PlaceFact, str]] = []
        mark: object = None
        if self._imported:
            try:
                mark = self._imported.mark()
                imported = [(fact, "") for fact in self._imported.facts()]
            except (DatabaseGone, SQLAlchemyError) as problem:  # no database yet: the table alone still answers
                _log.warning("imported_places_unreadable", problem=str(problem))
        kernen = [(fact, "") for fact in self._kernen]
        self._layers = build([[*kernen, *table], imported], self._home)
        self._mark = mark
        self._look_at = monotonic() + LOOK_AGAIN_SECONDS

    def _postcode(self, postcode: Postcode, layers: Layers) -> Located | None:
        exact = self._imported.point(postcode.code) if self._imported and postcode.letters else None
        known = layers.codes.get(postcode.digits, ())
        fact = exact or (known[0] if known else None)
        if fact is None:
            return None
        return Located(
            lat=fact.lat,
            lon=fact.lon,
            name=f"{postcode} {fact.name}",
            kern=fact.name,
            municipality=fact.municipality,
            precision="pc6" if exact else "pc4",
            source=fact.source,
            postcode=str(postcode),
        )

    def _place(self, said: str, layers: Layers) -> Located | None:
        key = fold(said)
        if not key:
            return None
        town = layers.municipalities.get(key.removeprefix("gemeente "))
        if town and key.startswith("gemeente "):
            return _located(town, "gemeente")
        spots = self._spots(key, layers)
        if spots:
            return _located(spots[0], "plaats", also=tuple(spot.label for spot in spots[1:]))
        exact = key.replace(" gemeente ", " ")
        asked = layers.qualified.get(exact) or self._country.qualified.get(exact)
        if asked:
            return _located(asked, "plaats")
        return _located(town, "gemeente") if town else self._guess(key, layers)

    def _last_part(self, said: str, layers: Layers) -> Located | None:
        """`Kerkstraat 12, Hattem`: the part behind the last comma is the place."""
        before, comma, last = said.rpartition(",")
        return self._place(last, layers) if comma and before else None

    def _spots(self, key: str, layers: Layers) -> list[Spot]:
        """Every place of this name, best first, each once."""
        found = list(layers.spots.get(key, ()))
        for spot in self._country.spots.get(key, ()):
            if not any(same_place(spot, other) for other in found):
                found.append(spot)
        return found

    def _guess(self, key: str, layers: Layers) -> Located | None:
        """The best place whose name is one letter away (one wrong, missing, too many, or two swapped)."""
        if len(key) < SHORTEST_TO_CORRECT:
            return None
        known = [*layers.names, *layers.municipalities, *self._country.names]
        near = process.extract(
            key,
            known,
            scorer=OSA.distance,
            score_cutoff=1,
            limit=_GUESSES,
        )
        guesses: list[tuple[Spot, Precision]] = []
        for name, _, _ in near:
            if len(name) < SHORTEST_TO_CORRECT:
                continue
            spots = self._spots(name, layers)
            if spots:
                guesses.append((spots[0], "plaats"))
            elif name in layers.municipalities:
                guesses.append((layers.municipalities[name], "gemeente"))
        if not guesses:
            return None
        guesses.sort(key=lambda guess: guess[0].rank)
        spot, precision = guesses[0]
        others = tuple(dict.fromkeys(other.label for other, _ in guesses[1:] if other.name != spot.name))
        return _located(spot, precision, did_you_mean=spot.name, also=others)


def _whole_table(path: Path) -> Iterator[PlaceFact]:
    """The facts of a table that must be right as a whole."""
    for item in read_places(path):
        if isinstance(item, BadLine):
            raise TableRefused(f"{path}, regel {item.line}: {item.reason}")
        yield item[1]


def _labels(spots: Iterable[Spot], limit: int) -> tuple[str, ...]:
    """The names; where one name stands for several places, with where they lie."""
    chosen: dict[str, list[Spot]] = {}
    for spot in spots:
        same = chosen.setdefault(fold(spot.name), [])
        if not any(same_place(spot, other) for other in same):
            same.append(spot)
    return tuple(
        label
        for same in chosen.values()
        for label in ([spot.label for spot in same] if len(same) > 1 else [same[0].name])
    )[:limit]


def _located(
    spot: Spot, precision: Precision, *, did_you_mean: str | None = None, also: tuple[str, ...] = ()
) -> Located:
    whole = precision == "gemeente"
    return Located(
        lat=spot.lat,
        lon=spot.lon,
        name=f"gemeente {spot.name}" if whole else spot.name,
        kern="" if whole else spot.name,
        municipality=spot.municipality,
        precision=precision,
        source=spot.source,
        did_you_mean=did_you_mean,
        also=also,
    )
