"""Stub."""
from django.http import HttpResponse
def writer_list(request): return HttpResponse("x")
def writer_detail(request, slug): return HttpResponse("x")
