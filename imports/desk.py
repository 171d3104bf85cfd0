"""The pile of what imports could not decide."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.piles import UPKEEP, Pile, pile
from publishing.rights import kinds_for

from .models import Question


@pile
def questions(user):
    if not user.has_perm("imports.view_question"):
        return None
    found = Question.objects.open().filter(content_type__in=kinds_for(user, "change"))
    address = reverse("admin:imports_question_changelist")
    return Pile(UPKEEP, _("Questions from imports"), found.count(), address)
