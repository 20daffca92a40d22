from pathlib import Path

import pytest

from app.settings import (
    DEMO_SECRET,
    SHORTEST_SECRET,
    Settings,
    SettingsRefused,
    is_loopback,
    read_settings,
    without_settings,
)

GOOD = "k" * SHORTEST_SECRET


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    import os

    for name in list(os.environ):
        if name.startswith("LEEFPLEIN_"):
            monkeypatch.delenv(name)


def test_with_nothing_set_the_defaults_are_those_of_the_contract():
    settings = read_settings()
    assert settings.data_dir == Path("instance")
    assert settings.search_dir == Path("search_index")
    assert settings.content_dir == Path("content")
    assert settings.engine == "whoosh"
    assert settings.local_http is False
    assert settings.check_links is False
    assert settings.store == f"sqlite:///{Path('instance/leefplein.sqlite').resolve()}"


def test_the_environment_goes_before_the_file_and_code_before_both(monkeypatch, tmp_path):
    file = tmp_path / "leefplein.toml"
    file.write_text(
        'mail_from = "file@example.org"\nsearch_engine = "fts5"\nMETRICS_TOKEN = "file"\n[hattem]\nopen_klant_url = "x"\n'
    )
    monkeypatch.setenv("LEEFPLEIN_SETTINGS_FILE", str(file))
    monkeypatch.setenv("LEEFPLEIN_MAIL_FROM", "environment@example.org")
    settings = read_settings(metrics_token="code")
    assert (settings.mail_from, settings.search_engine, settings.metrics_token) == (
        "environment@example.org",
        "fts5",
        "code",
    )
    assert settings.open_klant_url == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://x"),
        ("SEARCH_ENGINE", "elastic"),
        ("SEARCH_ENGINE", "postgres"),
        ("LOCAL_HTTP", "misschien"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("GEOCODER_URL", "file:///etc/passwd"),
        ("OPEN_KLANT_URL", "javascript:alert(1)"),
        ("DATA_KEYS", "postgresql://keys.example.org/keys"),
        ("DATA_KEYS", "https://keys.example.org"),
        ("SETTINGS_FILE", "/nowhere/leefplein.toml"),
    ],
)
def test_a_bad_setting_is_refused_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv(f"LEEFPLEIN_{name}", value)
    with pytest.raises(SettingsRefused, match=f"LEEFPLEIN_{name}"):
        read_settings()


@pytest.mark.parametrize(
    ("database", "chosen", "used"),
    [
        ("", "", "whoosh"),
        ("", "fts5", "fts5"),
        ("sqlite:////srv/data/one.sqlite", "", "whoosh"),
        ("postgresql+psycopg://db.example.org/one", "", "postgres"),
        ("postgresql+psycopg://db.example.org/one", "postgres", "postgres"),
        ("postgresql+psycopg://db.example.org/one", "whoosh", "whoosh"),
    ],
)
def test_the_database_decides_the_search_engine_unless_one_is_chosen(monkeypatch, database, chosen, used):
    monkeypatch.setenv("LEEFPLEIN_DATABASE_URL", database)
    monkeypatch.setenv("LEEFPLEIN_SEARCH_ENGINE", chosen)
    assert read_settings().engine == used


def test_searching_in_a_database_that_cannot_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_SEARCH_ENGINE", "postgres")
    with pytest.raises(SettingsRefused, match=r"zoekt in de database en die is hier SQLite.*LEEFPLEIN_DATABASE_URL"):
        read_settings()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", f"sqlite:///{Path('instance/data-keys.sqlite').resolve()}"),
        ("/srv/keys/data-keys.sqlite", "sqlite:////srv/keys/data-keys.sqlite"),
        ("sqlite:////srv/keys/data-keys.sqlite", "sqlite:////srv/keys/data-keys.sqlite"),
        ("postgresql+psycopg://keys.example.org/keys", "postgresql+psycopg://keys.example.org/keys"),
    ],
)
def test_the_key_store_is_a_file_or_a_server(monkeypatch, given, used):
    monkeypatch.setenv("LEEFPLEIN_DATA_KEYS", given)
    assert read_settings().key_store == used


@pytest.mark.parametrize("database", ["sqlite:////srv/data/one.sqlite", "postgresql+psycopg://db.example.org/one"])
def test_keys_in_the_database_itself_are_refused(monkeypatch, database):
    monkeypatch.setenv("LEEFPLEIN_DATABASE_URL", database)
    monkeypatch.setenv("LEEFPLEIN_DATA_KEYS", database)
    with pytest.raises(SettingsRefused, match="LEEFPLEIN_DATA_KEYS"):
        read_settings()


