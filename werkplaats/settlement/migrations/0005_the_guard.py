import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import werkplaats.ground.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_the_books"),
        ("settlement", "0004_the_books"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkElsewhere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.DateField()),
                ("cents", models.PositiveBigIntegerField(blank=True, null=True)),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("told_at", models.DateTimeField()),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work_elsewhere", to="members.worker"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuardLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("income_percent", models.PositiveSmallIntegerField()),
                ("hours_percent", models.PositiveSmallIntegerField()),
                ("set_at", models.DateTimeField()),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="guardlevel_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="set_by", name="guardlevel_set_by_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("hours_percent__range", (1, 100)), ("income_percent__range", (1, 100))),
                        name="guardlevel_is_a_percentage",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guardlevel",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="646266b14b730241055f0d11293b36f0757c4361",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_24a03",
                    table="settlement_guardlevel",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="workelsewhere",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="workelsewhere_of_one_cooperative"),
        ),
        migrations.AddConstraint(
            model_name="workelsewhere",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="worker", name="workelsewhere_worker_same_cooperative"
            ),
        ),
        migrations.AddConstraint(
            model_name="workelsewhere",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="told_by", name="workelsewhere_told_by_same_cooperative"
            ),
        ),
        migrations.AddConstraint(
            model_name="workelsewhere",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__day", 1), ("quarter__month__in", [1, 4, 7, 10])),
                name="workelsewhere_is_of_a_quarter",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workelsewhere",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="84b65961b8984c7c13e194060a6e1acaea85b7b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_618f6",
                    table="settlement_workelsewhere",
                    when="BEFORE",
                ),
            ),
        ),
    ]
