"""Addresses of the API: each reads, and says what it takes."""

from .lists import page_of
from .parameters import as_of_parameter, fields_parameter, filter_parameters, page_parameters

READ = ["GET", "HEAD"]


def list_route(router, listed):
    """Of a lists.FilteredList."""
    parameters = [
        *filter_parameters(listed.filterset.base_filters, listed.codes),
        as_of_parameter(),
        *page_parameters(),
        fields_parameter(listed.shape),
    ]
    return route(router, "", f"list_{listed.section}", page_of(listed.shape), parameters)


def rows_route(router, name, shape, parameters=()):
    """Of a list that lists.answer_rows() gives; `parameters`: its own."""
    of_list = [*parameters, *page_parameters(), fields_parameter(shape)]
    return route(router, "", f"list_{name}", page_of(shape), of_list)


def record_route(router, whole):
    """Of a records.WholeRecord."""
    parameters = [as_of_parameter()] if whole.had_begun else []
    parameters.append(fields_parameter(whole.shape))
    return route(router, "/{key}", f"read_{whole.section}", whole.shape, parameters)


def route(router, path, name, shape, parameters=()):
    """Decorator of a function that answers GET and HEAD; its docstring describes it."""
    return router.api_operation(
        READ,
        path,
        response=shape,
        operation_id=name,
        url_name=name,
        openapi_extra={"parameters": list(parameters)},
    )
