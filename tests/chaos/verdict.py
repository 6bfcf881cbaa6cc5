"""Compares what was acknowledged with what is there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contact.models import Enquiry
from practice.models import OutboxMail
from practice.models.sealing_key import KeyRing
from tests.chaos.enquirers import Ledger
from tests.chaos.killer import Kill
from tests.chaos.post_office import PostOffice, Taken

# Between a mail server's "yes" and our note of it: whoever is killed then cannot note it.
NOTED_BY = ("mail worker", "Postgres backend", "postmaster")
NOTED_WITHIN = 0.5  # seconds


@dataclass(frozen=True)
class Verdict:
    """Counts; all but the last two must be nought."""

    lost: int
    doubled: int
    without_mail: int
    unsent: int
    unexplained_second_mails: int
    mails: int
    second_mails: int

    @property
    def is_good(self) -> bool:
        bad = (
            self.lost,
            self.doubled,
            self.without_mail,
            self.unsent,
            self.unexplained_second_mails,
        )
        return not any(bad)


def verdict(ledger: Ledger, office: PostOffice, kills: list[Kill], ring: KeyRing) -> Verdict:
    kept = Counter(_marker(enquiry, ring) for enquiry in Enquiry.objects.all())
    sent = Counter(mail.message_id for mail in office.taken)
    return Verdict(
        lost=len(set(ledger.acknowledged) - set(kept)),
        doubled=sum(count - 1 for count in kept.values()),
        without_mail=sum(not sent[message_id] for message_id in _expected()),
        unsent=OutboxMail.objects.unsent().count(),
        unexplained_second_mails=sum(not _explained(mail, kills) for mail in _repeated(office)),
        mails=len(office.taken),
        second_mails=sum(count - 1 for count in sent.values()),
    )


def _marker(enquiry: Enquiry, ring: KeyRing) -> str:
    return enquiry.unseal(ring)["message"].rpartition(" ")[2]


def _expected() -> Iterator[str]:
    """The Message-ID of each enquiry's mail; "" where none was ever queued."""
    queued = dict(OutboxMail.objects.values_list("cause", "message_id"))
    return (queued.get(enquiry.thing, "") for enquiry in Enquiry.objects.all())


def _repeated(office: PostOffice) -> Iterator[Taken]:
    """Mails that were taken and came again: the earlier copies."""
    last = {mail.message_id: mail for mail in office.taken}
    return (mail for mail in office.taken if last[mail.message_id] is not mail)


def _explained(mail: Taken, kills: list[Kill]) -> bool:
    """Whether its "yes" was lost: dropped on the way, or noted by nobody who lived on."""
    return mail.dropped or any(
        kill.victim in NOTED_BY and abs(kill.at - mail.at) < NOTED_WITHIN for kill in kills
    )
