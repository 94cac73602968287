from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("members", "0001_initial"), ("homes", "0001_initial")]
    operations: list[migrations.operations.base.Operation] = []
