from typing import Any

from django.core.management.base import BaseCommand

from practice.outbox.worker import Worker


class Command(BaseCommand):
    help = "Send queued mail and do what falls due, until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        worker.stop_on_signals()
        self.stdout.write("worker: ready")
        worker.run()
        self.stdout.write("worker: stopped")
