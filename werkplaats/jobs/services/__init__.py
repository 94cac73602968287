"""The verbs of jobs: open work and its visits, keep their steps in order, end them."""

from werkplaats.jobs.services.ending import NOT_BEGUN, cancel_job, finish_job_if_done, set_visit_status
from werkplaats.jobs.services.material import fetch_first
from werkplaats.jobs.services.opening import open_jobs, plan_follow_up, reopen_as_warranty
from werkplaats.jobs.services.recurring import cut_to_grant, extend_recurring_visits, open_granted, open_recurring

__all__ = [
    "NOT_BEGUN",
    "cancel_job",
    "cut_to_grant",
    "extend_recurring_visits",
    "fetch_first",
    "finish_job_if_done",
    "open_granted",
    "open_jobs",
    "open_recurring",
    "plan_follow_up",
    "reopen_as_warranty",
    "set_visit_status",
]
