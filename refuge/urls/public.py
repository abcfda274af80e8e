"""The addresses of the public surface."""

from django.urls import include, path

from refuge import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("images/<slug:name>.<str:extension>", views.image, name="image"),
    path("", include("cities.public.urls")),
    path("", include("writers.public.urls")),
]
