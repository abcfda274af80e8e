"""Members of staff for tests: signed in, as their roles let them."""

from django.contrib.auth.models import Group
from django.test import Client

from refuge.office.models import User


def member(*roles: str) -> Client:
    """Return the browser of a member of staff who has these roles and nothing else."""
    user = User.objects.create_user(f"member of {roles}", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(user)
    return client
