"""Reads a history, and takes changes back, as staff do it."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse


def address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])


def told(client: Client, record: Any, page: str = "") -> list[str]:
    """Return the lines of a history as a reader reads them."""
    answer = client.get(address(record) + page)
    assert answer.status_code == 200
    items = re.findall(r"<li>(.*?)</li>", answer.content.decode().partition('class="history"')[2], re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", item)).split()) for item in items]


def take_back(client: Client, record: Any, change: Any) -> str:
    """Take the latest change of a row back, through the page; return what staff are told."""
    root = f"{record._meta.app_label}_{record._meta.model_name}"
    row = change.history_id if hasattr(change, "history_id") else change.history.first().history_id
    label = (change.instance_type if hasattr(change, "instance_type") else type(change))._meta.label_lower
    at = reverse(f"admin:{root}_take_back", args=[record.pk, label, row])
    assert client.get(at).status_code == 200
    answer = client.post(at, follow=True)
    return str(next(iter(answer.context["messages"])))
