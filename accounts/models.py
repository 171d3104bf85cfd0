from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

# By such a right words come before the public, or other people come in.
GUARDED_RIGHTS = ("publish_", "add_user", "change_user", "delete_user")


class User(AbstractUser):
    """An editor. The public has no accounts."""

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def has_guarded_rights(self):
        """Whether the account, in the wrong hands, would harm more than a draft."""
        rights = (right.partition(".")[2] for right in self.get_all_permissions())
        return self.is_superuser or any(right.startswith(GUARDED_RIGHTS) for right in rights)

    @property
    def must_have_second_factor(self):
        return settings.SECOND_FACTOR_REQUIRED and self.has_guarded_rights

    def granted_permissions(self):
        """What was given, singly or by groups; also to somebody who is inactive for now."""
        return Permission.objects.filter(Q(group__user=self) | Q(user=self)).distinct()

    def may_look_after(self, other):
        """Nobody changes the account of somebody who may do more than they may themselves."""
        if self.is_superuser or other == self:
            return True
        return not other.is_superuser and self.has_every(other.granted_permissions())

    def has_every(self, permissions):
        return not permissions.exclude(pk__in=self.granted_permissions().values("pk")).exists()

    def groups_within_rights(self):
        """The groups that this editor may put others into."""
        beyond = Permission.objects.exclude(pk__in=self.granted_permissions().values("pk"))
        return Group.objects.exclude(permissions__in=beyond)

    def check_may_look_after(self, other):
        if not (self.has_perm("accounts.change_user") and self.may_look_after(other)):
            raise PermissionDenied(_("This account may do more than yours."))
