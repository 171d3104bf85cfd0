"""The pile of organisations that lack something."""

from django.utils.translation import gettext_lazy as _

from publishing.piles import incomplete_pile, pile

from .models import Organisation


@pile
def incomplete(user):
    return incomplete_pile(user, Organisation, _("Organisations that lack something"))
