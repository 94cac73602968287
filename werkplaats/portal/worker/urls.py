"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.worker import offer_views

app_name = "worker"
urlpatterns: list[URLPattern] = [
    path("aanbod/", offer_views.offers, name="offers"),
    path("aanbod/<int:offer_id>/ja/", offer_views.accept, name="accept"),
    path("aanbod/<int:offer_id>/nee/", offer_views.decline, name="decline"),
]
