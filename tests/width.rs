//! What a terminal of any width shows of a table: random tables and widths. No word of a cell is broken inside, every
//! row is there, no line is wider than the terminal unless one word is, and what is left out is named.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;

use kmgmt::model::format::Format;
use kmgmt::render::Renderer;
use kmgmt::schema;
use kmgmt::table::{Schema, Table, Value};
use random::Random;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const SEED: u64 = 20_261_128;

const SCHEMAS: &[Schema] = &[
    schema! { Role: String, PrincipalType: String, PrincipalDisplayName: String, PrincipalObjectId: String,
    PrincipalFQN: String, Notes: String, RoleAssignmentIdentifier: String },
    schema! { Name: String, Count: Long, Folder: String, DocString: String },
    schema! { Only: String },
    schema! { A: String, B: String, C: String, D: String, E: String, F: String, G: String, H: String, I: String,
    SomeLongerName: String, K: Guid },
];

const WORDS: &[&str] = &[
    "Ana",
    "Sales",
    "weekly",
    "report",
    "administrator",
    "漢字",
    "Größe",
    "e\u{301}te\u{301}",
    "😀",
    "a-b",
    "x",
    "12345",
    "https://contoso.com/a/very/long/address/that/nobody/breaks",
    "built",
    "in:",
];

/// Returns a cell: of nothing, of words in lines, of ids, and of principals.
fn cell(random: &mut Random) -> String {
    let guid = |random: &mut Random| format!("0a1b2c3d-0000-4000-8000-{:012}", random.below(1_000_000));
    let words = |random: &mut Random, most: usize| {
        let count = 1 + random.below(most);
        let mut text = String::new();
        for index in 0..count {
            let between = if random.one_in(12) { "\n" } else { " " };
            text.push_str(if index == 0 { "" } else { between });
            text.push_str(WORDS[random.below(WORDS.len())]);
        }
        text
    };
    match random.below(9) {
        0 => String::new(),
        1 => guid(random),
        2 => format!("aadgroup={};{}", guid(random), guid(random)),
        3 => format!("aaduser={}@contoso.com", WORDS[random.below(6)]),
        4 => format!("{} (app id: {})", words(random, 3), guid(random)),
        5 => words(random, 25),
        _ => words(random, 3),
    }
}

/// Returns a table whose columns hold cells of one kind, of all kinds, or the same cell in each row.
fn table(random: &mut Random) -> Table {
    let mut table = Table::new(*random.pick(SCHEMAS));
    let count = table.columns().len();
    let same: Vec<Option<String>> = (0..count).map(|_| (random.one_in(4)).then(|| cell(random))).collect();
    for _ in 0..random.below(7) {
        let row: Vec<Value> =
            same.iter().map(|same| Value::from(same.clone().unwrap_or_else(|| cell(random)))).collect();
        table.push(row);
    }
    table
}

fn shown(table: &Table, width: u16) -> String {
    let mut bytes = Vec::new();
    Renderer::new(Format::Auto, Some(width)).write(table, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The words of a cell of one row: of its lines, one after the other.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn texts(row: &[Value]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        other => panic!("{other:?}"),
    };
    row.iter().map(text).collect()
}

/// What was shown: the cells of each row by the name of their column, and what stands under them.
struct Seen {
    rows: Vec<Vec<(String, Vec<String>)>>,
    under: String,
}

/// A table that was drawn: with lines, or with spaces between columns.
struct Drawing<'t> {
    lines: Vec<&'t str>,
    /// The line under the header.
    rule: usize,
}

impl<'t> Drawing<'t> {
    /// Reads a table, if one was drawn.
    fn of(text: &'t str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let rule = lines.iter().position(|line| line.starts_with(['╞', '═']))?;
        Some(Self { lines, rule })
    }

