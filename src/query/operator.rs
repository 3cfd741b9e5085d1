//! The operators of the query language: one table that parsing, errors, help and completion share
//! (`kusto/query/queries.md` and the page of each).

/// What kmgmt does with an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It runs on the rows of a result.
    Runs,
    /// It is read where a query is read, and does not run.
    Read,
    /// Its name is known, and no more.
    Known,
}

/// One row of the table.
struct Row {
    name: &'static str,
    also: &'static [&'static str],
    form: &'static str,
    page: &'static str,
    support: Support,
}

macro_rules! operators {
    ($($variant:ident $name:literal, [$($also:literal),*], $form:literal, $page:literal, $support:ident;)*) => {
        /// An operator that may stand after a pipe, or begin a query.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum OperatorKind {
            $(#[doc = concat!("`", $form, "`")] $variant),*
        }

        impl OperatorKind {
            /// Every operator, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        name: $name, also: &[$($also),*], form: $form, page: $page, support: Support::$support,
                    }),*
                }
            }
        }
    };
}

operators! {
    Where "where", ["filter"], "where CONDITION", "where-operator", Runs;
    Project "project", [], "project COLUMN [= EXPRESSION], …", "project-operator", Runs;
    Extend "extend", [], "extend COLUMN = EXPRESSION, …", "extend-operator", Runs;
    Summarize "summarize", [], "summarize [COLUMN =] AGGREGATE, … [by COLUMN, …]", "summarize-operator", Runs;
    Take "take", ["limit"], "take NUMBER", "take-operator", Runs;
    Sort "sort", ["order"], "sort by COLUMN [asc | desc] [nulls first | nulls last], …", "sort-operator", Runs;
    Count "count", [], "count", "count-operator", Runs;
    ProjectAway "project-away", [], "project-away COLUMN, …", "project-away-operator", Runs;
    ProjectKeep "project-keep", [], "project-keep COLUMN, …", "project-keep-operator", Runs;
    ProjectRename "project-rename", [], "project-rename NEW = OLD, …", "project-rename-operator", Runs;
    ProjectReorder "project-reorder", [], "project-reorder COLUMN [asc | desc], …", "project-reorder-operator", Runs;
    Distinct "distinct", [], "distinct COLUMN, …", "distinct-operator", Runs;
    Top "top", [], "top NUMBER by COLUMN [asc | desc] [nulls first | nulls last]", "top-operator", Runs;
    MvExpand "mv-expand", ["mvexpand"], "mv-expand COLUMN [to typeof(TYPE)], … [limit NUMBER]", "mv-expand-operator", Runs;
    MvApply "mv-apply", ["mvapply"], "mv-apply COLUMN [to typeof(TYPE)], … [limit NUMBER] on (OPERATORS)", "mv-apply-operator", Runs;
    Parse "parse", [], "parse [kind = KIND] TEXT with * 'text' COLUMN [: TYPE] …", "parse-operator", Runs;
    ParseWhere "parse-where", [], "parse-where [kind = KIND] TEXT with * 'text' COLUMN [: TYPE] …", "parse-where-operator", Runs;
    Lookup "lookup", [], "lookup [kind = leftouter | inner] (ROWS) on COLUMN, …", "lookup-operator", Runs;
    GetSchema "getschema", [], "getschema", "getschema-operator", Runs;
    Render "render", [], "render CHART [with (PROPERTY = VALUE, …)]", "render-operator", Runs;
    As "as", [], "as NAME", "as-operator", Runs;
    Serialize "serialize", [], "serialize [COLUMN = EXPRESSION, …]", "serialize-operator", Runs;
    Join "join", [], "join [kind = KIND] (ROWS) on COLUMN, …", "join-operator", Read;
    Union "union", [], "union [kind = KIND] TABLE, …", "union-operator", Read;
    Invoke "invoke", [], "invoke FUNCTION(ARGUMENT, …)", "invoke-operator", Read;
    Evaluate "evaluate", [], "evaluate PLUGIN(ARGUMENT, …)", "evaluate-operator", Read;
    Consume "consume", [], "consume", "consume-operator", Read;
    Print "print", [], "print [COLUMN =] EXPRESSION, …", "print-operator", Known;
    Range "range", [], "range COLUMN from FIRST to LAST step STEP", "range-operator", Known;
    AssertSchema "assert-schema", [], "assert-schema (COLUMN: TYPE, …)", "queries", Known;
    ExecuteAndCache "__executeAndCache", [], "__executeAndCache", "queries", Known;
    Facet "facet", [], "facet by COLUMN, … [with (OPERATORS)]", "facet-operator", Known;
    Find "find", [], "find [in (TABLE, …)] where CONDITION", "find-operator", Known;
    Fork "fork", [], "fork [NAME =] (OPERATORS) …", "fork-operator", Known;
    GraphMarkComponents "graph-mark-components", [], "graph-mark-components", "graph-mark-components-operator", Known;
    GraphMatch "graph-match", [], "graph-match PATTERN where CONDITION project COLUMN, …", "graph-match-operator", Known;
    GraphShortestPaths "graph-shortest-paths", [], "graph-shortest-paths PATTERN project COLUMN, …", "graph-shortest-paths-operator", Known;
    GraphToTable "graph-to-table", [], "graph-to-table nodes, edges", "graph-to-table-operator", Known;
    GraphWhereEdges "graph-where-edges", [], "graph-where-edges CONDITION", "graph-operators", Known;
    GraphWhereNodes "graph-where-nodes", [], "graph-where-nodes CONDITION", "graph-operators", Known;
    InlineExternalTable "inline_external_table", [], "inline_external_table (COLUMN: TYPE, …) …", "inline-external-table-operator", Known;
    MacroExpand "macro-expand", [], "macro-expand GROUP as NAME (QUERY)", "macro-expand-operator", Known;
    MakeGraph "make-graph", [], "make-graph SOURCE --> TARGET with TABLE on COLUMN", "make-graph-operator", Known;
    MakeSeries "make-series", [], "make-series AGGREGATE on COLUMN from FIRST to LAST step STEP by COLUMN", "make-series-operator", Known;
    ParseKv "parse-kv", [], "parse-kv TEXT as (COLUMN: TYPE, …)", "parse-kv-operator", Known;
    Partition "partition", [], "partition by COLUMN (OPERATORS)", "partition-operator", Known;
    PartitionBy "__partitionby", [], "__partitionby COLUMN (OPERATORS)", "partition-operator", Known;
    ProjectByNames "project-by-names", [], "project-by-names COLUMN, …", "project-by-names-operator", Known;
    Reduce "reduce", [], "reduce by COLUMN", "reduce-operator", Known;
    Sample "sample", [], "sample NUMBER", "sample-operator", Known;
    SampleDistinct "sample-distinct", [], "sample-distinct NUMBER of COLUMN", "sample-distinct-operator", Known;
    Scan "scan", [], "scan with (step NAME: CONDITION; …)", "scan-operator", Known;
    Search "search", [], "search CONDITION", "search-operator", Known;
    TopHitters "top-hitters", [], "top-hitters NUMBER of COLUMN", "top-hitters-operator", Known;
    TopNested "top-nested", [], "top-nested NUMBER of COLUMN by AGGREGATE", "top-nested-operator", Known;
}

