"""The verbs of a request: report, converse, take a step."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean
from werkplaats.ground.sql import columns, model_of, one_row, rows
from werkplaats.homes.models import Client, Dwelling
from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import OPEN, RequestStatus
from werkplaats.intake.rules.danger import find
from werkplaats.intake.rules.reference import SPACE, make, spoken
from werkplaats.intake.rules.report import Lack, NewRequest, lacks
from werkplaats.intake.rules.searching import search_words
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.services import notices

WORDS: dict[Lack, Any] = {
    Lack.NO_TEXT: _("Tell us in your own words what is wrong."),
    Lack.TEXT_TOO_LONG: _("This text is too long. Use at most 10,000 characters."),
    Lack.UNKNOWN_TIME: _("Choose times from the list."),
}
TRIES = 20


# Always one row; what is not there in this cooperative has nothing but NULLs.
WHERE_AND_WHO = f"""
    SELECT {columns(Dwelling, "dwelling")}, {columns(Person, "person")},
        EXISTS (
            SELECT FROM homes_residence
            WHERE person_id = person.id AND dwelling_id = dwelling.id AND until IS NULL
        ) AS lives_there
    FROM (SELECT) AS asked
    LEFT JOIN homes_dwelling AS dwelling ON dwelling.cooperative_id = %(cooperative)s AND dwelling.id = %(dwelling)s
    LEFT JOIN members_person AS person ON person.cooperative_id = %(cooperative)s AND person.id = %(person)s
"""
COLUMNS = (
    "cooperative_id", "reference", "branch", "status", "channel", "reporter_id", "dwelling_id", "client_id", "text",
    "place", "preferred_times", "may_enter_when_away", "danger", "form_token", "reported_at", "entered_by_id",
)  # fmt: skip
# The report, the word to who reports and the sending of it: one statement, so it is all there or nothing, without
# a transaction around it. Nothing is written, and nothing comes back, when the reference or the form's token is there
# already.
INSERT = f"""
    WITH written AS (
        INSERT INTO intake_request ({", ".join(COLUMNS)}, search)
        VALUES ({", ".join(f"%({name})s" for name in COLUMNS)}, to_tsvector('simple', %(words)s))
        ON CONFLICT DO NOTHING RETURNING *
    ), about AS (SELECT 'request-received:' || id AS event FROM written), {notices.TOLD}
    SELECT written.* FROM written LEFT JOIN notice ON true LEFT JOIN queued ON true
