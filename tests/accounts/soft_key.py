"""A security key in software: answers as a browser with a key does."""

import json
import os
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"
PRESENT, ATTESTED = 0x01, 0x40


class SoftKey:
    def __init__(self):
        self.id = os.urandom(16)
        self.private = ec.generate_private_key(ec.SECP256R1())

    def create(self, options):
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        about = AuthenticatorData.create(
            sha256(b"localhost").digest(), PRESENT | ATTESTED, 0, credential
        )
        attestation = AttestationObject.create("none", about, {})
        return self.answer(
            clientDataJSON=client_data("webauthn.create", options), attestationObject=attestation
        )

    def get(self, options):
        about = AuthenticatorData.create(sha256(b"localhost").digest(), PRESENT, 1)
        data = client_data("webauthn.get", options)
        signed = bytes(about) + sha256(data).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self.answer(clientDataJSON=data, authenticatorData=about, signature=signature)

    def answer(self, **response):
        own = websafe_encode(self.id)
        written = {name: websafe_encode(bytes(value)) for name, value in response.items()}
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": written,
            }
        )


def client_data(kind, options):
    challenge = options["publicKey"]["challenge"]
    return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN}).encode()