impl OperatorKind {
    /// Returns the operator of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.names().any(|known| known == name))
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns its name and the other spellings.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.row().name).chain(self.row().also.iter().copied())
    }

    /// Returns how it is written, in a line.
    #[must_use]
    pub const fn form(self) -> &'static str {
        self.row().form
    }

    /// Returns the page of the language reference about it.
    #[must_use]
    pub fn page(self) -> String {
        page(self.row().page)
    }

    /// Returns what kmgmt does with it.
    #[must_use]
    pub const fn support(self) -> Support {
        self.row().support
    }

    /// Returns the names of what is read after a pipe.
    pub fn names_read() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().filter(|kind| kind.support() != Support::Known).flat_map(|kind| kind.names())
    }
}

/// Returns the address of a page of the language reference, by its name or file.
#[must_use]
pub fn page(name: &str) -> String {
    format!("https://learn.microsoft.com/kusto/query/{}", name.trim_end_matches(".md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_their_operators_and_stand_once() {
        let mut names: Vec<&str> = OperatorKind::ALL.iter().flat_map(|kind| kind.names()).collect();
        for kind in OperatorKind::ALL {
            assert!(kind.names().all(|name| OperatorKind::of(name) == Some(*kind)), "{kind:?}");
            assert!(kind.form().starts_with(kind.name()), "{kind:?}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(OperatorKind::of("filter"), Some(OperatorKind::Where));
        assert_eq!(OperatorKind::of("Where"), None);
    }
}