"""


def report(actor: Actor, new: NewRequest, *, at: datetime, at_home: bool = False) -> Request:
    """Take in a report. The same form token gives the same request, however often it is sent.

    A resident reports for the own dwelling; a coordinator enters it for anybody, or (`at_home`) for who lives
    there. Errors: Refused, with the field.
    """
    require(actor, May.REPORT)
    for field, lack in lacks(new).items():
        raise Refused(WORDS[lack], field=field)
    dwelling, reporter = _where_and_who(actor, new, at_home)
    return _insert(actor, new, dwelling, reporter, at)


def _where_and_who(actor: Actor, new: NewRequest, at_home: bool) -> tuple[Dwelling, Person]:
    asked = {"cooperative": actor.cooperative_id, "dwelling": new.dwelling_id, "person": new.reporter_id}
    (found,) = rows(WHERE_AND_WHO, asked)
    dwelling, reporter = model_of(Dwelling, found, "dwelling_"), model_of(Person, found, "person_")
    if dwelling is None:
        raise Refused(_("We do not know this address. Choose your home from the list."), field="dwelling")
    if reporter is None:
        raise Refused(_("We do not know this person."), field="reporter")
    if at_home and not found["lives_there"]:
        raise Refused(_("This person does not live at this address."), field="reporter")
    if Role.COORDINATOR not in actor.roles and not (found["lives_there"] and reporter.pk == actor.person_id):
        raise Refused(_("You can only report something about your own home."), field="dwelling")
    if new.client_id is not None:
        client = Client.objects.filter(cooperative_id=actor.cooperative_id, pk=new.client_id).first()
        if client is None or (Role.COORDINATOR not in actor.roles and client.person_id != actor.person_id):
            raise Refused(_("We do not know this client."), field="client")
    return dwelling, reporter


def _insert(actor: Actor, new: NewRequest, dwelling: Dwelling, reporter: Person, at: datetime) -> Request:
    """The row of this form: new, or the one that the same form made before (perhaps at this very moment)."""
    values = {
        "cooperative_id": actor.cooperative_id,
        "branch": new.branch,
        "status": RequestStatus.NEW,
        "channel": new.channel,
        "reporter_id": reporter.pk,
        "dwelling_id": dwelling.pk,
        "client_id": new.client_id,
        "text": clean(new.text),
        "place": clean(new.place)[:200],
        "preferred_times": list(new.preferred_times),
        "may_enter_when_away": new.may_enter_when_away,
        "danger": [danger.value for danger in find(new.text)],
        "form_token": new.form_token,
        "reported_at": at,
        "entered_by_id": actor.person_id if actor.person_id != reporter.pk else None,
    }
    for attempt in range(TRIES):
        reference = reference_of(new, attempt)
        values |= {"reference": reference, "words": words_to_find(reference, dwelling, reporter)}
        context = {**values, "spoken": spoken(reference), "address": dwelling.address}
        word = notices.told(reporter, template="request_received", context=context, at=at)
        written = one_row(INSERT, values | word)
        row = model_of(Request, written) if written else None
        if row is not None:
            row.dwelling, row.reporter = dwelling, reporter
            return row
        same_form = Request.objects.filter(cooperative_id=actor.cooperative_id, form_token=new.form_token)
        found = same_form.defer("search").first()
        if found is not None and found.reporter_id != reporter.pk:
            raise Refused(_("This form was used already. Open the page again."))
        if found is not None:
            return found
        # Nothing was written, so another request has this reference: draw again.
    raise RuntimeError("no free reference found")


def reference_of(new: NewRequest, attempt: int) -> str:
    """A reference that tells nothing: drawn from the random token of the form, so that no second chance is needed."""
    digest = hashlib.sha256(f"{new.form_token}/{attempt}".encode()).digest()
    return make(int.from_bytes(digest[:8]) % SPACE)


def words_to_find(reference: str, dwelling: Dwelling, reporter: Person) -> str:
    """The reference (whole and in its two parts), the name and the address, as words of this cooperative."""
    text = (
        f"{reference} {spoken(reference)} {reporter.name}"
        f" {dwelling.address} {dwelling.postcode} {dwelling.postcode.replace(' ', '')}"
    )
    return " ".join(search_words(dwelling.cooperative_id, text))


@transaction.atomic
def say(actor: Actor, request_id: int, text: str, *, at: datetime) -> Message:
    """A turn in the conversation. A resident's answer to a question back puts the request in the inbox again."""
    text = clean(text)
    if not text:
        raise Refused(_("Write your message first."), field="text")
    if len(text) > 10_000:
        raise Refused(_("This text is too long. Use at most 10,000 characters."), field="text")
    request = own_request(actor, request_id)
    coordinator = Role.COORDINATOR in actor.roles
    author = Person.objects.get(pk=actor.person_id or 0)
    message = Message.objects.create(
        cooperative_id=request.cooperative_id,
        request=request,
        author=author,
        author_name=author.name,
        from_resident=not coordinator,
        text=text,
        at=at,
    )
    if coordinator:
        notices.tell(
            request.reporter,
            event=f"message:{message.pk}",
            template="message_from_us",
            context={"reference": spoken(request.reference), "message": message},
            at=at,
        )
    elif request.status == RequestStatus.QUESTION:
        set_status(request, RequestStatus.NEW, at=at)
    return message


def own_request(actor: Actor, request_id: int) -> Request:
    """The request, locked, if this actor is the coordinator or the one who reported it. Errors: Refused."""
    rows = Request.objects.select_for_update(of=("self",)).filter(cooperative_id=actor.cooperative_id, pk=request_id)
    if Role.COORDINATOR not in actor.roles:
        require(actor, May.FOLLOW_OWN_REQUESTS)
        rows = rows.filter(reporter_id=actor.person_id)
    request = rows.select_related("reporter").first()
    if request is None:
        raise Refused(_("This request is not there."))
    return request


@transaction.atomic
def say_for_other(request: Request, author_name: str, text: str, *, at: datetime) -> Message:
    """Words of somebody without an account here: a landlord who answers by the private link."""
    return Message.objects.create(
        cooperative_id=request.cooperative_id,
        request=request,
        author=None,
        author_name=author_name,
        from_resident=False,
        text=clean(text),
        at=at,
    )


@transaction.atomic
def set_status(request: Request, status: RequestStatus, *, at: datetime) -> None:
    """Take a step; closing keeps its moment, opening again forgets it."""
    request.status = status
    request.closed_at = at if status == RequestStatus.CLOSED else None
    request.save(update_fields=["status", "closed_at"])


@transaction.atomic
def close_own(actor: Actor, request_id: int, *, at: datetime) -> Request:
    """A resident closes an own request: it is solved, or not needed any more."""
    request = own_request(actor, request_id)
    if RequestStatus(request.status) not in OPEN or request.status == RequestStatus.ACCEPTED:
        raise Refused(_("This request cannot be closed now. Send us a message instead."))
    set_status(request, RequestStatus.CLOSED, at=at)
    return request
