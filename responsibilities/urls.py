"""Routes of the register of units, and of administration."""

from django.urls import path

from responsibilities.views import administration, functions, memberships, people, register, units

app_name = "responsibilities"

ADMINISTRATION = "administration/"
MUNICIPALITY = f"{ADMINISTRATION}kommuner/<int:pk>/"
UNIT = f"{ADMINISTRATION}enheter/<int:pk>/"
FUNCTION = f"{ADMINISTRATION}funktioner/<int:pk>/"
USER = f"{ADMINISTRATION}anvandare/<int:pk>/"
MEMBERSHIP = f"{ADMINISTRATION}roller/<int:pk>/"

urlpatterns = [
    path("ansvar/", register.unit_list, name="unit_list"),
    path("ansvar/<int:pk>/", register.unit_detail, name="unit_detail"),
    path(ADMINISTRATION, administration.administration, name="administration"),
    path(f"{ADMINISTRATION}kommuner/", administration.municipality_list, name="municipality_list"),
    path(f"{ADMINISTRATION}kommuner/ny/", administration.municipality_create, name="municipality_create"),
    path(MUNICIPALITY, administration.municipality_detail, name="municipality_detail"),
    path(f"{MUNICIPALITY}administrator/", administration.administrator_appoint, name="administrator_appoint"),
    path(f"{MUNICIPALITY}andra/", administration.municipality_update, name="municipality_update"),
    path(f"{MUNICIPALITY}listor/", administration.lists_update, name="lists_update"),
    path(f"{MUNICIPALITY}beslut/", administration.decision_lists_update, name="decision_lists_update"),
    path(f"{MUNICIPALITY}logotyp/", administration.municipality_logo, name="municipality_logo"),
    path(f"{MUNICIPALITY}enheter/", units.unit_tree, name="unit_tree"),
    path(f"{MUNICIPALITY}enheter/ny/", units.unit_create, name="unit_create"),
    path(f"{UNIT}andra/", units.unit_update, name="unit_update"),
    path(f"{UNIT}flytta/", units.unit_move, name="unit_move"),
    path(f"{UNIT}avsluta/", units.unit_end, name="unit_end"),
    path(f"{UNIT}behall/", units.unit_keep, name="unit_keep"),
    path(f"{UNIT}uppga-i/", units.unit_merge, name="unit_merge"),
    path(f"{UNIT}ta-bort/", units.unit_withdraw, name="unit_withdraw"),
    path(f"{UNIT}aterstall/", units.unit_restore, name="unit_restore"),
    path(f"{MUNICIPALITY}funktioner/ny/", functions.function_create, name="function_create"),
    path(f"{FUNCTION}andra/", functions.function_update, name="function_update"),
    path(f"{FUNCTION}ta-bort/", functions.function_withdraw, name="function_withdraw"),
    path(f"{FUNCTION}aterstall/", functions.function_restore, name="function_restore"),
    path(f"{MUNICIPALITY}anvandare/", people.user_list, name="user_list"),
    path(f"{MUNICIPALITY}anvandare/ny/", people.user_create, name="user_create"),
    path(USER, people.user_detail, name="user_detail"),
    path(f"{USER}andra/", people.user_update, name="user_update"),
    path(f"{USER}stang/", people.user_deactivate, name="user_deactivate"),
    path(f"{USER}oppna/", people.user_reactivate, name="user_reactivate"),
    path(f"{USER}bjud-in/", people.user_invite, name="user_invite"),
    path(f"{MUNICIPALITY}roller/", memberships.membership_list, name="membership_list"),
    path(f"{MUNICIPALITY}roller/ny/", memberships.membership_create, name="membership_create"),
    path(f"{MEMBERSHIP}andra/", memberships.membership_update, name="membership_update"),
    path(f"{MEMBERSHIP}ta-bort/", memberships.membership_withdraw, name="membership_withdraw"),
]
