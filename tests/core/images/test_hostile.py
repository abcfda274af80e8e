"""What is no sound picture is refused, soon and in the same words whatever it is."""

import warnings
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from PIL import Image, ImageFile

from refuge.core import images
from tests.core.images.files import file_of, refusal, small
from tests.core.images.hostile import HOSTILE, TOO_LARGE, steps


def refused_in_time(original: bytes) -> str:
    # The processor's time: other programs on the machine do not count.
    began = process_time()
    sentence = refusal(original)
    assert process_time() - began < 1
    return sentence


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 45
    assert all(len(original) <= images.MAX_BYTES for original in HOSTILE.values())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    assert refused_in_time(HOSTILE[name]) == str(images.REFUSED)


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_file_beyond_the_limits_is_refused_as_too_large(name: str) -> None:
    assert refused_in_time(TOO_LARGE[name]) == str(images.TOO_LARGE)


@pytest.mark.parametrize(
    "original",
    [
        small() + bytes(images.MAX_BYTES - len(small())),
        file_of(Image.new("1", (images.MAX_SIDE, 10)), "PNG"),
        file_of(Image.new("1", (8000, 5000)), "PNG"),
    ],
    ids=["bytes", "side", "pixels"],
)
def test_a_picture_at_the_limit_is_accepted(original: bytes) -> None:
    assert images.renditions(original)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_profile_of_many_steps_is_ignored_at_once(format: str) -> None:
    """It would take minutes of the one processor that decodes pictures, and is two kilobytes long in a PNG file."""
    original = small(format, icc_profile=steps(5_000))
    began = process_time()
    assert images.renditions(original) == images.renditions(small(format))
    assert process_time() - began < 1


@pytest.mark.parametrize(
    "failure",
    [MemoryError, RecursionError, OSError, SyntaxError, SystemError, ZeroDivisionError, Image.DecompressionBombError],
)
def test_whatever_a_decoder_raises_is_a_refusal(failure: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise failure("details of the file")

    original = small("PNG")
    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)
    assert refusal(original) in (str(images.REFUSED), str(images.TOO_LARGE))


@pytest.mark.parametrize("category", [UserWarning, RuntimeWarning, Image.DecompressionBombWarning])
def test_a_decoder_that_warns_is_a_refusal(category: type[Warning], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: Callable[[Any], Any] = Image.Image.getexif

    def warn(image: Any) -> Any:
        warnings.warn("Possibly corrupt.", category, stacklevel=1)
        return loaded(image)

    monkeypatch.setattr(Image.Image, "getexif", warn)
    original, filters = small(), list(warnings.filters)
    assert refusal(original) in (str(images.REFUSED), str(images.TOO_LARGE))
    assert warnings.filters == filters
