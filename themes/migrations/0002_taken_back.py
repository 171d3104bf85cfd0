from django.db import migrations, models

from publishing.online_indexes import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("themes", "0001_initial")]

    operations = [
        AddIndexOnline(
            model_name="theme",
            index=models.Index(
                condition=models.Q(("unpublished_at__isnull", False)),
                fields=["unpublished_at"],
                name="theme_taken_back",
            ),
        ),
    ]
