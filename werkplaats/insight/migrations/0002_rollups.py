import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    dependencies = [
        ("homes", "0001_initial"),
        ("insight", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="Rollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("branch", models.TextField()),
                ("measure", models.TextField()),
                ("part", models.TextField()),
                ("number", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
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
            ],
        ),
        steps.CreateModel(
            name="RollupMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.TextField()),
                ("row", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
            ],
        ),
        steps.CreateModel(
            name="ReleasedCells",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField()),
                ("first_cell", models.TextField()),
                ("cells", models.JSONField()),
                ("people", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("parts", models.JSONField()),
                ("released_at", models.DateTimeField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="releasedcells_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "code", "first_cell"), name="releasedcells_once"),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="releasedcells",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe06aea7caebbd55fbdf7081d12d437e0e65df76",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_dab90",
                    table="insight_releasedcells",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddConstraint(
            model_name="rollup",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="rollup_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="rollup",
            constraint=werkplaats.ground.tables.SameCooperative(field="pilot", name="rollup_pilot_same_cooperative"),
        ),
        steps.AddConstraint(
            model_name="rollup",
            constraint=models.CheckConstraint(
                condition=models.Q(("branch__in", ["repairs", "household"])), name="rollup_branch_is_known"
            ),
        ),
        steps.AddConstraint(
            model_name="rollup",
            constraint=models.UniqueConstraint(
                fields=("cooperative", "month", "measure", "part", "branch", "pilot"),
                include=("number", "total"),
                name="rollup_once",
                nulls_distinct=False,
            ),
        ),
        steps.AddConstraint(
            model_name="rollup",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="rollup_is_of_a_whole_month"),
        ),
        steps.AddConstraint(
            model_name="rollupmark",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="rollupmark_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="rollupmark",
            constraint=models.UniqueConstraint(fields=("cooperative", "source"), name="rollupmark_once"),
        ),
    ]