    /// The cells of a line.
    fn cells(&self, at: usize) -> Vec<String> {
        let line = self.lines[at];
        if let Some(inner) = line.strip_prefix('│') {
            return inner.strip_suffix('│').unwrap().split('┆').map(|cell| cell.trim().to_owned()).collect();
        }
        let mut from = 0;
        let columns = self.lines[self.rule].split(' ').map(|run| {
            let place = from..from + run.width();
            from = place.end + 1;
            place
        });
        let columns: Vec<_> = columns.collect();
        let mut cells = vec![String::new(); columns.len()];
        let mut at = 0;
        for character in line.chars() {
            let width = character.width().unwrap();
            // What combines stands where the character before it does.
            let place = if width == 0 { at - 1 } else { at };
            if let Some(column) = columns.iter().position(|column| column.contains(&place)) {
                cells[column].push(character);
            }
            at += width;
        }
        cells.iter().map(|cell| cell.trim().to_owned()).collect()
    }

    fn names(&self) -> Vec<String> {
        let first = if self.lines[0].starts_with('┌') { 1 } else { 0 };
        let parts: Vec<Vec<String>> = (first..self.rule).map(|at| self.cells(at)).collect();
        (0..parts[0].len()).map(|column| parts.iter().map(|line| line[column].as_str()).collect()).collect()
    }

    /// Reads the rows: one ends where all its cells have as many words as in the table.
    fn read(&self, table: &Table) -> Seen {
        let names = self.names();
        let place = |name: &String| table.columns().iter().position(|column| column.name == *name).unwrap();
        let mut at = self.rule + 1;
        let mut rows = Vec::new();
        for row in table.rows() {
            let texts = texts(row);
            let wanted: Vec<&String> = names.iter().map(|name| &texts[place(name)]).collect();
            let mut seen: Vec<Vec<String>> = vec![Vec::new(); names.len()];
            let is_read = |seen: &[Vec<String>]| {
                let is_read = |(seen, cell): (&Vec<String>, &&String)| {
                    seen.len() >= words(cell).len() || seen.last().is_some_and(|last| last == "(…)")
                };
                seen.iter().zip(&wanted).all(is_read)
            };
            let first = at;
            while at < self.lines.len() && (at == first || !is_read(&seen)) {
                seen.iter_mut().zip(self.cells(at)).for_each(|(seen, cell)| seen.extend(words(&cell)));
                at += 1;
            }
            rows.push(names.iter().cloned().zip(seen).collect());
        }
        let under = self.lines[at..].join(" ");
        Seen { rows, under }
    }
}

/// Whether `shown` is the cell, or the cell with its ids shortened; what is said of an id in brackets is a part of it.
fn is_cell(shown: &[String], cell: &str, may_be_short: bool) -> bool {
    let cell = if may_be_short && shown.iter().any(|word| word == "(…)") {
        cell.replace("app id: ", "")
    } else {
        cell.to_owned()
    };
    let whole = words(&cell);
    let is_word = |(shown, word): (&String, &String)| {
        shown == word || may_be_short && shown.contains('…') && shown.split('…').all(|part| word.contains(part))
    };
    shown.len() == whole.len() && shown.iter().zip(&whole).all(is_word)
}

