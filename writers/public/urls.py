"""The public addresses of writers."""

from django.urls import path

from writers.public import feeds, views

urlpatterns = [
    path("writers/", views.writer_list, name="writer_list"),
    path("feed.atom", feeds.latest, name="feed"),
    path("writers/<slug:slug>/", views.writer_detail, name="writer_detail"),
]
