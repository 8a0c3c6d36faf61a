"""Reads {"template": …, "regions": […]}; prints a line for each finding of cfn-lint."""

import json
import sys

from cfnlint.api import ManualArgs, lint

given = json.load(sys.stdin)
for found in lint(json.dumps(given["template"], indent=1), config=ManualArgs(regions=given["regions"])):
    path = "/".join(str(part) for part in (found.path or []))
    print(found.rule.id, path, found.message)
