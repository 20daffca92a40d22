"""How the installation is doing: one list of findings for `doctor`, /readyz and /metrics."""

import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from app import clock
from app.audit import first_broken
from app.audit.copied import Copied, first_act, last_copy
from app.complaints.lateness import late_complaints
from app.conversation.ending import due
from app.conversation.lateness import NOT_THERE, late_things
from app.conversation.models import Delivery, DeliveryState
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.matching.board import overdue
from app.migrations.running import current, head, is_newer
from app.outbox.models import WorkerBeat
from app.outbox.posting import Backlog, backlog
from app.privacy.finishing import subjects_in_use
from app.publishing.sources import silent
from app.referring.call_backs import DECLINED, LATE, alarms
from app.search.indexing import disconnects
from app.services import Services
from app.upkeep.checking import waiting as dead_addresses

LEAST_FREE_BYTES = 500 * 1024 * 1024
WORKER_SILENT_AFTER = timedelta(minutes=2)
COPY_OLD_AFTER = timedelta(hours=26)
"""A copy each night, with room for one that took long."""
FIRST_COPY_WITHIN = timedelta(days=2)
CLOCKS_DIFFER_AFTER = timedelta(seconds=30)
KEYS_BESIDE = (
    "LEEFPLEIN_DATA_KEYS ontbreekt: de sleutels van persoonsgegevens liggen naast de database. Wie de map met gegevens "
    "kopieert heeft dan beide"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `serving`: without it visitors cannot be helped."""

    name: str
    ok: bool
    words: str
    serving: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


def ready(services: Services) -> list[Finding]:
    """What must be well before visitors are sent here; quick enough for a probe."""
    return [_database(services), _schema(services), _disk(services)]


def examine(services: Services) -> list[Finding]:
    """Everything, also what takes a second."""
    findings = ready(services)
    if not all(finding.ok for finding in findings[:2]):
        return findings
    return [
        *findings,
        _index(services),
        _outbox(services),
        _requests(services),
        _mediation(services),
        _complaints(services),
        _call_backs(services),
        _addresses(services),
        _sources(services),
        _worker(services),
        _copies(services),
        _clock(services),
        *_replica(services),
        _help_numbers(services),
        _audit(services),
        _data_keys(services),
        _retention(services),
        _mail(services),
    ]


def _database(services: Services) -> Finding:
    try:
        with services.database.writing() as session:
            # On SQLite the turn to write is itself a write; PostgreSQL gives it on a standby as well.
            asked = "SELECT 'off'" if services.database.is_sqlite else "SHOW transaction_read_only"
            if session.execute(sa.text(asked)).scalar() == "on":
                return Finding("database", ok=False, words="alleen te lezen, niet te beschrijven", serving=True)
    except (DatabaseGone, OSError) as problem:
        return Finding(
            "database",
            ok=False,
            words=f"niet te bereiken of niet te beschrijven ({type(problem).__name__})",
            serving=True,
        )
    return Finding("database", ok=True, words="bereikbaar", serving=True)


def _schema(services: Services) -> Finding:
    try:
        have = current(services.database)
    except (DatabaseGone, sa.exc.SQLAlchemyError) as problem:
        return Finding("schema", ok=False, words=f"niet te lezen ({type(problem).__name__})", serving=True)
    if have == head():
        return Finding("schema", ok=True, words=f"bij ({have})", serving=True)
    if is_newer(have):  # the machines are brought up to date one by one, and this one goes on until it is its turn
        return Finding("schema", ok=True, words=f"nieuwer dan dit programma ({have}): werk Leefplein bij", serving=True)
    return Finding(
        "schema", ok=False, words=f"{have or 'leeg'}, nodig {head()}: doe leefplein database upgrade", serving=True
    )


def _disk(services: Services) -> Finding:
    folder = Path(services.settings.data_dir)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding("schijf", ok=free > LEAST_FREE_BYTES, words=f"{free // 1024 // 1024} MB vrij", serving=True)


def _index(services: Services) -> Finding:
    health = services.finder.health()
    if not health.ok:
        return Finding("zoekindex", ok=False, words=f"{health.detail} Er wordt gezocht in de database.")
    missing, extra = disconnects(services.database, services.finder.engines.primary)
    if missing or extra:
        return Finding(
            "zoekindex", ok=False, words=f"{len(missing)} ontbreken, {len(extra)} te veel: doe leefplein search rebuild"
        )
    return Finding("zoekindex", ok=True, words=f"{health.documents} keer hulp, generatie {health.generation}")


def outbox(services: Services) -> Backlog:
    """What waits in the outbox."""
    return backlog(services.database)


def _outbox(services: Services) -> Finding:
    waiting = outbox(services)
    late = sum(number for kind, number in late_counts(services).items() if kind in NOT_THERE)
    words = (
        f"{waiting.waiting} wachten, oudste {waiting.oldest_seconds:.0f} s, {waiting.late} te laat; "
        f"{late} over aanvragen te laat of niet aangekomen"
    )
    return Finding("berichten", ok=waiting.late == 0 and late == 0, words=words)


def late_counts(services: Services) -> Counter[str]:
    """How many things are late, by kind of `app.conversation.lateness.WORDS`."""
    with services.database.reading() as session:
        return Counter(late.kind for late in late_things(session))


def waiting_deliveries(services: Services) -> dict[str, int]:
    """How many deliveries wait or were refused, by channel."""
    with services.database.reading() as session:
        rows = session.exec(
            select(Delivery.channel, func.count(col(Delivery.id)))
            .where(col(Delivery.state).in_((DeliveryState.WAITING, DeliveryState.REFUSED)))
            .group_by(Delivery.channel)
        ).all()
    return dict(rows)


def _requests(services: Services) -> Finding:
    late = late_counts(services)
    unseen, past = late["unseen"], late["past_term"]
    words = f"{unseen} langer dan een werkdag door niemand bekeken, {past} voorbij de termijn"
    return Finding("aanvragen", ok=not unseen and not past, words=words)


def _mediation(services: Services) -> Finding:
    with services.database.reading() as session:
        late, reported = overdue(session)
    words = f"{late} langer zonder antwoord dan beloofd, {reported} meldingen wachten"
    return Finding("bemiddeling", ok=not late and not reported, words=words)


def _call_backs(services: Services) -> Finding:
    """People who said that they may be called back, and whom nobody called yet."""
    with services.database.reading() as session:
        found = alarms(session, "")
    words = (
        f"{found.get(LATE, 0)} zonder antwoord van de aanbieder, {found.get(DECLINED, 0)} waar het loket verder zoekt"
    )
    return Finding("terugbellen", ok=not found, words=words)


def _complaints(services: Services) -> Finding:
    with services.database.reading() as session:
        late = len(late_complaints(session, clock.today()))
    return Finding("klachten", ok=not late, words=f"{late} wachten langer dan beloofd op een bevestiging of antwoord")


def _addresses(services: Services) -> Finding:
    """Dead links are of every day; that nobody looks at them for a month is not."""
    with services.database.reading() as session:
        dead = dead_addresses(session)
    links = f"{dead.sites} dode links" if services.settings.check_links else "links worden niet nagekeken"
    words = f"{links}, {dead.others} nummers of mailadressen die niet kunnen; {dead.late} wachten langer dan een maand"
    return Finding("adressen", ok=not dead.late, words=words)


def workers(services: Services) -> tuple[int, timedelta | None]:
    """How many workers live, and how long ago the last sign of life was (None: there never was one)."""
    moment = clock.now()
    with services.database.reading() as session:
        signs = session.exec(select(WorkerBeat.at)).all()
    if not signs:
        return 0, None
    return sum(moment - at <= WORKER_SILENT_AFTER for at in signs), moment - max(signs)


def _sources(services: Services) -> Finding:
    """One reading that fails mends itself; a source that is not read for twice its rhythm is out of date."""
    with services.database.reading() as session:
        names = [source.name for source in silent(session)]
    if names:
        return Finding(
            "bronnen", ok=False, words=f"te lang niet gelezen: {', '.join(names)}. Kijk op /beheer/bronnen waarom"
        )
    return Finding("bronnen", ok=True, words="worden gelezen op hun tijd")


def _worker(services: Services) -> Finding:
    living, _ = workers(services)
    told = (
        ", en wordt gemeld"
        if services.settings.alert_addresses
        else "; LEEFPLEIN_ALERT_TO ontbreekt: niemand krijgt een mail als hij stilvalt"
    )
    if not living:
        return Finding("werker", ok=False, words=f"geen teken van leven: draait leefplein worker (of serve) wel?{told}")
    return Finding("werker", ok=True, words=f"{'leeft' if living == 1 else f'{living} leven'}{told}")


def copy_age(services: Services, what: Copied) -> timedelta | None:
    """How long ago the newest copy was made; None when there never was one."""
    with services.database.reading() as session:
        last = last_copy(session, what)
    return None if last is None else clock.now() - last


def _copies(services: Services) -> Finding:
    """Both copies, because one without the other brings nothing back."""
    with services.database.reading() as session:
        since = first_act(session)
        made = {what: last_copy(session, what) for what in Copied}
    fresh = since is None or clock.now() - since < FIRST_COPY_WITHIN
    said, well = [], True
    for what, name in ((Copied.DATABASE, "database"), (Copied.KEYS, "sleutels")):
        last = made[what]
        if last is None:
            well = well and fresh
            said.append(f"{name}: nog geen kopie")
        else:
            well = well and clock.now() - last < COPY_OLD_AFTER
            said.append(f"{name}: {(clock.now() - last) / timedelta(hours=1):.0f} uur geleden")
    if not services.settings.backup_key:
        said.append("LEEFPLEIN_BACKUP_KEY ontbreekt: kopieën gaan open met LEEFPLEIN_SECRET_KEY")
    return Finding("kopieën", ok=well, words="; ".join(said))


def _clock(services: Services) -> Finding:
    """Terms, leases and codes all ask the clock; machines that disagree undo each other's work."""
    if services.database.is_sqlite:
        return Finding("klok", ok=True, words="één machine")
    before = clock.now()
    with services.database.looking() as connection:
        theirs = connection.scalar(sa.select(sa.func.clock_timestamp()))
    apart = abs(theirs - before) if theirs is not None else timedelta()
    words = f"{apart.total_seconds():.0f} s verschil met de database"
    return Finding("klok", ok=apart < CLOCKS_DIFFER_AFTER, words=words)


def _replica(services: Services) -> list[Finding]:
    """A replica that is away costs visitors nothing: the database answers. Somebody has to know."""
    replica = services.database.replica
    if replica is None:
        return []
    try:
        with replica.connect() as connection:
            behind = connection.scalar(
                sa.text(
                    "SELECT CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END"
                )
            )
    except sa.exc.SQLAlchemyError as problem:
        return [
            Finding(
                "leeskopie", ok=False, words=f"niet te bereiken ({type(problem).__name__}); de database antwoordt zelf"
            )
        ]
    return [Finding("leeskopie", ok=True, words="bereikbaar" if behind is None else f"{float(behind):.0f} s achter")]


def _help_numbers(services: Services) -> Finding:
    content = services.content.now()
    limit = timedelta(days=content.policy.help_numbers_valid_days)
    numbers = [*content.help_numbers, *(number for town in content.municipalities for number in town.help_numbers)]
    old = [number.name for number in numbers if clock.today() - number.verified_on > limit]
    if old:
        return Finding("hulpnummers", ok=False, words=f"te lang niet nagekeken: {', '.join(old)}")
    return Finding("hulpnummers", ok=True, words=f"{len(numbers)} nagekeken")


def _audit(services: Services) -> Finding:
    with services.database.reading() as session:
        broken = first_broken(session)
    if broken is not None:
        return Finding(
            "logboek",
            ok=False,
            words=f"regel {broken} past niet bij de regel ervoor: er is iets veranderd of weggehaald",
        )
    return Finding("logboek", ok=True, words="heel")


def _data_keys(services: Services) -> Finding:
    wrong = _wrong_with_the_keys(services)
    return Finding("sleutels", ok=not wrong, words=wrong or f"{len(services.keys.subjects())} in {services.keys.name}")


def _wrong_with_the_keys(services: Services) -> str:
    """What an operator has to mend, the gravest first; empty when all is well. Looking makes no store."""
    keys = services.keys
    if keys.is_there():
        try:
            keys.check()
            with services.database.reading() as session:
                missing = keys.missing(subjects_in_use(session))
        except (KeysLost, DatabaseGone) as problem:
            return str(problem)
        if missing:
            return f"van {len(missing)} aanvragen (of aanbod, of vragen om hulp) is de sleutel weg: doe leefplein keys restore BESTAND met de nieuwste kopie"
    if not services.settings.data_keys:
        return KEYS_BESIDE
    if not keys.is_there():
        return (
            f"{keys.name} is er niet. Zet de nieuwste kopie terug (leefplein keys restore BESTAND). Was er nog nooit een "
            "aanvraag, dan maakt leefplein serve het bestand."
        )
    if keys.place is not None and keys.place.parent.stat().st_mode & 0o077:
        return f"anderen kunnen in de map van de sleutels kijken: chmod 700 {keys.place.parent}"
    return ""


def _retention(services: Services) -> Finding:
    """Requests whose day has come and that stay, because nobody at the desk got or saw them (promise 6)."""
    with services.database.reading() as session:
        _, kept = due(session, clock.today())
    if kept:
        return Finding(
            "bewaartermijn",
            ok=False,
            words=f"{len(kept)} aanvragen blijven staan na hun bewaartermijn: niet bezorgd of door niemand gezien",
        )
    return Finding("bewaartermijn", ok=True, words="niets blijft te lang staan")


def _mail(services: Services) -> Finding:
    if not services.settings.smtp_url:
        return Finding("mail", ok=False, words="LEEFPLEIN_SMTP_URL ontbreekt: er gaat geen mail de deur uit")
    return Finding("mail", ok=True, words="ingesteld")
