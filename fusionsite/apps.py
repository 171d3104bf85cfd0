from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class FusionsiteConfig(AppConfig):
    name = "fusionsite"

    def ready(self):
        from .groups import set_up_groups
        from .operating import checks  # noqa: F401

        # By the time of the last app with models, every app has its permissions.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(set_up_groups, sender=last)
