"""The pages of this portal; every view says by `@page(May.…)` who may open it."""

from django.urls import URLPattern, path

from werkplaats.portal.worker import agenda_views, billing_views, elsewhere_views, home_views, offer_views, visit_views

app_name = "worker"
urlpatterns: list[URLPattern] = [
    path("", home_views.home, name="home"),
    path("bezoek/<int:visit_id>/", visit_views.visit, name="visit"),
    path("bezoek/<int:visit_id>/begin/", visit_views.start, name="start"),
    path("bezoek/<int:visit_id>/eind/", visit_views.stop, name="stop"),
    path("bezoek/<int:visit_id>/materiaal/", visit_views.material, name="material"),
    path("bezoek/<int:visit_id>/materiaal/<int:material_id>/weg/", visit_views.material_away, name="material_away"),
    path("bezoek/<int:visit_id>/foto/", visit_views.add_photo, name="add_photo"),
    path("bezoek/<int:visit_id>/tijden/", visit_views.times, name="times"),
    path("bezoek/<int:visit_id>/zorg/", visit_views.concern, name="concern"),
    path("bezoek/<int:visit_id>/gemeld/<int:photo_id>/", visit_views.reported, name="reported"),
    path("foto/<int:photo_id>/", visit_views.photo, name="photo"),
    path("verdiend/", home_views.money, name="money"),
    path("verdiend/facturen/", billing_views.self_billing, name="self_billing"),
    path("verdiend/factuur/<int:number>.pdf", billing_views.self_bill, name="self_bill"),
    path("verdiend/factuur/<int:number>.xml", billing_views.self_bill_ubl, name="self_bill_ubl"),
    path("verdiend/factuur/verstuurd/<int:bill_id>/", billing_views.sent_invoice, name="sent_invoice"),
    path("verdiend/adres/", billing_views.invoice_address, name="invoice_address"),
    path("verdiend/<int:earning_id>/klopt-niet/", billing_views.dispute, name="dispute"),
    path("elders/", elsewhere_views.elsewhere, name="elsewhere"),
    path("beschikbaar/", home_views.availability, name="availability"),
    path("agenda/", agenda_views.agenda, name="agenda"),
    path("agenda/<str:key>/agenda.ics", agenda_views.feed, name="agenda_feed"),
    path("aanbod/", offer_views.offers, name="offers"),
    path("aanbod/<int:offer_id>/ja/", offer_views.accept, name="accept"),
    path("aanbod/<int:offer_id>/nee/", offer_views.decline, name="decline"),
]
