#!/usr/bin/env python3
import os
import sys

TRIED_IN_VAIN = 2


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fusionsite.settings")
    from django.core.management import execute_from_command_line

    from fusionsite.operating.errands import run_of

    with run_of(sys.argv):
        try:
            execute_from_command_line(sys.argv)
        except Exception as fault:
            from fusionsite.operating.trouble import trouble_in_words

            words = trouble_in_words(fault)
            if words is None or "--traceback" in sys.argv:
                raise
            sys.stderr.write(f"{words}\n")
            sys.exit(TRIED_IN_VAIN)


if __name__ == "__main__":
    main()
