"""The bulk actions of a list of records: asked once, answered for each row."""

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from .bulk import ACTIONS, MOST_AT_ONCE, BulkAction, add_to_set, do_to_each
from .bulk_forms import set_form
from .record_tools import RIGHTS


class RecordBulk:
    """Part of a record's admin. `bulk_sets`: many-to-many fields that can be added to in bulk."""

    bulk_sets = ()

    def get_actions(self, request):
        """Ours alone: Django's own deletion knows no rights of the single record."""
        if not self.has_change_permission(request):
            return {}
        return {
            action.name: (run(action), action.name, action.label)
            for action in self.bulk_actions()
            if RIGHTS[action.right](self.model, request.user)
        }

    def bulk_actions(self):
        return [*ACTIONS, *(adding(self.model._meta.get_field(name)) for name in self.bulk_sets)]

    def response_action(self, request, queryset):
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(is_key(key) for key in keys):
            raise BadRequest(_("A chosen row is none of this list."))
        return super().response_action(request, queryset)

    def bulk_view(self, request, records, action):
        """Ask what has to be known, then do it to each and say what became of it."""
        if len(records) > MOST_AT_ONCE:
            words = _("Choose at most %(number)s records at a time.") % {"number": MOST_AT_ONCE}
            self.message_user(request, words, messages.ERROR)
            return None
        form = action.form(request.POST if "apply" in request.POST else None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(action.label).rstrip("…"),
            "action": action,
            "form": form,
            "records": records,
        }
        request.current_app = self.admin_site.name
        if not form.is_valid():
            return TemplateResponse(request, "admin/bulk_action.html", context)
        outcomes = do_to_each(records, action, form.cleaned_data, by=request.user)
        for outcome in outcomes:
            if outcome.done:
                self.log_change(request, outcome.record, context["title"])
        context |= {"outcomes": outcomes, "number_done": sum(o.done for o in outcomes)}
        return TemplateResponse(request, "admin/bulk_outcomes.html", context)


def is_key(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def run(action):
    def chosen(model_admin, request, queryset):
        return model_admin.bulk_view(request, list(queryset[: MOST_AT_ONCE + 1]), action)

    return chosen


def adding(field):
    """The action that adds a record of the field's kind."""
    thing = field.related_model._meta.verbose_name
    return BulkAction(
        f"add_{field.related_model._meta.model_name}",
        _("Add %(thing)s…") % {"thing": thing},
        _("Published records get a draft; those that were never published are changed."),
        set_form(field),
        partial(add_chosen, field.name),
    )


def add_chosen(name, record, user, cleaned):
    add_to_set(record, name, cleaned["target"], by=user, note=cleaned["change_note"])
