from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self) -> None:
        from practice.retention.policy import check_retention  # needs models, which now are there

        register(check_retention)


class DeskConfig(AdminConfig):
    """Django's admin, with our own site in place of the stock one."""

    default_site = "practice.desk.Desk"
