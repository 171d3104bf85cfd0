"""The three groups of editors and what each may do. Kept right after every migration."""

from django.apps import apps

from publishing.registry import versioned_models

AUTHORS, PUBLISHERS, ADMINISTRATORS = "Authors", "Publishers", "Administrators"


def record_permissions(*verbs):
    return {
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
        for model in versioned_models()
        for verb in verbs
    }


def permissions():
    """The permission names of each group, the higher ones including the lower."""
    authors = record_permissions("add", "change", "view") | {
        "publishing.add_source",
        "publishing.view_source",
        "publishing.view_version",
        "publishing.view_change",
        "publishing.view_step",
        "publishing.view_reviewdate",
        "publishing.view_plannedwithdrawal",
        "publishing.view_linkcheck",
        "publishing.change_linkcheck",
        "publishing.view_correction",
        "publishing.change_correction",
        "publishing.view_storedfile",
        "organisations.view_merge",
        "imports.view_run",
        "imports.view_question",
        "imports.change_question",
    }
    publishers = (
        authors
        | record_permissions("publish", "delete")
        | {"publishing.change_source", "publishing.delete_source"}
    )
    administrators = publishers | {f"accounts.{verb}_user" for verb in ("add", "change", "view")}
    return {AUTHORS: authors, PUBLISHERS: publishers, ADMINISTRATORS: administrators}


def set_up_groups(sender=None, **signal):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, names in permissions().items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[n] for n in names if n in known])
