"""A job that comes in no longer calls the workers: they look each second.

NOTIFY takes one lock for the whole server and holds it until the commit is on disk, so that no two transactions that
put a job in the queue commit at the same time. Eight clients then store no more reports than one.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0002_api_token"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            "DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs",
            migrations.RunSQL.noop,
        ),
    ]
