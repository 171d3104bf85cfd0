from django.db import migrations, models

from publishing.online_indexes import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("news", "0002_language_codes")]

    operations = [
        AddIndexOnline(
            model_name="article",
            index=models.Index(
                condition=models.Q(("unpublished_at__isnull", False)),
                fields=["unpublished_at"],
                name="article_taken_back",
            ),
        ),
    ]
