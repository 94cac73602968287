import django.db.models.deletion
import werkplaats.ground.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("homes", "0001_initial"),
        ("insight", "0005_surveys"),
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoneyMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.TextField()),
                ("row", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="moneymark_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "source"), name="moneymark_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneyMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("payer", models.TextField()),
                ("charged_cents", models.BigIntegerField(default=0)),
                ("earned_cents", models.BigIntegerField(default=0)),
                ("material_cents", models.BigIntegerField(default=0)),
                ("minutes", models.BigIntegerField(default=0)),
                ("sheets", models.BigIntegerField(default=0)),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="homes.pilot",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.worker",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="moneymonth_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="moneymonth_pilot_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="moneymonth_worker_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["landlord", "municipality", "resident", "member"])),
                        name="moneymonth_payer_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "month", "payer", "worker", "pilot"),
                        name="moneymonth_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="moneymonth_is_of_a_whole_month"
                    ),
                ],
            },
        ),
    ]
