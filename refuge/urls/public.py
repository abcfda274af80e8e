"""The addresses of the public surface."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from refuge import views
from refuge.errors import HANDLERS
from refuge.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, {"sitemap": "/sitemap.xml"}, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    re_path(r"^images/(?P<name>[0-9a-z]{1,20})\.(?P<extension>jpeg|webp)$", views.image, name="image"),
    path("", include("cities.public.urls")),
    path("", include("writers.public.urls")),
]
handler400, handler403, handler404, handler500 = HANDLERS
