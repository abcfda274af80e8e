"""What the upkeep of the catalogue says of one that is new."""

import pytest

from refuge.core import upkeep
from refuge.core.models import Edition
from tests.factories import make_city

pytestmark = pytest.mark.django_db


def test_narrowing_a_catalogue_that_is_still_empty_does_not_make_it_another_versions() -> None:
    upkeep.narrow_all()
    assert Edition.objects.exists()
    assert not upkeep.is_outdated()
    make_city()
    assert not upkeep.is_outdated()
    Edition.objects.update(projection="another")
    assert upkeep.is_outdated()
