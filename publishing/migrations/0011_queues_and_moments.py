from django.db import migrations, models

from publishing.online_indexes import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("publishing", "0010_changes_counted")]

    operations = [
        AddIndexOnline(
            model_name="page",
            index=models.Index(
                condition=models.Q(("unpublished_at__isnull", False)),
                fields=["unpublished_at"],
                name="page_taken_back",
            ),
        ),
        AddIndexOnline(
            model_name="source",
            index=models.Index(fields=["-updated_at"], name="publishing_source_updated"),
        ),
        AddIndexOnline(
            model_name="change",
            index=models.Index(fields=["kind", "-at", "-id"], name="publishing_change_kind"),
        ),
        AddIndexOnline(
            model_name="version",
            index=models.Index(fields=["state", "-since"], name="publishing_version_queue"),
        ),
        AddIndexOnline(
            model_name="version",
            index=models.Index(
                condition=models.Q(("publish_at__isnull", False)),
                fields=["publish_at"],
                name="publishing_version_moments",
            ),
        ),
    ]
