from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import SetPasswordForm
from .models import User
from .second_factor import factors, has_second_factor, reset_second_factor

# What a group may do is written in code and set anew by every migration.
admin.site.unregister(Group)
# Secrets are nobody's to read, and every person has the one address of their account.
admin.site.unregister([Authenticator, EmailAddress])


LOOKUPS = ("groups__id__exact", "groups__isnull", "is_active__exact", "is_superuser__exact")


@admin.register(User)
class EditorAdmin(UserAdmin):
    """Editors and their groups. Nobody raises anyone, or reaches for anyone, above themselves."""

    change_password_form = SetPasswordForm
    list_display = [
        "username",
        "first_name",
        "last_name",
        "email",
        "is_active",
        "second_factor",
        "last_login",
    ]
    list_filter = ["groups", "is_active", "is_superuser"]
    filter_horizontal = ["groups"]
    actions = None
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (
            gettext_lazy("Rights"),
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": gettext_lazy(
                    "Authors write. Publishers also publish and withdraw. "
                    "Administrators also look after the accounts. "
                    "Somebody who leaves is made inactive; what they did stays under their name."
                ),
            },
        ),
    ]

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def second_factor(self, user):
        return user.with_second_factor

    def get_queryset(self, request):
        theirs = factors().filter(user=OuterRef("pk"))
        return super().get_queryset(request).annotate(with_second_factor=Exists(theirs))

    def lookup_allowed(self, lookup, value, request):
        """Its own filters alone: a regular expression over names could stop the process."""
        return lookup in LOOKUPS

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, (_("Everything"), {"fields": ["is_superuser"]})]

    def formfield_for_manytomany(self, db_field, request, **options):
        field = super().formfield_for_manytomany(db_field, request, **options)
        if db_field.name == "groups" and field and not request.user.is_superuser:
            field.queryset = request.user.groups_within_rights()
        return field

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.may_look_after(obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or request.user.may_look_after(obj))

    def save_model(self, request, obj, form, change):
        if not change:
            # An account that cannot open these pages is of no use: the public has none.
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def get_urls(self):
        reset = path(
            "<path:object_id>/reset_second_factor/",
            self.admin_site.admin_view(self.reset_second_factor_view),
            name="accounts_user_reset_second_factor",
        )
        return [reset, *super().get_urls()]

    def reset_second_factor_view(self, request, object_id):
        user = self.get_object(request, object_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        change_url = reverse("admin:accounts_user_change", args=[user.pk])
        if request.method == "POST":
            self.reset_and_say(request, user)
            return redirect(change_url)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reset the second factor"),
            "opts": self.opts,
            "original": user,
            "change_url": change_url,
            "has_one": has_second_factor(user),
        }
        return TemplateResponse(request, "admin/accounts/user/reset_second_factor.html", context)

    def reset_and_say(self, request, user):
        if reset_second_factor(user, by=request.user):
            said = _("The second factor of %(user)s was reset. They are told by letter.")
            if not user.email:
                said = _("The second factor of %(user)s was reset. No letter can tell them.")
            messages.success(request, said % {"user": user})
        else:
            messages.warning(request, _("%(user)s has no second factor.") % {"user": user})
