from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from .forms import SetPasswordForm
from .models import User

# What a group may do is written in code and set anew by every migration.
admin.site.unregister(Group)
# Secrets are nobody's to read, and every person has the one address of their account.
admin.site.unregister([Authenticator, EmailAddress])


LOOKUPS = ("groups__id__exact", "groups__isnull", "is_active__exact", "is_superuser__exact")


@admin.register(User)
class EditorAdmin(UserAdmin):
    """Editors and their groups. Only a superuser makes or changes a superuser."""

    change_password_form = SetPasswordForm
    list_display = ["username", "first_name", "last_name", "email", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    filter_horizontal = ["groups"]
    actions = None
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (
            _("Rights"),
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": _(
                    "Authors write. Publishers also publish and withdraw. "
                    "Administrators also look after the accounts. "
                    "Somebody who leaves is made inactive; what they did stays under their name."
                ),
            },
        ),
    ]

    def lookup_allowed(self, lookup, value, request):
        """Its own filters alone: a regular expression over names could stop the process."""
        return lookup in LOOKUPS

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, (_("Everything"), {"fields": ["is_superuser"]})]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.is_superuser:
            return allowed and request.user.is_superuser
        return allowed

    def save_model(self, request, obj, form, change):
        if not change:
            # An account that cannot open these pages is of no use: the public has none.
            obj.is_staff = True
        super().save_model(request, obj, form, change)
