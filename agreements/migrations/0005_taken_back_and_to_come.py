from django.db import migrations, models
from django.db.models.functions import Coalesce

from publishing.online_indexes import AddIndexOnline
from publishing.ordering import BytesOrder


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("agreements", "0004_feature_headline")]

    operations = [
        AddIndexOnline(
            model_name="agreement",
            index=models.Index(
                condition=models.Q(("unpublished_at__isnull", False)),
                fields=["unpublished_at"],
                name="agreement_taken_back",
            ),
        ),
        AddIndexOnline(
            model_name="agreement",
            index=models.Index(fields=["feature_headline"], name="agreement_headline"),
        ),
        AddIndexOnline(
            model_name="event",
            index=models.Index(Coalesce("latest", "earliest"), name="agreements_event_over"),
        ),
        AddIndexOnline(
            model_name="milestone",
            index=models.Index(Coalesce("latest", "earliest"), name="agreements_milestone_over"),
        ),
        AddIndexOnline(
            model_name="agreement",
            index=models.Index(
                BytesOrder(models.F("title_key"), output_field=models.CharField()),
                models.F("id"),
                name="agreement_text_order",
            ),
        ),
    ]
