import sys

from werkplaats.cli import main

sys.exit(main())
