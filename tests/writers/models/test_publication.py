"""The database itself keeps a name from being published without a clearance of that name."""

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from refuge.core.scopes import Scope
from tests.factories import make_writer
from writers.models import Clearance, WriterPublication

pytestmark = pytest.mark.django_db


def test_a_publication_with_a_name_stands_on_its_clearance() -> None:
    make_writer("Anna", published=True)
    with pytest.raises(IntegrityError, match="name_is_cleared"), transaction.atomic():
        models.QuerySet(WriterPublication).update(name_clearance=None)
    with pytest.raises(ProtectedError):
        Clearance.objects.get(scope=Scope.NAME).delete()
    assert WriterPublication.objects.get().name_clearance.scope == Scope.NAME
