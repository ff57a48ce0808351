"""The addresses of the applicants' pages."""

from django.urls import path

from applications.views import (
    asking,
    attachments,
    budget,
    calendar,
    consortium,
    member_decisions,
    membership,
    overview,
    presence,
    receipts,
    sections,
    start,
    submitting,
)

MEMBER = "<int:pk>/members/<int:member_id>"

app_name = "applications"
urlpatterns = [
    path("", start.start, name="start"),
    path("new/", start.new, name="new"),
    path("<int:pk>/", overview.overview, name="overview"),
    path("<int:pk>/plan/", sections.plan, name="plan"),
    path("<int:pk>/elements/", sections.elements, name="elements"),
    path("<int:pk>/elements/<slug:code>/", sections.element, name="element"),
    path("<int:pk>/budget/", budget.budget, name="budget"),
    path("<int:pk>/grounds/", sections.grounds, name="grounds"),
    path("<int:pk>/presence/<str:key>/", presence.presence, name="presence"),
    path("<int:pk>/submit/", submitting.submit, name="submit"),
    path("<int:pk>/receipt/<int:number>/", receipts.receipt, name="receipt"),
    path("<int:pk>/versions/<int:number>/", receipts.version, name="version"),
    path("<int:pk>/withdraw/", submitting.withdraw, name="withdraw"),
    path("<int:pk>/discard/", submitting.discard, name="discard"),
    path("<int:pk>/members/", consortium.members, name="members"),
    path("<int:pk>/members/meter/", consortium.meter, name="meter"),
    path("<int:pk>/members/send/", consortium.send, name="send-requests"),
    path("<int:pk>/members/ask/", asking.ask, name="ask"),
    path("<int:pk>/members/remind/", asking.remind_them, name="remind"),
    path(f"{MEMBER}/meeting/", calendar.meeting, name="meeting"),
    path(f"{MEMBER}/withdraw/", consortium.withdraw, name="withdraw-request"),
    path(f"{MEMBER}/release/", membership.release_member, name="release"),
    path(f"{MEMBER}/leave/", membership.leave_consortium, name="leave"),
    path(f"{MEMBER}/elements/", membership.member_elements, name="member-elements"),
    path("<int:pk>/request/", membership.read_request, name="request"),
    path(f"{MEMBER}/decision/", member_decisions.decision, name="decision"),
    path(f"{MEMBER}/decision/confirm/", member_decisions.confirm, name="confirm-decision"),
    path(f"{MEMBER}/decision/answer/", member_decisions.answer, name="answer-record"),
    path(f"{MEMBER}/decision/reconfirm/", member_decisions.reconfirm_plan, name="reconfirm"),
    path(f"{MEMBER}/decision/acknowledge/", member_decisions.acknowledge, name="acknowledge"),
    path("<int:pk>/attachments/", attachments.attachments, name="attachments"),
    path("<int:pk>/attachments/<int:attachment_id>/", attachments.attachment, name="attachment"),
    path(
        "<int:pk>/attachments/<int:attachment_id>/delete/",
        attachments.delete_attachment,
        name="delete-attachment",
    ),
]