#[test]
fn any_table_is_readable_on_any_terminal() {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    let (mut boxes, mut vertical, mut named) = (0, 0, 0);
    for _ in 0..3_000 {
        let table = table(&mut random);
        let width = 20 + u16::try_from(random.below(240)).unwrap();
        let text = shown(&table, width);
        let told = || format!("width {width}\n{text}");
        assert!(text.contains(&format!("({} row", table.rows().len())), "{}", told());
        if let Some(drawing) = Drawing::of(&text) {
            boxes += 1;
            // Under the table, a line may be wider for one word alone.
            let fits = |line: &str| {
                let is_word = line.split_whitespace().count() == 1;
                line.width() <= usize::from(width) || is_word
            };
            assert!(text.lines().all(fits), "{}", told());
            let seen = drawing.read(&table);
            assert_eq!(seen.rows.len(), table.rows().len(), "{}", told());
            for (row, seen_row) in table.rows().zip(&seen.rows) {
                for (column, cell) in table.columns().iter().zip(texts(row)) {
                    let found = seen_row.iter().find(|(name, _)| **name == column.name);
                    let is_named =
                        words(&seen.under).iter().any(|word| word.trim_end_matches([',', '.']) == column.name);
                    match found {
                        Some((_, shown)) => {
                            assert!(is_cell(shown, &cell, is_named), "{}: {cell}\n{}", column.name, told())
                        }
                        None => assert!(is_named, "{} is not named\n{}", column.name, told()),
                    }
                    named += usize::from(found.is_none());
                }
            }
        } else {
            vertical += 1;
            let words = words(&text);
            for column in table.columns() {
                assert!(words.iter().any(|word| word.trim_end_matches(',') == column.name), "{}", told());
            }
            for cell in table.rows().flat_map(texts) {
                let cell = self::words(&cell);
                assert!(cell.iter().all(|word| words.contains(word)), "{cell:?}\n{}", told());
            }
            // A line may be wider for one word alone.
            for line in text.lines().filter(|line| line.width() > usize::from(width)) {
                let value = line.rsplit('│').next().unwrap();
                assert!(value.split_whitespace().count() <= 1, "{line}\n{}", told());
            }
        }
    }
    assert!(boxes > 500 && vertical > 500 && named > 500, "{boxes} {vertical} {named}");
}

/// A table of principals, as the service answers it: a user in two roles, a group and an application.
fn principals() -> Table {
    let mut table = Table::new(SCHEMAS[0]);
    let rows = [
        ("Database Sales Admin", "user", "Ana Lind", "aaduser=ana%contoso.com", "lead"),
        ("Database Sales Viewer", "user", "Bo Berg", "aaduser=bo%contoso.com", ""),
        ("Database Sales Viewer", "group", "Sales Readers", "aadgroup=@2;@9", "weekly report"),
        ("Database Sales Ingestor", "application", "Loader (app id: @3)", "aadapp=@3;@9", ""),
    ];
    for (number, (role, kind, name, fqn, notes)) in rows.into_iter().enumerate() {
        let guid = |text: &str| text.replace('@', "0a1b2c3d-0000-4000-8000-00000000000").replace('%', "@");
        let kind = format!("Microsoft Entra {kind}");
        let (name, id, fqn, assignment) =
            (guid(name), guid(&format!("@{number}")), guid(fqn), guid(&format!("@{}", number + 4)));
        let row = [role, &kind, &name, &id, &fqn, notes, &assignment];
        table.push(row.map(Value::from));
    }
    table
}

