"""The open pages' addresses."""

from django.urls import path

from pilots import views

app_name = "pilots"
urlpatterns = [
    path("", views.front, name="front"),
    path("calls/<slug:slug>/", views.call_page, name="call"),
    path("calculator/", views.calculator, name="calculator"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
