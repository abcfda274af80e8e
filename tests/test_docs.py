"""The documents name tests, and the tests they name exist."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
DOCUMENTS = [HERE / "README.md", *sorted((HERE / "docs").glob("*.md"))]
# `tests/core/test_texts.py` or `tests/core/test_texts.py::test_any`, whose full name may be left to an ellipsis.
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")
FILE = re.compile(r"`((?:refuge|writers|cities|docs|templates)/[\w/.]+\.\w+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text()
    files = [HERE / name for name in FILE.findall(text)] + [document.parent / name for name in LINK.findall(text)]
    assert [str(file) for file in files if not file.exists()] == []
    for file, test in NAMED.findall(text):
        assert (HERE / file).exists(), file
        assert not test or f"def {test}(" in (HERE / file).read_text(), f"{file}::{test}"


def test_each_promise_of_the_readme_is_in_the_safety_document_with_its_test() -> None:
    safety = (HERE / "docs" / "safety.md").read_text()
    promises = re.findall(r"^\| \d\. .*", (HERE / "README.md").read_text(), re.MULTILINE)
    assert len(promises) == 6
    named = [file for promise in promises for file, _test in NAMED.findall(promise)]
    assert [file for file in named if f"`{file}" not in safety] == []
    rows = [line for line in safety.splitlines() if line.startswith("| ") and "| test |" not in line]
    assert len(rows) >= 14
    assert [row for row in rows if not NAMED.search(row)] == []
