"""Which locale speaks for a language, and in which order its readers look."""

import pytest
from django.utils.translation import deactivate_all, override

from refuge.core.locales import locale, sort_key


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", "en_GB"), ("fa", "fa"), ("zh-hans", "zh_Hans"), ("pt-br", "pt_BR"), ("fr-xx", "fr"), ("qqq", "en_GB")],
)
def test_locale_falls_back_to_one_that_exists(language: str, spoken: str) -> None:
    assert str(locale(language)) == spoken


def test_locale_is_the_active_one_unless_said() -> None:
    with override("fa"):
        assert str(locale()) == "fa"
    deactivate_all()
    assert str(locale()) == "en_GB"


def test_sort_key_follows_the_persian_alphabet() -> None:
    names = ["یمن", "پاکستان", "هند", "گرجستان", "آلمان", "ایران", "کوبا", "چین", "بنین", "لهستان"]
    in_order = ["آلمان", "ایران", "بنین", "پاکستان", "چین", "کوبا", "گرجستان", "لهستان", "هند", "یمن"]
    assert sorted(names, key=lambda name: sort_key(name, "fa")) == in_order
    assert sorted(names) != in_order


def test_sort_key_forgets_marks_and_case() -> None:
    names = ["Zambia", "Åland Islands", "albania", "Austria"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == ["Åland Islands", "albania", "Austria", "Zambia"]
