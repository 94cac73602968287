"""Telling people: written with the event it is about, sent afterwards, once.

`tell` and `tell_address` only write, in the transaction of the event, and put the sending in the job queue of the same
transaction. What this guarantees over SMTP stands in docs/decisions/mail-once.md.
"""

import hashlib
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules import ContactBy, Language
from werkplaats.members.rules.roles import Actor, May, require

SUBJECT = "Subject:"
FOR_GOOD = 500  # an SMTP answer from here on will not change by trying again (RFC 5321, 4.2.1)
log = logging.getLogger(__name__)


def tell(person: Person, *, event: str, template: str, context: dict[str, Any], at: datetime) -> Notice | None:
    """Let a person know, in the own language and by the way the person chose; None when it was told already."""
    return _write(event, told(person, template=template, context=context, at=at))


def tell_address(
    cooperative_id: int, *, name: str, email: str, event: str, template: str, context: dict[str, Any], at: datetime
) -> Notice | None:
    """Let somebody know who is no person here: a landlord's desk, a district team."""
    context = {"name": name, "site": settings.SITE_URL, **context}
    return _write(event, _values(cooperative_id, None, ContactBy.EMAIL, email, Language.NL, template, context, at))


# One statement for the notice and for the sending of it. It stands behind a WITH that names the rows told of, `about`,
# each with its `event`: what makes such a row can so be written, told and queued in one. Two processes may tell of one
# event at the same moment: the second waits for the first, and then writes nothing.
# The job is what `app.configure_task("send_notice").defer` writes, by procrastinate's own function.
TOLD = """
    notice AS (
        INSERT INTO members_notice
            (cooperative_id, person_id, event, channel, "to", language, subject, body, created_at, failure)
        SELECT %(notice_cooperative)s::bigint, %(notice_person)s::bigint, about.event, %(notice_channel)s::text,
            %(notice_to)s::text, %(notice_language)s::text, %(notice_subject)s::text, %(notice_body)s::text,
            %(notice_at)s::timestamptz, ''
        FROM about
        ON CONFLICT (cooperative_id, event) DO NOTHING RETURNING *
    ), queued AS (
        SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
            'default', 'send_notice', 0, NULL, NULL, jsonb_build_object('notice_id', notice.id), NULL
        )::procrastinate_job_to_defer_v1]) FROM notice WHERE notice.channel = 'email'
    )
"""
WRITE = f"""
    WITH about AS (SELECT %(event)s::text AS event), {TOLD}
    SELECT notice.* FROM notice LEFT JOIN queued ON true
"""


