"""Routes of the papers."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("utskrifter/", views.report_list, name="report_list"),
    path("utskrifter/bestall/<slug:kind>/<int:pk>/", views.report_order, name="report_order"),
    path("utskrifter/beslutshandlingar/<int:pk>/ordning/", views.package_order, name="package_order"),
    path("utskrifter/beslutshandlingar/<int:pk>/flytta/", views.package_move, name="package_move"),
    path("utskrifter/<int:pk>/", views.report_detail, name="report_detail"),
    path("utskrifter/<int:pk>/hamta/", views.report_download, name="report_download"),
]
