"""The addresses of both surfaces on one machine."""

from django.contrib import admin
from django.urls import include, path

from refuge.errors import HANDLERS
from refuge.urls.public import urlpatterns as public

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("refuge.office.accounts.urls")),
    path("my-city/", include("writers.my_city.urls")),
    *public,
]
handler400, handler403, handler404, handler500 = HANDLERS
