"""What is derived from the installation's secret key for signing in, each purpose its own key."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.settings import Settings


class SealBroken(Exception):
    """A sealed secret does not open with this installation's keys (anymore)."""


@dataclass(frozen=True, slots=True, repr=False)
class AccountKeys:
    """Seals second factors, and makes keys of the day for counting tries.

    :param secret_key: the installation's secret key; `fallbacks` are earlier ones that still open what they sealed.
    """

    secret_key: str
    fallbacks: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The keys of this installation."""
        return cls(settings.secret_key, settings.secret_key_fallbacks)

    def seal(self, text: str) -> str:
        """Encrypt with the newest key."""
        return self._fernet().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt with whichever key fits.

        :raises SealBroken: when none does.
        """
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as problem:
            message = (
                "De geheime sleutel van deze installatie is veranderd. Maak de tweede stap van dit account opnieuw."
            )
            raise SealBroken(message) from problem

    def of_the_day(self, day: date, text: str) -> str:
        """A name for `text` (64 hexadecimal characters) that means nothing on another day."""
        key = _derive(self.secret_key, f"leefplein tries {day.isoformat()}")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def _fernet(self) -> MultiFernet:
        keys = (self.secret_key, *self.fallbacks)
        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "leefplein second factor"))) for key in keys])


def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
