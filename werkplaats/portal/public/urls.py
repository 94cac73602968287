"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern

app_name = "public"
urlpatterns: list[URLPattern] = []
