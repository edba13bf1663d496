"""The tokens in links that lead back into a conversation."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from handoff.adapters.accounts import hashed


class LinkTokens:
    """A mail's token is its id, signed: sending the mail again sends the same link, and a guess is told from
    the real thing without a look into the database. Stored is the token's hash alone."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeSerializer(secret, salt="resume")

    def of(self, mail: str) -> str:
        return str(self._signer.dumps(mail))

    def hash_for(self, mail: str) -> str:
        """What the link of this mail is stored under."""
        return hashed(self.of(mail))

    def hash_of(self, token: str) -> str | None:
        """What the link is stored under; None: no token of ours."""
        try:
            self._signer.loads(token)
        except BadSignature:
            return None
        return hashed(token)
