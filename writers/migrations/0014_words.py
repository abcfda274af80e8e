"""The words of the columns: help texts, labels, choices. No table changes."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import refuge.core.countries
import refuge.core.fields
import refuge.core.languages
import refuge.office.fields
import refuge.office.models.publication
import writers.models.writer
from django.db import migrations, models

from refuge.core.label_migrations import LabelMigration


class Migration(LabelMigration):

    dependencies = [
        ('cities', '0007_words'),
        ('office', '0008_words'),
        ('writers', '0013_cautions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clearance',
            name='evidence',
            field=models.TextField(blank=True, help_text='Never public. Where the consent is kept, who was asked, when. Needed for consent and for estates.', verbose_name='evidence'),
        ),
        migrations.AlterField(
            model_name='clearance',
            name='granted_on',
            field=models.DateField(default=django.utils.timezone.localdate, help_text='The day of the yes, or no.', validators=[refuge.office.models.publication.not_in_future], verbose_name='decided on'),
        ),
        migrations.AlterField(
            model_name='clearance',
            name='knowing',
            field=models.BooleanField(default=False, help_text='Only for the host country of a stay. Where a country has few listed cities, it gives the city away; then it is shown only if the person knows this and agrees.', verbose_name='knows that the country names the city'),
        ),
        migrations.AlterField(
            model_name='clearance',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Needed for the basis “published source”.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='historicalclearance',
            name='evidence',
            field=models.TextField(blank=True, help_text='Never public. Where the consent is kept, who was asked, when. Needed for consent and for estates.', verbose_name='evidence'),
        ),
        migrations.AlterField(
            model_name='historicalclearance',
            name='granted_on',
            field=models.DateField(default=django.utils.timezone.localdate, help_text='The day of the yes, or no.', validators=[refuge.office.models.publication.not_in_future], verbose_name='decided on'),
        ),
        migrations.AlterField(
            model_name='historicalclearance',
            name='knowing',
            field=models.BooleanField(default=False, help_text='Only for the host country of a stay. Where a country has few listed cities, it gives the city away; then it is shown only if the person knows this and agrees.', verbose_name='knows that the country names the city'),
        ),
        migrations.AlterField(
            model_name='historicalname',
            name='text',
            field=models.CharField(help_text='“高尔泰”.', max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalresidency',
            name='city',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Shown only while the city is listed. Empty where only a country is known.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cities.city', verbose_name='host city'),
        ),
        migrations.AlterField(
            model_name='historicalresidency',
            name='country',
            field=models.CharField(blank=True, choices=refuge.core.countries.choices, help_text='Follows the city where there is one.', max_length=2, verbose_name='host country'),
        ),
        migrations.AlterField(
            model_name='historicalresidency',
            name='public_note',
            field=models.TextField(blank=True, help_text='Shown with city and dates only: “Another source has November 2000.”', verbose_name='public note'),
        ),
        migrations.AlterField(
            model_name='historicalresidency',
            name='standing',
            field=models.CharField(choices=[('accepted', 'accepted'), ('disputed', 'disputed: a competing claim, shown beside the accepted one, never counted')], default='accepted', max_length=10, verbose_name='standing'),
        ),
        migrations.AlterField(
            model_name='historicaltext',
            name='text',
            field=models.TextField(help_text='Markdown. Never a word about family members.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='historicaltext',
            name='translator',
            field=models.CharField(blank=True, max_length=200, verbose_name='translator'),
        ),
        migrations.AlterField(
            model_name='historicalwaypoint',
            name='note',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='historicalwaypoint',
            name='place',
            field=models.CharField(help_text='“Barcelona”.', max_length=120, verbose_name='place'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='description',
            field=models.CharField(blank=True, help_text='Where no title is known: “untitled second collection”.', max_length=300, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='note',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='original_title',
            field=models.CharField(blank=True, max_length=300, verbose_name='title in own script'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='status',
            field=models.CharField(choices=[('published', 'published'), ('forthcoming', 'forthcoming'), ('suppressed', 'publication stopped'), ('seized', 'seized'), ('unpublished', 'unpublished'), ('destroyed', 'destroyed')], default='published', max_length=12, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='stopped_by',
            field=models.CharField(blank=True, help_text='“Ministry of Culture, Tehran”.', max_length=200, verbose_name='stopped by'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='title',
            field=models.CharField(blank=True, help_text='As first published.', max_length=300, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='translated_title',
            field=models.CharField(blank=True, help_text='“Blue and Red”.', max_length=300, verbose_name='title in English'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='translators',
            field=models.CharField(blank=True, help_text='“Nina Zandjani”.', max_length=300, verbose_name='translators'),
        ),
        migrations.AlterField(
            model_name='historicalwork',
            name='year_announced',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Where it came out later.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year announced'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='birth_year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='1935.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year of birth'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='death_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year of death'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='fictional',
            field=models.BooleanField(default=False, help_text='For training; pages say so.', verbose_name='fictional example'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='languages',
            field=refuge.office.fields.CodesField(blank=True, default=list, verbose_name='languages of writing', vocabulary=refuge.core.languages.choices),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='name',
            field=models.CharField(blank=True, help_text='“Gao Ertai”. Never a legal name behind a pen name: that belongs in the dossier.', max_length=200, verbose_name='name as published'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='origin',
            field=models.CharField(blank=True, choices=refuge.core.countries.choices, help_text='Empty where no country fits; say it in the next field.', max_length=2, verbose_name='country of origin'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='origin_label',
            field=models.CharField(blank=True, help_text='“Kosovo”, “stateless”.', max_length=200, verbose_name='origin in words'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='portrait_alt',
            field=models.CharField(blank=True, help_text='“A woman at a window, laughing.” Required.', max_length=300, verbose_name='description for those who cannot see it'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='portrait_credit',
            field=models.CharField(blank=True, help_text='Who took it: “Photo: Ana Pérez”. Required.', max_length=200, verbose_name='credit'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='portrait_licence',
            field=models.CharField(blank=True, help_text='“CC BY 4.0”', max_length=100, verbose_name='licence'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='roles',
            field=refuge.office.fields.CodesField(blank=True, default=list, verbose_name='roles', vocabulary=writers.models.writer.roles),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='sort_name',
            field=models.CharField(blank=True, help_text='The order of lists: “Gao, Ertai”.', max_length=200, verbose_name='name for sorting'),
        ),
        migrations.AlterField(
            model_name='historicalwriter',
            name='summary',
            field=models.CharField(blank=True, help_text='In English: “Poet who spent fifteen years in prison.”', max_length=300, verbose_name='in one sentence'),
        ),
        migrations.AlterField(
            model_name='name',
            name='kind',
            field=models.CharField(choices=[('own-script', 'in own script'), ('romanisation', 'romanisation'), ('pen-name', 'pen name'), ('earlier', 'earlier name'), ('variant', 'spelling variant')], default='own-script', help_text='Public once this very name is cleared.', max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='name',
            name='language',
            field=models.CharField(blank=True, choices=refuge.core.languages.choices, help_text='Public once this very name is cleared.', max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='name',
            name='script',
            field=models.CharField(choices=[('Latn', 'Latin'), ('Arab', 'Arabic'), ('Armn', 'Armenian'), ('Beng', 'Bengali'), ('Mymr', 'Burmese'), ('Hans', 'Chinese, simplified'), ('Hant', 'Chinese, traditional'), ('Cyrl', 'Cyrillic'), ('Deva', 'Devanagari'), ('Ethi', 'Ethiopic'), ('Geor', 'Georgian'), ('Grek', 'Greek'), ('Gujr', 'Gujarati'), ('Guru', 'Gurmukhi'), ('Hebr', 'Hebrew'), ('Jpan', 'Japanese'), ('Knda', 'Kannada'), ('Khmr', 'Khmer'), ('Kore', 'Korean'), ('Laoo', 'Lao'), ('Mlym', 'Malayalam'), ('Mong', 'Mongolian'), ('Nkoo', 'N’Ko'), ('Orya', 'Odia'), ('Olck', 'Ol Chiki'), ('Sinh', 'Sinhala'), ('Syrc', 'Syriac'), ('Taml', 'Tamil'), ('Telu', 'Telugu'), ('Thaa', 'Thaana'), ('Thai', 'Thai'), ('Tibt', 'Tibetan'), ('Tfng', 'Tifinagh')], default='Latn', help_text='Public once this very name is cleared.', max_length=4, verbose_name='script'),
        ),
        migrations.AlterField(
            model_name='name',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public once links and sources are cleared.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='name',
            name='text',
            field=models.CharField(help_text='Public once this very name is cleared. “高尔泰”.', max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='city',
            field=models.ForeignKey(blank=True, help_text='Public once the host city of this stay is cleared. Shown only while the city is listed. Empty where only a country is known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residencies', to='cities.city', verbose_name='host city'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='confirmed_on',
            field=models.DateField(blank=True, help_text='Public once the dates of this stay are cleared. The day somebody of the city said that the guest is still there. Counts for twelve months.', null=True, validators=[refuge.office.models.publication.not_in_future], verbose_name='confirmed on'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='country',
            field=models.CharField(blank=True, choices=refuge.core.countries.choices, help_text='Public once the host country of this stay is cleared. Follows the city where there is one.', max_length=2, verbose_name='host country'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='end_state',
            field=models.CharField(choices=[('unknown', 'not known'), ('ongoing', 'ongoing'), ('ended', 'ended')], default='unknown', help_text='Public once the dates of this stay are cleared. “Ended” without a last day is possible: it is over, nobody knows since when.', max_length=8, verbose_name='is it over?'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='ends',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Public once the dates of this stay are cleared. As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year.', verbose_name='last day'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='planned_end',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Public once the dates of this stay are cleared. As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year.', verbose_name='planned end'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='programme',
            field=models.ForeignKey(blank=True, help_text='Public once the host city of this stay is cleared.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residencies', to='cities.programme', verbose_name='programme'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='public_note',
            field=models.TextField(blank=True, help_text='Public once the dates of this stay are cleared. Shown with city and dates only: “Another source has November 2000.”', verbose_name='public note'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public once links and sources are cleared.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='standing',
            field=models.CharField(choices=[('accepted', 'accepted'), ('disputed', 'disputed: a competing claim, shown beside the accepted one, never counted')], default='accepted', help_text='Public once the host country of this stay is cleared.', max_length=10, verbose_name='standing'),
        ),
        migrations.AlterField(
            model_name='residency',
            name='starts',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Public once the dates of this stay are cleared. As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year.', verbose_name='first day'),
        ),
        migrations.AlterField(
            model_name='text',
            name='kind',
            field=models.CharField(choices=[('biography', 'biography')], default='biography', help_text='Public once the biography is cleared, in its language.', max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='text',
            name='language',
            field=models.CharField(choices=refuge.core.languages.choices, default='en', help_text='Public once the biography is cleared, in its language.', max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='text',
            name='text',
            field=models.TextField(help_text='Public once the biography is cleared, in its language. Markdown. Never a word about family members.', verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='text',
            name='translator',
            field=models.CharField(blank=True, help_text='Public once the biography is cleared, in its language.', max_length=200, verbose_name='translator'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='country',
            field=models.CharField(blank=True, choices=refuge.core.countries.choices, help_text='Public once the biography is cleared, in its language.', max_length=2, verbose_name='country'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='ends',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Public once the biography is cleared, in its language. As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year.', verbose_name='until'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='kind',
            field=models.CharField(choices=[('exile', 'exile'), ('transit', 'transit'), ('asylum-granted', 'asylum granted'), ('return', 'return')], help_text='Public once the biography is cleared, in its language.', max_length=15, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='note',
            field=models.TextField(blank=True, help_text='Public once the biography is cleared, in its language.', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='place',
            field=models.CharField(help_text='Public once the biography is cleared, in its language. “Barcelona”.', max_length=120, verbose_name='place'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public once links and sources are cleared.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='waypoint',
            name='starts',
            field=refuge.core.fields.PartialDateField(blank=True, help_text='Public once the biography is cleared, in its language. As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year.', verbose_name='from'),
        ),
        migrations.AlterField(
            model_name='work',
            name='description',
            field=models.CharField(blank=True, help_text='Public once the works are cleared. Where no title is known: “untitled second collection”.', max_length=300, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='work',
            name='kind',
            field=models.CharField(choices=[('novel', 'novel'), ('short-stories', 'short stories'), ('poetry', 'poetry'), ('play', 'play'), ('memoir', 'memoir'), ('essay', 'essay'), ('reportage', 'reportage'), ('graphic', 'graphic work'), ('translation', 'translation'), ('other', 'other work')], default='other', help_text='Public once the works are cleared.', max_length=20, verbose_name='form'),
        ),
        migrations.AlterField(
            model_name='work',
            name='language',
            field=models.CharField(blank=True, choices=refuge.core.languages.choices, help_text='Public once the works are cleared.', max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='work',
            name='note',
            field=models.TextField(blank=True, help_text='Public once the works are cleared.', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='work',
            name='original_title',
            field=models.CharField(blank=True, help_text='Public once the works are cleared.', max_length=300, verbose_name='title in own script'),
        ),
        migrations.AlterField(
            model_name='work',
            name='publisher',
            field=models.CharField(blank=True, help_text='Public once the works are cleared.', max_length=200, verbose_name='publisher'),
        ),
        migrations.AlterField(
            model_name='work',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public once links and sources are cleared.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='work',
            name='status',
            field=models.CharField(choices=[('published', 'published'), ('forthcoming', 'forthcoming'), ('suppressed', 'publication stopped'), ('seized', 'seized'), ('unpublished', 'unpublished'), ('destroyed', 'destroyed')], default='published', help_text='Public once the works are cleared.', max_length=12, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='work',
            name='stopped_by',
            field=models.CharField(blank=True, help_text='Public once the works are cleared. “Ministry of Culture, Tehran”.', max_length=200, verbose_name='stopped by'),
        ),
        migrations.AlterField(
            model_name='work',
            name='title',
            field=models.CharField(blank=True, help_text='Public once the works are cleared. As first published.', max_length=300, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='work',
            name='translated_title',
            field=models.CharField(blank=True, help_text='Public once the works are cleared. “Blue and Red”.', max_length=300, verbose_name='title in English'),
        ),
        migrations.AlterField(
            model_name='work',
            name='translators',
            field=models.CharField(blank=True, help_text='Public once the works are cleared. “Nina Zandjani”.', max_length=300, verbose_name='translators'),
        ),
        migrations.AlterField(
            model_name='work',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public once the works are cleared.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year'),
        ),
        migrations.AlterField(
            model_name='work',
            name='year_announced',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public once the works are cleared. Where it came out later.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year announced'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='birth_year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public once the years of birth and death are cleared. 1935.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year of birth'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='death_year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Public once the years of birth and death are cleared.', null=True, validators=[django.core.validators.MinValueValidator(1800), django.core.validators.MaxValueValidator(2100)], verbose_name='year of death'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='fictional',
            field=models.BooleanField(default=False, help_text='Public. For training; pages say so.', verbose_name='fictional example'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='languages',
            field=refuge.office.fields.CodesField(blank=True, default=list, help_text='Public once the works are cleared.', verbose_name='languages of writing', vocabulary=refuge.core.languages.choices),
        ),
        migrations.AlterField(
            model_name='writer',
            name='name',
            field=models.CharField(blank=True, help_text='Public once the name is cleared. “Gao Ertai”. Never a legal name behind a pen name: that belongs in the dossier.', max_length=200, verbose_name='name as published'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='origin',
            field=models.CharField(blank=True, choices=refuge.core.countries.choices, help_text='Public once the country of origin is cleared. Empty where no country fits; say it in the next field.', max_length=2, verbose_name='country of origin'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='origin_label',
            field=models.CharField(blank=True, help_text='Public once the country of origin is cleared. “Kosovo”, “stateless”.', max_length=200, verbose_name='origin in words'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='portrait',
            field=models.ForeignKey(blank=True, help_text='Public once this picture is cleared.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.picture', verbose_name='portrait'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='portrait_alt',
            field=models.CharField(blank=True, help_text='Public once this picture is cleared. “A woman at a window, laughing.” Required.', max_length=300, verbose_name='description for those who cannot see it'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='portrait_credit',
            field=models.CharField(blank=True, help_text='Public once this picture is cleared. Who took it: “Photo: Ana Pérez”. Required.', max_length=200, verbose_name='credit'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='portrait_licence',
            field=models.CharField(blank=True, help_text='Public once this picture is cleared. “CC BY 4.0”', max_length=100, verbose_name='licence'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='roles',
            field=refuge.office.fields.CodesField(blank=True, default=list, help_text='Public once the works are cleared.', verbose_name='roles', vocabulary=writers.models.writer.roles),
        ),
        migrations.AlterField(
            model_name='writer',
            name='sort_name',
            field=models.CharField(blank=True, help_text='Public once the name is cleared. The order of lists: “Gao, Ertai”.', max_length=200, verbose_name='name for sorting'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='sources',
            field=models.ManyToManyField(blank=True, help_text='Public once links and sources are cleared.', related_name='+', to='office.source', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='writer',
            name='summary',
            field=models.CharField(blank=True, help_text='Public once the biography is cleared, in its language. In English: “Poet who spent fifteen years in prison.”', max_length=300, verbose_name='in one sentence'),
        ),
        migrations.AlterField(
            model_name='writerpublication',
            name='kind',
            field=models.CharField(choices=[('published', 'published'), ('narrowed', 'narrowed'), ('restored', 'put back as it was')], max_length=12),
        ),
    ]
