"""Who may do what at the desk: the therapist everything, an editor articles and nothing else.

It is said here and nowhere else: no row of the database gives anybody a permission.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend

WRITTEN = ("blog.{}_article", "blog.{}_series", "blog.{}_topic", "practice.{}_image")
EDITOR_MAY = frozenset(what.format(do) for what in WRITTEN for do in ("view", "add", "change"))


class Roles(ModelBackend):
    """Names and passwords are Django's; what an account may do goes by its role alone."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        is_editor = user_obj.is_active and user_obj.is_editor and obj is None
        return set(EDITOR_MAY) if is_editor else set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set() if user_obj.is_anonymous else self.get_user_permissions(user_obj, obj)
