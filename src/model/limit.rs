//! Limits with names, of two sorts. Limits of input: beyond each of them input ends in a clear error. Bounds of work:
//! they refuse nothing; beyond them work is done in parts, or less is kept or shown. `docs/limits.md` lists both.

use std::time::Duration;

/// The longest statement, in bytes. Spans are 32-bit offsets into one statement.
pub const STATEMENT_BYTES: usize = 256 << 20;

/// The longest file that is read as a whole, in bytes: an environment, an answer of a real cluster, a script that
/// another one reads, a baseline, and what `--atomic` reads of a pipe.
pub const FILE_BYTES: u64 = 1 << 30;

/// The deepest nesting of arrays and objects in answers of a real cluster: more than this serde_json does not read.
pub const ANSWER_DEPTH: usize = 127;

/// The deepest nesting of brackets in one statement.
pub const BRACKET_DEPTH: usize = 10_000;

/// The longest name of an entity, in characters
/// (`data-explorer/kusto/query/schema-entities/entity-names.md`).
pub const NAME_CHARACTERS: usize = 1024;

/// The longest reference to a principal, in characters. No page names one. It is the limit of names; no
/// UPN, mail or display name of a directory is longer.
pub const PRINCIPAL_CHARACTERS: usize = 1024;

/// How many bytes of results `--atomic` holds back in memory; more go to a temporary file.
pub const HELD_BYTES: usize = 64 << 20;

/// How many errors a run prints unless `--max-errors` says otherwise.
pub const ERRORS: usize = 100;

/// How many journal entries a session without a durable catalog keeps.
pub const JOURNAL_ENTRIES: usize = 1000;

/// How many scripts may read each other, each the next.
pub const SCRIPT_DEPTH: usize = 16;

/// The deepest nesting of arrays and objects in the JSON of a policy.
pub const JSON_DEPTH: usize = 64;

/// Among how many holders of a role one is looked for whose name is near to another.
pub const NEAR_HOLDERS: usize = 1000;

/// The deepest nesting of brackets and operations in a query.
pub const QUERY_DEPTH: usize = 128;

/// How many parts a query may have, those that its `let` statements name counted as often as they are named.
pub const QUERY_PARTS: usize = 100_000;

/// How many rows the operators of a query may make beside those that they are given.
pub const QUERY_ROWS: usize = 2_000_000;

/// How many bytes the values of a query may take that it makes, those that it drops again counted too.
pub const QUERY_BYTES: usize = 1 << 30;

/// How long a query may take that a request to `kmgmt serve` asks; its option `servertimeout` shortens it.
pub const QUERY_TIME: Duration = Duration::from_secs(30);

/// How long one may take after a command that changes something: all others wait until it is done.
pub const CHANGE_QUERY_TIME: Duration = Duration::from_secs(1);

/// How many bytes one value of a query may take. The service keeps a dynamic value within 1 MiB
/// (`data-explorer/kusto/query/scalar-data-types/dynamic.md`), and an array that it makes within 1,048,576 items.
pub const VALUE_BYTES: usize = 16 << 20;

/// How many items an array has at most that a query makes (`range-function.md`, `repeat-function.md`,
/// `make-list-aggregation-function.md`).
pub const ITEMS: usize = 1_048_576;

/// The deepest nesting of a dynamic value that a query makes.
pub const VALUE_DEPTH: usize = 128;

/// The longest text that SQLite takes, in bytes: the edits of one change, the environment
/// (`https://www.sqlite.org/limits.html`).
pub const CATALOG_TEXT_BYTES: usize = 1_000_000_000;

/// How long a process waits for another one that changes the same catalog file.
pub const CATALOG_WAIT: Duration = Duration::from_secs(30);

/// How long it waits before it looks again whether the other one is done.
pub const CATALOG_TURN: Duration = Duration::from_millis(5);

/// How many changes of a run are made durable together, at most.
pub const GROUP_CHANGES: usize = 50_000;

/// After how much time those of a run are, however few they are.
pub const GROUP_TIME: Duration = Duration::from_secs(1);

