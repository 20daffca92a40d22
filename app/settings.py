"""Everything an installation can set. Defaults are safe in production; a bad setting refuses to start and says why."""

import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

DEMO_SECRET = "leefplein-demo-secret-never-for-real-people"  # noqa: S105  (its only use is to be recognised and refused)
SHORTEST_SECRET = 32
_MAIL = re.compile(r"[^@\s,<>\"]+@[^@\s,<>\"]+")


class SettingsRefused(Exception):
    """The installation cannot start with these settings; the message says which and how to mend it."""


class Channels(BaseModel):
    """Where requests for a conversation go besides the desk's own queue. Empty: not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    open_klant_url: str = ""
    open_klant_token: str = Field(default="", repr=False)
    open_klant_actor: str = "WMO"
    webhook_url: str = ""
    webhook_secret: str = Field(default="", repr=False)

    @field_validator("open_klant_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value)


def _web_address(value: str) -> str:
    if value and urlsplit(value).scheme not in {"http", "https"}:
        message = "is geen webadres (https://…)"
        raise ValueError(message)
    return value.rstrip("/")


class Settings(BaseSettings):
    """One installation's settings, read from `LEEFPLEIN_*` in the environment or a TOML settings file."""

    model_config = SettingsConfigDict(env_prefix="LEEFPLEIN_", extra="ignore", frozen=True)

    database_url: str = Field(
        default="",
        description="Where the data lives: `sqlite:///…` or `postgresql+psycopg://…`. Empty: SQLite in the data folder.",
    )
    read_database_url: str = Field(
        default="",
        description="A read replica of a PostgreSQL database, for the public pages: `postgresql+psycopg://…`. Empty: everything reads the database itself.",
    )
    data_dir: Path = Field(
        default=Path("instance"),
        description="Folder for the database, the key store and everything else the installation keeps.",
    )
    search_dir: Path = Field(
        default=Path("search_index"),
        description="Folder of the search index; always rebuildable. Not used by the engine `postgres`.",
    )
    search_engine: Literal["", "whoosh", "fts5", "postgres"] = Field(
        default="",
        description=(
            "Which engine answers questions: `whoosh` or `fts5` (an index on this machine) or `postgres` (the index in the "
            "database). Empty: `postgres` when the database is PostgreSQL, else `whoosh`."
        ),
    )
    content_dir: Path = Field(
        default=Path("content"), description="Folder with the texts, taxonomies and municipalities that editors own."
    )
    secret_key: str = Field(
        default="",
        description="Seals cookies and links. At least 32 characters; `serve` refuses to start without it.",
        repr=False,
    )
    secret_key_fallbacks: tuple[str, ...] = Field(
        default=(), description="Earlier secret keys, still accepted while a new one is brought in.", repr=False
    )
    data_keys: str = Field(
        default="",
        description=(
            "Key store for personal data: a file, or `postgresql+psycopg://…` for several machines. Kept and copied apart from "
            "the database. Empty: `data-keys.sqlite` in the data folder, and `doctor` warns."
        ),
        repr=False,
    )
    backup_key: str = Field(
        default="",
        description="Seals backups of the database. At least 32 characters, kept apart from the backups. Empty: a key that follows from the secret key.",
        repr=False,
    )
    alert_to: str = Field(
        default="",
        description="Who is mailed, by the web side itself, when no worker lives, messages stand still or the database is away: mail addresses, comma between them.",
    )
    local_http: bool = Field(
        default=False,
        description="`1`: plain http on a loopback address, for trying and checking. Refused on any other address.",
    )
    local_port: int = Field(
        default=0,
        description="With plain http: the port in the addresses that mails name. `demo` and `serve` set it themselves.",
    )
    smtp_url: str = Field(
        default="",
        description="Mail server: `smtp://user:password@host:587` or `smtps://…`. Empty: mail is written to the data folder.",
        repr=False,
    )
    mail_from: str = Field(
        default="leefplein@localhost", description="Sender address of the mail the installation sends."
    )
    geocoder_url: str = Field(
        default="", description="Base address of a PDOK Locatieserver or Location API. Empty: no geocoder is asked."
    )
    open_klant_url: str = Field(default="", description="Base address of the Open Klant 2 Klantinteracties API.")
    open_klant_token: str = Field(default="", description="Token for Open Klant.", repr=False)
    open_klant_actor: str = Field(
        default="WMO", description="Identifier of the desk's department (`afd`) in Open Klant, which gets the tasks."
    )
    webhook_url: str = Field(
        default="", description="Address that gets every request as signed JSON (https only). Empty: none."
    )
    webhook_secret: str = Field(default="", description="Signs what the webhook gets.", repr=False)
    check_links: bool = Field(
        default=False,
        description="`1`: the worker visits the websites of public offers, each about once a month and at most 200 a day, and tells which are gone.",
    )
    municipalities: dict[str, Channels] = Field(
        default_factory=dict,
        description="Channels of one municipality, instead of the ones above: a table `[municipalities.<slug>]` in the settings file.",
    )
    oidc_issuer: str = Field(
        default="",
        description="Sign-in of the municipality's own staff (OpenID Connect): issuer of the provider, such as a Keycloak realm or an Entra tenant. Empty: not there.",
    )
    oidc_client_id: str = Field(default="", description="Under which name the provider knows this installation.")
    oidc_client_secret: str = Field(default="", description="Secret that belongs to that name.", repr=False)
    oidc_name: str = Field(default="uw gemeente", description="Name on the sign-in button, such as `Gemeente Hattem`.")
    oidc_second_step: Literal["ask", "trust"] = Field(
        default="ask",
        description="`ask`: our second step follows, unless the provider says that it asked for one (`amr`). `trust`: the provider always sees to it.",
    )
    metrics_token: str = Field(
        default="", description="Token with which `/metrics` answers an address that is not loopback.", repr=False
    )
    settings_file: Path | None = Field(
        default=None, description="A TOML file with these same settings; the environment goes before it."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Given by code, then environment, then the settings file."""
        del dotenv_settings, file_secret_settings
        return (init_settings, env_settings, _SettingsFile(settings_cls, env_settings))

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            message = "begint niet met sqlite:/// of postgresql+psycopg://"
            raise ValueError(message)
        return value

    @field_validator("read_database_url")
    @classmethod
    def _known_replica(cls, value: str) -> str:
        if value and not value.startswith("postgresql+psycopg://"):
            message = "begint niet met postgresql+psycopg://"
            raise ValueError(message)
        return value

    @field_validator("data_keys", mode="before")
    @classmethod
    def _file_or_server(cls, value: object) -> object:
        said = str(value) if isinstance(value, Path) else value
        if isinstance(said, str) and "://" in said and not said.startswith(("sqlite:///", "postgresql+psycopg://")):
            message = "is geen bestand en begint niet met postgresql+psycopg://"
            raise ValueError(message)
        return said

    @field_validator("geocoder_url", "open_klant_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value)

    @field_validator("smtp_url")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
            message = "is geen mailserver (smtp://naam:wachtwoord@host:587)"
            raise ValueError(message)
        return value

    @field_validator("backup_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_SECRET:
            message = f"is te kort ({len(value)} tekens). Neem er ten minste {SHORTEST_SECRET}."
            raise ValueError(message)
        return value

    @field_validator("alert_to")
    @classmethod
    def _addresses(cls, value: str) -> str:
        wrong = [each for each in value.split(",") if each.strip() and not _MAIL.fullmatch(each.strip())]
        if wrong:
            message = f"{wrong[0].strip()} is geen mailadres (naam@uwgemeente.example)"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _engine_and_store_agree(self) -> Self:
        if self.search_engine == "postgres" and self.store.startswith("sqlite"):
            message = (
                "LEEFPLEIN_SEARCH_ENGINE=postgres zoekt in de database en die is hier SQLite. Zet LEEFPLEIN_DATABASE_URL op "
                "postgresql+psycopg://…, of laat LEEFPLEIN_SEARCH_ENGINE weg."
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _keys_apart(self) -> Self:
        if self.key_store == self.store:
            message = (
                "LEEFPLEIN_DATA_KEYS wijst naar de database zelf. Kies een ander bestand of een andere database: in een kopie van "
                "de database mogen de sleutels nooit staan."
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if not self.oidc_issuer:
            return self
        if not self.may_be_asked(self.oidc_issuer):
            message = "LEEFPLEIN_OIDC_ISSUER: begint niet met https:// (http mag alleen op een eigen adres, met LEEFPLEIN_LOCAL_HTTP=1)."
            raise ValueError(message)
        if not self.oidc_client_id:
            message = "LEEFPLEIN_OIDC_CLIENT_ID ontbreekt. Vraag de beheerder van het inlogsysteem onder welke naam deze site daar staat."
            raise ValueError(message)
        return self

    def may_be_asked(self, address: str) -> bool:
        """Whether a provider of identities may stand at this address: https, or http on this machine when all is tried out."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if not parts.hostname or parts.username is not None:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and self.local_http and is_loopback(parts.hostname))

    @property
    def key_store(self) -> str:
        """The address of the key store that is really used."""
        if self.data_keys.startswith("postgresql+psycopg://"):
            return self.data_keys
        place = Path(self.data_keys.removeprefix("sqlite:///") or self.data_dir / "data-keys.sqlite")
        return f"sqlite:///{place.resolve()}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret key and the earlier ones that still open, the newest first; empty when none is set."""
        return tuple(secret for secret in (self.secret_key, *self.secret_key_fallbacks) if secret)

    @property
    def backup_secrets(self) -> tuple[str, ...]:
        """What seals and opens backups: the first seals, all of them open."""
        return (*((self.backup_key,) if self.backup_key else ()), *self.secrets)

    @property
    def alert_addresses(self) -> tuple[str, ...]:
        """Who is told that the installation is in trouble."""
        return tuple(each.strip() for each in self.alert_to.split(",") if each.strip())

    @property
    def store(self) -> str:
        """The database address that is really used."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'leefplein.sqlite').resolve()}"

    @property
    def engine(self) -> Literal["whoosh", "fts5", "postgres"]:
        """The search engine that is really used."""
        if self.search_engine:
            return self.search_engine
        return "whoosh" if self.store.startswith("sqlite") else "postgres"

    def channels(self, municipality: str) -> Channels:
        """Where a municipality's requests go: what is set for it, else what is set for all."""
        shared = Channels(
            open_klant_url=self.open_klant_url,
            open_klant_token=self.open_klant_token,
            open_klant_actor=self.open_klant_actor,
            webhook_url=self.webhook_url,
            webhook_secret=self.webhook_secret,
        )
        own = self.municipalities.get(municipality)
        return shared if own is None else shared.model_copy(update=own.model_dump(exclude_unset=True))

    def fit_to_serve(self, bind: str) -> None:
        """Refuse what must never stand before real people.

        :param bind: address the server will listen on.
        :raises SettingsRefused: with the setting and the mend.
        """
        if not self.secret_key:
            message = "LEEFPLEIN_SECRET_KEY ontbreekt. Maak er een met: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            raise SettingsRefused(message)
        if self.secret_key == DEMO_SECRET:
            message = (
                "LEEFPLEIN_SECRET_KEY is de sleutel van de demo. Kies een eigen sleutel; niemand anders mag hem kennen."
            )
            raise SettingsRefused(message)
        if len(self.secret_key) < SHORTEST_SECRET:
            message = f"LEEFPLEIN_SECRET_KEY is te kort ({len(self.secret_key)} tekens). Neem er ten minste {SHORTEST_SECRET}."
            raise SettingsRefused(message)
        if self.local_http and not is_loopback(bind):
            message = f"LEEFPLEIN_LOCAL_HTTP=1 mag alleen op een eigen adres zoals 127.0.0.1, niet op {bind}."
            raise SettingsRefused(message)


class _SettingsFile(PydanticBaseSettingsSource):
    """Reads the TOML file that `LEEFPLEIN_SETTINGS_FILE` names."""

    def __init__(self, settings_cls: type[BaseSettings], environment: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        name = environment().get("settings_file")
        self._values: dict[str, Any] = {}
        if name:
            try:
                self._values = tomllib.loads(Path(str(name)).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
                message = f"LEEFPLEIN_SETTINGS_FILE: {name} is niet te lezen ({problem})"
                raise SettingsRefused(message) from problem

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """One field from the file."""
        del field
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All fields from the file."""
        return {key.lower(): value for key, value in self._values.items()}


def is_loopback(host: str) -> bool:
    """Whether this host name or address can only be reached from this machine."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def read_settings(**given: Any) -> Settings:
    """The settings of this installation.

    :raises SettingsRefused: with every bad setting and its reason, in Dutch.
    """
    try:
        return Settings(**given)
    except ValidationError as problem:
        lines = []
        for error in problem.errors():
            name = (
                "LEEFPLEIN_" + "_".join(str(part) for part in error["loc"]).upper() if error["loc"] else "Instellingen"
            )
            lines.append(f"{name}: {error['msg'].removeprefix('Value error, ')}")
        raise SettingsRefused("\n".join(lines)) from problem


def without_settings() -> dict[str, str]:
    """The environment for a process that only reads or sets what strangers gave: our settings, secrets among them, left out."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LEEFPLEIN_")}
