"""The addresses of the office surface."""

from django.contrib import admin
from django.urls import include, path

from refuge import views
from refuge.errors import HANDLERS

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("refuge.office.accounts.urls")),
    path("my-city/", include("writers.my_city.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
handler400, handler403, handler404, handler500 = HANDLERS
