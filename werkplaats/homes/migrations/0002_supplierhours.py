import django.db.models.deletion
from django.db import migrations, models

import werkplaats.ground.tables
from werkplaats.ground import steps


class Migration(migrations.Migration):
    dependencies = [
        ("homes", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="SupplierHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="homes.supplier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="supplierhours_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="supplier", name="supplierhours_supplier_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="supplierhours_weekday_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="supplierhours_end_after_start"
                    ),
                ],
            },
        ),
    ]
