"""What countries, their people and large cities are called, in the languages in which texts name them.

    python -m refuge.core.place_names > refuge/core/place_names.json

makes the file of names anew, from CLDR, which has those of countries and of the cities after which zones of time are
called. A file and not a question at every start: asking CLDR in forty languages takes seconds.
"""

import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from refuge.core import countries
from refuge.core.folding import fold
from refuge.core.words import Phrase, phrase

LANGUAGES = """
    am ar az be bn ca cs da de el en es et fa fi fr he hi hu hy is it ja ka km ko ku my nb nl pl ps pt ru sk sl sq sr sv
    sw ta th ti tr uk ur uz vi zh zh_Hant
""".split()
# What people go on saying, whatever CLDR calls it.
ALSO = {
    "AE": ("UAE", "Emirates"),
    "CD": ("Congo", "Zaire", "DRC"),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic", "Czechia"),
    "GB": ("UK", "Britain", "Great Britain", "England", "Scotland", "Wales"),
    "MM": ("Burma", "Myanmar"),
    "NL": ("Holland", "Netherlands"),
    "RU": ("Russia", "Russian Federation"),
    "TR": ("Turkey", "Türkiye"),
    "US": ("USA", "America", "United States"),
}
# The people and what is theirs, in English; what a country's name with an ending is not. Of hosts in their own words.
PEOPLES = {
    "AF": "Afghan",
    "AT": "Austrian österreichisch",
    "BA": "Bosnian Bosniak",
    "BE": "Belgian Belge Belg",
    "BR": "Brazilian",
    "BY": "Belarusian Belarussian",
    "CD": "Congolese",
    "CG": "Congolese",
    "CH": "Swiss Schweizer Suisse Svizzero",
    "CI": "Ivorian",
    "CN": "Chinese",
    "CY": "Cypriot",
    "CZ": "Czech",
    "DE": "German Deutsch Allemand Tysk",
    "DK": "Danish Dane Danes Dansk",
    "ES": "Spanish Spaniard Spaniards Español Española",
    "FI": "Finnish Finn Finns Suomalainen",
    "FR": "French Frenchman Frenchwoman Français Française",
    "GB": "British Briton Britons English Scottish Welsh",
    "GR": "Greek",
    "HN": "Honduran",
    "HR": "Croat",
    "HU": "Hungarian Magyar",
    "IE": "Irish",
    "IL": "Israeli",
    "IQ": "Iraqi",
    "IR": "Iranian Persian",
    "IS": "Icelandic Icelander Icelanders Íslenskur",
    "IT": "Italian Italiano Italiana",
    "KG": "Kyrgyz",
    "KP": "Korean",
    "KR": "Korean",
    "KW": "Kuwaiti",
    "KZ": "Kazakh Kazakhstani",
    "LB": "Lebanese",
    "LU": "Luxembourger Luxembourgish",
    "MM": "Burmese",
    "MX": "Mexican",
    "NL": "Dutch Nederlands",
    "NO": "Norwegian Norsk Norske",
    "NP": "Nepali Nepalese",
    "OM": "Omani",
    "PE": "Peruvian",
    "PH": "Filipino Filipina Philippine",
    "PK": "Pakistani",
    "PL": "Polish Pole Poles Polski Polska Polskie",
    "PS": "Palestinian",
    "PT": "Portuguese",
    "QA": "Qatari",
    "RS": "Serb",
    "SA": "Saudi",
    "SE": "Swedish Swede Swedes Svensk Svenska",
    "SI": "Slovene Slovenian Slovenski",
    "SK": "Slovak",
    "SO": "Somali",
    "SV": "Salvadoran",
    "TG": "Togolese",
    "TH": "Thai",
    "TJ": "Tajik",
    "TM": "Turkmen",
    "TR": "Turkish Turk Turks",
    "UA": "Ukrainian",
    "US": "American",
    "UZ": "Uzbek",
    "YE": "Yemeni",
}
TOP_LEVEL = {"GB": ("uk", "scot", "wales"), "ES": ("es", "cat"), "CH": ("ch", "swiss"), "DE": ("de", "berlin", "koeln")}


@cache
def country_phrases(code: str) -> tuple[Phrase, ...]:
    """Return what to look for where a country or its people may be named."""
    return phrases([*_names()["countries"].get(code, ()), *ALSO.get(code, ()), *PEOPLES.get(code, "").split()])


def city_phrases(*names: str) -> tuple[Phrase, ...]:
    """Return what to look for where a city of these names may be named, in other languages, too."""
    known = (key for key in dict.fromkeys(map(fold, names)) if key in _names()["cities"])
    return (*phrases(names), *(one for key in known for one in _elsewhere(key)))


@cache
def _elsewhere(key: str) -> tuple[Phrase, ...]:
    return phrases(_names()["cities"][key])


def phrases(names: Iterable[str]) -> tuple[Phrase, ...]:
    """Return what to look for where somebody may write one of these, with any ending."""
    found = (phrase(name, inflected=True) for name in dict.fromkeys(names))
    return tuple(one for one in found if one)


def top_level_domains(code: str) -> tuple[str, ...]:
    """Return how addresses of sites of a country end."""
    return TOP_LEVEL.get(code, (code.lower(),))


@cache
def _names() -> Any:
    return json.loads((Path(__file__).parent / "place_names.json").read_text(encoding="utf-8"))


def _made() -> dict[str, dict[str, list[str]]]:
    spoken = [Locale.parse(language) for language in LANGUAGES]
    zones = {zone for zone in get_global("zone_territories") if "/" in zone and not zone.startswith("Etc/")}
    named = {
        code: {locale.territories[code] for locale in spoken if code in locale.territories} for code in countries.CODES
    }
    # Mexico is the name of a city in some languages, and says no more than the country in most.
    taken = {fold(name) for names in named.values() for name in names}
    cities: dict[str, set[str]] = {}
    for zone in zones:
        said = {locale.time_zones.get(zone, {}).get("city", "") for locale in spoken} - {""}
        english = Locale.parse("en").time_zones.get(zone, {}).get("city", "")
        key = fold(english or zone.rpartition("/")[2].replace("_", " "))
        cities.setdefault(key, set()).update(name for name in said if fold(name) not in {key, *taken})
    return {
        "countries": {code: sorted(names) for code, names in named.items()},
        "cities": {key: sorted(names) for key, names in sorted(cities.items()) if names},
    }


if __name__ == "__main__":
    json.dump(_made(), sys.stdout, ensure_ascii=False, indent=0, sort_keys=True)
