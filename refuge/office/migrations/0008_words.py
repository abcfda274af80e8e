"""The words of the columns: help texts, labels, choices. No table changes."""

from django.db import migrations, models

from refuge.core.label_migrations import LabelMigration


class Migration(LabelMigration):

    dependencies = [
        ('office', '0007_language'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('signed-in', 'signed in'), ('refused', 'was refused at the door'), ('exported', 'exported records'), ('imported', 'imported records'), ('undid-import', 'undid an import'), ('erased', 'erased a person'), ('account', 'changed an account'), ('took-off', 'took something off the public site at once'), ('put-back', 'undid it within the hour'), ('compared', 'was told whether a text says a word of the dossier'), ('printed', 'opened everything that is held about a person')], editable=False, max_length=12, verbose_name='what'),
        ),
    ]
