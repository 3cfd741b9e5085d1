// The second opinion of the tests: the official Kusto language service, asked one question.
//
// For each command it tells whether the official grammar takes it and which kind of command it
// is, so that tests can hold kmgmt's own verdict against it. The library never depends on it:
// after `npm ci` in this folder, Node runs it.
//
//     node oracle.mjs < commands      one JSON string a line in, one JSON object a line out:
//                                     {"accepted":true,"kind":"ShowTables","detail":""}
//     node oracle.mjs --partial < commands      the same, slowly
//     node oracle.mjs --kinds         the name of every kind it knows, one a line
//
// A command is accepted when the tree holds a custom command, no syntax diagnostic is reported
// and no text is skipped. The last counts because the service quietly skips trailing text. `kind`
// is null when there is no custom command; `detail` says why a command is not accepted.
//
// For completion the service also matches what is not a whole command, in part. That takes nine
// tenths of the time and gives a tree without a custom command, so it is left out here;
// `--partial` leaves it in, to show that the verdicts are the same with it.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const language = load();
const { Syntax } = language;

await main(process.argv.slice(2));

async function main(options) {
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const [option = '--whole', ...more] = options;
  if (more.length > 0 || !['--whole', '--partial', '--kinds'].includes(option)) {
    fail('usage: node oracle.mjs [--partial|--kinds]');
  }
  if (option === '--kinds') return kinds().forEach(print);
  if (option === '--whole') matchWholeCommandsOnly();
  await judgeLines(process.stdin);
}

/** Loads the package, which is two scripts that put their names on the global object. */
function load() {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  return globalThis.Kusto.Language;
}

/** Lets no command match in part: `-1` says that none does. */
function matchWholeCommandsOnly() {
  const { PartialParser } = language.Parsing;
  if (typeof PartialParser.ScanPartialBest !== 'function') fail('the package matches in another way now');
  PartialParser.ScanPartialBest = () => -1;
}

async function judgeLines(stream) {
  let number = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    number += 1;
    print(JSON.stringify(judge(parsed(line, number))));
  }
}

function parsed(line, number) {
  try {
    const value = JSON.parse(line);
    if (typeof value === 'string') return value;
  } catch {
    // Reported below together with values that are no strings.
  }
  return fail(`line ${number}: a JSON string is expected`);
}

/** The verdict on one command. */
function judge(text) {
  const code = language.KustoCode.Parse(text, language.GlobalState.Default);
  const { kind, skipped } = inspect(code.Syntax);
  const detail = objection(kind, items(code.GetSyntaxDiagnostics()), skipped);
  // Half a character, where the service points into one, can't be written in UTF-8.
  return { accepted: detail === '', kind, detail: detail.toWellFormed() };
}

function objection(kind, diagnostics, skipped) {
  if (kind === null) return 'no command is recognised';
  if (diagnostics.length > 0) return diagnostics.map((it) => `${it.Start}: ${it.Message}`).join('; ');
  if (skipped.length > 0) return skipped.map((it) => `${it.start}: skipped: ${it.text}`).join('; ');
  return '';
}

/** The kind of the first custom command in the tree, and the texts that the parser skipped. */
function inspect(root) {
  const found = { kind: null, skipped: [] };
  const pending = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node instanceof Syntax.CustomCommand) found.kind ??= node.CommandKind;
    if (node instanceof Syntax.SkippedTokens && node.Width > 0) {
      found.skipped.push({ start: node.TextStart, text: node.toString() });
    }
    for (let i = node.ChildCount - 1; i >= 0; i -= 1) {
      const child = node.GetChild(i);
      if (child) pending.push(child);
    }
  }
  return found;
}

function kinds() {
  return items(language.EngineCommands.All).map((command) => command.Name);
}

/** The items of one of the library's own lists, as an array. */
function items(list) {
  const result = [];
  for (let walk = Bridge.getEnumerator(list); walk.moveNext(); ) result.push(walk.Current);
  return result;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function fail(message) {
  process.stderr.write(`oracle: ${message}\n`);
  process.exit(2);
}
