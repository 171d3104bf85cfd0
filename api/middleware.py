"""What all answers below /api/v1/ have in common, whoever gives them."""

from .addresses import in_api
from .answers import opened, options
from .limits import count_request
from .problems import CONTENT_TYPE, Problem, problem_in_place_of


def api_answers(get_response):
    """Count who asks; let no page of HTML out; open every answer to the pages of others."""

    def middleware(request):
        if not in_api(request):
            return get_response(request)
        if request.method == "OPTIONS":
            return options()
        allowance = count_request(request)
        if allowance and allowance.is_exceeded:
            response = Problem("too-many-requests").response()
        else:
            response = get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
            response = problem_in_place_of(response)
        if allowance:
            allowance.tell(response)
        return opened(response)

    return middleware
