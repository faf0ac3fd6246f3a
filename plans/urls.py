"""Routes of plans, their editions and their follow-up."""

from __future__ import annotations

from django.urls import path

from plans.views import edition, focus_area, measure, plan, round, section, unit_report

app_name = "plans"

urlpatterns = [
    # plans
    path("planer/", plan.plan_list, name="plan_list"),
    path("planer/ny/", plan.plan_create, name="plan_create"),
    path("planer/registrera/", plan.plan_register, name="plan_register"),
    path("planer/<int:pk>/", plan.plan_detail, name="plan_detail"),
    path("planer/<int:pk>/tabell/", plan.plan_table, name="plan_table"),
    path("planer/<int:pk>/andra/", plan.plan_update, name="plan_update"),
    path("planer/<int:pk>/ta-bort/", plan.plan_withdraw, name="plan_withdraw"),
    path("planer/<int:pk>/aterstall/", plan.plan_restore, name="plan_restore"),
    path("planer/<int:pk>/borttaget/", plan.plan_removed, name="plan_removed"),
    path("planer/<int:pk>/dela/", plan.plan_share, name="plan_share"),
    path("planer/<int:pk>/dela/avsluta/", plan.plan_unshare, name="plan_unshare"),
    # sections
    path("planer/<int:pk>/avsnitt/nytt/", section.section_create, name="section_create"),
    path("avsnitt/<int:pk>/andra/", section.section_update, name="section_update"),
    path("avsnitt/<int:pk>/flytta/", section.section_move, name="section_move"),
    path("avsnitt/<int:pk>/ta-bort/", section.section_withdraw, name="section_withdraw"),
    path("avsnitt/<int:pk>/aterstall/", section.section_restore, name="section_restore"),
    # areas
    path("planer/<int:pk>/omraden/nytt/", focus_area.focus_area_create, name="focus_area_create"),
    path("omraden/<int:pk>/andra/", focus_area.focus_area_update, name="focus_area_update"),
    path("omraden/<int:pk>/flytta/", focus_area.focus_area_move, name="focus_area_move"),
    path("omraden/<int:pk>/ta-bort/", focus_area.focus_area_withdraw, name="focus_area_withdraw"),
    path("omraden/<int:pk>/aterstall/", focus_area.focus_area_restore, name="focus_area_restore"),
    # measures
    path("planer/<int:pk>/atgarder/ny/", measure.measure_create, name="measure_create"),
    path("atgarder/<int:pk>/", measure.measure_detail, name="measure_detail"),
    path("atgarder/<int:pk>/andra/", measure.measure_update, name="measure_update"),
    path("atgarder/<int:pk>/flytta/", measure.measure_move, name="measure_move"),
    path("atgarder/<int:pk>/ta-bort/", measure.measure_withdraw, name="measure_withdraw"),
    path("atgarder/<int:pk>/aterstall/", measure.measure_restore, name="measure_restore"),
    path("tid/", measure.time_interpret, name="time_interpret"),
    # editions
    path("planer/<int:pk>/versioner/", edition.edition_list, name="edition_list"),
    path("planer/<int:pk>/versioner/ny/", edition.edition_freeze, name="edition_freeze"),
    path("planer/<int:pk>/versioner/registrera/", edition.edition_register, name="edition_register"),
    path("versioner/<int:pk>/", edition.edition_detail, name="edition_detail"),
    path("versioner/<int:pk>/tabell/", edition.edition_table, name="edition_table"),
    path("versioner/<int:pk>/beslut/", edition.edition_adopt, name="edition_adopt"),
    path("versioner/<int:pk>/beslutsuppgifter/", edition.edition_update, name="edition_update"),
    path("versioner/<int:pk>/upphav/", edition.edition_repeal, name="edition_repeal"),
    # follow-up
    path("versioner/<int:pk>/uppfoljning/ny/", round.round_open, name="round_open"),
    path("uppfoljning/", round.round_list, name="round_list"),
    path("uppfoljning/<int:pk>/", round.round_detail, name="round_detail"),
    path("uppfoljning/<int:pk>/andra/", round.round_update, name="round_update"),
    path("uppfoljning/<int:pk>/stang/", round.round_close, name="round_close"),
    path("redovisning/<int:pk>/", unit_report.unit_report_detail, name="unit_report_detail"),
    path("redovisning/<int:pk>/lamna-in/", unit_report.unit_report_submit, name="unit_report_submit"),
    path("redovisning/<int:pk>/godkann/", unit_report.unit_report_accept, name="unit_report_accept"),
    path("redovisning/rad/<int:pk>/", unit_report.measure_report_update, name="measure_report_update"),
    path("redovisning/rad/<int:pk>/granska/", unit_report.measure_report_review, name="measure_report_review"),
]
