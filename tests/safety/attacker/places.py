"""Which countries lie in which part of the world: the attacker's own table, from an atlas."""

REGIONS = {
    "Europe": {
        "Austria": "AT",
        "Belgium": "BE",
        "Denmark": "DK",
        "Estonia": "EE",
        "Finland": "FI",
        "France": "FR",
        "Germany": "DE",
        "Greece": "GR",
        "Iceland": "IS",
        "Ireland": "IE",
        "Italy": "IT",
        "Netherlands": "NL",
        "Norway": "NO",
        "Poland": "PL",
        "Portugal": "PT",
        "Slovenia": "SI",
        "Spain": "ES",
        "Sweden": "SE",
        "Switzerland": "CH",
        "United Kingdom": "GB",
    },
    "The Americas": {
        "Brazil": "BR",
        "Canada": "CA",
        "Chile": "CL",
        "Colombia": "CO",
        "Mexico": "MX",
        "Peru": "PE",
        "United States": "US",
        "Uruguay": "UY",
    },
    "Asia": {"Japan": "JP", "South Korea": "KR", "Taiwan": "TW"},
    "Africa": {"Ghana": "GH", "Kenya": "KE", "Senegal": "SN"},
    "Oceania": {"Australia": "AU", "New Zealand": "NZ"},
}
CODES = {name: code for members in REGIONS.values() for name, code in members.items()}
NAMES = {code: name for name, code in CODES.items()}
REGION_OF = {code: region for region, members in REGIONS.items() for code in members.values()}
