"""The law of states against a plain model: random acts of random people by the real actions, nothing illegal.

The model is written by hand from the life of a case, apart from the code's own table: who may do what in which
state, and where it leads. Each act is tried by somebody, allowed or not; the case must do what the model says.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Office
from accounts.permissions import Role
from applications.actions.drafting import discard
from applications.actions.plan import save_plan
from applications.actions.submitting import submit, withdraw
from applications.actions.supplements import save_answer, send_supplement
from applications.models import Application
from applications.workflow import TRANSITIONS, Event, State, Transition
from decisions.actions.assigning import declare_disqualified
from decisions.actions.deciding import Proof, decide, send_back
from decisions.actions.presenting import present, save_proposal, take_up
from decisions.actions.re_examining import Outcome, choose_outcome, re_examine
from decisions.actions.supplementing import end_supplement, request_supplement
from decisions.models import Appropriation, Case, Decision
from ledger.refusal import Refused
from pilots.moments import helsinki_day
from tests import builders
from tests.cast import person
from tests.decisions import stages

# From which state to which each act leads.
LAW = {
    "submit": {"draft": "submitted", "submitted": "submitted"},
    "discard": {"draft": "discarded"},
    "withdraw": dict.fromkeys(("submitted", "under_review", "supplement_requested", "proposed"), "withdrawn"),
    "take_up": {"submitted": "under_review"},
    "ask": {"under_review": "supplement_requested"},
    "answer": {"supplement_requested": "under_review"},
    "go_on": {"supplement_requested": "under_review"},
    "propose": {"under_review": "proposed", "re_examined": "re_proposed"},
    "send_back": {"proposed": "under_review", "re_proposed": "re_examined"},
    "decide": {"proposed": "decided", "re_proposed": "decided"},
    "re_examine": {"decided": "re_examined"},
}
APPLICANTS = {"submit", "discard", "withdraw", "answer"}
OF_THE_OFFICER = {"ask", "go_on", "propose", "re_examine"}
OF_THE_MAKER = {"send_back", "decide"}
OFFICERS = ("officer", "second officer", "both")
MAKERS = ("maker", "second maker", "both")
PEOPLE = ("signatory", "editor", "stranger", "reviewer", "administrator", *OFFICERS, "maker", "second maker")


# How far a life has come when the random part begins.
WAY = ("submit", "take_up", "propose", "decide", "re_examine", "propose")
BEGINNINGS = [*(WAY[:length] for length in range(len(WAY) + 1)), ("submit", "take_up", "ask")]


@dataclass
class Model:
    """What the law makes of a case, in the plainest words."""

    state: str = "draft"
    officer: str | None = None
    presenter: str | None = None
    aside: set[str] = field(default_factory=set)
    steps: int = 0
    versions: int = 0

    def may(self, act: str, who: str) -> bool:
        timely = self.state in LAW[act] or (act == "take_up" and self.is_free)
        return timely and who not in self.aside and who in self.entitled(act)

    def entitled(self, act: str) -> set[str | None]:
        """Whose act it is, whatever the state."""
        if act in APPLICANTS:
            return {"signatory"}
        if act == "take_up":
            return set(OFFICERS)
        if act in OF_THE_OFFICER:
            return {self.officer}
        if act == "decide" and self.presenter in self.aside:
            return set()
        return set(MAKERS) - {self.officer, self.presenter}

    @property
    def is_free(self) -> bool:
        """Taken up once, and nobody's since its officer stepped aside."""
        return self.officer is None and self.state not in {"draft", "discarded", "submitted", "withdrawn"}

    def do(self, act: str, who: str) -> None:
        if act == "take_up" and self.is_free:
            self.officer = who
            return
        self.state, self.steps = LAW[act][self.state], self.steps + 1
        if act == "take_up":
            self.officer = who
        if act == "propose":
            self.presenter = who
        self.versions += act == "decide"


