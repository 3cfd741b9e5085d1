"""Asks a server what `statements.tsv` lists, by the unmodified Python SDK, and prints what the SDK makes of the answers."""

import base64
import json
import sys
from pathlib import Path

from azure.kusto.data import ClientRequestProperties, KustoClient, KustoConnectionStringBuilder
from azure.kusto.data.exceptions import KustoError

COLUMNS = ("who", "database", "options", "statement")
ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}


def unescaped(text):
    parts = iter(text)
    return "".join(ESCAPES[next(parts)] if letter == "\\" else letter for letter in parts)


def token(claims):
    encoded = (base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in ('{"alg":"none"}', json.dumps(claims)))
    return ".".join(encoded) + "."


def connection(url, who):
    """Returns how one connects who is named so."""
    kind, _, name = who.partition(":")
    if kind == "token":
        return KustoConnectionStringBuilder.with_aad_user_token_authentication(url, token({"upn": name, "tid": "contoso.com"}))
    if kind == "app":
        claims = {"appid": name, "tid": "contoso.com"}
        return KustoConnectionStringBuilder.with_aad_application_token_authentication(url, token(claims))
    return KustoConnectionStringBuilder.with_no_authentication(url if who == "-" else f"{url}/as/{who}")


def shown(value):
    return value if isinstance(value, (bool, int, float, str, list, dict, type(None))) else f"{type(value).__name__} {value}"


def told(error):
    """Returns what a person sees of an error."""
    return f"{type(error).__name__}: {error}"


def asked(clients, url, row):
    if row["who"] not in clients:
        clients[row["who"]] = KustoClient(connection(url, row["who"]))
    properties = ClientRequestProperties()
    for option in filter(None, row["options"].split(",")):
        properties.set_option(option, True)
    try:
        table = clients[row["who"]].execute(row["database"], unescaped(row["statement"]), properties).primary_results[0]
    except KustoError as error:
        return told(error)
    columns = ", ".join(f"{column.column_name}: {column.column_type}" for column in table.columns)
    rows = [json.dumps([shown(value) for value in row.to_list()], ensure_ascii=False) for row in table]
    return "\n".join([columns, *rows])


def main(url):
    lines = Path(__file__).with_name("statements.tsv").read_text(encoding="utf-8").splitlines()
    clients = {}
    for line in lines[1:]:
        row = dict(zip(COLUMNS, line.split("\t")))
        print(f"{row['who']} {row['database']} {row['options']}> {row['statement']}")
        print(asked(clients, url, row), end="\n\n")


main(sys.argv[1])
