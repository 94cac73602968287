import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.planning.models
import werkplaats.planning.rules
import werkplaats.planning.rules.roster.change
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [("planning", "0002_rosters"), ("planning", "0003_travel")]

    dependencies = [
        ("jobs", "0001_initial"),
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        steps.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="jobs.visit"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="members.worker"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("rank", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("status", models.TextField(default=werkplaats.planning.rules.OfferStatus["WAITING"])),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("decline_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("status", "sent")), fields=["expires_at"], name="offer_to_lapse")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="offer_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="offer_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="offer_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="created_by", name="offer_created_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "sent", "accepted", "declined", "lapsed", "withdrawn"])
                        ),
                        name="offer_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["waiting", "sent", "accepted"])),
                        fields=("visit", "worker"),
                        name="offer_open_once_per_worker",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="OfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.offer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.visit",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.worker",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("rank", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("status", models.TextField(default=werkplaats.planning.rules.OfferStatus["WAITING"])),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("decline_reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="jobs.visit"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="members.worker"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("active", models.BooleanField(default=True)),
                ("assigned_at", models.DateTimeField()),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="assignment_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="assignment_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="assignment_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="assigned_by", name="assignment_assigned_by_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("visit", "worker"), name="assignment_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("active", True)),
                        expressions=[(werkplaats.planning.models.RangeOfOne("worker_id"), "&&"), ("period", "&&")],
                        name="worker_never_in_two_places",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="AssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.assignment",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.visit",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.worker",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("active", models.BooleanField(default=True)),
                ("assigned_at", models.DateTimeField()),
                (
                    "assigned_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("first_day", models.DateField()),
                ("days", models.PositiveSmallIntegerField(default=7)),
                ("status", models.TextField(default=werkplaats.planning.rules.RosterStatus["QUEUED"])),
                ("moving", models.TextField(default=werkplaats.planning.rules.roster.change.Moving["EMPLOYEES"])),
                ("objective", models.JSONField(default=dict)),
                ("seconds", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("share", models.FloatField(default=0.0)),
                ("points", models.FloatField(blank=True, null=True)),
                ("unplanned", models.PositiveIntegerField(blank=True, null=True)),
                ("rounds", models.PositiveBigIntegerField(default=0)),
                ("stop", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("told", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="roster_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="asked_by", name="roster_asked_by_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="published_by", name="roster_published_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["queued", "running", "ready", "published", "thrown_away", "failed"])
                        ),
                        name="roster_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moving__in", ["nothing", "employees", "everything"])),
                        name="roster_moving_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 28)), name="roster_of_at_most_four_weeks"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="roster_share_is_a_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("status", werkplaats.planning.rules.RosterStatus["PUBLISHED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("status", werkplaats.planning.rules.RosterStatus["PUBLISHED"]), _negated=True
                                ),
                                ("published_at", None),
                                ("published_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="roster_published_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    werkplaats.planning.rules.RosterStatus["QUEUED"],
                                    werkplaats.planning.rules.RosterStatus["RUNNING"],
                                    werkplaats.planning.rules.RosterStatus["READY"],
                                ],
                            )
                        ),
                        fields=("cooperative", "first_day"),
                        name="roster_one_draft_a_week",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="RosterVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="planning.roster"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.visit"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.worker"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("by_hand", models.BooleanField(default=False)),
                ("suits", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="rostervisit_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="roster", name="rostervisit_roster_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="rostervisit_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="rostervisit_worker_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("roster", "visit", "worker"), name="rostervisit_once"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (werkplaats.planning.models.RangeOfOne("roster_id"), "&&"),
                            (werkplaats.planning.models.RangeOfOne("worker_id"), "&&"),
                            ("period", "&&"),
                        ],
                        name="roster_nobody_in_two_places",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="TravelTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="members.cooperative"),
                ),
                ("mode", models.TextField()),
                ("from_latitude", models.IntegerField()),
                ("from_longitude", models.IntegerField()),
                ("to_latitude", models.IntegerField()),
                ("to_longitude", models.IntegerField()),
                ("seconds", models.PositiveIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["foot", "bicycle", "car"])), name="traveltime_mode_is_known"
                    ),
                    models.UniqueConstraint(
                        fields=(
                            "cooperative",
                            "mode",
                            "from_latitude",
                            "from_longitude",
                            "to_latitude",
                            "to_longitude",
                        ),
                        name="traveltime_once",
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{waiting:sent,waiting:withdrawn,sent:accepted,sent:declined,sent:lapsed,sent:withdrawn,accepted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="5b96097ac6287187c53460046ac2efdcfb6b633e",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_f2e44",
                    table="planning_offer",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_offerevent" ("answered_at", "cooperative_id", "created_at", "created_by_id", "decline_reason", "expires_at", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reasons", "sent_at", "status", "visit_id", "worker_id") VALUES (NEW."answered_at", NEW."cooperative_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."expires_at", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."reasons", NEW."sent_at", NEW."status", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="994e00352f1c0b1c03eb4c9fea0ffa93e1d772cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_121d9",
                    table="planning_offer",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_offerevent" ("answered_at", "cooperative_id", "created_at", "created_by_id", "decline_reason", "expires_at", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "reasons", "sent_at", "status", "visit_id", "worker_id") VALUES (NEW."answered_at", NEW."cooperative_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."expires_at", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."reasons", NEW."sent_at", NEW."status", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="f2ba15a2e4711252bffe8cf10b46acefdc53b112",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa13a",
                    table="planning_offer",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="offerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bb9a9e6ea9ca4474491925ce4e1b6cf1708571c5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e0df5",
                    table="planning_offerevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_assignmentevent" ("active", "assigned_at", "assigned_by_id", "cooperative_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "visit_id", "worker_id") VALUES (NEW."active", NEW."assigned_at", NEW."assigned_by_id", NEW."cooperative_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="f126354d0dd54c25580fbde1dcb0a38f7b4d925c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e33fa",
                    table="planning_assignment",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_assignmentevent" ("active", "assigned_at", "assigned_by_id", "cooperative_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "visit_id", "worker_id") VALUES (NEW."active", NEW."assigned_at", NEW."assigned_by_id", NEW."cooperative_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="dd9afc18e75d1835af4063d6967a554c853499ab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_24ee4",
                    table="planning_assignment",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="assignmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="670e167b99c8e35cb60daf9c54c39b4c17c27bbb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b7d81",
                    table="planning_assignmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="roster",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{failed:thrown_away,queued:running,queued:thrown_away,ready:published,ready:thrown_away,running:failed,running:ready,running:thrown_away}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="3d8050447ca48ecde62367fb83f55334d5516713",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_2cb57",
                    table="planning_roster",
                    when="BEFORE",
                ),
            ),
        ),
    ]