#[test]
fn principals_take_one_line_each_at_80_columns() {
    insta::assert_snapshot!(shown(&principals(), 80), @"
    Role                     Principal      PrincipalFQN             Notes
                             DisplayName
    ════════════════════════ ══════════════ ════════════════════════ ══════════════
    Database Sales Admin     Ana Lind       aaduser=ana@contoso.com  lead
    Database Sales Viewer    Bo Berg        aaduser=bo@contoso.com
    Database Sales Viewer    Sales Readers  aadgroup=…               weekly report
    Database Sales Ingestor  Loader (…)     aadapp=…
    left out: PrincipalType, PrincipalObjectId, RoleAssignmentIdentifier
    ids are shown as … in PrincipalDisplayName, PrincipalFQN
    all is shown by --format vertical, a choice by --columns NAME,… (in the shell
    #format, #columns)
    (4 rows)
    ");
}

#[test]
fn at_120_columns_nothing_essential_is_missing() {
    insta::assert_snapshot!(shown(&principals(), 120), @"
    ┌─────────────────────────┬──────────────────────┬─────────────────────────┬───────────────┐
    │ Role                    ┆ PrincipalDisplayName ┆ PrincipalFQN            ┆ Notes         │
    ╞═════════════════════════╪══════════════════════╪═════════════════════════╪═══════════════╡
    │ Database Sales Admin    ┆ Ana Lind             ┆ aaduser=ana@contoso.com ┆ lead          │
    │ Database Sales Viewer   ┆ Bo Berg              ┆ aaduser=bo@contoso.com  ┆               │
    │ Database Sales Viewer   ┆ Sales Readers        ┆ aadgroup=…              ┆ weekly report │
    │ Database Sales Ingestor ┆ Loader (…)           ┆ aadapp=…                ┆               │
    └─────────────────────────┴──────────────────────┴─────────────────────────┴───────────────┘
    left out: PrincipalType, PrincipalObjectId, RoleAssignmentIdentifier
    ids are shown as … in PrincipalDisplayName, PrincipalFQN
    all is shown by --format vertical, a choice by --columns NAME,… (in the shell #format, #columns)
    (4 rows)
    ");
}

#[test]
fn at_250_columns_principals_are_a_plain_table() {
    insta::assert_snapshot!(shown(&principals(), 250), @"
    ┌─────────────────────────┬─────────────────────────────┬───────────────────────────────────────────────────────┬────────────────────────────────────────────────────────────────────────────────────┬───────────────┐
    │ Role                    ┆ PrincipalType               ┆ PrincipalDisplayName                                  ┆ PrincipalFQN                                                                       ┆ Notes         │
    ╞═════════════════════════╪═════════════════════════════╪═══════════════════════════════════════════════════════╪════════════════════════════════════════════════════════════════════════════════════╪═══════════════╡
    │ Database Sales Admin    ┆ Microsoft Entra user        ┆ Ana Lind                                              ┆ aaduser=ana@contoso.com                                                            ┆ lead          │
    │ Database Sales Viewer   ┆ Microsoft Entra user        ┆ Bo Berg                                               ┆ aaduser=bo@contoso.com                                                             ┆               │
    │ Database Sales Viewer   ┆ Microsoft Entra group       ┆ Sales Readers                                         ┆ aadgroup=0a1b2c3d-0000-4000-8000-000000000002;0a1b2c3d-0000-4000-8000-000000000009 ┆ weekly report │
    │ Database Sales Ingestor ┆ Microsoft Entra application ┆ Loader (app id: 0a1b2c3d-0000-4000-8000-000000000003) ┆ aadapp=0a1b2c3d-0000-4000-8000-000000000003;0a1b2c3d-0000-4000-8000-000000000009   ┆               │
    └─────────────────────────┴─────────────────────────────┴───────────────────────────────────────────────────────┴────────────────────────────────────────────────────────────────────────────────────┴───────────────┘
    left out: PrincipalObjectId, RoleAssignmentIdentifier
    all is shown by --format vertical, a choice by --columns NAME,… (in the shell #format, #columns)
    (4 rows)
    ");
}

#[test]
fn a_row_that_does_not_fit_is_vertical() {
    let mut table = Table::new(SCHEMAS[0]);
    table.push(texts(principals().rows().nth(2).unwrap()).into_iter().map(Value::from));
    insta::assert_snapshot!(shown(&table, 60), @"
    ── 1 of 1 ──
    Role                     │ Database Sales Viewer
    PrincipalType            │ Microsoft Entra group
    PrincipalDisplayName     │ Sales Readers
    PrincipalObjectId
      0a1b2c3d-0000-4000-8000-000000000002
    PrincipalFQN             │ aadgroup=0a1b2c3d-0000-4000-8000-000000000002;0a1b2c3d-0000-4000-8000-000000000009
    Notes                    │ weekly report
    RoleAssignmentIdentifier
      0a1b2c3d-0000-4000-8000-000000000006
    (1 row)
    ");
}

#[test]
fn columns_that_were_chosen_are_shown_whole() {
    let table = principals().choose(&[0, 4]);
    for width in [40, 80, 120, 250] {
        let mut bytes = Vec::new();
        let mut renderer = Renderer::new(Format::Auto, Some(width));
        renderer.show_whole(true);
        renderer.write(&table, &mut bytes).unwrap();
        let shown = String::from_utf8(bytes).unwrap();
        assert!(!shown.contains('…') && !shown.contains("left out"), "{shown}");
        for cell in table.rows().flatten() {
            let text = texts(std::slice::from_ref(cell)).concat();
            assert!(words(&text).iter().all(|word| shown.contains(word)), "{text}\n{shown}");
        }
    }
}
