"""Tokens of links in mails: long, random, and kept as hashes only."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """A token that nobody guesses: 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
