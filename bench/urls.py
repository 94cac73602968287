"""Every page of the program, and beside them the bare views (one indexed SELECT, one INSERT) and an empty page."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from werkplaats.intake.models import Request
from werkplaats.members.rules.roles import May


def bare_select(request: HttpRequest, pk: int) -> HttpResponse:
    text = Request.objects.filter(pk=pk).values_list("text", flat=True).first()
    return HttpResponse(text or "", content_type="text/plain")


@csrf_exempt
def bare_insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (text) VALUES (%s) RETURNING id", [request.POST["text"]])
        (pk,) = cursor.fetchone()
    return HttpResponse(str(pk), content_type="text/plain", status=201)


def empty_page(request: HttpRequest) -> HttpResponse:
    """The floor of every page for somebody who signed in: who they are, the menu, and nothing in it."""
    return render(request, "base.html")


for view in (bare_select, bare_insert, empty_page):
    marked: Any = view
    marked.door = May.ANYONE

urlpatterns = [
    path("bench/select/<int:pk>", bare_select),
    path("bench/insert", bare_insert),
    path("bench/empty", empty_page),
    path("", include("werkplaats.site.urls")),
]
