"""The piles of organisations that lack something, and of those that may be there twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.piles import UPKEEP, Pile, incomplete_pile, pile

from .duplicates import count_possible_duplicates
from .models import Organisation


@pile
def incomplete(user):
    return incomplete_pile(user, Organisation, _("Organisations that lack something"))


@pile
def duplicates(user):
    if not user.has_perm("organisations.change_organisation"):
        return None
    address = reverse("admin:organisations_organisation_duplicates")
    return Pile(UPKEEP, _("Possible duplicates"), count_possible_duplicates(), address)
