import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.intake.rules
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [("intake", "0002_nothing_twice")]

    dependencies = [
        ("homes", "0001_initial"),
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        steps.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
                ("reference", models.TextField()),
                ("branch", models.TextField()),
                ("status", models.TextField(default=werkplaats.intake.rules.RequestStatus["NEW"])),
                ("channel", models.TextField(default=werkplaats.intake.rules.Channel["WEB"])),
                (
                    "reporter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="members.person",
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="homes.dwelling",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="homes.client",
                    ),
                ),
                ("text", models.TextField()),
                ("place", models.TextField(blank=True)),
                (
                    "preferred_times",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("may_enter_when_away", models.BooleanField(default=False)),
                (
                    "danger",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("form_token", models.UUIDField()),
                ("reported_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "joined_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="intake.request",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="intake.request",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cooperative", "status", "-reported_at"], name="request_inbox"),
                    models.Index(
                        condition=models.Q(("status", "new"), models.Q(("danger", []), _negated=True)),
                        fields=["cooperative", "reported_at"],
                        name="request_danger_first",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="request_search"),
                    models.Index(
                        condition=models.Q(("client__isnull", False)), fields=["client"], name="request_client"
                    ),
                    models.Index(
                        condition=models.Q(("entered_by__isnull", False)),
                        fields=["entered_by"],
                        name="request_entered_by",
                    ),
                    models.Index(
                        condition=models.Q(("joined_into__isnull", False)),
                        fields=["joined_into"],
                        name="request_joined_into",
                    ),
                    models.Index(
                        condition=models.Q(("split_from__isnull", False)),
                        fields=["split_from"],
                        name="request_split_from",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="request_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="reporter", name="request_reporter_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="dwelling", name="request_dwelling_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="client", name="request_client_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="entered_by", name="request_entered_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="joined_into", name="request_joined_into_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="split_from", name="request_split_from_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("branch__in", ["repairs", "household"])), name="request_branch_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["new", "question", "advised", "accepted", "forwarded", "joined", "split", "closed"],
                            )
                        ),
                        name="request_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["web", "phone", "email", "counter", "api"])),
                        name="request_channel_is_known",
                    ),
                    models.UniqueConstraint(fields=("cooperative", "reference"), name="request_reference_once"),
                    models.UniqueConstraint(fields=("cooperative", "form_token"), name="request_form_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "^[0-9]{8}$")), name="request_reference_has_8_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status", werkplaats.intake.rules.RequestStatus["CLOSED"]),
                            ),
                            models.Q(
                                models.Q(("status", werkplaats.intake.rules.RequestStatus["CLOSED"]), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_closed_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", werkplaats.intake.rules.RequestStatus["JOINED"]), _negated=True),
                            ("joined_into__isnull", False),
                            _connector="OR",
                        ),
                        name="request_joined_names_the_other",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="RequestStatusDangerClosedAtJoinedIntoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="status_danger_closed_at_joined_into_events",
                        to="intake.request",
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
                ("status", models.TextField(default=werkplaats.intake.rules.RequestStatus["NEW"])),
                (
                    "danger",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "joined_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="intake.request"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("file", models.FileField(upload_to="requests/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="photo_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="request", name="photo_request_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="added_by", name="photo_added_by_same_cooperative"),
                    models.UniqueConstraint(fields=("request", "position"), name="photo_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 6)), name="photo_at_most_six"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="intake.request"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("author_name", models.TextField()),
                ("from_resident", models.BooleanField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="message_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="request", name="message_request_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="author", name="message_author_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="message_says_something"
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."danger" IS DISTINCT FROM (NEW."danger") OR OLD."joined_into_id" IS DISTINCT FROM (NEW."joined_into_id") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "intake_requeststatusdangerclosedatjoinedintoevent" ("closed_at", "danger", "joined_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."danger", NEW."joined_into_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="4ebf2106900c6e67c4e626e2c693b941255d81ae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f29c4",
                    table="intake_request",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "intake_requeststatusdangerclosedatjoinedintoevent" ("closed_at", "danger", "joined_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."danger", NEW."joined_into_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="da18987892a3dc0ade4f56e93209784a5346f6a0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_80c4e",
                    table="intake_request",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="requeststatusdangerclosedatjoinedintoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6c6b0860b52abf4c0376d37f6c0918cd3059f843",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9c141",
                    table="intake_requeststatusdangerclosedatjoinedintoevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a7e353a8260dd0995a3095ad3e2baaac6898999e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_a0606",
                    table="intake_message",
                    when="BEFORE",
                ),
            ),
        ),
    ]
