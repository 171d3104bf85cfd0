"""An editor's browser: forms of the admin are read from their pages, changed and sent."""

from dataclasses import dataclass
from secrets import token_hex

import lxml.html

from .asking import HOST, Answer, ask
from .measuring import Failed

SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"


@dataclass(frozen=True)
class Form:
    """`fields`: pairs of names and values, as the browser would send them unchanged."""

    address: str
    fields: list
    csrf: str
    opened: Answer

    def changed(self, **values):
        """With other values for these fields, or with a button that was pressed."""
        return [(n, v) for n, v in self.fields if n not in values] + list(values.items())


class Editor:
    """`session`: the key of one that is signed in."""

    def __init__(self, port, session):
        self.port, self.session = port, session

    def look(self, address):
        return self.expect(200, ask(self.port, address, headers=self.headers()), address)

    def open(self, address):
        answer = self.look(address)
        (form,) = lxml.html.fromstring(answer.body.decode()).xpath("//form[@id='agreement_form']")
        fields = form.form_values()
        return Form(address, fields, dict(fields)["csrfmiddlewaretoken"], answer)

    def send(self, form, **values):
        """Press a button. Raises Failed where the form is shown again."""
        kind, body = multipart(form.changed(**values))
        headers = self.headers(form.csrf) | {"Content-Type": kind}
        answer = ask(self.port, form.address, "POST", body, headers)
        return self.expect(302, answer, form.address)

    def headers(self, csrf=None):
        cookies = {SESSION: self.session} | ({CSRF: csrf} if csrf else {})
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {"Cookie": cookie, "Origin": f"https://{HOST}"}

    def expect(self, status, answer, address):
        if answer.status != status:
            words = lxml.html.fromstring(answer.body.decode() or "<p>nothing").text_content()
            said = " ".join(words.split())[:1000]
            raise Failed(f"{address} answered {answer.status} and not {status}: {said}")
        return answer


def multipart(fields):
    """(Content-Type, body): https://www.rfc-editor.org/rfc/rfc7578"""
    boundary = token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    ]
    body = f"{''.join(parts)}--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body
