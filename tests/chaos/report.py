"""The figures of one scene, as a table."""

import sys
from collections import Counter
from typing import TYPE_CHECKING

from tests.chaos.enquirers import Ledger
from tests.chaos.killer import Kill
from tests.chaos.post_office import PostOffice

if TYPE_CHECKING:
    from tests.chaos.verdict import Verdict


def report(ledger: Ledger, office: PostOffice, kills: list[Kill], found: "Verdict") -> None:
    killed = Counter(kill.victim for kill in kills)
    rows = {
        "kills": f"{len(kills)} ({', '.join(f'{n} {what}' for what, n in killed.items())})",
        "enquiries acknowledged": len(ledger.acknowledged),
        "sent a second time": ledger.sent_twice,
        "connections that broke": ledger.broken,
        "other answers": ledger.other_answers,
        "mails taken": f"{found.mails} ({office.dropped} dropped after that), "
        f"{office.refused} refused",
        "acknowledged and lost": found.lost,
        "rows doubled": found.doubled,
        "without a mail": found.without_mail,
        "mails unsent": found.unsent,
        "second mails": f"{found.second_mails}, with the same Message-ID",
        "second mails not explained": found.unexplained_second_mails,
    }
    for what, figure in rows.items():
        sys.stdout.write(f"  {what:<28}{figure}\n")
    sys.stdout.flush()
