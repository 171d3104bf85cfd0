"""The pile of agreements that lack something."""

from django.utils.translation import gettext_lazy as _

from publishing.piles import incomplete_pile, pile

from .models import Agreement


@pile
def incomplete(user):
    return incomplete_pile(user, Agreement, _("Agreements that lack something"))
