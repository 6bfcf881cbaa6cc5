from functools import partial

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice.sign_in.standing import user_of


class SignedIn(AuthenticationMiddleware):
    """Makes `request.user` nobody, on every address, without a second factor or after its time.

    Whoever asks nothing of `request.user` has no session read for it: reading leaves no trace.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(user_of, request))  # type: ignore[assignment]
