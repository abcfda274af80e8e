"""A writer as one row of a list: who, from where to where, when."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from refuge.core import countries, languages
from refuge.core.partial_dates import span_words
from refuge.core.scopes import Level
from writers.public.models import PublicResidency, PublicWriter
from writers.public.vocabulary import Role, Standing

ROLES = dict(Role.choices)
STATUS_WORDS = {
    "now": gettext_lazy("In residence now"),
    "past": gettext_lazy("Residency completed"),
    "presumed": gettext_lazy("Presumed completed"),
    "unknown": gettext_lazy("Status not known"),
}


@dataclass(frozen=True)
class Row:
    """What a list shows of a writer."""

    url: str
    name: str
    own_name: str
    own_name_tag: str
    monogram: str
    monogram_tag: str
    portrait: str
    origin: str
    hosts: str
    roles: str
    tongues: str
    when: str
    now: bool
    fictional: bool


def status_of(stay: PublicResidency, today: date) -> str:
    """Return now, past, presumed or unknown: what the stay's days say on this day."""
    if stay.now_from and stay.now_until and stay.now_from <= today <= stay.now_until:
        return "now"
    if stay.past_from and stay.past_from <= today:
        return "presumed" if stay.presumed else "past"
    return "unknown"


def host_of(stay: PublicResidency) -> str:
    """Return where a stay was, as exactly as it may be said."""
    if stay.city:
        return stay.city.name
    return countries.name(stay.country) if stay.country else countries.region_name(stay.region)


def full_host_of(stay: PublicResidency) -> str:
    """Return where a stay was, a city with its country."""
    return f"{stay.city.name}, {countries.name(stay.city.country)}" if stay.city else host_of(stay)


def origin_of(writer: PublicWriter) -> str:
    """Return the country of origin, or what stands in its place: “Kosovo”, “stateless”."""
    return countries.name(writer.origin) if writer.origin else writer.origin_label


def roles_of(writer: PublicWriter) -> str:
    """Return the roles in words: “poet, translator”."""
    return ", ".join(str(ROLES.get(role, role)) for role in writer.roles)


def tongues_of(writer: PublicWriter) -> str:
    """Return the languages of writing in words: “Arabic, French”."""
    return ", ".join(languages.name(code) for code in writer.languages)


def row_of(writer: PublicWriter, today: date) -> Row:
    """Return a writer's row; wants `residencies` and `portraits` prefetched."""
    stays = [stay for stay in writer.residencies.all() if stay.standing == Standing.ACCEPTED]
    named = writer.level == Level.NAMED
    now = any(status_of(stay, today) == "now" for stay in stays)
    portraits = [portrait for portrait in writer.portraits.all() if portrait.format == "jpeg"]
    shown = writer.own_name or writer.name
    hosts = list(dict.fromkeys(map(full_host_of, stays)))
    return Row(
        url=writer.get_absolute_url() if named else "",
        name=writer.name or _("Name withheld"),
        own_name=writer.own_name,
        own_name_tag=writer.own_name_tag,
        monogram=shown[:1],
        monogram_tag=writer.own_name_tag if writer.own_name else languages.tag("", ""),
        portrait=f"{portraits[0].name}.jpeg" if portraits else "",
        origin=origin_of(writer) or pgettext("origin", "not stated"),
        hosts=hosts[0] if len(hosts) == 1 else ", ".join(dict.fromkeys(map(host_of, stays))),
        roles=roles_of(writer),
        tongues=tongues_of(writer),
        when=_("In residence now") if now else (span_words(stays[0].starts, stays[0].ends) if stays else ""),
        now=now,
        fictional=writer.fictional,
    )
