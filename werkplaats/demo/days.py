"""One day in the neighbourhood: reports come in, are decided on, sent out, done, signed and paid."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from werkplaats.delivery import services as delivery
from werkplaats.delivery.models import Concern
from werkplaats.delivery.queries import unsigned_visits
from werkplaats.delivery.rules import ConcernStatus, DeliveryOutcome
from werkplaats.demo import photos
from werkplaats.demo.neighbourhood import Neighbourhood
from werkplaats.demo.reports import CONCERNS, STORIES, THANKS, Story
from werkplaats.desk import services as desk
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Residence
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, Channel, RequestStatus
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import photos as intake_photos
from werkplaats.intake.services import requests as intake
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, JobStatus, VisitStatus
from werkplaats.members.models import Notice, Person
from werkplaats.members.queries import notices_to_tell
from werkplaats.members.rules.roles import Actor
from werkplaats.members.services import notices, workers
from werkplaats.planning import queries as planning_queries
from werkplaats.planning import services as planning
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.rules.rank import rank
from werkplaats.settlement import services as settlement
from werkplaats.triage.models import Forwarding
from werkplaats.triage.rules import ForwardStatus, Outcome
from werkplaats.triage.rules.decision import Decision
from werkplaats.triage.services import answer_forwarding

PRIVATE_LINK = re.compile(r"/antwoord/([^/\s]+)/")
NOT_SIGNED_YET = 4  # days before the demo is looked at
NOT_TOLD_YET = 2  # days before the end: letters and calls that still wait


class Days:
    """Lives the days one after another; everything random comes from the neighbourhood's own generator."""

    def __init__(self, neighbourhood: Neighbourhood, uuid: Callable[[], UUID]) -> None:
        self.n = neighbourhood
        self.random = neighbourhood.random
        self.uuid = uuid
        self.stories: dict[int, Story] = {}  # request → what it is about
        self.untold: list[Story] = []
        self.to_go = 0

    def live(self, morning: datetime, *, to_go: int) -> None:
        """A day from eight in the morning to the evening; `to_go` days later the demo is looked at."""
        self.to_go = to_go
        workday = morning.weekday() < 5
        self.some_reports(morning)
        if workday:
            self.assess_all(morning + timedelta(hours=1))
            self.send_out(morning + timedelta(hours=2))
            self.landlords_answer(morning + timedelta(hours=3))
        if morning.weekday() == 0:
            jobs.extend_recurring_visits(at=morning, weeks=2)
            self.plan_household(morning)
        self.do_visits(morning)
        if morning.weekday() == 4:
            self.pay_everybody(morning + timedelta(hours=8))
        if morning.day == 2:
            self.bill_last_month(morning)
        if workday:
            self.telephone(morning + timedelta(hours=9))
        workers.warn_about_credentials(at=morning)
        notices.send_due(at=morning + timedelta(hours=12))

    # -- reporting ------------------------------------------------------------------------------------------------
    def some_reports(self, morning: datetime) -> None:
        for _ in range(self.random.choices([0, 1, 2], [45, 45, 10])[0]):
            resident = self.a_participating_resident()
            if resident is None:
                return
            story = self.a_story()
            at = morning - timedelta(minutes=self.random.randrange(0, 50))
            request = self.report(resident, story.text, at)
            self.stories[request.pk] = story
            if self.random.random() < 0.3:
                intake_photos.add_photo(
                    self.n.actor(resident.person_id), request.pk, photos.picture(self.random), at=at
                )

    def a_story(self) -> Story:
        """Each is told before any is told again, so that every page has something to show, whatever day it is."""
        self.untold = self.untold or self.random.sample(STORIES, len(STORIES))
        return self.untold.pop()

    def a_participating_resident(self) -> Residence | None:
        taking_part = Residence.objects.filter(
            until=None,
            dwelling__participations__pilot=self.n.repairs,
            dwelling__participations__status=ParticipationStatus.ACTIVE,
        ).order_by("id")
        found = list(taking_part)
        return self.random.choice(found) if found else None

    def report(self, resident: Residence, text: str, at: datetime) -> Request:
        screen = Person.objects.get(pk=resident.person_id).user_id is not None
        actor = self.n.actor(resident.person_id) if screen else self.n.coordinator
        new = NewRequest(
            branch=Branch.REPAIRS,
            text=text,
            place=self.random.choice(["keuken", "badkamer", "gang", "woonkamer", ""]),
            preferred_times=tuple(
                self.random.sample(["mon-morning", "tue-afternoon", "wed-morning", "fri-morning"], 2)
            ),
            may_enter_when_away=self.random.random() < 0.3,
            channel=Channel.WEB if screen else Channel.PHONE,
            form_token=self.uuid(),
            dwelling_id=resident.dwelling_id,
            reporter_id=resident.person_id,
            client_id=None,
        )
        return intake.report(actor, new, at=at)

    # -- assessing ------------------------------------------------------------------------------------------------
    def assess_all(self, at: datetime) -> None:
        waiting = Request.objects.filter(cooperative=self.n.cooperative, status=RequestStatus.NEW).order_by("id")
        for request in waiting:
            story = self.stories.get(request.pk)
            if story is not None and request.reported_at < at:
                desk.decide(self.n.coordinator, request.pk, self.decision(story), based_on=None, at=at)

    def decision(self, story: Story) -> Decision:
        landlord = self.n.repairs.landlord
        forward = story.outcome in (Outcome.LANDLORD, Outcome.ELSEWHERE) and landlord is not None
        return Decision(
            outcome=story.outcome,
            reason=story.reason,
            explanation=story.explanation,
            item_code=story.item,
            steps=story.steps,
            forward_name=landlord.name if forward and landlord else "",
            forward_email=landlord.email if forward and landlord else "",
        )

    def landlords_answer(self, at: datetime) -> None:
        """The landlord answers on a later working day, by the private link in the mail that it got."""
        sent = Forwarding.objects.filter(
            cooperative=self.n.cooperative, status=ForwardStatus.SENT, sent_at__lt=at - timedelta(hours=20)
        )
        for forwarding in sent.order_by("id"):
            if self.random.random() < 0.5:
                mail = Notice.objects.get(cooperative=self.n.cooperative, event=f"request-forwarded:{forwarding.pk}")
                token = PRIVATE_LINK.search(mail.body)
                assert token is not None, "the mail has its link"
                answer_forwarding(token[1], status=ForwardStatus.TAKEN_UP, answer="Wij komen donderdag kijken.", at=at)

    # -- sending out ----------------------------------------------------------------------------------------------
    def send_out(self, at: datetime) -> None:
        """Offer what has to be planned; most workers accept at once, some decline and the next is asked."""
        to_plan = (
            Visit.objects.filter(
                cooperative=self.n.cooperative, status=VisitStatus.TO_PLAN, due_on__lte=at + timedelta(days=14)
            )
            .exclude(job__trade=HOUSEHOLD_TRADE)
            .exclude(job__after__status=JobStatus.OPEN)
            .order_by("due_on", "id")
        )
        for visit in planning_queries.with_home(to_plan):
            self.offer(visit, at)
        open_offers = Offer.objects.filter(cooperative=self.n.cooperative, status=OfferStatus.SENT).order_by("id")
        for offer in list(open_offers):
            self.answer(offer, at + timedelta(minutes=self.random.randrange(10, 200)))

    def offer(self, visit: Visit, at: datetime, from_day: int = 1) -> None:
        found, ready = planning_queries.candidates(visit, at=at), planning_queries.clear_of(visit).not_before or at
        for ahead in range(from_day, 8):
            day = at + timedelta(days=ahead)
            if day.weekday() > 4:
                continue
            starts_at = day.replace(hour=self.random.choice([7, 9, 12]), minute=0, second=0, microsecond=0)
            if starts_at < ready:
                continue
            able = [r.candidate.worker_id for r in rank(planning_queries.need_of(visit, starts_at), found) if r.can]
            if able:
                planning.offer(self.n.coordinator, visit.pk, able[:3], starts_at=starts_at, at=at)
                return

    def answer(self, offer: Offer, at: datetime) -> None:
        worker = self.n.actor(offer.worker.person_id)
        while True:
            if self.random.random() < 0.85 and self.accept(worker, offer, at):
                return
            planning.decline(worker, offer.pk, reason="Ik zit die dag al vol.", at=at)
            following = Offer.objects.filter(visit_id=offer.visit_id, status=OfferStatus.SENT).first()
            if following is None:
                return
            offer, worker = following, self.n.actor(following.worker.person_id)

    def accept(self, worker: Actor, offer: Offer, at: datetime) -> bool:
        """Say yes, unless the time was given away meanwhile."""
        try:
            planning.accept(worker, offer.pk, at=at)
        except Refused:
            return False
        return True

    def plan_household(self, at: datetime) -> None:
        """Regular helpers first; who has none yet gets the one who is first in line."""
        planning.assign_regulars(at=at)
        horizon = (at + timedelta(days=13)).date()
        visits = Visit.objects.filter(
            cooperative=self.n.cooperative, status=VisitStatus.TO_PLAN, job__trade=HOUSEHOLD_TRADE, due_on__lte=horizon
        )
        visits = planning_queries.with_home(visits.select_related("job__after", "job__request"))
        for visit in visits.order_by("due_on", "id"):
            self.assign_helper(visit, at)

    def assign_helper(self, visit: Visit, at: datetime) -> None:
        found = planning_queries.candidates(visit, at=at)
        starts = planning_queries.starts_for(visit, found, planning_queries.clear_of(visit), at=at)
        for starts_at in [start.at for start in starts[:8]]:
            able = [r for r in rank(planning_queries.need_of(visit, starts_at), found) if r.can]
            if able:
                planning.assign(self.n.coordinator, visit.pk, able[0].candidate.worker_id, starts_at=starts_at, at=at)
                return

    # -- doing ----------------------------------------------------------------------------------------------------
    def do_visits(self, morning: datetime) -> None:
        today = Assignment.objects.filter(
            cooperative=self.n.cooperative,
            active=True,
            visit__status=VisitStatus.AGREED,
            period__startswith__gte=morning - timedelta(hours=8),
            period__startswith__lt=morning + timedelta(hours=15),
        )
        today = today.select_related(
            "visit__job__request__reporter", "visit__job__care_grant__client__person", "worker"
        )
        for assignment in today.order_by("period", "id"):
            self.do_visit(assignment)

    def do_visit(self, assignment: Assignment) -> None:
        visit, job = assignment.visit, assignment.visit.job
        worker = self.n.actor(assignment.worker.person_id)
        began = assignment.period.lower + timedelta(minutes=self.random.randrange(-3, 6))
        ended = began + timedelta(minutes=max(15, int(visit.minutes * self.random.uniform(0.85, 1.15))))
        delivery.start(worker, visit.pk, at=began)
        story = self.stories.get(job.request_id or 0)
        if story and job.after_id is None:
            for description, cents in story.materials:
                delivery.add_material(
                    worker,
                    visit.pk,
                    description=description,
                    quantity=Decimal(1),
                    unit_price_cents=cents,
                    form_token=self.uuid(),
                    at=began,
                )
        luck = self.random.random()
        outcome = DeliveryOutcome.DONE
        if luck < 0.02:
            outcome = DeliveryOutcome.NOBODY_HOME
        elif luck < 0.05 and job.request_id:
            outcome = DeliveryOutcome.FOLLOW_UP
        if outcome == DeliveryOutcome.NOBODY_HOME:
            ended = began + timedelta(minutes=10)
        note = {DeliveryOutcome.FOLLOW_UP: "Onderdeel besteld, ik kom terug.", DeliveryOutcome.NOBODY_HOME: ""}
        delivery.stop(worker, visit.pk, outcome=outcome, note=note.get(outcome, "Klaar."), at=ended)
        if outcome == DeliveryOutcome.NOBODY_HOME:
            return
        self.after_visit(visit, ended + timedelta(hours=self.random.randrange(1, 5)))
        if job.trade == HOUSEHOLD_TRADE and self.random.random() < 0.02:
            self.worry(visit, worker.person_id or 0, ended)

    def after_visit(self, visit: Visit, at: datetime) -> None:
        """Most sign by themselves; for who has no screen the coordinator calls; a few say it is not solved."""
        person = self.customer(visit)
        resident = self.n.actor(person.pk) if person.user_id else self.n.coordinator
        if visit.job.request_id and self.random.random() < 0.03:
            desk.not_solved(resident, visit.pk, "Het lekt nog steeds een beetje.", at=at)
            return
        just_done = visit.job.request_id is not None and self.to_go <= NOT_SIGNED_YET
        if self.random.random() < 0.94 and not just_done:
            desk.sign_off(resident, visit.pk, at=at)
            if person.user_id and self.random.random() < 0.6:
                rating = self.random.choices([5, 4, 3, 2], [60, 28, 9, 3])[0]
                delivery.rate(resident, visit.pk, rating=rating, thanks=self.random.choice(THANKS), at=at)

    def telephone(self, at: datetime) -> None:
        """The coordinator calls and writes to who has no screen, and calls who forgot to sign; not in the last days."""
        if self.to_go <= NOT_TOLD_YET:
            return
        for notice in notices_to_tell(self.n.cooperative.pk):
            notices.mark_told(self.n.coordinator, notice.pk, at=at)
        for visit in unsigned_visits(self.n.cooperative.pk, before=at - timedelta(days=4)):
            desk.sign_off(self.n.coordinator, visit.pk, at=at)

    def customer(self, visit: Visit) -> Person:
        job = visit.job
        if job.request is not None:
            return job.request.reporter
        assert job.care_grant is not None
        return job.care_grant.client.person

    def worry(self, visit: Visit, helper_person: int, at: datetime) -> None:
        if Concern.objects.filter(cooperative=self.n.cooperative).count() >= len(CONCERNS) * 2:
            return
        text = self.random.choice(CONCERNS)
        concern = delivery.raise_concern(self.n.actor(helper_person), visit.pk, text, at=at)
        if self.random.random() < 0.6:
            later = at + timedelta(hours=3)
            delivery.take_up_concern(
                self.n.coordinator, concern.pk, follow_up="Ik heb gebeld en kom morgen langs.", at=later
            )
            consented = concern.client.person.consents.filter(given=True).exists()
            if consented and concern.status != ConcernStatus.CLOSED:
                delivery.share_concern(self.n.coordinator, concern.pk, at=later)

    # -- paying ---------------------------------------------------------------------------------------------------
    def pay_everybody(self, at: datetime) -> None:
        """The board makes the pay run, the coordinator approves it; the last one still waits for that."""
        try:
            run = settlement.draft_run(self.n.board, pay_on=local_day(at), at=at)
        except Refused:  # nothing was final yet
            return
        if self.to_go > 7:
            settlement.approve_run(self.n.coordinator, run.number, at=at + timedelta(minutes=10))
            settlement.send_run(self.n.board, run.number, at=at + timedelta(minutes=15))

    def bill_last_month(self, morning: datetime) -> None:
        last: date = morning.date().replace(day=1) - timedelta(days=1)
        settlement.charge_month(self.n.board, last, at=morning)
        settlement.issue_invoices(self.n.board, period_start=last.replace(day=1), period_end=last, at=morning)
