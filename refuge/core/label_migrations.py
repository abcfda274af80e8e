"""Migrations that change nothing but words: help texts, labels, the words of choices."""

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState


class LabelMigration(migrations.Migration):
    """A migration that touches no table.

    Every model that Django knows would be made anew after each of its many operations: half a minute on a small
    machine, for each new installation and each run of the tests. So they are noted without it.
    """

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        """Note the words, and touch nothing."""
        project_state.__dict__.pop("apps", None)
        return self.mutate_state(project_state, preserve=False)
