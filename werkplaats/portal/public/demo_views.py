"""Only in the demo: sign in as anybody of the start page, and read the mail that would have been sent."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from werkplaats.members.models import User
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import action, page

SHOWN = 40


@action(May.ANYONE)
def sign_in(request: Any) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "")
    known = {one.email: one for one in import_string(settings.DEMO_SIGN_INS)()}
    user = User.objects.filter(email=email).first()
    if email not in known or user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(known[email].url)


@page(May.ANYONE)
def mail(request: Any) -> HttpResponse:
    """The newest mails of the demo's folder."""
    if not settings.DEMO:
        raise Http404
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.exists() else []
    letters = []
    for file in files[:SHOWN]:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        letters.append({"to": message["to"], "subject": message["subject"], "text": body.get_content() if body else ""})
    return render(request, "public/mail.html", {"letters": letters})
