"""``python -m alpdesk.admin`` is ``alpdesk-admin``."""

import sys

from alpdesk.admin import main

sys.exit(main())
