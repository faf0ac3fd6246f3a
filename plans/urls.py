"""Routes of plans, their editions and their follow-up."""

from __future__ import annotations

from django.urls import path

from plans.views import edition, round, unit_report

app_name = "plans"

urlpatterns = [
    # editions
    path("planer/<int:pk>/versioner/", edition.edition_list, name="edition_list"),
    path("planer/<int:pk>/versioner/ny/", edition.edition_freeze, name="edition_freeze"),
    path("planer/<int:pk>/versioner/registrera/", edition.edition_register, name="edition_register"),
    path("versioner/<int:pk>/", edition.edition_detail, name="edition_detail"),
    path("versioner/<int:pk>/tabell/", edition.edition_table, name="edition_table"),
    path("versioner/<int:pk>/beslut/", edition.edition_adopt, name="edition_adopt"),
    # follow-up
    path("versioner/<int:pk>/uppfoljning/ny/", round.round_open, name="round_open"),
    path("uppfoljning/", round.round_list, name="round_list"),
    path("uppfoljning/<int:pk>/", round.round_detail, name="round_detail"),
    path("uppfoljning/<int:pk>/stang/", round.round_close, name="round_close"),
    path("redovisning/<int:pk>/", unit_report.unit_report_detail, name="unit_report_detail"),
    path("redovisning/<int:pk>/lamna-in/", unit_report.unit_report_submit, name="unit_report_submit"),
    path("redovisning/<int:pk>/godkann/", unit_report.unit_report_accept, name="unit_report_accept"),
    path("redovisning/rad/<int:pk>/", unit_report.measure_report_update, name="measure_report_update"),
    path("redovisning/rad/<int:pk>/granska/", unit_report.measure_report_review, name="measure_report_review"),
]
