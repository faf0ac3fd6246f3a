"""Routes of plans, their editions and their follow-up."""

from __future__ import annotations

from django.urls import path

from plans.views import (
    approval,
    comment,
    compare,
    decided_paper,
    decision,
    document,
    edition,
    focus_area,
    grant,
    history,
    image,
    matter,
    measure,
    measures,
    plan,
    related,
    round,
    section,
    unit_report,
    writing,
)

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
    path("planer/<int:pk>/dela/", grant.plan_share, name="plan_share"),
    path("planer/<int:pk>/dela/<int:person_pk>/avsluta/", grant.plan_unshare, name="plan_unshare"),
    path("planer/<int:pk>/dela/<int:person_pk>/bjud-in/", grant.plan_invite, name="plan_invite"),
    # history
    path("planer/<int:pk>/historik/", history.plan_history, name="plan_history"),
    path("avsnitt/<int:pk>/historik/", history.section_history, name="section_history"),
    path("avsnitt/<int:pk>/historik/<int:history_pk>/", history.section_version, name="section_version"),
    path("omraden/<int:pk>/historik/", history.focus_area_history, name="focus_area_history"),
    path("omraden/<int:pk>/historik/<int:history_pk>/", history.focus_area_version, name="focus_area_version"),
    path("atgarder/<int:pk>/historik/", history.measure_history, name="measure_history"),
    path("atgarder/<int:pk>/historik/<int:history_pk>/", history.measure_version, name="measure_version"),
    # images of the text
    path("planer/<int:pk>/bilder/<uuid:uid>/", image.plan_image, name="plan_image"),
    path("planer/<int:pk>/bilder/ny/", image.image_create, name="image_create"),
    path("versioner/<int:pk>/bilder/<uuid:uid>/", image.edition_image, name="edition_image"),
    # documents that belong with it
    path("planer/<int:pk>/dokument/", related.related_document_list, name="related_document_list"),
    path("planer/<int:pk>/dokument/nytt/", related.related_document_create, name="related_document_create"),
    path("dokument/<int:pk>/andra/", related.related_document_update, name="related_document_update"),
    path("dokument/<int:pk>/flytta/", related.related_document_move, name="related_document_move"),
    path("dokument/<int:pk>/ta-bort/", related.related_document_withdraw, name="related_document_withdraw"),
    path("dokument/<int:pk>/aterstall/", related.related_document_restore, name="related_document_restore"),
    # sections
    path("planer/<int:pk>/avsnitt/nytt/", section.section_create, name="section_create"),
    path("avsnitt/<int:pk>/andra/", section.section_update, name="section_update"),
    path("avsnitt/<int:pk>/flytta/", section.section_move, name="section_move"),
    path("avsnitt/<int:pk>/ta-bort/", section.section_withdraw, name="section_withdraw"),
    path("avsnitt/<int:pk>/aterstall/", section.section_restore, name="section_restore"),
    # unsaved texts
    path("planer/<int:pk>/utkast/", writing.draft_list, name="draft_list"),
    path("planer/<int:pk>/utkast/behall/", writing.draft_keep, name="draft_keep"),
    path("planer/<int:pk>/utkast/vilka/", writing.draft_writers, name="draft_writers"),
    path("utkast/<int:pk>/kasta/", writing.draft_drop, name="draft_drop"),
    path("utkast/<int:pk>/ta-tillbaka/", writing.draft_restore, name="draft_restore"),
    # areas
    path("planer/<int:pk>/omraden/nytt/", focus_area.focus_area_create, name="focus_area_create"),
    path("omraden/<int:pk>/andra/", focus_area.focus_area_update, name="focus_area_update"),
    path("omraden/<int:pk>/flytta/", focus_area.focus_area_move, name="focus_area_move"),
    path("omraden/<int:pk>/ta-bort/", focus_area.focus_area_withdraw, name="focus_area_withdraw"),
    path("omraden/<int:pk>/aterstall/", focus_area.focus_area_restore, name="focus_area_restore"),
    # measures
    path("planer/<int:pk>/atgarder/ny/", measure.measure_create, name="measure_create"),
    path("planer/<int:pk>/atgarder/flera/", measures.measures_change, name="measures_change"),
    path("planer/<int:pk>/atgarder/flera/angra/", measures.measures_undo, name="measures_undo"),
    path("atgarder/<int:pk>/", measure.measure_detail, name="measure_detail"),
    path("atgarder/<int:pk>/andra/", measure.measure_update, name="measure_update"),
    path("atgarder/<int:pk>/flytta/", measure.measure_move, name="measure_move"),
    path("atgarder/<int:pk>/ta-bort/", measure.measure_withdraw, name="measure_withdraw"),
    path("atgarder/<int:pk>/aterstall/", measure.measure_restore, name="measure_restore"),
    path("tid/", measure.time_interpret, name="time_interpret"),
    # comments
    path("planer/<int:pk>/kommentarer/", comment.comment_list, name="comment_list"),
    path("planer/<int:pk>/kommentarer/ny/", comment.comment_create, name="comment_create"),
    path("kommentarer/<int:pk>/", comment.comment_detail, name="comment_detail"),
    path("kommentarer/<int:pk>/andra/", comment.comment_update, name="comment_update"),
    path("kommentarer/<int:pk>/ta-bort/", comment.comment_withdraw, name="comment_withdraw"),
    path("kommentarer/<int:pk>/aterstall/", comment.comment_restore, name="comment_restore"),
    path("kommentarer/<int:pk>/los/", comment.comment_resolve, name="comment_resolve"),
    path("kommentarer/<int:pk>/oppna/", comment.comment_reopen, name="comment_reopen"),
    # approval
    path("planer/<int:pk>/godkannande/", approval.approval_list, name="approval_list"),
    path("planer/<int:pk>/godkannande/ny/", approval.approval_ask, name="approval_ask"),
    path("godkannanden/<int:pk>/", approval.approval_detail, name="approval_detail"),
    path("godkannanden/<int:pk>/tabell/", approval.approval_table, name="approval_table"),
    path("godkannanden/<int:pk>/svar/", approval.approval_answer, name="approval_answer"),
    path("godkannanden/<int:pk>/ta-tillbaka/", approval.approval_recall, name="approval_recall"),
    path("godkannanden/<int:pk>/andringar/", approval.approval_changes, name="approval_changes"),
    path("godkannanden/<int:pk>/sedan-sist/", approval.approval_since, name="approval_since"),
    path("godkannanden/<int:pk>/bilder/<uuid:uid>/", approval.approval_image, name="approval_image"),
    # editions
    path("planer/<int:pk>/versioner/", edition.edition_list, name="edition_list"),
    path("planer/<int:pk>/versioner/ny/", edition.edition_freeze, name="edition_freeze"),
    path("planer/<int:pk>/versioner/registrera/", edition.edition_register, name="edition_register"),
    path("versioner/<int:pk>/", edition.edition_detail, name="edition_detail"),
    path("versioner/<int:pk>/tabell/", edition.edition_table, name="edition_table"),
    path("versioner/<int:pk>/lagg-fram/", edition.edition_propose, name="edition_propose"),
    path("versioner/<int:pk>/beslut/", edition.edition_adopt, name="edition_adopt"),
    path("versioner/<int:pk>/beslutsuppgifter/", edition.edition_update, name="edition_update"),
    path("versioner/<int:pk>/upphav/", edition.edition_repeal, name="edition_repeal"),
    # check of a plan, comparison, revision
    path("planer/<int:pk>/jamfor/", compare.plan_compare, name="plan_compare"),
    path("versioner/<int:pk>/jamfor/", compare.edition_compare, name="edition_compare"),
    path("versioner/<int:pk>/beslutad.pdf", decided_paper.edition_paper, name="edition_paper"),
    # matters, their documents and decisions
    path("arenden/", matter.matter_list, name="matter_list"),
    path("arenden/nytt/", matter.matter_create, name="matter_create"),
    path("planer/<int:pk>/arende/nytt/", matter.matter_create, name="matter_create"),
    path("arenden/<int:pk>/", matter.matter_detail, name="matter_detail"),
    path("arenden/<int:pk>/andra/", matter.matter_update, name="matter_update"),
    path("arenden/<int:pk>/avsluta/", matter.matter_close, name="matter_close"),
    path("arenden/<int:pk>/oppna/", matter.matter_reopen, name="matter_reopen"),
    path("handlingar/<int:pk>/", document.document_detail, name="document_detail"),
    path("handlingar/<int:pk>/fil/", document.document_file, name="document_file"),
    path("beslut/<int:pk>/", decision.decision_detail, name="decision_detail"),
    # referral, statements, viewpoints
    # to register
    # published, open to all
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
