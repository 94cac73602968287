"""Where every page hangs."""

from django.urls import include, path

from werkplaats.portal import health

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("melden/", include("werkplaats.portal.resident.urls")),
    path("coordinator/", include("werkplaats.portal.coordinator.urls")),
    path("werk/", include("werkplaats.portal.worker.urls")),
    path("partner/", include("werkplaats.portal.partner.urls")),
    path("bestuur/", include("werkplaats.portal.board.urls")),
    path("mijn/", include("werkplaats.portal.account.urls")),
    path("account/", include("allauth.urls")),
    path("taal/", include("django.conf.urls.i18n")),
    path("api/v1/", include("werkplaats.api.urls")),
    path("", include("werkplaats.portal.public.urls")),
]

handler500 = "werkplaats.portal.middleware.server_error"
