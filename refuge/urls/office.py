"""The addresses of the office surface."""

from django.contrib import admin
from django.urls import path

from refuge import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
