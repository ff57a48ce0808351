"""People of the replays and of the practice call. They are roles, not anybody who ever lived."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import slugify

from accounts.models import Affiliation, Office, Organisation, User

SIGNATORY, EDITOR = Affiliation.Role.SIGNATORY, Affiliation.Role.EDITOR
ORGANISATIONS = Organisation.objects.select_related("municipality", "authority")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a role. `acts_for` is a municipality's code or an authority's key; empty for officials."""

    email: str
    name: str
    what_fi: str
    acts_for: str = ""
    role: str = ""
    language: str = "fi"
    is_superuser: bool = False


# Illustrative officials of the replays: nobody can log in as them.
HISTORIC = {
    "presenting_officer": Person(
        email="esittelija@historia.example",
        name="Esittelijä (havainnollistava)",
        what_fi="esittelijä",
        role=Office.Role.PRESENTING_OFFICER,
    ),
    "decision_maker": Person(
        email="ratkaisija@historia.example",
        name="Ratkaisija (havainnollistava)",
        what_fi="ratkaisija",
        role=Office.Role.DECISION_MAKER,
    ),
    "second_decision_maker": Person(
        email="toinen.ratkaisija@historia.example",
        name="Toinen ratkaisija (havainnollistava)",
        what_fi="ratkaisija",
        role=Office.Role.DECISION_MAKER,
    ),
    "registry": Person(
        email="kirjaamo@historia.example",
        name="Kirjaamo (havainnollistava)",
        what_fi="kirjaamo",
        role=Office.Role.ADMINISTRATOR,
    ),
}
TITLE_FI, TITLE_SV = "havainnollistava virka-asema", "illustrativ tjänsteställning"


def organisation(key: str) -> Organisation:
    """The organisation of a municipality's code or an authority's key."""
    return ORGANISATIONS.get(municipality=key) if key.isdecimal() else ORGANISATIONS.get(authority=key)


def historic_official(office: str) -> User:
    """The illustrative official of a replay, made when first needed."""
    user = ensure(HISTORIC[office], password=None)
    if not user.title_fi:
        user.title_fi, user.title_sv = TITLE_FI, TITLE_SV
        user.save(update_fields=["title_fi", "title_sv"])
    return user


def illustrative_signatory(key: str) -> User:
    """Whoever signed for an organisation; the sources name people whom we do not use, so this is a role."""
    party = organisation(key)
    if party.language == "sv":
        name = f"{party.name_sv}: undertecknare (illustrativ)"
    else:
        name = f"{party.name_fi}: allekirjoittaja (havainnollistava)"
    mailbox = slugify(key if not key.isdecimal() else party.name_fi)
    return ensure(
        Person(
            email=f"allekirjoittaja@{mailbox}.historia.example",
            name=name,
            what_fi="allekirjoittaja",
            acts_for=key,
            role=SIGNATORY,
            language=party.language,
        ),
        password=None,
    )


def ensure(person: Person, *, password: str | None) -> User:
    """The account of a person, made with its role when it is missing; without a password it is switched off."""
    standing = User.objects.filter(email=person.email).first()
    if standing:
        return standing
    user = User.objects.create_user(
        person.email,
        password,
        name=person.name,
        language=person.language,
        is_superuser=person.is_superuser,
        is_active=password is not None,
    )
    if person.acts_for:
        Affiliation.objects.create(user=user, organisation=organisation(person.acts_for), role=person.role)
    elif person.role:
        Office.objects.create(user=user, role=person.role)
    return user


def practice_signatory(key: str) -> User | None:
    """The practice account that signs for an organisation, where there is one."""
    email = next((p.email for p in PRACTICE if p.acts_for == key and p.role == SIGNATORY), None)
    return User.objects.filter(email=email).first() if email else None


def staff(email: str, key: str, name: str, *, role: str = SIGNATORY, language: str = "fi") -> Person:
    """Somebody of a municipality or an authority."""
    what = "allekirjoittaja" if role == SIGNATORY else "valmistelija"
    if language == "sv":
        what += " (ruotsinkielinen)"
    return Person(email=email, name=name, what_fi=what, acts_for=key, role=role, language=language)


def official(mailbox: str, name: str, role: str) -> Person:
    """Somebody of the ministry."""
    return Person(email=f"{mailbox}@stm.example", name=name, what_fi=name.lower(), role=role)


PRACTICE = (
    staff("hakija@keusote.example", "keusote", "Keusoten allekirjoittaja"),
    staff("valmistelija@keusote.example", "keusote", "Keusoten valmistelija", role=EDITOR),
    staff("allekirjoittaja@helsinki.example", "091", "Helsingin allekirjoittaja"),
    staff("valmistelija@helsinki.example", "091", "Helsingin valmistelija", role=EDITOR),
    staff("allekirjoittaja@vantaa.example", "092", "Vantaan allekirjoittaja"),
    staff("allekirjoittaja@espoo.example", "049", "Espoon allekirjoittaja"),
    staff("undertecknare@korsholm.example", "499", "Korsholms undertecknare", language="sv"),
    staff("undertecknare@vasa.example", "905", "Vasas undertecknare", language="sv"),
    staff("hakija@phhyky.example", "phhyky", "Päijät-Hämeen allekirjoittaja"),
    staff("hakija@eksote.example", "eksote", "Eksoten allekirjoittaja"),
    staff("hakija@essote.example", "essote", "Essoten allekirjoittaja"),
    staff("valmistelija@essote.example", "essote", "Essoten valmistelija", role=EDITOR),
    staff("allekirjoittaja@savonlinna.example", "740", "Savonlinnan allekirjoittaja"),
    staff("sivullinen@tampere.example", "837", "Tampereen allekirjoittaja"),
    official("arvioija", "Arvioija", Office.Role.REVIEWER),
    official("esittelija", "Esittelijä", Office.Role.PRESENTING_OFFICER),
    official("esittelija2", "Toinen esittelijä", Office.Role.PRESENTING_OFFICER),
    official("ratkaisija", "Ratkaisija", Office.Role.DECISION_MAKER),
    official("ratkaisija2", "Toinen ratkaisija", Office.Role.DECISION_MAKER),
    official("paakayttaja", "Pääkäyttäjä", Office.Role.ADMINISTRATOR),
    official("tarkastaja", "Tarkastaja", Office.Role.AUDITOR),
    Person(
        email="yllapitaja@stm.example",
        name="Ylläpitäjä",
        what_fi="ylläpitäjä (ei virkatehtäviä)",
        is_superuser=True,
    ),
)


def make_practice_people() -> int:
    """Make the practice accounts that are missing, all with the practice password; returns how many.

    Refuses outside the embedded profile. A password that was changed in the settings reaches everybody.
    """
    if not settings.EMBEDDED:
        raise RuntimeError("practice accounts belong to the embedded profile only")
    emails = [person.email for person in PRACTICE]
    standing = list(User.objects.filter(email__in=emails).order_by("pk"))
    if standing and not standing[0].check_password(settings.PRACTICE_PASSWORD):
        for user in standing:
            user.set_password(settings.PRACTICE_PASSWORD)
        User.objects.bulk_update(standing, ["password"])
    there = {user.email for user in standing}
    missing = [person for person in PRACTICE if person.email not in there]
    for person in missing:
        ensure(person, password=settings.PRACTICE_PASSWORD)
    return len(missing)
