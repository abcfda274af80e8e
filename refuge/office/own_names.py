"""Makes `own_names.json`: what countries and languages are called in their own languages, so that staff find them so.

    python -m refuge.office.own_names > refuge/office/own_names.json

A file and not a question at every start: asking CLDR in two hundred languages takes seconds and a hundred megabytes.
"""

import json
import sys
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from refuge.core import countries, languages


def own_names() -> dict[str, dict[str, list[str]]]:
    """Return the names of each country in its official languages, and of each language in itself."""
    spoken = {code: get_official_languages(code, de_facto=True) for code in countries.CODES}
    return {
        "countries": {code: sorted(set(_names("territories", code, tongues))) for code, tongues in spoken.items()},
        "languages": {code: sorted(set(_names("languages", code, (code,)))) for code in languages.CODES},
    }


def _names(kind: str, code: str, tongues: tuple[str, ...]) -> Iterator[str]:
    for tongue in tongues:
        try:
            name = getattr(Locale.parse(tongue), kind).get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            yield name


if __name__ == "__main__":
    json.dump(own_names(), sys.stdout, ensure_ascii=False, indent=0, sort_keys=True)
