from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice.models import PracticeProfile


def practice(request: HttpRequest) -> dict[str, object]:
    """Give every template `practice`, the profile. Read only where a template asks for it."""
    return {"practice": SimpleLazyObject(PracticeProfile.objects.current)}
