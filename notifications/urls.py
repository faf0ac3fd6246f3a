"""Routes of the inbox."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("inkorg/", views.notice_list, name="notice_list"),
    path("inkorg/lasta/", views.notices_read, name="notices_read"),
    path("inkorg/<int:pk>/", views.notice_open, name="notice_open"),
    path("brevlada/", views.mailbox, name="mailbox"),
]
