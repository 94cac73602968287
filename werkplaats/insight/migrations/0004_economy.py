import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0003_scenarios"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("areas", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
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
        ),
        steps.CreateModel(
            name="EarlierWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.TextField()),
                ("told_at", models.DateTimeField()),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.worker"
                    ),
                ),
            ],
        ),
        steps.CreateModel(
            name="Assumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("low", models.DecimalField(decimal_places=2, max_digits=12)),
                ("high", models.DecimalField(decimal_places=2, max_digits=12)),
                ("distribution", models.TextField()),
                ("source", models.TextField()),
                ("valid_from", models.DateField()),
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
                "indexes": [models.Index(fields=["cooperative", "valid_from"], name="assumption_on_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="assumption_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="set_by", name="assumption_set_by_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "worker_onward",
                                    "helper_onward",
                                    "coordinator_onward",
                                    "supplier_onward",
                                    "supplier_local",
                                    "coordinator_local",
                                    "before_local",
                                    "before_onward",
                                    "before_back",
                                    "coordinators",
                                    "coordinator_hour",
                                    "coordinator_hours",
                                    "employer_extra",
                                    "overhead",
                                    "subsidy",
                                    "start_up",
                                    "contractor_hour",
                                    "contractor_material",
                                    "order_handling",
                                    "landlord_own",
                                    "hours_waited",
                                    "value_of_time",
                                    "private_hour",
                                    "care_hour",
                                    "benefit_year",
                                    "would_have_worked",
                                    "care_avoided",
                                    "worker_elsewhere",
                                    "worker_costs",
                                    "years",
                                    "discount",
                                ],
                            )
                        ),
                        name="assumption_code_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("distribution__in", ["fixed", "uniform", "triangular", "pert"])),
                        name="assumption_distribution_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__gte", 0), ("low__lte", models.F("value")), ("value__lte", models.F("high"))
                        ),
                        name="assumption_lies_in_its_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("distribution", "fixed"), _negated=True),
                            ("low", models.F("high")),
                            _connector="OR",
                        ),
                        name="assumption_fixed_has_no_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="assumption_has_a_source"
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="assumption",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5280a22ffdd3a717da89c8b3ad9fc4bfbb75da2b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_177aa",
                    table="insight_assumption",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="district_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="district",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="set_by", name="district_set_by_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(condition=models.Q(("areas__len__gt", 0)), name="district_is_somewhere"),
        ),
        steps.AddTrigger(
            model_name="district",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4d2b99519825edbc79484d4a2608846bf685fdc4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_7c53e",
                    table="insight_district",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddConstraint(
            model_name="earlierwork",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="earlierwork_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="earlierwork",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="worker", name="earlierwork_worker_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="earlierwork",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="recorded_by", name="earlierwork_recorded_by_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="earlierwork",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__in", ["none", "some", "enough"])), name="earlierwork_before_is_known"
            ),
        ),
        steps.AddTrigger(
            model_name="earlierwork",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="880cb4b929e07c98fa1e4533305691b83a0c4876",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_be402",
                    table="insight_earlierwork",
                    when="BEFORE",
                ),
            ),
        ),
    ]
