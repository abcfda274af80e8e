"""The words of the columns: help texts, labels, choices. No table changes."""

import django.core.validators
import django.db.models.deletion
import refuge.core.countries
import refuge.core.fields
import refuge.core.languages
from django.db import migrations, models

from refuge.core.label_migrations import LabelMigration


class Migration(LabelMigration):

    dependencies = [
        ('cities', '0006_cautions'),
        ('office', '0008_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='city',
            name='fictional',
            field=models.BooleanField(default=False, help_text='Public. For training; pages say so.', verbose_name='fictional example'),
        ),
        migrations.AlterField(
            model_name='city',
            name='kind',
            field=models.CharField(choices=[('city', 'City'), ('region', 'Region'), ('institution', 'Institution')], default='city', help_text='Public.', max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='city',
            name='latitude',
            field=models.FloatField(blank=True, help_text='Public. On the map. Degrees north, two decimals are enough: 58.97. South is negative.', null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude'),
        ),
        migrations.AlterField(
            model_name='city',
            name='longitude',
            field=models.FloatField(blank=True, help_text='Public. On the map. Degrees east: 5.73. West is negative.', null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude'),
        ),
        migrations.AlterField(
            model_name='city',
            name='photograph',
            field=models.ForeignKey(blank=True, help_text='Public.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.picture', verbose_name='photograph'),
        ),
        migrations.AlterField(
            model_name='city',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='city',
            name='text',
            field=models.TextField(blank=True, help_text='Public. Markdown. What a visitor should know. Never an address.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='citypublication',
            name='kind',
            field=models.CharField(choices=[('published', 'published'), ('narrowed', 'narrowed'), ('restored', 'put back as it was')], max_length=12),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='country',
            field=models.CharField(choices=refuge.core.countries.choices, max_length=2, verbose_name='country'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='fictional',
            field=models.BooleanField(default=False, help_text='For training; pages say so.', verbose_name='fictional example'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='host_organisation',
            field=models.CharField(blank=True, help_text='“Stavanger public library”', max_length=200, verbose_name='host organisation'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='latitude',
            field=models.FloatField(blank=True, help_text='On the map. Degrees north, two decimals are enough: 58.97. South is negative.', null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='local_name',
            field=models.CharField(blank=True, help_text='As the city writes itself: “Göteborg”.', max_length=120, verbose_name='local name'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='longitude',
            field=models.FloatField(blank=True, help_text='On the map. Degrees east: 5.73. West is negative.', null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='name',
            field=models.CharField(help_text='As English readers know it: “Gothenburg”.', max_length=120, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='photograph_alt',
            field=models.CharField(blank=True, help_text='Required.', max_length=300, verbose_name='description for those who cannot see it'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='photograph_credit',
            field=models.CharField(blank=True, help_text='Required.', max_length=200, verbose_name='credit'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='photograph_licence',
            field=models.CharField(blank=True, max_length=100, verbose_name='licence'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='text',
            field=models.TextField(blank=True, help_text='Markdown. What a visitor should know. Never an address.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='historicalcity',
            name='website',
            field=models.URLField(blank=True, max_length=2000, verbose_name='website'),
        ),
        migrations.AlterField(
            model_name='historicalmembership',
            name='note',
            field=models.TextField(blank=True, help_text='“The council renewed it for four years.”', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='historicalmembership',
            name='since',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='2006-06', verbose_name='since'),
        ),
        migrations.AlterField(
            model_name='historicalmembership',
            name='state',
            field=models.CharField(choices=[('decided', 'decided to join'), ('active', 'active member'), ('paused', 'paused'), ('left', 'left'), ('annulled', 'annulled'), ('unknown', 'not known')], max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='historicalmembership',
            name='until',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Empty while it lasts.', verbose_name='until'),
        ),
        migrations.AlterField(
            model_name='historicalmilestone',
            name='date',
            field=refuge.core.fields.PartialDateField(help_text='1993-07', verbose_name='date'),
        ),
        migrations.AlterField(
            model_name='historicalmilestone',
            name='text',
            field=models.TextField(help_text='Markdown. Two sentences; where sources differ, say so.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='historicalmilestone',
            name='title',
            field=models.CharField(max_length=200, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='historicalnetwork',
            name='long_name',
            field=models.CharField(blank=True, help_text='Not public. For staff: “International Cities of Refuge Network”.', max_length=200, verbose_name='full name'),
        ),
        migrations.AlterField(
            model_name='historicalnetwork',
            name='website',
            field=models.URLField(blank=True, help_text='Not public. For staff.', max_length=2000, verbose_name='website'),
        ),
        migrations.AlterField(
            model_name='historicalpage',
            name='slug',
            field=models.SlugField(help_text='“safety” is read at /about/safety/; “about” at /about/.', verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='historicalpage',
            name='text',
            field=models.TextField(help_text='Markdown.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='historicalpage',
            name='title',
            field=models.CharField(max_length=200, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='name',
            field=models.CharField(help_text='Public beside each stay under it whose host city is cleared.', max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='note',
            field=models.TextField(blank=True, help_text='Not public. For staff.', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='organisation',
            field=models.CharField(blank=True, help_text='Not public. Who pays for it or runs it.', max_length=200, verbose_name='organisation'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='slug',
            field=models.SlugField(help_text='Not public. For staff, and for imports.', verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='usual_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public in its effect only: a stay with no known end is presumed completed after this time; its end is never made up.', null=True, verbose_name='usual length in months'),
        ),
        migrations.AlterField(
            model_name='historicalprogramme',
            name='website',
            field=models.URLField(blank=True, help_text='Not public. For staff.', max_length=2000, verbose_name='website'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='network',
            field=models.ForeignKey(help_text='Public.', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='cities.network', verbose_name='network'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='milestone',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='milestone',
            name='text',
            field=models.TextField(help_text='Public. Markdown. Two sentences; where sources differ, say so.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='milestonepublication',
            name='kind',
            field=models.CharField(choices=[('published', 'published'), ('narrowed', 'narrowed'), ('restored', 'put back as it was')], max_length=12),
        ),
        migrations.AlterField(
            model_name='network',
            name='long_name',
            field=models.CharField(blank=True, help_text='Not public. For staff: “International Cities of Refuge Network”.', max_length=200, verbose_name='full name'),
        ),
        migrations.AlterField(
            model_name='network',
            name='website',
            field=models.URLField(blank=True, help_text='Not public. For staff.', max_length=2000, verbose_name='website'),
        ),
        migrations.AlterField(
            model_name='page',
            name='language',
            field=models.CharField(choices=refuge.core.languages.choices, default='en', help_text='Public.', max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='page',
            name='slug',
            field=models.SlugField(help_text='Public. “safety” is read at /about/safety/; “about” at /about/.', verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='page',
            name='text',
            field=models.TextField(help_text='Public. Markdown.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='pagepublication',
            name='kind',
            field=models.CharField(choices=[('published', 'published'), ('narrowed', 'narrowed'), ('restored', 'put back as it was')], max_length=12),
        ),
        migrations.AlterField(
            model_name='programme',
            name='name',
            field=models.CharField(help_text='Public beside each stay under it whose host city is cleared.', max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='note',
            field=models.TextField(blank=True, help_text='Not public. For staff.', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='organisation',
            field=models.CharField(blank=True, help_text='Not public. Who pays for it or runs it.', max_length=200, verbose_name='organisation'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='slug',
            field=models.SlugField(help_text='Not public. For staff, and for imports.', unique=True, verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='usual_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public in its effect only: a stay with no known end is presumed completed after this time; its end is never made up.', null=True, verbose_name='usual length in months'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='website',
            field=models.URLField(blank=True, help_text='Not public. For staff.', max_length=2000, verbose_name='website'),
        ),
    ]
