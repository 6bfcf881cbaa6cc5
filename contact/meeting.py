"""What one has to know of a conversation besides its time: how long it is, and how one meets."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.choices import Modality
from contact.models import Appointment, Availability
from practice.models import PracticeProfile


def about(modality: str, minutes: int, profile: PracticeProfile, availability: Availability) -> str:
    """Return both in whole sentences: in the therapist's words, or else in what is always true."""
    line = availability.line_about(modality) or _usual(Modality(modality), profile)
    return f"{length_in_words(minutes)} {line}"


def about_hers(one: Appointment, profile: PracticeProfile, availability: Availability) -> str:
    """The same for a time that somebody has, which is as long as it was when she chose it."""
    minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
    return about(one.modality, minutes, profile, availability)


def length_in_words(minutes: int) -> str:
    said = ngettext("It takes %(count)s minute.", "It takes %(count)s minutes.", minutes)
    return said % {"count": minutes}


def _usual(modality: Modality, profile: PracticeProfile) -> str:
    """Nobody waits for these in vain: whoever chose no other way finds my answers by her number."""
    if modality == Modality.ONLINE:
        return _("The link comes from me before then, or stands here: come back with your number.")
    if modality == Modality.IN_PERSON:
        return _address(profile.town)
    if profile.phone:
        return _("You ring me then: %(phone)s.") % {"phone": profile.phone}
    return _("Before then I tell you how we reach each other, or it stands here.")


def _address(town: str) -> str:
    comes = _("The address comes from me before then, or stands here: come back with your number.")
    return _("We meet in %(town)s.") % {"town": town} + f" {comes}" if town else comes
