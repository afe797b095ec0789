#!/usr/bin/env python3
"""Set the project up and run it; needs nothing but Python 3.11 or newer.

python3 start.py site [PROFILE]      build a profile's site (default: a sample applicant)
python3 start.py fast [PYTEST ARGS]  lint, format check and the quick tests
python3 start.py test [PYTEST ARGS]  lint, format check, types and all tests
python3 start.py lighthouse          hold pages to 98 of Lighthouse's 100
python3 start.py check               check every sample profile
python3 start.py golden [ARGS]       run the tests and renew the golden files
python3 start.py docs                write the documentation as a site
python3 start.py bench [ARGS]        run the benchmarks
"""

import platform
import sys

# An older Python, Python 2 too, has to get as far as this line, so this file uses no newer
# syntax and imports nothing of ours before it.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("sitegen needs Python 3.11 or newer; this is Python " + platform.python_version())

from bootstrap import verbs

if __name__ == "__main__":
    sys.exit(verbs.main(str(__doc__), *sys.argv[1:]))
