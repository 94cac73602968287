"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.coordinator import (
    concern_views,
    entry_views,
    inbox_views,
    notice_views,
    request_views,
    team_views,
    visit_views,
    worker_views,
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
    path("mensen/", worker_views.overview, name="workers"),
    path("mensen/<int:worker_id>/", worker_views.worker, name="worker"),
    path("mensen/<int:worker_id>/besluit/", worker_views.decide, name="worker_decide"),
    path("mensen/<int:worker_id>/papier/", worker_views.paper, name="worker_paper"),
    path("mensen/<int:worker_id>/uren/", worker_views.week, name="worker_week"),
    path("mensen/<int:worker_id>/afwezig/", worker_views.away, name="worker_away"),
    path("mensen/<int:worker_id>/weg/", worker_views.leave, name="worker_leave"),
    path("vertellen/", notice_views.overview, name="notices"),
    path("vertellen/<int:notice_id>/", notice_views.notice, name="notice"),
    path("vertellen/<int:notice_id>/verteld/", notice_views.told, name="notice_told"),
    path("leden/", team_views.members, name="members"),
    path("leden/leden.csv", team_views.members_csv, name="members_csv"),
    path("team/", team_views.team, name="team"),
    path("team/<int:person_id>/weg/", team_views.away, name="team_away"),
    path("zorgen/", concern_views.concerns, name="concerns"),
    path("zorgen/<int:concern_id>/", concern_views.concern, name="concern"),
    path("zorgen/<int:concern_id>/stap/", concern_views.step, name="concern_step"),
    path("zorgen/<int:concern_id>/toestemming/", concern_views.consent, name="concern_consent"),
    path("zorgen/<int:concern_id>/delen/", concern_views.share, name="concern_share"),
]
