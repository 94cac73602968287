"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.partner import forward_views

app_name = "partner"
urlpatterns: list[URLPattern] = [
    path("antwoord/<str:token>/", forward_views.forwarded, name="forwarded"),
    path("antwoord/<str:token>/foto/<int:photo_id>/", forward_views.photo, name="forwarded_photo"),
]
