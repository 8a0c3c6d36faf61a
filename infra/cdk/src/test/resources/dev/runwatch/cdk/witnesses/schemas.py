"""Reads {"types": […]}; prints {type: {"createOnly": […], "properties": […]}} of the newest resource schemas."""

import json
import sys

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

given = json.load(sys.stdin)
known = {}
for kind in given["types"]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(given["region"], kind).schema
    known[kind] = {
        "createOnly": [path.split("/")[2] for path in schema.get("createOnlyProperties", [])],
        "properties": sorted(schema["properties"]),
    }
json.dump(known, sys.stdout)
