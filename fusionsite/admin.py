"""The admin as a whole: its name, and the desk that it opens with."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_title = admin.site.site_header = _("Fusion Cooperation Register")
admin.site.index_title = _("The desk")
# The lists need the width; the desk leads everywhere.
admin.site.enable_nav_sidebar = False
