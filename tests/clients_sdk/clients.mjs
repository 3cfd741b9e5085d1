// Asks a server what `statements.tsv` lists, by the unmodified Node SDK, and prints what the SDK makes of the answers.
import { readFileSync } from "node:fs";
import { Client, ClientRequestProperties, KustoConnectionStringBuilder } from "azure-kusto-data";

const url = process.argv[2];
const escapes = { n: "\n", t: "\t", "\\": "\\" };
const unescaped = (text) => text.replace(/\\(.)/g, (_, letter) => escapes[letter]);
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
const token = (claims) => `${encoded({ alg: "none" })}.${encoded(claims)}.`;

/** Returns how one connects who is named so. */
const connection = (who) => {
    const [kind, name] = who.split(":");
    if (kind === "token") {
        return KustoConnectionStringBuilder.withAccessToken(url, token({ upn: name, tid: "contoso.com" }));
    }
    if (kind === "app") {
        return KustoConnectionStringBuilder.withAccessToken(url, token({ appid: name, tid: "contoso.com" }));
    }
    return who === "-" ? url : `${url}/as/${who}`;
};

const clients = new Map();
const client = (who) => {
    if (!clients.has(who)) {
        clients.set(who, new Client(connection(who)));
    }
    return clients.get(who);
};

const shown = (value) => (value instanceof Date ? `Date ${value.toISOString()}` : value);

const asked = async (who, database, options, statement) => {
    const properties = new ClientRequestProperties();
    options.split(",").filter(Boolean).forEach((option) => properties.setOption(option, true));
    try {
        const result = await client(who).execute(database, unescaped(statement), properties);
        const table = result.primaryResults[0];
        const columns = table.columns.map((column) => `${column.name}: ${column.type}`).join(", ");
        const rows = [...table.rows()].map((row) => JSON.stringify([...row.values()].map(shown)));
        return [columns, ...rows].join("\n");
    } catch (error) {
        const body = error.response?.data?.error;
        return `${error.constructor.name}: ${error.message}\n${body?.code}: ${body?.["@message"]}`;
    }
};

const lines = readFileSync(new URL("statements.tsv", import.meta.url), "utf8").trimEnd().split("\n");
for (const line of lines.slice(1)) {
    const [who, database, options, statement] = line.split("\t");
    console.log(`${who} ${database} ${options}> ${statement}`);
    console.log(`${await asked(who, database, options, statement)}\n`);
}
