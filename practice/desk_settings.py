"""What can be set, in her words: what stands in place of a list of everything that is stored."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Setting:
    """One line: what it is called, what it is for, where it is, and who may see it.

    `new` is what the way to one more of it is called, and the page to which that leads.
    """

    words: Promise
    says: Promise
    name: str
    permission: str = ""
    new: Promise | str = ""

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.name}")


GROUPS: dict[Promise, list[Setting]] = {
    _("Your practice"): [
        Setting(
            _("About your practice"),
            _("Your name, what you charge, whether you have room, how soon you answer."),
            "practice_practiceprofile_changelist",
            "practice.change_practiceprofile",
        ),
        Setting(
            _("Your hours"),
            _("When a first conversation can be chosen, and your days off."),
            "contact_availability_changelist",
            "contact.change_availability",
        ),
        Setting(
            _("Public holidays"),
            _("Days on which nobody expects an answer."),
            "practice_holiday_changelist",
            "practice.view_holiday",
            _("Add a public holiday"),
        ),
        Setting(
            _("Other calendars"),
            _("Where else you are busy, and your appointments in a calendar of yours."),
            "contact_busycalendar_changelist",
            "contact.view_busycalendar",
            _("Add a calendar"),
        ),
        Setting(
            _("Urgent help"),
            _("The numbers under “Urgent help”. Check them twice a year."),
            "practice_helpline_changelist",
            "practice.view_helpline",
            _("Add a number"),
        ),
    ],
    _("Writing"): [
        Setting(
            _("Pages"),
            _("About, fees, privacy, urgent help."),
            "practice_page_changelist",
            "practice.view_page",
            _("Write a page"),
        ),
        Setting(
            _("Series"),
            _("What belongs together, and in which order."),
            "blog_series_changelist",
            "blog.view_series",
            _("Begin a series"),
        ),
        Setting(
            _("Topics"),
            _("What your articles are about."),
            "blog_topic_changelist",
            "blog.view_topic",
            _("Add a topic"),
        ),
        Setting(
            _("Pictures"),
            _("All of your pictures, and what is said of them."),
            "practice_image_changelist",
            "practice.view_image",
            _("Add a picture"),
        ),
        Setting(
            _("Addresses that moved"),
            _("Where somebody with an old link is led."),
            "practice_redirect_changelist",
            "practice.view_redirect",
            _("Add an address that moved"),
        ),
    ],
    _("Messages"): [
        Setting(
            _("Snippets"),
            _("Sentences that you write often, to put into an answer."),
            "contact_snippet_changelist",
            "contact.view_snippet",
            _("Write a snippet"),
        ),
        Setting(
            _("Waiting list"),
            _("Who waits for a place, and who is next."),
            "contact_enquiry_waiting_list",
            "contact.view_enquiry",
        ),
    ],
    _("You"): [
        Setting(
            _("Signing in"),
            _("Passkeys, codes, and where you are signed in."),
            "sign_in",
        ),
        Setting(
            _("Your keys"),
            _("The reading phrase and the recovery sheet, which open what people wrote."),
            "keys",
            "practice.change_sealingkey",
        ),
    ],
    _("For whoever looks after the site"): [
        Setting(
            _("Who may sign in"),
            _("Accounts, and what each of them may do."),
            "practice_user_changelist",
            "practice.view_user",
            _("Add an account"),
        ),
        Setting(
            _("Mail that goes out"),
            _("What was sent, what waits, what could not be sent. Never what it says."),
            "practice_outboxmail_changelist",
            "practice.view_outboxmail",
        ),
        Setting(
            _("What was done"),
            _("Who opened, answered or erased what, and when."),
            "practice_auditline_changelist",
            "practice.view_auditline",
        ),
    ],
}

ALL = [line for lines in GROUPS.values() for line in lines]


def line_at(path: str) -> Setting | None:
    """Return the line that leads to this address."""
    return next((line for line in ALL if line.address == path), None)
