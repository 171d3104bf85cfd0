"""/api/v1/"""

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from api.addresses import DOCUMENTATION, api_address
from api.answers import answer
from api.asking import check_known
from api.routes import route
from api.shapes import Address, Shape
from publishing.heads import absolute


class Home(Shape):
    """Where to go on from here."""

    documentation: Address = Field(description=_("This description, for people."))
    openapi: Address = Field(description=_("The same for programs."))
    lists: list[Address]


def home_router(names):
    """`names`: those of the lists."""
    router = Router(tags=["Home"])

    @route(router, "/", "home", Home)
    def home(request):
        """What the API has."""
        check_known(request.GET, ())
        shape = Home(
            documentation=absolute(DOCUMENTATION),
            openapi=absolute(reverse("openapi")),
            lists=[api_address(name) for name in names],
        )
        return answer(request, shape.model_dump_json())

    return router
