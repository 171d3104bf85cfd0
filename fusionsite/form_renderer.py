"""How forms are printed: as Django prints them, in a fraction of the time."""

from django.forms.renderers import Jinja2, TemplatesSetting
from django.utils.functional import cached_property


class FormRenderer(TemplatesSetting):
    """Django's own widgets by the compiled templates that it keeps beside the plain ones.

    A form of an agreement has several hundred widgets, each a template of its own. The register's
    own widgets have theirs where pages have them.
    """

    @cached_property
    def compiled(self):
        return Jinja2()

    def get_template(self, template_name):
        if template_name.startswith("django/forms/"):
            return self.compiled.get_template(template_name)
        return super().get_template(template_name)
