"""The pile of articles that lack something."""

from django.utils.translation import gettext_lazy as _

from publishing.piles import incomplete_pile, pile

from .models import Article


@pile
def incomplete(user):
    return incomplete_pile(user, Article, _("Articles that lead no further"))
