"""``python -m alpdesk`` opens the window."""

import sys

from alpdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
