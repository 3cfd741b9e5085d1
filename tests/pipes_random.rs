//! Random pipes over random tables end in an answer or in an error, and the columns of an answer are those that were
//! known before it ran. The seed is printed; `KMGMT_PIPES=1,2,3` runs those of other seeds.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/run_query.rs"]
mod run_query;

use kmgmt::query::{aggregates, functions};
use random::Random;
use run_query::{bound, table};

const SEEDS: &[u64] = &[1, 2, 3];
const PIPES: usize = 200;

const NAMES: &[&str] = &["a", "b", "c", "d", "e", "f", "['x y']", "Column1", "nix"];
const TYPES: &[&str] = &["long", "int", "real", "string", "bool", "datetime", "timespan", "dynamic", "guid", "decimal"];
const LITERALS: &[&str] = &[
    "0",
    "1",
    "-1",
    "9223372036854775807",
    "1.5",
    "real(nan)",
    "1e308",
    "'x'",
    "''",
    "'a b'",
    "true",
    "dynamic(null)",
    "dynamic([1, 'x', null])",
    "dynamic({'k': {'l': [1]}})",
    "1h",
    "-1d",
    "datetime(2026-01-31)",
    "datetime(null)",
    "datetime(9999-12-31)",
    "long(null)",
    "int(5)",
    "decimal(1.25)",
    "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
    "timespan(10675199.02:48:05)",
];

