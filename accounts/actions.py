"""Acts on organisations: every municipality and joint authority is one, so that it can be asked to take part."""

from django.db import transaction

from accounts.models import Organisation
from pilots.models import JointAuthority, Municipality


@transaction.atomic
def sync_organisations() -> int:
    """Make an organisation of every municipality and authority that has none yet; returns how many were made.

    What exists is left as it is: names, languages and registry addresses may have been mended by hand. The
    registry addresses are illustrative until an administrator enters the real one.
    """
    places = Municipality.objects.filter(organisation=None).order_by("code")
    made = [
        Organisation(
            kind=Organisation.Kind.MUNICIPALITY,
            municipality=place,
            name_fi=place.name_fi,
            name_sv=place.name_sv,
            language=place.majority_language,
            registry_email=f"kirjaamo-{place.code}@kunta.example",
        )
        for place in places
    ]
    made += [
        Organisation(
            kind=Organisation.Kind.JOINT_AUTHORITY,
            authority=authority,
            name_fi=authority.name_fi,
            name_sv=authority.name_sv,
            registry_email=f"kirjaamo@{authority.key}.example",
        )
        for authority in JointAuthority.objects.filter(organisation=None).order_by("key")
    ]
    return len(Organisation.objects.bulk_create(made, batch_size=200))
