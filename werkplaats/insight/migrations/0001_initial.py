import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import uuid
import werkplaats.ground.tables
import werkplaats.insight.rules.surveys
import werkplaats.insight.rules.whatif.running
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [
        ("insight", "0002_rollups"),
        ("insight", "0003_scenarios"),
        ("insight", "0004_economy"),
        ("insight", "0005_surveys"),
        ("insight", "0006_money"),
    ]

    dependencies = [
        ("homes", "0001_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="Assumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("code", models.TextField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("low", models.DecimalField(decimal_places=2, max_digits=12)),
                ("high", models.DecimalField(decimal_places=2, max_digits=12)),
                ("distribution", models.TextField()),
                ("source", models.TextField()),
                ("valid_from", models.DateField()),
                ("set_at", models.DateTimeField()),
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
        steps.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("areas", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="district_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="set_by", name="district_set_by_same_cooperative"),
                    models.CheckConstraint(condition=models.Q(("areas__len__gt", 0)), name="district_is_somewhere"),
                ],
            },
        ),
        steps.CreateModel(
            name="EarlierWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.worker"
                    ),
                ),
                ("before", models.TextField()),
                ("told_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="earlierwork_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="earlierwork_worker_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="earlierwork_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before__in", ["none", "some", "enough"])),
                        name="earlierwork_before_is_known",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="MoneyMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                ("month", models.DateField()),
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
                ("payer", models.TextField()),
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
                ("charged_cents", models.BigIntegerField(default=0)),
                ("earned_cents", models.BigIntegerField(default=0)),
                ("material_cents", models.BigIntegerField(default=0)),
                ("minutes", models.BigIntegerField(default=0)),
                ("sheets", models.BigIntegerField(default=0)),
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
        steps.CreateModel(
            name="MoneyMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                ("source", models.TextField()),
                ("row", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="moneymark_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "source"), name="moneymark_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="Rollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                ("month", models.DateField()),
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
                ("branch", models.TextField()),
                ("measure", models.TextField()),
                ("part", models.TextField()),
                ("number", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="rollup_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="pilot", name="rollup_pilot_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("branch__in", ["repairs", "household"])), name="rollup_branch_is_known"
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "month", "measure", "part", "branch", "pilot"),
                        include=("number", "total"),
                        name="rollup_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="rollup_is_of_a_whole_month"),
                ],
            },
        ),
        steps.CreateModel(
            name="RollupMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"
                    ),
                ),
                ("source", models.TextField()),
                ("row", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="rollupmark_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "source"), name="rollupmark_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="ReleasedCells",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
                ("code", models.TextField()),
                ("first_cell", models.TextField()),
                ("cells", models.JSONField()),
                ("people", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("parts", models.JSONField()),
                ("released_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="releasedcells_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "code", "first_cell"), name="releasedcells_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="SavedScenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("name", models.TextField()),
                ("what", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("put_away_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="savedscenario_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="made_by", name="savedscenario_made_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="savedscenario_has_a_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("put_away_at", None)),
                        fields=("cooperative", "name"),
                        name="savedscenario_name_once",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ScenarioRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="insight.savedscenario"
                    ),
                ),
                ("seed", models.PositiveIntegerField()),
                ("runs", models.PositiveSmallIntegerField()),
                ("version", models.TextField()),
                ("status", models.TextField(default=werkplaats.insight.rules.whatif.running.RunStatus["QUEUED"])),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("stop", models.BooleanField(default=False)),
                ("results", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="scenariorun_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="scenario", name="scenariorun_scenario_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="asked_by", name="scenariorun_asked_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "running", "ready", "stopped", "failed"])),
                        name="scenariorun_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("runs")), ("runs__gte", 1), ("runs__lte", 500)),
                        name="scenariorun_runs_are_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done__gte", 1),
                                ("status", werkplaats.insight.rules.whatif.running.RunStatus["READY"]),
                                models.Q(("results", {}), _negated=True),
                            ),
                            models.Q(
                                ("status", werkplaats.insight.rules.whatif.running.RunStatus["READY"]), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="scenariorun_ready_has_results",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                (
                                    werkplaats.insight.rules.whatif.running.RunStatus["QUEUED"],
                                    werkplaats.insight.rules.whatif.running.RunStatus["RUNNING"],
                                ),
                            )
                        ),
                        fields=("scenario",),
                        name="scenariorun_one_at_a_time",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="SurveyRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("kind", models.TextField()),
                ("year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="surveyround_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="opened_by", name="surveyround_opened_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["spending", "cohesion"])), name="surveyround_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", werkplaats.insight.rules.surveys.SurveyKind["SPENDING"]), ("quarter", None)
                            ),
                            models.Q(
                                ("kind", werkplaats.insight.rules.surveys.SurveyKind["COHESION"]),
                                ("quarter__gte", 1),
                                ("quarter__lte", 4),
                            ),
                            _connector="OR",
                        ),
                        name="surveyround_year_or_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                        name="surveyround_closes_after_opening",
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "kind", "year", "quarter"), name="surveyround_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="SurveyInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="insight.surveyround",
                    ),
                ),
                ("role", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="homes.supplier",
                    ),
                ),
                ("token_hash", models.TextField(blank=True, null=True, unique=True)),
                ("reminder_hash", models.TextField(blank=True, null=True, unique=True)),
                ("answered", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="surveyinvitation_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="round", name="surveyinvitation_round_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="person", name="surveyinvitation_person_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="supplier", name="surveyinvitation_supplier_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["client", "resident", "worker", "helper", "supplier"])),
                        name="surveyinvitation_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("supplier", None)),
                            models.Q(("person", None), ("supplier__isnull", False)),
                            _connector="OR",
                        ),
                        name="surveyinvitation_of_a_person_or_a_supplier",
                    ),
                    models.UniqueConstraint(fields=("round", "person"), name="surveyinvitation_person_once"),
                    models.UniqueConstraint(fields=("round", "supplier"), name="surveyinvitation_supplier_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="insight.surveyround"
                    ),
                ),
                ("role", models.TextField()),
                ("on_paper", models.BooleanField()),
                (
                    "agrees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(null=True), blank=True, null=True, size=None
                    ),
                ),
                ("district", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("city", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "spent_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="surveyanswer_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="round", name="surveyanswer_round_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["client", "resident", "worker", "helper", "supplier"])),
                        name="surveyanswer_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "spent_on__contained_by",
                                [
                                    "groceries",
                                    "shops",
                                    "food_out",
                                    "crafts",
                                    "care",
                                    "clubs",
                                    "home",
                                    "wages",
                                    "purchases",
                                ],
                            )
                        ),
                        name="surveyanswer_spent_on_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees__isnull", False), ("agrees__len", 6), ("city", None), ("district", None)),
                            models.Q(
                                ("agrees", None),
                                ("city__isnull", False),
                                ("district__isnull", False),
                                ("city__gte", models.F("district")),
                                ("city__in", (0, 10, 25, 50, 75, 90)),
                                ("district__in", (0, 10, 25, 50, 75, 90)),
                            ),
                            _connector="OR",
                        ),
                        name="surveyanswer_of_cohesion_or_spending",
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
        steps.AddTrigger(
            model_name="scenariorun",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{queued:running,queued:stopped,running:failed,running:ready,running:stopped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="53c9ac1a9a84614a767350c769e16b75a454a64d",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_96fbb",
                    table="insight_scenariorun",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="surveyanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="70313a7cb0d3843f7e869514717164b09c07a07e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_f5766",
                    table="insight_surveyanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