def told(person: Person, *, template: str, context: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The values of TOLD that let this person know, in the own language and by the way the person chose."""
    channel = ContactBy(person.contact_by)
    if channel == ContactBy.EMAIL and not person.email:
        channel = ContactBy.LETTER
    context = {"person": person, "site": settings.SITE_URL, **context}
    language = Language(person.language)
    return _values(person.cooperative_id, person.pk, channel, person.email, language, template, context, at)


def _values(
    cooperative_id: int,
    person_id: int | None,
    channel: ContactBy,
    to: str,
    language: Language,
    template: str,
    context: dict[str, Any],
    at: datetime,
) -> dict[str, Any]:
    subject, body = _text(template, context, language)
    return {
        "notice_cooperative": cooperative_id,
        "notice_person": person_id,
        "notice_channel": channel,
        "notice_to": to,
        "notice_language": language,
        "notice_subject": subject,
        "notice_body": body,
        "notice_at": at,
    }


def _write(event: str, values: dict[str, Any]) -> Notice | None:
    return next(iter(Notice.objects.raw(WRITE, {"event": event, **values})), None)


def _text(template: str, context: dict[str, Any], language: Language) -> tuple[str, str]:
    """Subject and body, as plain text: an apostrophe in a name stays an apostrophe."""
    with translation.override(language):
        backend: Any = get_template(f"notices/{template}.txt")
        text = backend.template.render(Context(context, autoescape=False)).strip()
    first, __, body = text.partition("\n")
    return " ".join(first.removeprefix(SUBJECT).split()), body.strip() + "\n"


def send(notice_id: int, *, at: datetime) -> bool:
    """Send one e-mail, if nobody is sending it and it was not sent. True when it went out now.

    Errors: OSError (smtplib's are) when the mail server is away; the notice stays unsent and is tried again.
    """
    server = get_connection()
    try:
        return _send_by(server, notice_id, at)
    finally:
        _close(server)


# Found, held and marked in one statement; nobody waits for a row that another process is sending.
TAKE = """
    UPDATE members_notice AS notice SET sent_at = %(at)s FROM members_cooperative AS cooperative
    WHERE cooperative.id = notice.cooperative_id AND notice.id = (
        SELECT id FROM members_notice
        WHERE id = %(notice)s AND channel = %(channel)s AND sent_at IS NULL FOR UPDATE SKIP LOCKED
    )
    RETURNING notice.*, cooperative.email AS reply_to
"""


@transaction.atomic
def _send_by(server: Any, notice_id: int, at: datetime) -> bool:
    """The row is locked while sending, so two workers never send it both, and says "sent" before the server is asked.

    The commit that makes it so follows the server's yes at once: a process that is killed earlier has sent nothing and
    noted nothing. What may happen in between stands in docs/decisions/mail-once.md.
    """
    asked = {"notice": notice_id, "channel": ContactBy.EMAIL.value, "at": at}
    notice = next(iter(Notice.objects.raw(TAKE, asked)), None)
    if notice is None:
        return False
    message = _message(notice)
    server.open()
    failure = _failure_for_good(server, message)
    if failure:
        # On the coordinator's list of what to tell, like any letter.
        notice.sent_at, notice.channel, notice.failure = None, ContactBy.LETTER, failure
        notice.save(update_fields=["sent_at", "channel", "failure"])
    return not failure


def _message(notice: Any) -> EmailMessage:
    """The same event gives the same Message-ID, so that a copy is recognised as one."""
    return EmailMessage(
        subject=notice.subject,
        body=notice.body,
        to=[notice.to],
        reply_to=[notice.reply_to],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )


def _failure_for_good(server: Any, message: EmailMessage) -> str:
    """Give the message to the server. What is wrong with it when trying again is of no use; empty when it was taken."""
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as refusal:
        if any(code < FOR_GOOD for code, __ in refusal.recipients.values()):
            raise
        return "the e-mail address was refused"
    except SMTPDataError as refusal:
        if refusal.smtp_code < FOR_GOOD:
            raise
        return "the mail server refused the message"
    return ""


def _close(server: Any) -> None:
    with suppress(OSError):  # the message has been taken by now, or the error is on its way already
        server.close()


def message_id(notice: Notice) -> str:
    digest = hashlib.sha256(f"{settings.SECRET_KEY}/{notice.cooperative_id}/{notice.event}".encode()).hexdigest()[:32]
    return f"<{digest}@werkplaats>"


def send_due(*, at: datetime) -> int:
    """Send every e-mail that should have gone by now: what a crash or a mail server that was away left.

    One that cannot be sent does not hold up the others; it is tried again next time.
    """
    due = Notice.objects.filter(channel=ContactBy.EMAIL, sent_at=None, created_at__lte=at - timedelta(minutes=2))
    sent = 0
    for pk in list(due.order_by("id").values_list("pk", flat=True)):
        try:
            sent += send(pk, at=at)
        except (OSError, ValueError) as error:  # every error of smtplib is an OSError; an odd address a ValueError
            log.warning("notice %s could not be sent: %s", pk, type(error).__name__)
    return sent


@transaction.atomic
def mark_told(actor: Actor, notice_id: int, *, at: datetime) -> Notice:
    """The coordinator posted the letter or made the call. Marked already: nothing."""
    require(actor, May.ASSESS)
    notice = (
        Notice.objects.select_for_update()
        .filter(pk=notice_id, cooperative_id=actor.cooperative_id)
        .exclude(channel=ContactBy.EMAIL)
        .first()
    )
    if notice is None:
        raise Refused(_("This message is not there."))
    if notice.sent_at is None:
        notice.sent_at = at
        notice.save(update_fields=["sent_at"])
    return notice
