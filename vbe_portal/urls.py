"""Routes of the whole house."""

from django.urls import URLPattern, URLResolver, include, path

from vbe_portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("sok/", views.search, name="search"),
    path("halsa/", views.health, name="health"),
    path("", include("accounts.allauth_urls")),
    path("", include("accounts.urls")),
    path("", include("responsibilities.urls")),
    path("", include("notifications.urls")),
    path("", include("plans.urls")),
    path("", include("reports.urls")),
    path("", include("exchange.urls")),
]

handler400 = "vbe_portal.views.unreadable"
handler403 = "vbe_portal.views.forbidden"
handler404 = "vbe_portal.views.not_found"
handler429 = "vbe_portal.views.too_often"
handler500 = "vbe_portal.views.failed"
