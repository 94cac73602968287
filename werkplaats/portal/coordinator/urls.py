"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.coordinator import (
    concern_views,
    entry_views,
    import_views,
    inbox_views,
    request_views,
    visit_views,
)

app_name = "coordinator"
urlpatterns: list[URLPattern] = [
    path("", inbox_views.inbox, name="inbox"),
    path("te-laat/", inbox_views.late, name="late"),
    path("melding/<str:reference>/", request_views.show, name="request"),
    path("melding/<str:reference>/bericht/", request_views.say, name="request_say"),
    path("melding/<str:reference>/splitsen/", request_views.split, name="request_split"),
    path("melding/<str:reference>/samenvoegen/", request_views.join, name="request_join"),
    path("melding/<str:reference>/afdrukken/", request_views.on_paper, name="request_print"),
    path("foto/<int:photo_id>/", request_views.photo, name="photo"),
    path("invoeren/", entry_views.find, name="enter"),
    path("invoeren/<int:dwelling_id>/", entry_views.write_down, name="enter_new"),
    path("invoeren/<int:dwelling_id>/<int:person_id>/", entry_views.write_down, name="enter_known"),
    path("bezoeken/", visit_views.visits, name="visits"),
    path("bezoeken/<int:visit_id>/", visit_views.visit, name="visit"),
    path("inlezen/", import_views.import_list, name="import"),
    path("inlezen/leeg/<str:kind>.<str:form>", import_views.empty, name="import_empty"),
    path("zorgen/", concern_views.concerns, name="concerns"),
    path("zorgen/<int:concern_id>/", concern_views.concern, name="concern"),
    path("zorgen/<int:concern_id>/stap/", concern_views.step, name="concern_step"),
    path("zorgen/<int:concern_id>/toestemming/", concern_views.consent, name="concern_consent"),
    path("zorgen/<int:concern_id>/delen/", concern_views.share, name="concern_share"),
]
