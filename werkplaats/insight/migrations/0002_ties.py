import django.db.models.deletion
from django.db import migrations, models

import werkplaats.ground.tables
from werkplaats.ground import steps


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("members", "0001_initial")]

    operations = [
        steps.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("times", models.PositiveIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="tie_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="giver", name="tie_giver_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="receiver", name="tie_receiver_same_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "month", "giver", "receiver"), name="tie_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="tie_is_of_a_whole_month"),
                ]
            },
        ),
        # So that the next night makes every month again, with its ties.
        migrations.RunSQL("UPDATE insight_rollupmark SET row = 0 WHERE source <> 'released'", migrations.RunSQL.noop),
    ]