class LifeOfACase(RuleBasedStateMachine):
    """One complete draft; everything that happens to it is undone when the run is over."""

    world: "World"

    def __init__(self) -> None:
        super().__init__()
        self.model, self.clock = Model(), 0
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(way=st.sampled_from(BEGINNINGS), data=st.data())
    def life_so_far(self, way: tuple[str, ...], data: st.DataObject) -> None:
        """Without this, most lives would end in the first states."""
        for act in way:
            able = [who for who in PEOPLE if self.model.may(act, who)]
            self.attempt(act, data.draw(st.sampled_from(able)))

    @rule(act=st.sampled_from(sorted(LAW)), who=st.sampled_from(PEOPLE))
    def somebody_tries(self, act: str, who: str) -> None:
        self.attempt(act, who)

    @rule(act=st.sampled_from(sorted(LAW)), data=st.data())
    def somebody_entitled_tries(self, act: str, data: st.DataObject) -> None:
        """The right person, perhaps at the wrong time."""
        entitled = [who for who in PEOPLE if who in self.model.entitled(act)]
        if entitled:
            self.attempt(act, data.draw(st.sampled_from(entitled)))

    @rule(data=st.data())
    def the_case_goes_on(self, data: st.DataObject) -> None:
        """What moves the case and does not end it."""
        acts = sorted(set(LAW) - {"discard", "withdraw", "decide"})
        able = [(act, who) for act in acts for who in PEOPLE if self.model.may(act, who)]
        if able:
            self.attempt(*data.draw(st.sampled_from(able)))

    @rule(who=st.sampled_from((*OFFICERS, "maker", "editor")))
    def step_aside(self, who: str) -> None:
        allowed = who != "editor" and self.model.state not in {"draft", "discarded"}
        done = self.world.tried("step_aside", who, self.now())
        assert done == allowed, f"{who} stepping aside in {self.model.state}"
        if done:
            self.model.aside.add(who)
            if self.model.officer == who:
                self.model.officer = None

    @invariant()
    def the_case_stands_as_the_model_says(self) -> None:
        application = self.world.application()
        assert application.state == self.model.state
        steps = list(application.steps.order_by("pk"))
        assert len(steps) == self.model.steps
        states = [step.to_state for step in steps]
        assert [step.from_state for step in steps] == ["draft", *states[:-1]][: len(steps)]
        case = Case.objects.filter(application=application).first()
        officer = case and case.presenting_officer
        assert (officer and officer.email) == (
            self.model.officer and self.world.people[self.model.officer].email
        )

    @invariant()
    def money_is_held_by_what_is_decided_alone(self) -> None:
        decided = list(Decision.objects.order_by("version"))
        assert [one.version for one in decided] == list(range(1, self.model.versions + 1))
        assert all(one.decision_maker_id != one.presenting_officer_id for one in decided)
        held = decided[-1].granted_eur if decided else 0
        assert Appropriation.objects.get().committed_eur == held

    def attempt(self, act: str, who: str) -> None:
        expected = self.model.may(act, who)
        done = self.world.tried(act, who, self.now())
        assert done == expected, f"{act} by {who} in {self.model.state}: {done}, not {expected}"
        if done:
            self.model.do(act, who)

    def now(self):
        """Every try has a moment of its own."""
        self.clock += 1
        return self.world.begins_at + timedelta(minutes=self.clock)


