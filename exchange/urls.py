"""Routes of tables and documents in."""

from django.urls import path

from exchange.views import document_import, measure_import

app_name = "exchange"

urlpatterns = [
    path("planer/<int:pk>/las-in/", measure_import.measure_import, name="measure_import"),
    path("inlasningar/<int:pk>/angra/", measure_import.measure_import_undo, name="measure_import_undo"),
    path("planer/<int:pk>/las-in-dokument/", document_import.document_import_create, name="document_import_create"),
    path("inlasta-dokument/<int:pk>/", document_import.document_import_detail, name="document_import_detail"),
    path("inlasta-dokument/<int:pk>/angra/", document_import.document_import_undo, name="document_import_undo"),
    path("inlasta-dokument/<int:pk>/kasta/", document_import.document_import_discard, name="document_import_discard"),
]
