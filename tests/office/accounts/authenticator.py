"""An authenticator in software: makes passkeys and uses them, soundly or as a test wants it."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN, HOST = "http://testserver", "testserver"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    """Return bytes as they are sent."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Passkey:
    """One passkey; `verifies` says whether its owner shows a finger."""

    verifies: bool = True
    name: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answer to a request for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self._data(NEW) + bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        said = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._sent({"attestationObject": text(said), "clientDataJSON": text(client)}) | more

    def use(self, options: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answer to a request to show a passkey."""
        data, client = self._data(), self._client("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"authenticatorData": text(data), "clientDataJSON": text(client), "signature": text(signature)}
        return self._sent(answer) | more

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": ORIGIN}).encode()

    def _sent(self, response: dict[str, str]) -> dict[str, Any]:
        name = text(self.name)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
