"""The periodic review of access: who has it, who uses it, what was found and by whom, as a page and as a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from decisions.models import AccessMark, AccessRound
from ledger.models import Event
from tests.decisions.stages import taken_up
from ui.sheets import csv_of

pytestmark = pytest.mark.django_db


def at_desk(name, about="officials"):
    return reverse(f"admin:{name}", args=[about])


def row_of(page, person):
    return next(one for one, *_more in page.context["rows"] if one.person == person)


def test_officials_are_reviewed_in_rounds_and_nobody_reviews_the_own_access(client, cast):
    taken_up(cast)
    User.objects.filter(pk=cast.reviewer.pk).update(last_login=timezone.now() - timedelta(days=91))
    client.force_login(cast.auditor)
    page = client.get(at_desk("access-list"))
    listed = {one.person for one, *_more in page.context["rows"]}
    assert listed == {
        cast.reviewer, cast.presenting_officer, cast.decision_maker, cast.administrator, cast.auditor, cast.superuser,
    }  # fmt: skip
    officer, reviewer = row_of(page, cast.presenting_officer), row_of(page, cast.reviewer)
    assert (officer.cases, officer.days, officer.unused) == (1, None, True)
    assert (reviewer.days, reviewer.unused, row_of(page, cast.auditor).unused) == (91, True, False)

    of_nobody = {"round": "1", "person": cast.reviewer.pk, "finding": "ends", "note": "Ei enää tehtävässä"}
    assert client.post(at_desk("access-mark"), of_nobody).status_code == 422
    client.post(at_desk("access-begin"))
    first = AccessRound.objects.get()
    given = of_nobody | {"round": first.pk}
    long = client.post(at_desk("access-mark"), given | {"note": "x" * 301})
    assert (long.status_code, "x" * 301 in long.content.decode()) == (422, True)
    assert client.post(at_desk("access-mark"), given | {"person": cast.auditor.pk}).status_code == 422
    assert client.post(at_desk("access-mark"), given | {"person": cast.lead_editor.pk}).status_code == 422
    assert not AccessMark.objects.exists()
    assert client.post(at_desk("access-mark"), given).status_code == 302
    made = row_of(client.get(at_desk("access-list")), cast.reviewer).mark
    assert (made.finding, made.note, made.marked_by) == ("ends", "Ei enää tehtävässä", cast.auditor)
    with pytest.raises(IntegrityError, match="nobody_reviews_the_own_access"), transaction.atomic():
        AccessMark.objects.create(
            round=first,
            person=cast.auditor,
            finding="stays",
            marked_by=cast.auditor,
            marked_at=timezone.now(),
        )
    # A new round begins with nobody reviewed; what somebody sends to the old one is told, and changes nothing.
    client.post(at_desk("access-begin"))
    page = client.post(at_desk("access-mark"), given | {"finding": "stays"})
    assert (page.status_code, row_of(page, cast.reviewer).mark) == (409, None)
    assert AccessMark.objects.get().finding == "ends"
    kinds = Event.objects.filter(kind__startswith="access.").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["access.round_begun", "access.marked", "access.round_begun"]


def test_the_people_of_organisations_are_the_administrators_half(client, cast):
    client.force_login(cast.administrator)
    assert client.get(reverse("admin:access"))["Location"] == at_desk("access-list", "organisations")
    assert client.get(at_desk("access-list")).status_code == 403
    client.post(at_desk("access-begin", "organisations"))
    held = cast.lead_editor.affiliations.get()
    given = {"round": AccessRound.objects.get().pk, "person": held.user_id, "finding": "stays"}
    assert client.post(at_desk("access-mark", "organisations"), given).status_code == 422
    given["organisation"] = held.organisation_id
    assert client.post(at_desk("access-mark", "organisations"), given).status_code == 302
    page = client.get(at_desk("access-list", "organisations"))
    assert row_of(page, cast.lead_editor).mark.marked_by == cast.administrator
    where = reverse("admin:organisation-remove", args=[held.organisation_id, held.pk])
    assert where in page.content.decode()
    client.force_login(cast.superuser)
    assert client.get(at_desk("access-list", "organisations")).status_code == 403
    assert client.get(at_desk("access-list", "nothing")).status_code == 404


def test_the_table_has_no_live_formula_and_its_export_is_an_event(client, cast):
    client.force_login(cast.superuser)
    User.objects.filter(pk=cast.reviewer.pk).update(name='=HYPERLINK("http://x.example";"y")')
    response = client.post(at_desk("access-export"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 7
    names = {row[1]: row[0] for row in rows}
    assert names[cast.reviewer.email] == '\'=HYPERLINK("http://x.example";"y")'
    assert Event.objects.get(kind="access.exported").actor == cast.superuser.email
    hostile = ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"]
    for text in csv.reader(io.StringIO(csv_of(["a"], [hostile]).decode("utf-8-sig")), delimiter=";"):
        assert text[0][0] in {"'", "a"}
        assert all(one.startswith("'") for one in text if one != "a")


def test_the_pages_queries_do_not_grow_with_people(client, cast, django_assert_max_num_queries):
    client.force_login(cast.administrator)
    client.post(at_desk("access-begin", "organisations"))
    client.get(at_desk("access-list", "organisations"))
    with django_assert_max_num_queries(12):
        client.get(at_desk("access-list", "organisations"))
