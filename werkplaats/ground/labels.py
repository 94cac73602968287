"""The names of the domain's values for people, by kind: the snake_case name of the enum in the rules."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = dict[str, Any]


@cache
def _trades() -> Names:
    """Trades keep their Dutch names of the national list, in every language."""
    text = files("werkplaats").joinpath("members/data/vera_onderhoudspecialisme.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return {row["Code"]: row["Naam"].replace("Elektriciën", "Elektricien") for row in rows} | {
        "HH": _("Household help")
    }


LABELS: dict[str, Names] = {
    "trade": _trades(),
    "language": {"nl": _("Dutch"), "en": _("English")},
    "contact_by": {"email": _("by e-mail"), "letter": _("by letter"), "phone": _("by phone")},
    "member_kind": {"person": _("person"), "business": _("business")},
    "worker_kind": {"tradesperson": _("tradesperson"), "helper": _("household helper")},
    "worker_status": {
        "applied": _("applied"),
        "admitted": _("admitted"),
        "declined": _("declined"),
        "left": _("left"),
    },
    "credential_kind": {"vog": _("VOG"), "insurance": _("Liability insurance")},
    "landlord_kind": {"party": _("takes part"), "observer": _("watches")},
    "pilot_kind": {"repairs": _("repairs"), "household": _("household help")},
    "participation_status": {"active": _("takes part"), "waiting": _("on the waiting list"), "ended": _("ended")},
    "grant_state": {
        "coming": _("begins later"),
        "running": _("runs now"),
        "over": _("is over"),
        "never": _("did not begin"),
    },
    "frequency": {
        "twice_a_week": _("twice a week"),
        "weekly": _("every week"),
        "every_two_weeks": _("every two weeks"),
        "every_four_weeks": _("every four weeks"),
    },
    "activity": {
        "light_cleaning": _("light cleaning"),
        "heavy_cleaning": _("heavy cleaning"),
        "laundry": _("laundry"),
        "groceries": _("groceries"),
        "meals": _("meals"),
        "organising": _("organising the household"),
    },
    "branch": {"repairs": _("repair"), "household": _("household help")},
    "channel": {
        "web": _("website"),
        "phone": _("phone"),
        "email": _("e-mail"),
        "counter": _("at the counter"),
        "api": _("another system"),
    },
    "request_status": {
        "new": _("new"),
        "question": _("waits for an answer"),
        "advised": _("advice given"),
        "accepted": _("we are on it"),
        "forwarded": _("sent on"),
        "joined": _("joined with another request"),
        "split": _("goes on in parts"),
        "closed": _("finished"),
    },
    "danger": {
        "gas": _("gas"),
        "electricity": _("electricity"),
        "water": _("water"),
        "fire": _("fire"),
        "locked_in": _("locked in"),
        "falling": _("may come down"),
        "person": _("somebody in need"),
    },
    "outcome": {
        "tenant": _("the tenant does this"),
        "cooperative": _("we do this"),
        "landlord": _("to the landlord"),
        "elsewhere": _("elsewhere"),
        "question": _("question back"),
    },
    "party": {
        "tenant": _("tenant"),
        "cooperative": _("cooperative"),
        "landlord": _("landlord"),
        "elsewhere": _("elsewhere"),
    },
    "urgency": {
        "emergency": pgettext_lazy("urgency", "emergency"),
        "soon": pgettext_lazy("urgency", "soon"),
        "normal": pgettext_lazy("urgency", "normal"),
        "planned": pgettext_lazy("urgency", "planned"),
    },
    "forward_status": {
        "sent": _("sent"),
        "taken_up": _("taken up"),
        "declined": _("declined"),
        "solved": _("solved"),
    },
    "job_status": {"open": pgettext_lazy("job", "open"), "done": _("done"), "cancelled": _("called off")},
    "visit_status": {
        "to_plan": _("to plan"),
        "offered": _("offered"),
        "agreed": _("agreed"),
        "under_way": _("under way"),
        "done": _("done"),
        "follow_up": _("needs a follow-up"),
        "nobody_home": _("nobody at home"),
        "signed": _("signed off"),
        "disputed": _("not solved"),
        "cancelled": _("called off"),
    },
    "offer_status": {
        "waiting": _("next in line"),
        "sent": _("asked"),
        "accepted": _("said yes"),
        "declined": _("said no"),
        "lapsed": _("did not answer"),
        "withdrawn": _("withdrawn"),
    },
    "delivery_outcome": {
        "done": _("done"),
        "follow_up": _("needs a follow-up"),
        "nobody_home": _("nobody at home"),
    },
    "sign_off_by": {"resident": _("the resident"), "coordinator": _("the coordinator")},
    "concern_status": {"raised": _("new"), "taken_up": _("taken up"), "closed": _("closed")},
    "payer": {"landlord": _("housing association"), "municipality": _("municipality")},
    "account": {
        "receivable": _("Receivable"),
        "unbilled": _("Delivered, not invoiced"),
        "payable_workers": _("To pay to workers"),
        "vat_payable": _("VAT to pay"),
        "bank": _("Bank"),
        "revenue": _("Revenue"),
        "cost_of_work": _("Cost of work"),
    },
    "weekday": {
        "0": _("Monday"),
        "1": _("Tuesday"),
        "2": _("Wednesday"),
        "3": _("Thursday"),
        "4": _("Friday"),
        "5": _("Saturday"),
        "6": _("Sunday"),
    },
    "day": {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    },
    "day_part": {"morning": _("morning"), "afternoon": _("afternoon"), "evening": _("evening")},
    "role": {
        "resident": _("Resident"),
        "worker": _("Worker"),
        "coordinator": _("Coordinator"),
        "landlord": _("Housing association"),
        "observer": _("Association that watches"),
        "district_team": _("District team"),
        "board": _("Board"),
        "tradesperson": _("Tradesperson"),
        "helper": _("Helper"),
    },
}
LABELS["preferred_time"] = {
    f"{day}-{part}": format_lazy("{} {}", day_name, part_name)
    for day, day_name in LABELS["day"].items()
    for part, part_name in LABELS["day_part"].items()
}
