"""Reads one event of the shop without any code of the shop: python3 and its standard library.

    python3 read_event.py <folder of the system> < envelope.json

Looks the schema of the event up in the registry (contexts/*/contract/*.json), checks the envelope and the data, and
prints what it understood. Ends with 1 and a reason when the event is not what its contract says.
"""

import json
import pathlib
import re
import sys

ENVELOPE = ("specversion", "id", "source", "type", "subject", "time", "dataschema", "sequence", "data")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def registry(folder):
    """The schema of every version ever published, by the name that envelopes give it."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("contexts/*/contract/*.json")):
        for version in json.loads(path.read_text(encoding="utf-8"))["versions"].values():
            found[version["schema"]["$id"]] = version["schema"]
    return found


def is_of(kind, value):
    if kind in ("integer", "number"):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and (kind == "number" or float(value).is_integer())
    return isinstance(value, TYPES[kind])


def faults(schema, value, root, path="data"):
    """What is wrong with a value: the keywords that the contracts of the shop use."""
    if "$ref" in schema:
        target = root
        for step in [each for each in schema["$ref"].lstrip("#").split("/") if each]:
            target = target[step]
        yield from faults(target, value, root, path)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_of(kind, value) for kind in kinds):
        yield f"{path}: not of type {' or '.join(kinds)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: none of {schema['enum']}"
    for union in ("anyOf", "oneOf"):
        if union in schema:
            fitting = [each for each in schema[union] if not list(faults(each, value, root, path))]
            if not fitting or (union == "oneOf" and len(fitting) > 1):
                yield f"{path}: fits {len(fitting)} of {len(schema[union])} alternatives"
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{path}: {len(value)} characters are too few or too many"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{path}: does not match {schema['pattern']}"
    if is_of("number", value):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            yield f"{path}: {value} is out of bounds"
        if value <= schema.get("exclusiveMinimum", value - 1) or value >= schema.get("exclusiveMaximum", value + 1):
            yield f"{path}: {value} is out of bounds"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{path}: {len(value)} items are too few or too many"
        for index, each in enumerate(value):
            yield from faults(schema.get("items", {}), each, root, f"{path}[{index}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}.{name}: is missing"
        for name, each in value.items():
            if name in properties:
                yield from faults(properties[name], each, root, f"{path}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{name}: is not part of the contract"


def main():
    envelope = json.load(sys.stdin)
    missing = [name for name in ENVELOPE if name not in envelope]
    if missing:
        sys.exit(f"no envelope: {', '.join(missing)} missing")
    contract, _, version = envelope["type"].rpartition(".")
    if envelope["source"] != f"/contexts/{contract.split('.')[0]}":
        sys.exit(f"{envelope['source']} does not own {contract}")
    schema = registry(sys.argv[1]).get(envelope["dataschema"])
    if schema is None:
        sys.exit(f"{envelope['dataschema']} was never published")
    found = list(faults(schema, envelope["data"], schema))
    if found:
        sys.exit("; ".join(found))
    print(json.dumps({"contract": contract, "version": version, "of": envelope["subject"], "data": envelope["data"]}))


if __name__ == "__main__":
    main()
