"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.coordinator import (
    client_views,
    concern_views,
    entry_views,
    inbox_views,
    pilot_views,
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
    path("bezoeken/<int:visit_id>/akkoord/", visit_views.sign, name="visit_sign"),
    path("bezoeken/<int:visit_id>/niet-opgelost/", visit_views.not_solved, name="visit_not_solved"),
    path("proeven/", pilot_views.pilots, name="pilots"),
    path("proeven/nieuw/", pilot_views.new, name="pilot_new"),
    path("proeven/<int:pilot_id>/", pilot_views.pilot, name="pilot"),
    path("proeven/<int:pilot_id>/grenzen/", pilot_views.change, name="pilot_change"),
    path("proeven/<int:pilot_id>/aanmelden/", pilot_views.sign_up, name="pilot_sign_up"),
    path("deelname/<int:participation_id>/beeindigen/", pilot_views.end, name="participation_end"),
    path("clienten/", client_views.clients, name="clients"),
    path("clienten/aanmelden/", client_views.refer, name="refer"),
    path("clienten/<int:client_id>/", client_views.client, name="client"),
    path("clienten/<int:client_id>/notitie/", client_views.notes, name="client_notes"),
    path("clienten/<int:client_id>/toestemming/", client_views.consent, name="client_consent"),
    path("clienten/<int:client_id>/indicatie/", client_views.add_grant, name="add_grant"),
    path("indicatie/<int:grant_id>/stoppen/", client_views.end_grant, name="end_grant"),
    path("zorgen/", concern_views.concerns, name="concerns"),
    path("zorgen/<int:concern_id>/", concern_views.concern, name="concern"),
    path("zorgen/<int:concern_id>/stap/", concern_views.step, name="concern_step"),
    path("zorgen/<int:concern_id>/toestemming/", concern_views.consent, name="concern_consent"),
    path("zorgen/<int:concern_id>/delen/", concern_views.share, name="concern_share"),
]
