"""The addresses of the pages for coordinators."""

from django.urls import path

from writers.my_city import editing, pages

app_name = "my-city"
urlpatterns = [
    path("", pages.home, name="home"),
    path("done/", pages.done, name="done"),
    path("<int:pk>/", pages.city, name="city"),
    path("<int:pk>/edit/", editing.edit_city, name="edit"),
    path("<int:pk>/photograph.jpeg", editing.photograph, name="photograph"),
    path("<int:pk>/new-guest/", editing.propose_guest, name="propose"),
    path("<int:pk>/note/", editing.note_of_city, name="note"),
    path("<int:pk>/undo/", pages.undo_city, name="undo-city"),
    path("guests/<int:pk>/", pages.guest, name="guest"),
    path("guests/<int:pk>/answer/", editing.answer, name="answer"),
    path("guests/<int:pk>/dates/", editing.dates, name="dates"),
    path("guests/<int:pk>/work/", editing.add_work, name="work"),
    path("guests/<int:pk>/waypoint/", editing.add_waypoint, name="waypoint"),
    path("guests/<int:pk>/note/", editing.note_of_guest, name="guest-note"),
    path("guests/<int:pk>/undo/", pages.undo_guest, name="undo"),
]
