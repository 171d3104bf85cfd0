from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An editor. The public has no accounts."""

    def __str__(self):
        return self.get_full_name() or self.username