/// Writes pipes by chance.
struct Writer {
    random: Random,
    /// The names of all functions, and two that are none.
    functions: Vec<&'static str>,
    /// The operators that stand between values.
    operators: Vec<&'static str>,
    aggregates: Vec<&'static str>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let (operators, functions): (Vec<_>, Vec<_>) = functions::all().partition(|function| function.is_operator());
        Self {
            random: Random::new(seed),
            functions: functions.iter().map(|function| function.name).chain(["nix", "f"]).collect(),
            operators: operators.iter().map(|operator| operator.name).collect(),
            aggregates: aggregates::all().map(|aggregate| aggregate.name).collect(),
        }
    }

    fn one(&mut self, all: &[&'static str]) -> &'static str {
        self.random.pick::<&str>(all)
    }

    fn function(&mut self) -> &'static str {
        self.random.pick::<&str>(&self.functions)
    }

    fn infix(&mut self) -> &'static str {
        self.random.pick::<&str>(&self.operators)
    }

    fn some(&mut self, mut write: impl FnMut(&mut Self) -> String) -> String {
        let count = 1 + self.random.below(3);
        let all: Vec<String> = (0..count).map(|_| write(self)).collect();
        all.join(", ")
    }

    fn value(&mut self, depth: usize) -> String {
        match self.random.below(if depth == 0 { 2 } else { 8 }) {
            0 => self.one(NAMES).to_owned(),
            1 => self.one(LITERALS).to_owned(),
            2 => format!("{}({})", self.function(), self.some(|own| own.value(depth - 1))),
            3 => format!("({} {} {})", self.value(depth - 1), self.infix(), self.value(depth - 1)),
            4 => format!("{}.k", self.one(NAMES)),
            5 => format!("{}[{}]", self.one(NAMES), self.value(0)),
            6 => format!("iff({}, {}, {})", self.value(depth - 1), self.value(depth - 1), self.value(depth - 1)),
            _ => format!("{} in ({})", self.value(0), self.some(|own| own.value(0))),
        }
    }

    fn named(&mut self) -> String {
        let value = self.value(2);
        if self.random.one_in(2) { value } else { format!("{} = {value}", self.one(NAMES)) }
    }

    fn aggregate(&mut self) -> String {
        let arguments = if self.random.one_in(6) { "*".to_owned() } else { self.some(|own| own.value(1)) };
        format!("{}({arguments})", self.random.pick::<&str>(&self.aggregates))
    }

    fn expanded(&mut self) -> String {
        let kind = self.one(TYPES);
        match self.random.below(3) {
            0 => self.one(NAMES).to_owned(),
            1 => format!("{} = {}", self.one(NAMES), self.value(1)),
            _ => format!("{} = {} to typeof({kind})", self.one(NAMES), self.value(1)),
        }
    }

    fn operator(&mut self, depth: usize) -> String {
        match self.random.below(20) {
            0 | 1 => format!("where {}", self.value(3)),
            2 => format!("project {}", self.some(Self::named)),
            3 | 4 => format!("extend {}", self.some(Self::named)),
            5 => format!("summarize {} by {}", self.some(Self::aggregate), self.some(Self::named)),
            6 => format!("summarize {}", self.some(Self::aggregate)),
            7 => format!("distinct {}", self.some(|own| own.value(1))),
            8 => format!("order by {} asc nulls last, {}", self.value(1), self.value(1)),
            9 => format!("top {} by {}", self.value(0), self.value(1)),
            10 => format!("take {}", self.one(LITERALS)),
            11 => "count".to_owned(),
            12 => format!("mv-expand {}", self.some(Self::expanded)),
            13 if depth > 0 => format!("mv-apply {} on ({})", self.some(Self::expanded), self.operator(depth - 1)),
            14 => format!("parse {} with * 'a' {}: {} 'b' *", self.value(0), self.one(NAMES), self.one(TYPES)),
            15 => format!("lookup (datatable(a:long, q:string)[1, 'x', 1, 'y']) on {}", self.one(NAMES)),
            16 => format!("project-rename {} = {}", self.one(NAMES), self.one(NAMES)),
            17 => format!("project-reorder {}, c*", self.one(NAMES)),
            18 => format!("project-away {}", self.one(NAMES)),
            _ => format!(
                "extend t = toscalar(range x from 1 to 3 step 1 | {})",
                if depth > 0 { "count" } else { "take 1" }
            ),
        }
    }

    fn table(&mut self) -> String {
        let rows = self.random.below(4);
        let kinds: Vec<&str> = (0..5).map(|_| self.one(TYPES)).collect();
        let columns: Vec<String> = NAMES.iter().zip(&kinds).map(|(name, kind)| format!("{name}:{kind}")).collect();
        let mut cells = Vec::new();
        for _ in 0..rows {
            cells.extend(kinds.iter().map(|kind| self.cell(kind)));
        }
        format!("datatable({})[{}]", columns.join(", "), cells.join(", "))
    }

    fn cell(&mut self, kind: &str) -> String {
        let text = match kind {
            "long" | "int" => "7",
            "real" | "decimal" => "2.5",
            "string" => "'xaab1b'",
            "bool" => "true",
            "datetime" => "datetime(2026-01-31 10:00)",
            "timespan" => "1h",
            "dynamic" => "dynamic({'k': [1, 2]})",
            _ => "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
        };
        if kind != "string" && self.random.one_in(3) { format!("{kind}(null)") } else { text.to_owned() }
    }
}

fn seeds() -> Vec<u64> {
    match std::env::var("KMGMT_PIPES") {
        Ok(seeds) => seeds.split(',').map(|seed| seed.parse().unwrap()).collect(),
        Err(_) => SEEDS.to_vec(),
    }
}

#[test]
fn random_pipes_end_in_an_answer_or_an_error() {
    for seed in seeds() {
        let mut writer = Writer::new(seed);
        let mut answered = 0;
        for number in 0..PIPES {
            let count = 1 + writer.random.below(4);
            let mut text = writer.table();
            // An operator that does not fit is written again, so that long pipes are met too.
            for _ in 0..count {
                let fitting = (0..12).find_map(|_| {
                    let longer = format!("{text}\n| {}", writer.operator(1));
                    bound(&longer).is_ok().then_some(longer)
                });
                text = fitting.unwrap_or(text);
            }
            let known = bound(&text).unwrap().columns().to_vec();
            if let Ok(table) = table(&text) {
                assert_eq!(table.columns(), known, "seed {seed}, pipe {number}: {text}");
                answered += 1;
            }
        }
        println!("seed {seed}: {answered} of {PIPES} answered");
        assert!(answered > PIPES / 2, "seed {seed}: {answered}");
    }
}
