"""Routes of one's own account; allauth's are in allauth_urls."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/kvar/", views.stay, name="stay"),
    path("konto/andra/", views.account_update, name="account_update"),
    path("konto/inloggningar/avsluta/", views.sessions_end, name="sessions_end"),
    path("konto/roll/", views.membership_switch, name="membership_switch"),
]
