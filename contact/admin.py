from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.models import Enquiry


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin[Enquiry]):
    """To read, to mark as answered, and to erase. What somebody wrote is never edited."""

    list_display = ["__str__", "status", "reply_due_on", "answered_at"]
    list_filter = ["status"]
    ordering = ["-status", "reply_due_on", "received_at"]  # new ones first, the oldest on top
    actions = ["mark_answered", "mark_new"]
    readonly_fields = ["received_at", "status", "reply_due_on", "answered_at"]
    fields = ["received_at", "status", "reply_due_on", "answered_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, enquiry: Enquiry, form: object, change: object
    ) -> None:
        """Nothing of an enquiry is edited; the buttons of its page say what to do with it."""
        row = Enquiry.objects.filter(pk=enquiry.pk)
        if "_answered" in request.POST:
            row.mark_answered(timezone.now())
        elif "_new" in request.POST:
            row.mark_new()

    @admin.action(description=_("Mark as answered"))
    def mark_answered(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        count = Enquiry.objects.filter(pk__in=enquiries).mark_answered(timezone.now())
        self.message_user(request, _("Marked as answered: %(count)s") % {"count": count})

    @admin.action(description=_("Mark as new again"))
    def mark_new(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        count = Enquiry.objects.filter(pk__in=enquiries).mark_new()
        self.message_user(request, _("Marked as new: %(count)s") % {"count": count})
