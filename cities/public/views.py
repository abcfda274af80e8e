"""Stub."""
from django.http import HttpResponse
def city_list(request): return HttpResponse("x")
def city_detail(request, slug): return HttpResponse("x")
def history(request): return HttpResponse("x")
def page(request, slug): return HttpResponse("x")
