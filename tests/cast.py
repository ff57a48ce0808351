"""The people of the tests: who acts for whom, and who holds which office at the ministry."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.actions.founding import sync_organisations
from accounts.models import Affiliation, Office, Organisation, User

PASSWORD = "koivu-ja-tahti-2017"
# Hashing is slow on purpose; once is enough for all.
HASHED = make_password(PASSWORD)


@dataclass(frozen=True)
class Cast:
    """Organisations of Uusimaa and beyond, their people, and the ministry's officials."""

    keusote: Organisation
    helsinki: Organisation
    vantaa: Organisation
    espoo: Organisation
    tampere: Organisation
    lead_editor: User
    lead_signatory: User
    partner_editor: User
    partner_signatory: User
    second_signatory: User
    stranger: User
    reviewer: User
    presenting_officer: User
    decision_maker: User
    administrator: User
    auditor: User
    superuser: User


def people() -> Cast:
    """Make everybody; the password of each is PASSWORD."""
    sync_organisations()
    keusote = Organisation.objects.get(authority="keusote")
    helsinki, vantaa, espoo, tampere = (
        Organisation.objects.get(municipality=code) for code in ("091", "092", "049", "837")
    )
    return Cast(
        keusote=keusote,
        helsinki=helsinki,
        vantaa=vantaa,
        espoo=espoo,
        tampere=tampere,
        lead_editor=staff("lead.editor@keusote.example", keusote, "editor"),
        lead_signatory=staff("lead.signatory@keusote.example", keusote, "signatory"),
        partner_editor=staff("partner.editor@helsinki.example", helsinki, "editor"),
        partner_signatory=staff("partner.signatory@helsinki.example", helsinki, "signatory"),
        second_signatory=staff("signatory@vantaa.example", vantaa, "signatory"),
        stranger=staff("signatory@tampere.example", tampere, "signatory"),
        **{role: official(role) for role in Office.Role.values},
        superuser=person("root@stm.example", "Superuser", is_superuser=True),
    )


def staff(email: str, organisation: Organisation, role: str) -> User:
    """Somebody who acts for an organisation."""
    user = person(email, email.partition("@")[0])
    Affiliation.objects.create(user=user, organisation=organisation, role=role)
    return user


def official(role: str) -> User:
    """Somebody with an office at the ministry."""
    user = person(f"{role}@stm.example", role.replace("_", " "))
    Office.objects.create(user=user, role=role)
    return user


def person(email: str, name: str, **more: bool) -> User:
    """A person who can log in."""
    return User.objects.create(email=email, name=name, password=HASHED, **more)
