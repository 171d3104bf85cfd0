from django.contrib.auth.backends import ModelBackend


class EditorBackend(ModelBackend):
    """Names and passwords of editors. The public has no accounts, so nobody else signs in."""

    def user_can_authenticate(self, user):
        """Asked at sign-in and again with every request: who is made inactive is out at once."""
        return super().user_can_authenticate(user) and user.is_staff
