import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import uuid
import werkplaats.ground.tables
import werkplaats.insight.rules.surveys
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    dependencies = [
        ("homes", "0001_initial"),
        ("insight", "0004_economy"),
        ("members", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="SurveyRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
        ),
        steps.CreateModel(
            name="SurveyInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.TextField()),
                ("token_hash", models.TextField(blank=True, null=True, unique=True)),
                ("reminder_hash", models.TextField(blank=True, null=True, unique=True)),
                ("answered", models.BooleanField(default=False)),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
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
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="insight.surveyround",
                    ),
                ),
            ],
        ),
        steps.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
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
            ],
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="surveyround_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="opened_by", name="surveyround_opened_by_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["spending", "cohesion"])), name="surveyround_kind_is_known"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", werkplaats.insight.rules.surveys.SurveyKind["SPENDING"]), ("quarter", None)),
                    models.Q(
                        ("kind", werkplaats.insight.rules.surveys.SurveyKind["COHESION"]),
                        ("quarter__gte", 1),
                        ("quarter__lte", 4),
                    ),
                    _connector="OR",
                ),
                name="surveyround_year_or_quarter",
            ),
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="surveyround_closes_after_opening"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyround",
            constraint=models.UniqueConstraint(
                fields=("cooperative", "kind", "year", "quarter"), name="surveyround_once", nulls_distinct=False
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=models.UniqueConstraint(
                fields=("cooperative", "id"), name="surveyinvitation_of_one_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="round", name="surveyinvitation_round_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="person", name="surveyinvitation_person_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="supplier", name="surveyinvitation_supplier_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["client", "resident", "worker", "helper", "supplier"])),
                name="surveyinvitation_role_is_known",
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("supplier", None)),
                    models.Q(("person", None), ("supplier__isnull", False)),
                    _connector="OR",
                ),
                name="surveyinvitation_of_a_person_or_a_supplier",
            ),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=models.UniqueConstraint(fields=("round", "person"), name="surveyinvitation_person_once"),
        ),
        steps.AddConstraint(
            model_name="surveyinvitation",
            constraint=models.UniqueConstraint(fields=("round", "supplier"), name="surveyinvitation_supplier_once"),
        ),
        steps.AddConstraint(
            model_name="surveyanswer",
            constraint=models.UniqueConstraint(fields=("cooperative", "id"), name="surveyanswer_of_one_cooperative"),
        ),
        steps.AddConstraint(
            model_name="surveyanswer",
            constraint=werkplaats.ground.tables.SameCooperative(
                field="round", name="surveyanswer_round_same_cooperative"
            ),
        ),
        steps.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["client", "resident", "worker", "helper", "supplier"])),
                name="surveyanswer_role_is_known",
            ),
        ),
        steps.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "spent_on__contained_by",
                        ["groceries", "shops", "food_out", "crafts", "care", "clubs", "home", "wages", "purchases"],
                    )
                ),
                name="surveyanswer_spent_on_are_known",
            ),
        ),
        steps.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
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
