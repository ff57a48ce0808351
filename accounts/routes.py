"""Every address and method of the site with the act it is, written by hand; a new route without a row is a defect."""

from accounts.permissions import Act

ROUTES: dict[tuple[str, str], Act] = {
    ("pilots:front", "GET"): Act.READ_PUBLIC,
    ("pilots:call", "GET"): Act.READ_PUBLIC,
    ("pilots:calculator", "GET"): Act.READ_PUBLIC,
    ("accounts:login", "GET"): Act.LOG_IN,
    ("accounts:login", "POST"): Act.LOG_IN,
    ("accounts:logout", "POST"): Act.LOG_IN,
    ("applications:members", "GET"): Act.READ_APPLICATION,
    ("applications:members", "POST"): Act.DRAFT_REQUEST,
    ("applications:meter", "GET"): Act.READ_APPLICATION,
    ("applications:send-requests", "POST"): Act.SEND_REQUEST,
    ("applications:withdraw-request", "POST"): Act.SEND_REQUEST,
    ("applications:release", "GET"): Act.SEND_REQUEST,
    ("applications:release", "POST"): Act.SEND_REQUEST,
    ("applications:leave", "GET"): Act.LEAVE,
    ("applications:leave", "POST"): Act.LEAVE,
    ("applications:member-elements", "GET"): Act.DRAFT_REQUEST,
    ("applications:member-elements", "POST"): Act.DRAFT_REQUEST,
    ("applications:request", "GET"): Act.READ_APPLICATION,
    ("applications:request", "POST"): Act.ANSWER_REQUEST,
    ("applications:decision", "GET"): Act.DRAFT_MEMBER_DECISION,
    ("applications:decision", "POST"): Act.DRAFT_MEMBER_DECISION,
    ("applications:confirm-decision", "POST"): Act.CONFIRM_MEMBER_DECISION,
    ("applications:answer-record", "POST"): Act.DISPUTE_RECORD,
    ("applications:reconfirm", "POST"): Act.CONFIRM_MEMBER_DECISION,
    ("applications:acknowledge", "POST"): Act.SUBMIT,
    ("applications:attachment", "GET"): Act.READ_ATTACHMENT,
}