def test_every_bad_setting_is_named_at_once(monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_DATABASE_URL", "mysql://x")
    monkeypatch.setenv("LEEFPLEIN_SMTP_URL", "x")
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert "LEEFPLEIN_DATABASE_URL" in str(refused.value)
    assert "LEEFPLEIN_SMTP_URL" in str(refused.value)


@pytest.mark.parametrize("content", [b"this is = = no toml", b"\xff\xfe", b"smtp_url = 3"])
def test_a_settings_file_that_cannot_be_read_is_refused(monkeypatch, tmp_path, content):
    file = tmp_path / "leefplein.toml"
    file.write_bytes(content)
    monkeypatch.setenv("LEEFPLEIN_SETTINGS_FILE", str(file))
    with pytest.raises(SettingsRefused):
        read_settings()


@pytest.mark.parametrize(
    ("secret", "says"), [("", "ontbreekt"), (DEMO_SECRET, "van de demo"), ("k" * (SHORTEST_SECRET - 1), "te kort")]
)
def test_serving_is_refused_without_a_secret_of_ones_own(secret, says):
    with pytest.raises(SettingsRefused, match=f"LEEFPLEIN_SECRET_KEY .*{says}") as refused:
        Settings(secret_key=secret).fit_to_serve("127.0.0.1")
    assert not secret or secret not in str(refused.value)


def test_serving_needs_nothing_but_a_secret():
    Settings(secret_key=GOOD).fit_to_serve("0.0.0.0")  # noqa: S104


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.4", "leefplein.example.org", "127.0.0.1.example.org"])  # noqa: S104
def test_plain_http_is_refused_on_any_address_but_our_own(bind):
    assert not is_loopback(bind)
    with pytest.raises(SettingsRefused, match="LEEFPLEIN_LOCAL_HTTP"):
        Settings(secret_key=GOOD, local_http=True).fit_to_serve(bind)


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "hattem.localhost"])
def test_plain_http_is_allowed_on_an_address_of_our_own(bind):
    Settings(secret_key=GOOD, local_http=True).fit_to_serve(bind)


def test_no_secret_is_ever_printed():
    settings = Settings(
        secret_key="kanarie-1", secret_key_fallbacks=("kanarie-2",), smtp_url="smtp://kanarie-3:x@mail.example.org",
        open_klant_token="kanarie-4", metrics_token="kanarie-5", data_keys="postgresql+psycopg://x:kanarie-6@keys.example.org/x",
    )  # fmt: skip
    assert "kanarie" not in repr(settings)
    assert "kanarie" not in str(settings)


def test_settings_are_never_changed_while_running():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().local_http = True


@pytest.mark.parametrize(
    ("issuer", "more", "said"),
    [
        ("http://login.gemeente.example", {"oidc_client_id": "x", "local_http": True}, "OIDC_ISSUER"),
        ("http://localhost:9400", {"oidc_client_id": "x"}, "OIDC_ISSUER"),
        ("https://naam:geheim@login.gemeente.example", {"oidc_client_id": "x"}, "OIDC_ISSUER"),
        ("javascript:alert(1)", {"oidc_client_id": "x"}, "OIDC_ISSUER"),
        ("https://[", {"oidc_client_id": "x"}, "OIDC_ISSUER"),
        ("https://login.gemeente.example", {}, "OIDC_CLIENT_ID"),
        ("https://login.gemeente.example", {"oidc_client_id": "x", "oidc_second_step": "never"}, "OIDC_SECOND_STEP"),
    ],
)
def test_a_sign_in_of_the_municipality_that_is_not_safe_or_not_whole_is_refused(issuer, more, said):
    with pytest.raises(SettingsRefused, match=said):
        read_settings(oidc_issuer=issuer, **more)


def test_a_sign_in_of_the_municipality_stands_on_https_or_on_this_machine_when_it_is_tried_out():
    assert read_settings(oidc_issuer="https://login.gemeente.example/realms/x", oidc_client_id="x").oidc_issuer
    assert read_settings(oidc_issuer="http://localhost:9400", oidc_client_id="x", local_http=True).oidc_issuer


def test_a_child_that_reads_what_strangers_gave_knows_no_secret(monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("PATH", "/usr/bin")
    told = without_settings()
    assert not [name for name in told if name.startswith("LEEFPLEIN_")]
    assert told["PATH"] == "/usr/bin"
