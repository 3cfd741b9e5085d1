//! How results are written: one table for options, directives, files and documents.

macro_rules! formats {
    ($($variant:ident $name:literal, [$($extension:literal),*], $reader:ident, $line:literal;)*) => {
        /// An output format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
        pub enum Format {
            $(#[doc = $line] #[value(name = $name)] $variant),*
        }

        impl Format {
            /// Every format, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Returns the extensions of files that are written so when nothing else is said.
            #[must_use]
            pub const fn extensions(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($extension),*]),* }
            }

            /// Returns who reads it.
            const fn reader(self) -> Reader {
                match self { $(Self::$variant => Reader::$reader),* }
            }
        }
    };
}

/// Who reads a format.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    People,
    Programs,
    /// A program that draws.
    Drawer,
}

formats! {
    Auto "auto", [], People, "On a terminal a table of what fits, or vertical; elsewhere as `table`";
    Table "table", ["txt"], People, "Boxes with all columns";
    Vertical "vertical", [], People, "A line a value";
    Json "json", ["json"], Programs, "One array of row objects a result";
    JsonLines "jsonl", ["jsonl", "ndjson"], Programs, "One object a row";
    Csv "csv", ["csv"], Programs, "A header and rows a result, a blank line between results";
    Tsv "tsv", ["tsv"], Programs, "As csv, with tabs between values";
    Markdown "markdown", ["md", "markdown"], Programs, "A table as GitHub and wikis show it";
    Kusto "kusto", [], Programs, "The service's document, version 1, a line a result";
    Mermaid "mermaid", [], Drawer, "A drawing of a proof, for Markdown: of `explain` alone";
    Dot "dot", [], Drawer, "A drawing of a proof, for Graphviz: of `explain` alone";
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl Format {
    /// The formats of results: all but those that draw proofs.
    pub const RESULTS: &'static [Self] = &[
        Self::Auto,
        Self::Table,
        Self::Vertical,
        Self::Json,
        Self::JsonLines,
        Self::Csv,
        Self::Tsv,
        Self::Markdown,
        Self::Kusto,
    ];

    /// Returns whether the format draws proofs, and nothing else.
    #[must_use]
    pub fn is_drawing(self) -> bool {
        self.reader() == Reader::Drawer
    }

    /// Returns whether people read it where it is written: what is said besides results may stand between them.
    #[must_use]
    pub fn for_people(self) -> bool {
        self.reader() == Reader::People
    }

    /// Returns whether results are JSON, and can say which statement they answer.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::JsonLines)
    }

    /// Returns the format of files with this extension; case does not count.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let is_of = |format: &Self| format.extensions().iter().any(|one| one.eq_ignore_ascii_case(extension));
        Self::ALL.iter().copied().find(is_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_formats_but_drawings_are_formats_of_results() {
        let fitting: Vec<Format> = Format::ALL.iter().copied().filter(|format| !format.is_drawing()).collect();
        assert_eq!(fitting, Format::RESULTS);
    }

    #[test]
    fn each_extension_is_that_of_one_format() {
        for format in Format::ALL {
            format.extensions().iter().for_each(|extension| assert_eq!(Format::of_extension(extension), Some(*format)));
        }
        assert_eq!(Format::of_extension("CSV"), Some(Format::Csv));
        assert_eq!(Format::of_extension("xlsx"), None);
    }
}
