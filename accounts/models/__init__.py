"""Organisations and their people, the ministry's offices, and the ways by which somebody comes to act for somebody."""

from accounts.models.links import ClaimLink, Consent, Identity, Invitation
from accounts.models.parties import Affiliation, Office, Organisation, User, UserManager

__all__ = [
    "Affiliation",
    "ClaimLink",
    "Consent",
    "Identity",
    "Invitation",
    "Office",
    "Organisation",
    "User",
    "UserManager",
]
