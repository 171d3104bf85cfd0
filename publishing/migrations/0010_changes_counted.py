from django.db import migrations, models


def count_changes(apps, schema_editor):
    Change = apps.get_model("publishing", "Change")
    ChangeCount = apps.get_model("publishing", "ChangeCount")
    # A new register stays empty: `restore` fills no other.
    if changes := Change.objects.count():
        ChangeCount.objects.create(changes=changes)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0009_merged_records")]

    operations = [
        migrations.CreateModel(
            name="ChangeCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.PositiveBigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(count_changes, migrations.RunPython.noop),
    ]
