from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who may sign in to the desk. Ours from the start, so that it can grow."""
