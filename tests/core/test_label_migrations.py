"""A migration of words touches no table: whatever else stood in it would never reach the database."""

from django.db import connection
from django.db.migrations import AlterField
from django.db.migrations.loader import MigrationLoader

from refuge.core.label_migrations import LabelMigration


def test_a_migration_of_words_changes_nothing_that_a_table_keeps() -> None:
    loader, seen = MigrationLoader(None), 0
    for key, migration in loader.graph.nodes.items():
        node = loader.get_migration(*key)
        if not isinstance(node, LabelMigration):
            continue
        before, after = loader.project_state(key, at_end=False), loader.project_state(key)
        for operation in node.operations:
            assert isinstance(operation, AlterField), f"{migration}: {operation.describe()}"
            was, is_now = (
                state.apps.get_model(key[0], operation.model_name)._meta.get_field(operation.name)
                for state in (before, after)
            )
            assert not connection.schema_editor()._field_should_be_altered(was, is_now), operation.describe()
            seen += 1
    assert seen > 100
