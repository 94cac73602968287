"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.partner import client_views, forward_views, results_views, views

app_name = "partner"
urlpatterns: list[URLPattern] = [
    path("woningen/", views.landlord, name="landlord"),
    path("woningen.csv", views.landlord_csv, name="landlord_csv"),
    path("woningen/<int:dwelling_id>/", views.dwelling, name="dwelling"),
    path("facturen/", views.invoices, name="invoices"),
    path("facturen/<int:number>.pdf", views.invoice, name="invoice"),
    path("facturen/<int:number>.xml", views.invoice_ubl, name="invoice_ubl"),
    path("resultaten/", results_views.landlord, name="results"),
    path("wijkteam/resultaten/", results_views.team, name="team_results"),
    path("totalen/", results_views.totals, name="totals"),
    path("clienten/", client_views.clients, name="clients"),
    path("clienten/aanmelden/", client_views.refer, name="refer"),
    path("clienten/<int:client_id>/", client_views.client, name="client"),
    path("clienten/<int:client_id>/indicatie/", client_views.add_grant, name="add_grant"),
    path("indicatie/<int:grant_id>/stoppen/", client_views.end_grant, name="end_grant"),
    path("antwoord/<str:token>/", forward_views.forwarded, name="forwarded"),
    path("antwoord/<str:token>/foto/<int:photo_id>/", forward_views.photo, name="forwarded_photo"),
]
