"""Words are found in texts and addresses however they are spelled, and what only looks like them is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.words import Said, Wanted, around, phrase


def found(wanted: str, text: str, *, address: bool = False, **how: bool) -> list[str]:
    said, looked_for = Said(text, address=address), phrase(wanted, **{"inflected": True, **how})
    assert looked_for is not None
    return [around(said.text, at)[1] for at in said.find(looked_for)]


@pytest.mark.parametrize(
    ("wanted", "text", "there"),
    [
        ("Bergen", "BERGEN, Bergens, Bergen’s; a Bergenser.", ["BERGEN", "Bergens", "Bergen", "Bergenser"]),
        ("Oslo", "Oslo'da, d'Oslo", ["Oslo", "Oslo"]),
        ("Göteborg", "Goteborg Goeteborg Go\u0308teborg", ["Goteborg", "Goeteborg", "Göteborg"]),
        ("Tromsø", "Tromsoe, TROMSÖ", ["Tromsoe", "TROMSÖ"]),
        ("Kraków", "w Krakowie, Краков", ["Krakowie", "Краков"]),
        ("Warszawa", "w Warszawie", ["Warszawie"]),
        ("Venezia", "veneziana", ["veneziana"]),
        ("Bergen", "او در برگن بود", ["برگن"]),
        ("Stavanger", "در استاوانگر", ["استاوانگر"]),
        ("Parisa Mahdavi", "شعر پریسا مهدوی", ["پریسا مهدوی"]),
        ("Paris", "پرس", []),
        ("北京", "他住在北京市。", ["他住在北京市"]),
        (
            "Bergen",
            "Ber&shy;gen, B&#101;rgen, Ber**gen**, Ber\u200bgen",
            ["Ber\u00adgen", "Bergen", "Bergen", "Ber\u200bgen"],
        ),
        ("New York", "in New\nYork’s libraries", ["New\nYork"]),
        ("Norway", "Norwayʼs", ["Norwayʼs"]),
    ],
)
def test_a_word_is_found(wanted: str, text: str, there: list[str]) -> None:
    assert found(wanted, text) == there


@pytest.mark.parametrize(
    ("wanted", "text", "there"),
    [
        ("Oslo", "https://visitoslo.com/", ["visitoslo"]),
        ("Köln", "https://www.stadt-koeln.de, https://xn--kln-sna.example", ["koeln", "köln"]),
        ("Köln", "https://example.org/K%C3%B6ln?stadt=k%c3%b6ln", ["Köln", "köln"]),
        ("Las Vegas", "lasvegasreview.com", ["lasvegasreview"]),
        ("Bergen", "https://example.org/a/bergen-2010", ["bergen"]),
        ("Bern", "https://hibernia.example/", []),
    ],
)
def test_and_in_addresses_and_names_of_sites(wanted: str, text: str, there: list[str]) -> None:
    assert found(wanted, text) == there


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("Paris", "Parisa"),
        ("Bø", "bo, bos"),
        ("Bern", "Bernard"),
        ("Alta", "exalta"),
        ("Norwich", "Norway"),
        ("Lund", "Lundi"),
    ],
)
def test_another_word_is_not_found(wanted: str, text: str) -> None:
    assert found(wanted, text) == []


def test_a_proper_name_waits_for_a_capital_but_not_in_an_address() -> None:
    assert found("Hope", "Without hope. Hope came.", proper=True) == ["Hope"]
    assert found("Hope", "without-hope", address=True, proper=True) == ["hope"]
    assert found("Hope", "https://example.org/hope", proper=True) == ["hope"]


def test_what_has_no_letters_is_no_phrase() -> None:
    assert phrase(" – ") is None


def test_the_words_around_are_cut_between_words() -> None:
    said = Said(f"{'long ' * 30}Bergen{' text' * 30}")
    (at,) = said.find(phrase("Bergen"))  # type: ignore[arg-type]
    before, word, after = around(said.text, at)
    assert word == "Bergen" and before.startswith("… long ") and after.endswith(" text …") and len(before) < 70


@given(st.text(max_size=60), st.sampled_from(["Bergen", "New York", "北京", "برگن"]))
def test_many_at_once_find_what_one_by_one_finds(text: str, place: str) -> None:
    names = ["Bergen", "New York", "北京", "برگن", "Köln"]
    phrases = [(phrase(name, inflected=True), name) for name in names]
    said = Said(f"{text} {place} {text}")
    alone = {(name, at) for one, name in phrases for at in said.find(one)}  # type: ignore[arg-type]
    assert set(Wanted((one, name) for one, name in phrases if one).found_in(said)) == alone
    assert place in {name for name, _at in alone} or text.strip()
