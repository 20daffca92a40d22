"""A security key made of software: it signs as a real one does, and as a copied or hostile one would."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class KeyInHand:
    """One key. `counter` stands still at 0 for a passkey; `origin` and `host` are what the browser would say."""

    host: str = "hattem.localhost"
    origin: str = "http://hattem.localhost"
    counter: int = 0
    counts: bool = False
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def register(self, challenge: str) -> str:
        numbers = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cbor2.dumps(public)
        data = self._data(_PRESENT | _VERIFIED | _ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", challenge)
        return self._answer(
            {"clientDataJSON": bytes_to_base64url(said), "attestationObject": bytes_to_base64url(attestation)}
        )

    def sign(self, challenge: str, **other) -> str:
        """`other`: what is said beside the truth (`origin`, `kind`)."""
        if self.counts:
            self.counter += 1
        data = self._data(_PRESENT | _VERIFIED)
        said = self._said(other.get("kind", "webauthn.get"), challenge, other.get("origin"))
        signature = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": bytes_to_base64url(said),
                "authenticatorData": bytes_to_base64url(data),
                "signature": bytes_to_base64url(signature),
            }
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def _said(self, kind: str, challenge: str, origin: str | None = None) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin or self.origin}).encode()

    def _answer(self, response: dict) -> str:
        number = bytes_to_base64url(self.credential)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
