"""Addresses of decisions outside the admin: the applicant's decision page, the letter, the public check."""

from django.urls import path

from decisions import expert, parties, views

app_name = "decisions"
urlpatterns = [
    path("applications/<int:pk>/decision/", views.decision, name="letter"),
    path("applications/<int:pk>/decision/<int:version>/letter.pdf", views.letter_pdf, name="letter-pdf"),
    path("statements/<str:token>/", expert.statement, name="statement"),
    path("applications/<int:pk>/decision/renounce/", parties.renounce, name="renounce"),
    path("applications/<int:pk>/decision/hearings/<int:hearing_id>/", parties.hearing, name="hearing"),
    path("p/<str:code>/", views.verify, name="verify"),
]
