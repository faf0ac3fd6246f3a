"""Routes of tables in and out."""

from django.urls import path

from exchange import views

app_name = "exchange"

urlpatterns = [
    path("planer/<int:pk>/las-in/", views.measure_import, name="measure_import"),
    path("inlasningar/<int:pk>/angra/", views.measure_import_undo, name="measure_import_undo"),
]
