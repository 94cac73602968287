"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.resident import plan_views, report_views, request_views

app_name = "resident"
urlpatterns: list[URLPattern] = [
    path("", request_views.home, name="home"),
    path("nieuw/", report_views.report, name="report"),
    path("nieuw/meelezen/", report_views.listen, name="advice"),
    path("abonnement/", plan_views.plan, name="plan"),
    path("foto/<int:photo_id>/", request_views.photo, name="photo"),
    path("bezoek/<int:visit_id>/akkoord/", request_views.sign, name="sign"),
    path("bezoek/<int:visit_id>/niet-opgelost/", request_views.not_solved, name="not_solved"),
    path("bezoek/<int:visit_id>/bedankt/", request_views.thank, name="thank"),
    path("<str:reference>/", request_views.show, name="request"),
    path("<str:reference>/ontvangen/", report_views.received, name="received"),
    path("<str:reference>/bericht/", request_views.say, name="say"),
    path("<str:reference>/foto/", request_views.add_photos, name="add_photos"),
    path("<str:reference>/sluiten/", request_views.close, name="close"),
    path("<str:reference>/zelf-doen/", request_views.close_own, name="close_own"),
    path("<str:reference>/afdrukken/", request_views.on_paper, name="print"),
]
