"""What stands on the officials' desk; imported when the room is ready, after which the site is complete."""

from django.contrib import admin

from accounts.models import Organisation, User
from decisions.admin.access import AccessAdmin
from decisions.admin.arrivals import ArrivalAdmin
from decisions.admin.calls import CallAdmin
from decisions.admin.cases import CaseFileAdmin
from decisions.admin.ledger import EventAdmin
from decisions.admin.letters import LetterAdmin
from decisions.admin.money import AppropriationAdmin
from decisions.admin.organisations import OrganisationAdmin
from decisions.admin.outbox import RowAdmin
from decisions.admin.people import UserAdmin
from decisions.admin.rounds import RoundAdmin
from decisions.admin.rules import RuleAdmin
from decisions.models import AccessRound, Appropriation, Arrival, CallPublication, CaseFile, Letter
from ledger.models import Event
from outbox.models import Row
from pilots.models import Call, CoverageRule

admin.site.register(CaseFile, CaseFileAdmin)
admin.site.register(Call, RoundAdmin)
admin.site.register(CallPublication, CallAdmin)
admin.site.register(CoverageRule, RuleAdmin)
admin.site.register(Arrival, ArrivalAdmin)
admin.site.register(Appropriation, AppropriationAdmin)
admin.site.register(Letter, LetterAdmin)
admin.site.register(Organisation, OrganisationAdmin)
admin.site.register(AccessRound, AccessAdmin)
admin.site.register(Row, RowAdmin)
admin.site.register(Event, EventAdmin)
admin.site.register(User, UserAdmin)
