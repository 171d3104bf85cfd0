"""A file that the site sends, read to its end."""


def read(response):
    """Its bytes. Closing the whole response would close the database of the test too."""
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return body
