"""The public addresses of cities, of the history and of the pages of text."""

from django.urls import path

from cities.public import feeds, views

urlpatterns = [
    path("cities/", views.city_list, name="city_list"),
    path("cities/<slug:slug>/", views.city_detail, name="city_detail"),
    path("cities/<slug:slug>/feed.atom", feeds.guests, name="city_feed"),
    path("history/", views.history, name="history"),
    path("about/", views.page, {"slug": "about"}, name="about"),
    path("about/<slug:slug>/", views.page, name="page"),
]
