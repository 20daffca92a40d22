"""Who offers and who asks in the example region. Everybody is invented; names, numbers and mail addresses say so."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from app.matching.models import Entered, Side
from app.matching.shapes import NewNotice, Person, Words
from app.social_map.times import read_times
from app.social_map.vocabulary import Frequency, Vog

WEEKLY, SOMETIMES, ONCE, EMERGENCY = Frequency.WEEKLY, Frequency.SOMETIMES, Frequency.ONCE, Frequency.EMERGENCY
REMARK: Final = "Dit is een voorbeeld: deze persoon en deze woorden zijn verzonnen."
FIRST_PHONE: Final = 380001001
TOWN: Final = 0
KERN: Final = 1


@dataclass(frozen=True, slots=True)
class Example:
    """One offer or question as somebody would post it.

    :ivar name: how the examples call it among themselves, and part of the first name.
    :ivar where: municipality and village.
    :ivar tasks: slugs, with spaces between.
    :ivar times: as typed.
    :ivar needed_in: days from today, for something on one day.
    :ivar posted_ago: days since it was posted.
    :ivar vog: what the mediator found when they met; None when they did not meet yet.
    :ivar line: the sentence for the page of the exchange event; only with `fair`.
    """

    name: str
    where: tuple[str, str]
    tasks: str
    times: str = ""
    often: Frequency | None = None
    story: str = ""
    needed_in: int | None = None
    posted_ago: int = 3
    vog: Vog | None = Vog.YES
    organisation: str = ""
    fair: bool = False
    line: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def notice(self, side: Side, place: int, today: date, event_id: int | None) -> NewNotice:
        """It as a form. `place` among all examples gives the telephone number; a third of them has a mail address."""
        mail = f"{self.name.lower()}@voorbeeld.example" if place % 3 == 0 else ""
        return NewNotice(
            municipality=self.where[TOWN],
            kern=self.where[KERN],
            side=side,
            entered=Entered.PHONE if self.organisation or not mail else Entered.DIGITAL,
            person=Person(
                first_name=f"Voorbeeld-{self.name}",
                phone=f"0{FIRST_PHONE + place}",
                email=mail,
                organisation=self.organisation,
            ),
            words=Words(story=f"{self.story} {REMARK}".strip(), times=self.times),
            tasks=tuple(self.tasks.split()),
            when_mask=read_times(self.times).mask if self.times else 0,
            frequency=self.often,
            needed_on=None if self.needed_in is None else today + timedelta(days=self.needed_in),
            consent=True,
            event_id=event_id if self.fair else None,
            example=True,
            **self.more,
        )


HATTEM, OUTSIDE = ("hattem", "hattem"), ("hattem", "hattem-buitengebied")
PUTTEN, HUINEN, KRACHTIG = ("putten", "putten"), ("putten", "huinen"), ("putten", "krachtighuizen")
ELST, DRIEL, HETEREN = ("overbetuwe", "elst"), ("overbetuwe", "driel"), ("overbetuwe", "heteren")
ZETTEN, ANDELST, RANDWIJK = ("overbetuwe", "zetten"), ("overbetuwe", "andelst"), ("overbetuwe", "randwijk")

OFFERS: Final = (
    Example("Anna", HATTEM, "boodschappen bezoek", "donderdagmiddag", WEEKLY, "Ik heb elke donderdag tijd.", more={"not_circumstances": ("roken",)}),
    Example("Bram", HATTEM, "vervoer meegaan", "ma-vr overdag", SOMETIMES, "Ik rijd graag, als ik het op tijd weet.", more={"notice_days": 2}),
    Example("Carla", HATTEM, "koken", "woensdagavond", SOMETIMES, "Ik kook graag voor een tafel vol.", vog=None),
    Example("Dirk", OUTSIDE, "klusje tuin", "zaterdagochtend", SOMETIMES, "Lampen, planken, gordijnen.", vog=Vog.NO, more={"not_circumstances": ("tillen",)}),
    Example("Els", HATTEM, "steunkousen boodschappen", "", EMERGENCY, "Niet elke week, maar als er iets is kom ik.", vog=Vog.NO, more={"not_tasks": ("oppas",)}),
    Example("Kerk", HATTEM, "bezoek bellen", "ma-vr overdag", WEEKLY, "Wij zijn met acht mensen.", organisation="Voorbeeldkerk Hattem"),
    Example("Frits", HATTEM, "samen-eruit samen-sporten", "ma en wo ochtend", WEEKLY, "Graag een uur buiten.", vog=None, posted_ago=1),
    Example("Greet", HATTEM, "bellen", "ma-vr avond", WEEKLY, "Ik bel graag even.", posted_ago=40),
    Example("Huib", HATTEM, "computer papieren", "dinsdagmiddag", SOMETIMES, "Ik heb geduld.", posted_ago=60),
    Example("Club", HATTEM, "ruimte-of-spullen", "dinsdagavond", WEEKLY, organisation="Voorbeeldclub Hattem", fair=True, line="Een sportclub leent op dinsdagavond haar kantine uit."),
    Example("Bakker", HATTEM, "bijeenkomst ruimte-of-spullen", "zaterdag overdag", ONCE, organisation="Voorbeeldbakkerij", fair=True, line="Een bakkerij helpt een dag mee en brengt het brood."),
    Example("Ingrid", HATTEM, "papieren", "", SOMETIMES, "Ik verkoop verzekeringen en leg ze graag uit.", vog=None),
    Example("Jaap", PUTTEN, "oppas bezoek", "woensdagmiddag", WEEKLY, "Ik zat jaren bij mijn moeder."),
    Example("Klaas", HUINEN, "vervoer", "ma-vr overdag", SOMETIMES, "Ik rijd in heel Putten.", more={"not_circumstances": ("rolstoel",)}),
    Example("Lies", PUTTEN, "tuin", "zaterdag overdag", ONCE, "Snoeien kan ik goed.", vog=Vog.NO),
    Example("Maria", KRACHTIG, "bezoek voorlezen", "dinsdagochtend", WEEKLY, "Ik lees graag voor.", posted_ago=170),
    Example("Nel", PUTTEN, "taal", "maandagavond", WEEKLY, "Ik stond voor de klas.", vog=None, posted_ago=2),
    Example("Otto", PUTTEN, "samen-eruit", "zondagmiddag", SOMETIMES, "Wandelen met een praatje.", posted_ago=200),
    Example("Paul", PUTTEN, "klusje", "zaterdagochtend", SOMETIMES, "Handig met een boor.", posted_ago=20),
    Example("Quirine", ZETTEN, "bezoek koken", "vrijdagmiddag", WEEKLY, "Samen soep maken."),
    Example("Rob", ELST, "boodschappen", "vrijdagochtend", WEEKLY, "Ik ga toch al.", vog=None, more={"area": ("elst",)}),
    Example("Sonja", DRIEL, "vervoer meegaan", "ma en wo overdag", SOMETIMES, "Ook naar het ziekenhuis.", more={"notice_days": 1}),
    Example("Theo", HETEREN, "huisdier samen-eruit", "dinsdagmiddag", WEEKLY, "Met een hond erbij wandelt het fijner.", vog=Vog.NO),
    Example("Ursula", ANDELST, "oppas", "woensdagavond", SOMETIMES, "Zodat u even weg kunt.", posted_ago=90),
    Example("Vincent", RANDWIJK, "computer", "donderdagavond", ONCE, "Beeldbellen leren.", posted_ago=15),
    Example("Koor", ELST, "bijeenkomst voorlezen", "vrijdagmiddag", SOMETIMES, organisation="Voorbeeldkoor Elst"),
)  # fmt: skip

QUESTIONS: Final = (
    Example("Karel", HATTEM, "bezoek", "donderdagmiddag", WEEKLY, "Ik ben veel alleen."),
    Example("Loes", HATTEM, "vervoer", "ma-vr overdag", ONCE, "Ik moet onverwacht naar de oogarts.", needed_in=3, posted_ago=0, more={"urgent": True}),
    Example("Mien", OUTSIDE, "boodschappen", "donderdagmiddag", SOMETIMES, "De winkel is ver."),
    Example("Nico", HATTEM, "steunkousen", "", ONCE, "Mijn vrouw ligt in het ziekenhuis.", posted_ago=0, more={"urgent": True}),
    Example("Olga", HATTEM, "klusje", "zaterdagochtend", ONCE, "Een lamp ophangen.", posted_ago=30),
    Example("Piet", HATTEM, "wassen bezoek", "ma-vr ochtend", WEEKLY, "Douchen lukt niet meer goed.", posted_ago=1),
    Example("Zangers", HATTEM, "ruimte-of-spullen", "dinsdagavond", WEEKLY, organisation="Voorbeeldzangers", fair=True, line="Een koor zoekt een zaal voor de dinsdagavond."),
    Example("Buurt", HATTEM, "bijeenkomst", "zaterdag overdag", ONCE, organisation="Voorbeeldbuurt", fair=True, line="Een buurt zoekt hulp bij een lange tafel in de straat."),
    Example("Rie", HATTEM, "bezoek", "donderdagmiddag", WEEKLY, "Ik rook binnen, dat zeg ik maar meteen.", posted_ago=25, more={"circumstances": ("roken",)}),
    Example("Sjaak", HATTEM, "bellen", "ma-vr avond", SOMETIMES, posted_ago=1),
    Example("Truus", PUTTEN, "oppas", "woensdagmiddag", WEEKLY, "Zodat ik zelf naar de kapper kan.", more={"circumstances": ("vergeten",)}),
    Example("Udo", PUTTEN, "tuin", "zaterdag overdag", ONCE, "De heg is te hoog.", posted_ago=12),
    Example("Vera", PUTTEN, "klusje", "zaterdagochtend", ONCE, "Een plank ophangen.", posted_ago=18),
    Example("Wim", HUINEN, "vervoer", "dinsdag overdag", SOMETIMES, "Naar de soos.", posted_ago=9),
    Example("Xandra", PUTTEN, "bezoek voorlezen", "dinsdagochtend", WEEKLY, "Mijn ogen zijn slecht.", posted_ago=14),
    Example("Yvonne", ZETTEN, "bezoek", "vrijdagmiddag", WEEKLY, "Samen koffie drinken.", posted_ago=50),
    Example("Zeger", ELST, "boodschappen", "vrijdagochtend", WEEKLY, "Ik loop met een stok.", posted_ago=8),
    Example("Arie", RANDWIJK, "computer", "donderdagavond", ONCE, "Ik wil mijn kleinkind zien bellen.", posted_ago=13),
    Example("Bep", ANDELST, "oppas", "woensdagavond", SOMETIMES, "Even naar het koor.", posted_ago=80),
    Example("Cor", DRIEL, "meegaan", "woensdagochtend", ONCE, "Naar een gesprek, liever niet alleen.", needed_in=10, posted_ago=4),
)  # fmt: skip
