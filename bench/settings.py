"""The settings of production, with a stopwatch around everything and the bare views to compare with."""

from werkplaats.site.settings import *  # noqa: F403
from werkplaats.site.settings import MIDDLEWARE

MIDDLEWARE = ["bench.stopwatch.stopwatch", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
