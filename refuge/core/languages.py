"""Languages by ISO 639 code and scripts by ISO 15924 code: names, direction, and the tag that HTML wants."""

from functools import lru_cache

from babel.core import get_global
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refuge.core.locales import locale, sort_key

# Every two-letter code in use, and the longer ones of languages that writers of the network are likely to write in.
CODES = tuple(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    ach ady arn azb bal bem bho brh brx byn ceb ckb crh din dyu ewo fil fon gez guz hak haz inh kab kac kam kbd kea
    kha kln kmr kok krc kri ksw kum lad lez lrc luo lus luy mad mai men mer min mni mos mzn nan njm njo nqo nus pap
    prs quc rhg rif rki rom sah sat shi shn sid srr swb syr tem tig tyv tzm udm wal wuu xal yue zgh zza
    """.split()
)

# What CLDR has no name for, or one that its readers would not use.
NAMES = {
    "en": {
        "azb": "South Azerbaijani",
        "bn": "Bengali",
        "haz": "Hazaragi",
        "ckb": "Sorani Kurdish",
        "kmr": "Kurmanji Kurdish",
        "ksw": "S’gaw Karen",
        "njm": "Angami",
        "prs": "Dari",
        "rki": "Rakhine",
        "zgh": "Standard Moroccan Tamazight",
    },
    "fa": {
        "azb": "ترکی آذربایجانی جنوبی",
        "ckb": "کردی سورانی",
        "haz": "هزارگی",
        "kmr": "کردی کرمانجی",
        "ksw": "کارنی",
        "njm": "آنگامی",
        "prs": "دری",
        "rki": "راخینی",
    },
}

SCRIPTS = (
    ("Latn", _("Latin")),
    ("Arab", _("Arabic")),
    ("Armn", _("Armenian")),
    ("Beng", _("Bengali")),
    ("Mymr", _("Burmese")),
    ("Hans", _("Chinese, simplified")),
    ("Hant", _("Chinese, traditional")),
    ("Cyrl", _("Cyrillic")),
    ("Deva", _("Devanagari")),
    ("Ethi", _("Ethiopic")),
    ("Geor", _("Georgian")),
    ("Grek", _("Greek")),
    ("Gujr", _("Gujarati")),
    ("Guru", _("Gurmukhi")),
    ("Hebr", _("Hebrew")),
    ("Jpan", _("Japanese")),
    ("Knda", _("Kannada")),
    ("Khmr", _("Khmer")),
    ("Kore", _("Korean")),
    ("Laoo", _("Lao")),
    ("Mlym", _("Malayalam")),
    ("Mong", _("Mongolian")),
    ("Nkoo", _("N’Ko")),
    ("Orya", _("Odia")),
    ("Olck", _("Ol Chiki")),
    ("Sinh", _("Sinhala")),
    ("Syrc", _("Syriac")),
    ("Taml", _("Tamil")),
    ("Telu", _("Telugu")),
    ("Thaa", _("Thaana")),
    ("Thai", _("Thai")),
    ("Tibt", _("Tibetan")),
    ("Tfng", _("Tifinagh")),
)
RTL_SCRIPTS = frozenset(("Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"))

# The script CLDR thinks likely is not the one their books are printed in, or CLDR has none.
USUAL_SCRIPTS = {"kmr": "Latn", "mni": "Beng", "prs": "Arab", "rki": "Mymr", "tw": "Latn"}
# Written in Latin letters by their own readers, beside another script: there Latin is no romanisation.
ALSO_LATIN = frozenset(("cr", "crh", "iu", "kk", "lad", "nan", "oj", "rhg", "sat", "shi", "sr", "swb", "tt", "zgh"))


def name(code: str, language: str | None = None) -> str:
    """The name of a language in a language, the active one unless said; an unknown code is its own name."""
    return _names(language or get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """Codes and names in the active language, by name, for a model field or a form."""
    return list(_choices(get_language() or "en"))


def usual_script(code: str) -> str:
    """The script a language is mostly written in; a tag such as `az-Arab` says its own. Empty when nobody knows."""
    primary, *subtags = code.replace("_", "-").split("-")
    for subtag in subtags:
        if len(subtag) == 4 and subtag.isalpha():
            return subtag.title()
    primary = primary.lower()
    # CLDR gives the likely form of a language as, say, fa_Arab_IR.
    return USUAL_SCRIPTS.get(primary) or str(get_global("likely_subtags").get(primary, "")).partition("_")[2][:4]


def is_rtl(code: str) -> bool:
    """Whether a language or a tag is mostly written from right to left."""
    return is_rtl_script(usual_script(code))


def is_rtl_script(script: str) -> bool:
    """Whether a script runs from right to left."""
    return script in RTL_SCRIPTS


def tag(language: str, script: str = "") -> str:
    """The BCP 47 tag for HTML's `lang`, with the script only where it is not the usual one; empty for a romanised name.

    A name of a Persian or Chinese writer in Latin letters must not be tagged `fa-Latn`: style sheets and voices match
    on the language alone and would set it in the wrong type. Han is always told apart as `zh-Hans` or `zh-Hant`.
    """
    usual = usual_script(language)
    if not script:
        return language
    if script == "Latn" and usual != "Latn" and language not in ALSO_LATIN:
        return ""
    if script in ("Hans", "Hant"):
        return f"{language or 'zh'}-{script}"
    return language if script == usual else f"{language or 'und'}-{script}"


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    spoken, english = locale(language), locale("en")
    own = NAMES.get(spoken.language, {})
    return {
        code: own.get(code)
        or spoken.languages.get(code)
        or NAMES["en"].get(code)
        or english.languages.get(code)
        or code
        for code in CODES
    }


@lru_cache(maxsize=32)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_names(language).items(), key=lambda item: sort_key(item[1], language)))
