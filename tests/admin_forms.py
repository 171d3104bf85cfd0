"""A form of the admin as a browser sends it: read from the page, changed, posted."""

from django.forms import ModelMultipleChoiceField
from django.urls import reverse


def address(record, page="change"):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk])


def add_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def read_form(client, url):
    """What the browser would send back unchanged."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    context = response.context
    sent = values_of(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        sent |= values_of(inline.formset.management_form)
        for form in inline.formset.forms:
            sent |= values_of(form)
    return sent


def values_of(form):
    sent = {}
    for bound in form:
        value = bound.value()
        if value is None and isinstance(bound.field, ModelMultipleChoiceField):
            value = []
        if value is True:
            sent[bound.html_name] = "on"
        elif isinstance(value, list | tuple):
            sent[bound.html_name] = [str(getattr(item, "pk", item)) for item in value]
        elif value is not False and not hasattr(value, "storage"):
            sent[bound.html_name] = "" if value is None else str(value)
    return sent


def add_row(sent, prefix, **values):
    """One more row, as the button “Add another” makes it."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return {**sent, **row, f"{prefix}-TOTAL_FORMS": number + 1}


def errors_in(response):
    """Every sentence that the form shows again."""
    found = []
    for errors in response.context["errors"]:
        found += [errors] if isinstance(errors, str) else errors
    return [str(sentence) for sentence in found]


def messages_in(response):
    return [str(message) for message in response.context["messages"]]
