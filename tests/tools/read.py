"""Reads files for other tools with parsers that know nothing of kmgmt: one JSON object a line in, one out.

In: {"format": "terraform" | "bicep" | "yaml" | "csv", "text": …}. Out: what stands in the text. A reference to a
variable or a resource is an object {"ref": …}; every other value is the text that the language says it is.
"""

import csv
import io
import json
import re
import sys

import hcl2
import pycep
import pygohcl
import yaml

# An escape of HCL (hclsyntax/spec.md, Template Expressions) or of Bicep (strings), or any character.
HCL = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\(.)|(\$\$|%%)(?=\{)|(.)", re.DOTALL)
BICEP = re.compile(r"\\u\{([0-9a-fA-F]+)\}|()\\(.)|()(.)", re.DOTALL)
OWN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "$": "$"}


def decoded(raw, pattern):
    def character(match):
        short, long, own, template, plain = match.groups()
        if short or long:
            return chr(int(short or long, 16))
        if own:
            return OWN[own]
        return template[0] if template else plain

    return pattern.sub(character, raw)


def hcl_value(raw):
    """python-hcl2 gives texts as they are written, and expressions as `${…}`."""
    if raw.startswith('"'):
        return decoded(raw[1:-1], HCL)
    return {"ref": raw.removeprefix("${").removesuffix("}")}


def terraform(text):
    theirs = hcl2.loads(text)
    official = pygohcl.loads(text)
    resources = []
    for block in theirs.get("resource", []):
        for kind, labelled in block.items():
            for label, body in labelled.items():
                kind, label = kind.strip('"'), label.strip('"')
                values = {name: hcl_value(raw) for name, raw in body.items() if not name.startswith("__")}
                # The parser of Terraform itself reads the same.
                same = {name: value["ref"] if isinstance(value, dict) else value for name, value in values.items()}
                assert official["resource"][kind][label] == same, (official["resource"][kind][label], same)
                resources.append({"type": kind, "name": label, "values": values})
    count = sum(len(labelled) for labelled in official.get("resource", {}).values())
    assert count == len(resources), (count, len(resources))
    variables = {name.strip('"'): body for block in theirs.get("variable", []) for name, body in block.items()}
    defaults = {name: hcl_value(body["default"]) for name, body in variables.items() if "default" in body}
    same = {name: body["default"] for name, body in official.get("variable", {}).items() if "default" in body}
    assert defaults == same, (defaults, same)
    return {"resources": resources, "defaults": defaults}


def bicep_value(value):
    if isinstance(value, str):
        return decoded(value, BICEP)
    if isinstance(value, dict) and "operator" in value:
        operands = value["operator"]["operands"]
        return {"ref": f"{operands['operand_1']}[{decoded(operands['operand_2'], BICEP)!r}]"}
    return {name: bicep_value(inner) for name, inner in value.items()}


def bicep(text):
    read = pycep.BicepParser().parse(text=text)
    resources = [
        {
            "name": name,
            "type": resource["type"],
            "version": resource["api_version"],
            "existing": resource["existing"],
            "values": bicep_value(resource["config"]),
        }
        for name, resource in read.get("resources", {}).items()
    ]
    parameters = read.get("parameters", {})
    defaults = {name: parameter["default"] for name, parameter in parameters.items()}
    defaults = {name: decoded(text, BICEP) for name, text in defaults.items() if isinstance(text, str)}
    return {"resources": resources, "defaults": defaults}


READERS = {
    "terraform": terraform,
    "bicep": bicep,
    "yaml": yaml.safe_load,
    "csv": lambda text: list(csv.DictReader(io.StringIO(text, newline=""))),
}

for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {"read": READERS[asked["format"]](asked["text"])}
    except Exception as error:  # the test says what went wrong, with the text
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
