"""The addresses of both surfaces on one machine."""

from django.contrib import admin
from django.urls import path

from refuge.urls.public import urlpatterns as public

urlpatterns = [path("admin/", admin.site.urls), *public]
