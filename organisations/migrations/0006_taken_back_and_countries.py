from django.db import migrations, models

from publishing.online_indexes import AddIndexOnline
from publishing.ordering import BytesOrder


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("organisations", "0005_numbers_by_value")]

    operations = [
        AddIndexOnline(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("unpublished_at__isnull", False)),
                fields=["unpublished_at"],
                name="organisation_taken_back",
            ),
        ),
        AddIndexOnline(
            model_name="organisation",
            index=models.Index(fields=["country"], name="organisation_country"),
        ),
        AddIndexOnline(
            model_name="organisation",
            index=models.Index(
                BytesOrder(models.F("name_key"), output_field=models.CharField()),
                models.F("id"),
                name="organisation_text_order",
            ),
        ),
    ]