/// How many changes the journal of a catalog file may have that are not yet part of its tables, while a server runs.
pub const JOURNAL_TAIL: u64 = 1000;

/// How many of them the end of a run, of the shell or of a server leaves: the next opening reads them one by one.
pub const LEFT_TAIL: u64 = 100;

/// How many of them are taken into the tables at once, and kept in memory for that.
pub const FOLD_CHANGES: u64 = 500_000;

/// The longest body of a request to `kmgmt serve`, in bytes; that of an answer has none.
pub const REQUEST_BYTES: usize = 8 << 20;

/// How many bytes the bodies of all requests may have together that have arrived and are not answered yet.
pub const BODIES_BYTES: usize = 256 << 20;

/// The longest head of a request, with its address and headers, in bytes.
pub const HEAD_BYTES: usize = 64 << 10;

/// How many headers a request may have.
pub const HEADERS: usize = 100;

/// How long the first byte of a connection may take to arrive.
pub const FIRST_BYTE_TIME: Duration = Duration::from_secs(5);

/// How long the head of a request may take to arrive, also after an earlier one on the same connection.
pub const HEAD_TIME: Duration = Duration::from_secs(30);

/// How long the body of a request may take to arrive.
pub const BODY_TIME: Duration = Duration::from_secs(30);

/// How long a client may take nothing of an answer.
pub const WRITE_TIME: Duration = Duration::from_secs(30);

/// How many connections are served at the same time.
pub const CONNECTIONS: usize = 256;

/// How many more are told at the same time that there are too many; others are closed.
pub const TURNED_AWAY: usize = 64;

/// How long one takes that is told so, and how long the rest is read of a request that is refused before its end.
pub const TURNED_AWAY_TIME: Duration = Duration::from_secs(2);

/// How many requests are worked on at the same time; others wait. Most of them wait for a lock or the disk.
pub const WORKERS: usize = 64;

/// How long requests may take that run as the server is ended.
pub const ENDING_TIME: Duration = Duration::from_secs(10);

/// How many lines of the log wait to be written; more are lost.
pub const LOG_LINES: usize = 1000;

/// How long the end of the server waits for the log.
pub const LOG_TIME: Duration = Duration::from_secs(1);

/// Of how many principals a server keeps who is in which group.
pub const KNOWN_PRINCIPALS: usize = 10_000;

/// How many identities that nobody declares a server learns since requests name them as those who ask. Each stays in its
/// directory, and in its catalog file.
pub const STRANGERS: usize = 10_000;

/// How many bytes an answer has at least that is compressed.
pub const COMPRESSED_BYTES: usize = 1 << 10;

/// How many statements of a run read of a catalog file only what they name; later ones find all of it read.
pub const LAZY_STATEMENTS: usize = 100;

/// How long a connection to a real cluster may take.
pub const CLUSTER_CONNECT_TIME: Duration = Duration::from_secs(15);

/// How long the beginning of its answer may take, and the rest of it as long again.
pub const CLUSTER_ANSWER_TIME: Duration = Duration::from_secs(300);

/// How often a command that reads is sent to a real cluster that has too much to do, or fails.
pub const CLUSTER_TRIES: usize = 4;

/// How long kmgmt waits before it is sent again, where the cluster does not say that; each time twice as long.
pub const CLUSTER_WAIT: Duration = Duration::from_secs(1);

/// The longest time for which a cluster may ask; for longer nobody waits.
pub const CLUSTER_LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long `kmgmt apply` waits for an answer before it looks again whether it is to end.
pub const INTERRUPT_TURN: Duration = Duration::from_millis(50);

/// How long the Azure CLI may take for one answer.
pub const AZURE_CLI_TIME: Duration = Duration::from_secs(120);

/// How much is read of an answer that is an error, in bytes.
pub const ERROR_BYTES: u64 = 1 << 20;

/// The longest token, in bytes: servers take no longer heads.
pub const TOKEN_BYTES: usize = 32 << 10;

/// How many groups in a row the Azure CLI may fail to list before it is asked for no more of them.
pub const FAILED_GROUPS: usize = 3;
