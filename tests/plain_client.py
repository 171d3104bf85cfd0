from django.test import Client


class PlainClient(Client):
    """Asks like Django's own and keeps no templates and contexts: for thousands of requests."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))
