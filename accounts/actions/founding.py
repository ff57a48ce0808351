"""Acts on organisations: every municipality and joint authority is one, so that it can be asked to take part."""

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organisation
from pilots.models import JointAuthority, Municipality
from pilots.models.authorities import Kind


@transaction.atomic
def sync_organisations() -> int:
    """Make an organisation of every municipality and authority that has none yet; returns how many were made.

    What exists is left as it is: names, languages and registry addresses may have been mended by hand. The
    registry addresses are illustrative until an administrator enters the real one.
    """
    places = Municipality.objects.filter(organisation=None).order_by("code")
    authorities = JointAuthority.objects.filter(organisation=None).order_by("key")
    made = [*map(of_municipality, places), *map(of_authority, authorities)]
    return len(Organisation.objects.bulk_create(made, batch_size=200))


def of_municipality(place: Municipality) -> Organisation:
    """A municipality acts in the language of its majority, and is known there by its name in that language."""
    box, name = (
        ("registraturen", place.name_sv) if place.majority_language == "sv" else ("kirjaamo", place.name_fi)
    )
    return Organisation(
        kind=Organisation.Kind.MUNICIPALITY,
        municipality=place,
        name_fi=place.name_fi,
        name_sv=place.name_sv,
        language=place.majority_language,
        registry_email=registry(box, name),
    )


def of_authority(authority: JointAuthority) -> Organisation:
    """A joint authority. Only the hospital districts have a Swedish name of record: the others' are translations."""
    of_record = authority.kind == Kind.HOSPITAL_DISTRICT
    return Organisation(
        kind=Organisation.Kind.JOINT_AUTHORITY,
        authority=authority,
        name_fi=authority.name_fi,
        name_sv=authority.name_sv if of_record else "",
        registry_email=registry("kirjaamo", authority.key),
    )


def registry(box: str, name: str) -> str:
    """An address that cannot be anybody's: .example has no mail."""
    return f"{box}@{slugify(name)}.example"
