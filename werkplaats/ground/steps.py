"""Steps of a migration that leave the fields of every model there is as they are.

Django makes the classes of a model, and of every model that has to do with it, anew after each step of a migration;
here that is all of them, a fifth of a second each time. A trigger or a constraint changes nothing in them, and a new
model points at others, and no other at it; so for these it was most of the work of `werkplaats migrate`. The next step
that changes a field makes them anew with everything in it.
"""

from typing import Any

import pgtrigger.migrations
from django.db import migrations


class _Lightly:
    def state_forwards(self, app_label: str, state: Any) -> None:
        # The classes are made when first asked for; without them none is made anew.
        made = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)  # type: ignore[misc]
        if made is not None:
            state.__dict__["apps"] = made


class CreateModel(_Lightly, migrations.CreateModel):
    def state_forwards(self, app_label: str, state: Any) -> None:
        super().state_forwards(app_label, state)
        if "apps" in state.__dict__:
            state.apps.render_multiple([state.models[app_label, self.name_lower]])


class AddTrigger(_Lightly, pgtrigger.migrations.AddTrigger):
    pass


class RemoveTrigger(_Lightly, pgtrigger.migrations.RemoveTrigger):
    pass


class AddConstraint(_Lightly, migrations.AddConstraint):
    pass


class RemoveConstraint(_Lightly, migrations.RemoveConstraint):
    pass


class AddIndex(_Lightly, migrations.AddIndex):
    pass


class RemoveIndex(_Lightly, migrations.RemoveIndex):
    pass
