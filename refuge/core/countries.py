"""Countries by ISO 3166-1 code: their names in the reader's language, and the five regions of the world they lie in.

Names come from CLDR. Where CLDR's long form takes a side or reads like a form to fill in, `NAMES` has a short one. A
people or a place without a code of its own (Kosovo, Tibet, a state that is gone) is written as free text in the
record instead.
"""

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refuge.core.locales import locale, sort_key

# Regions of UN M49. What M49 leaves without one lies with its neighbours; Antarctica has neither people nor region.
MEMBERS = {
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW
        MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
    """,
    "americas": """
        AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY
        LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI
    """,
    "asia": """
        AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM
        PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE
    """,
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME
        MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA
    """,
    "oceania": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
REGION_NAMES = {
    "africa": _("Africa"),
    "americas": _("The Americas"),
    "asia": _("Asia"),
    "europe": _("Europe"),
    "oceania": _("Oceania"),
}
REGION_OF = {code: key for key, codes in MEMBERS.items() for code in codes.split()}
CODES = tuple(sorted(REGION_OF))

NAMES = {
    "en": {
        "CD": "Democratic Republic of the Congo",
        "CG": "Republic of the Congo",
        "HK": "Hong Kong",
        "MM": "Myanmar",
        "MO": "Macao",
        "PS": "Palestine",
    },
    "fa": {
        "CD": "جمهوری دموکراتیک کنگو",
        "CG": "جمهوری کنگو",
        "HK": "هنگ‌کنگ",
        "MM": "میانمار",
        "MO": "ماکائو",
        "PS": "فلسطین",
    },
}


def name(code: str, language: str | None = None) -> str:
    """The country's name in a language, the active one unless said; an unknown code is its own name."""
    return _names(language or get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """Codes and names in the active language, by name, for a model field or a form."""
    return list(_choices(get_language() or "en"))


def region(code: str) -> str:
    """The key of the region a country lies in: africa, americas, asia, europe or oceania; empty for an unknown code."""
    return REGION_OF.get(code, "")


def region_name(key: str) -> str:
    """The region's name in the active language; an unknown key is its own name."""
    return str(REGION_NAMES.get(key, key))


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    spoken = locale(language)
    own = NAMES.get(spoken.language, {})
    names = {code: own.get(code) or spoken.territories.get(code) or NAMES["en"].get(code, code) for code in CODES}
    # CLDR abbreviates "and" to "&" in English, which reads like a company.
    return {code: text.replace(" & ", " and ") for code, text in names.items()} if spoken.language == "en" else names


@lru_cache(maxsize=32)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_names(language).items(), key=lambda item: sort_key(item[1], language)))