@dataclass
class World:
    """The people, one draft, and the real actions."""

    people: dict
    pk: int
    begins_at: object

    def application(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def tried(self, act: str, who: str, at) -> bool:
        """Whether the act was done; refused in words counts as not done, and anything else is an error."""
        try:
            with transaction.atomic():
                getattr(self, act)(actor=self.people[who], at=at)
        except Refused as refused:
            return not str(refused)
        return True

    def submit(self, **by) -> None:
        """Each time with something new to send."""
        answers = builders.answers_to(self.application().call, "")
        title = f"Yhdessä Uudellamaalla, {by['at']:%H.%M}"
        if self.application().state == "submitted":
            save_plan(application_id=self.pk, answers=answers | {"title": title}, seen=self.seen(), **by)
        submit(application_id=self.pk, attested=True, lapse_unanswered=False, **by)

    def seen(self) -> int:
        return self.application().sections.get(key="plan").version

    def discard(self, **by) -> None:
        discard(application_id=self.pk, **by)

    def withdraw(self, **by) -> None:
        withdraw(application_id=self.pk, reason="Hanke ei toteudu.", **by)

    def take_up(self, **by) -> None:
        take_up(application_id=self.pk, **by)

    def ask(self, *, actor, at) -> None:
        due_on = helsinki_day(at) + timedelta(days=14)
        items = [("plan", "Tarkentakaa tavoitteita.")]
        request_supplement(
            application_id=self.pk, text="Täydentäkää.", items=items, due_on=due_on, actor=actor, at=at
        )

    def answer(self, *, actor, at) -> None:
        save_answer(application_id=self.pk, answer=f"Täydennetty {at:%H.%M}.", actor=actor)
        send_supplement(application_id=self.pk, attested=True, actor=actor, at=at)

    def go_on(self, **by) -> None:
        end_supplement(application_id=self.pk, note="Jatketaan ilman täydennystä.", **by)

    def propose(self, **by) -> None:
        """Anew, what was decided is upheld."""
        if self.application().state == "re_examined":
            upheld = Outcome(kind="upheld", ground="Uusi selvitys ei muuta arviota.")
            choose_outcome(application_id=self.pk, outcome=upheld, **by)
        else:
            save_proposal(application_id=self.pk, content=stages.content(), **by)
        present(application_id=self.pk, **by)

    def re_examine(self, **by) -> None:
        re_examine(application_id=self.pk, ground="facts", text="Asia on selvitettävä.", **by)

    def presented_at(self, at):
        proposal = self.application().proposals.filter(state="presented").first()
        return proposal.presented_at if proposal else at

    def send_back(self, *, actor, at) -> None:
        seen = self.presented_at(at)
        send_back(application_id=self.pk, note="Perustele.", seen=seen, actor=actor, at=at)

    def decide(self, *, actor, at) -> None:
        proof = Proof("password", at)
        decide(application_id=self.pk, proof=proof, seen=self.presented_at(at), actor=actor, at=at)

    def step_aside(self, **by) -> None:
        declare_disqualified(application_id=self.pk, reason="Sukulainen hakijan palveluksessa.", **by)


def with_office(email: str, *roles: str):
    """An official, perhaps of two offices at once."""
    user = person(email, email.partition("@")[0])
    for role in roles:
        Office.objects.create(user=user, role=role)
    return user


@pytest.fixture
def world(cast) -> World:
    application = builders.complete_draft(cast)
    stages.with_money(cast, application.call)
    people = {
        "signatory": cast.lead_signatory,
        "editor": cast.lead_editor,
        "stranger": cast.stranger,
        "reviewer": cast.reviewer,
        "administrator": cast.administrator,
        "officer": cast.presenting_officer,
        "second officer": with_office("po2@stm.example", "presenting_officer"),
        "both": with_office("both@stm.example", "presenting_officer", "decision_maker"),
        "maker": cast.decision_maker,
        "second maker": stages.second_decision_maker(),
    }
    return World(people, application.pk, stages.later(application))


# Short and always the same, so that a red run can be run again; nothing is shrunk: each try costs a database's work.
SHORT = settings(
    max_examples=40,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def life_in(world: World) -> type[LifeOfACase]:
    return type("Life", (LifeOfACase,), {"world": world})


def test_whatever_people_try_the_case_does_what_the_law_says_and_nothing_else(world):
    run_state_machine_as_test(life_in(world), settings=SHORT)


def test_the_model_notices_an_act_that_it_does_not_know(world, monkeypatch):
    """The control: let what is decided be withdrawn, and the same run fails, if it is long enough."""
    for state in (State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED, State.WITHDRAWN):
        monkeypatch.setitem(TRANSITIONS, (state, Event.WITHDRAW), Transition(State.WITHDRAWN, Role.SI))
    with pytest.raises(AssertionError, match=r"withdraw by signatory in (decided|re_|withdrawn)"):
        run_state_machine_as_test(life_in(world), settings=settings(SHORT, max_examples=300))
