"""What countries, their people and large cities are called, in the languages in which texts name them.

    python -m refuge.core.place_names > refuge/core/place_names.json

makes the file of names anew, from CLDR, which has those of countries and of the cities after which zones of time are
called. A file and not a question at every start: asking CLDR in forty languages takes seconds.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from refuge.core import countries
from refuge.core.folding import fold

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


def names_of_country(code: str) -> list[str]:
    """Return what a country and its people are called."""
    return [*_names()["countries"].get(code, ()), *ALSO.get(code, ()), *PEOPLES.get(code, "").split()]


def names_of_city(*names: str) -> list[str]:
    """Return what else a city of any of these names is called in other languages."""
    return [other for name in names for other in _names()["cities"].get(fold(name), ())]


def top_level_domains(code: str) -> tuple[str, ...]:
    """Return how addresses of sites of a country end."""
    return TOP_LEVEL.get(code, (code.lower(),))


@cache
def _names() -> Any:
    return json.loads((Path(__file__).parent / "place_names.json").read_text(encoding="utf-8"))


def _made() -> dict[str, dict[str, list[str]]]:
    spoken = [Locale.parse(language) for language in LANGUAGES]
    zones = {zone for zone in get_global("zone_territories") if "/" in zone and not zone.startswith("Etc/")}
    cities: dict[str, set[str]] = {}
    for zone in zones:
        said = {locale.time_zones.get(zone, {}).get("city", "") for locale in spoken} - {""}
        english = Locale.parse("en").time_zones.get(zone, {}).get("city", "")
        key = fold(english or zone.rpartition("/")[2].replace("_", " "))
        cities.setdefault(key, set()).update(name for name in said if fold(name) != key)
    return {
        "countries": {
            code: sorted({locale.territories[code] for locale in spoken if code in locale.territories})
            for code in countries.CODES
        },
        "cities": {key: sorted(names) for key, names in sorted(cities.items()) if names},
    }


if __name__ == "__main__":
    json.dump(_made(), sys.stdout, ensure_ascii=False, indent=0, sort_keys=True)
