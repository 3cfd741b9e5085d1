//! Diagnostics for people (lines with carets) and for programs (the service's error envelope).

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::text::{Span, marked, place_of, tame, wrapped_below};

/// A line longer than this is cut around the place that is pointed at.
const LONGEST_LINE: usize = 400;
/// What is kept on either side of the place when a line is cut.
const KEPT: usize = 120;

/// The statement that a diagnostic speaks of, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// A file's name, `<stdin>`, `<argument 1>`.
    pub origin: &'a str,
    /// The statement's text, from the beginning of its first line. It is shown as it stands: its
    /// secrets are redacted already.
    pub text: &'a str,
    /// The number of its first line in the origin, from 1.
    pub line: u32,
    /// The database in context.
    pub database: &'a str,
}

/// How a diagnostic is written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences, each message in one line: for files and pipes.
    Plain,
    /// In lines that fit a terminal.
    Terminal {
        /// Whether it shows colours.
        colour: bool,
        /// How many columns it has.
        width: usize,
    },
}

/// On a narrower terminal lines are as long as on one of this width.
const NARROWEST: usize = 40;

impl Style {
    /// Returns whether colours are shown.
    #[must_use]
    pub const fn is_coloured(self) -> bool {
        matches!(self, Self::Terminal { colour: true, .. })
    }

    /// Returns how wide the terminal is, if there is one.
    #[must_use]
    pub const fn width(self) -> Option<usize> {
        match self {
            Self::Plain => None,
            Self::Terminal { width, .. } => Some(width),
        }
    }

    /// Returns a message in lines that fit, where `before` columns stand before each of them.
    fn fitted(self, message: Cow<'_, str>, before: usize) -> Cow<'_, str> {
        match self {
            Self::Plain => message,
            Self::Terminal { width, .. } => {
                Cow::Owned(wrapped_below(&message, width.max(NARROWEST).saturating_sub(before)))
            }
        }
    }
}

/// Returns the diagnostic as lines for people, with a caret under each place; no final newline.
#[must_use]
pub fn human(diagnostic: &Diagnostic, context: &Context<'_>, style: Style) -> String {
    human_of(diagnostic, None, context, style)
}

/// Returns the same, with the id of the rule that is broken: `error[no-admin-left]: …`.
#[must_use]
pub fn human_of(diagnostic: &Diagnostic, rule: Option<&str>, context: &Context<'_>, style: Style) -> String {
    let level = match (diagnostic.severity, rule) {
        (Severity::Error, _) => Level::ERROR,
        (Severity::Warning, _) => Level::WARNING,
        (Severity::Note, Some(_)) => Level::NOTE,
        (Severity::Note, None) => return note(diagnostic, context, style),
    };
    let named = rule.map_or(0, |rule| rule.len() + "[]".len());
    let before = diagnostic.severity.word().len() + named + ": ".len();
    let title = level.primary_title(style.fitted(Cow::Borrowed(&diagnostic.message), before));
    let mut group = Group::with_title(rule.iter().fold(title, |title, rule| title.id(*rule)));
    let window = Window::around(diagnostic, context);
    if let Some(window) = &window {
        group = group.element(window.snippet(diagnostic, context.origin));
    }
    let gutter = window.as_ref().map_or(0, Window::gutter);
    for advice in &diagnostic.help {
        group = group.element(Level::HELP.message(style.fitted(tame(advice), gutter + " = help: ".len())));
    }
    let renderer = if style.is_coloured() { Renderer::styled() } else { Renderer::plain() };
    let renderer = match style {
        Style::Plain => renderer,
        Style::Terminal { width, .. } => renderer.term_width(width.max(NARROWEST)),
    };
    let text = renderer.render(&[group]);
    match (window.filter(|window| window.cut), diagnostic.span()) {
        (Some(window), Some(span)) => window.with_column(&text, span, context),
        _ => text,
    }
}

/// `note: roles.kql:3: …`
fn note(diagnostic: &Diagnostic, context: &Context<'_>, style: Style) -> String {
    let start = diagnostic.span().map_or(0, |span| span.start);
    let line = place_of(context.text, start, context.line).line;
    // What is about no statement is about no line.
    let place = if context.text.is_empty() { String::new() } else { format!(":{line}") };
    let text = format!("note: {}{place}: {}", context.origin, tame(diagnostic.message.as_str()));
    style.fitted(Cow::Owned(text), 0).into_owned()
}

/// The lines that are shown: those that the labels touch, cut where they are very long.
struct Window<'a> {
    text: &'a str,
    /// The text as it is shown.
    shown: Cow<'a, str>,
    start: usize,
    line: u32,
    /// Whether the beginning of its first line is cut off.
    cut: bool,
}

impl<'a> Window<'a> {
    fn around(diagnostic: &Diagnostic, context: &Context<'a>) -> Option<Self> {
        let text = context.text;
        let pointed = Self::pointed_at(diagnostic, text)?;
        let line_start = text.get(..pointed.start)?.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(pointed.end..)?.find('\n');
        let line_end = rest.map_or(text.len(), |at| pointed.end + at);
        let start = match pointed.start - line_start > LONGEST_LINE {
            true => text.floor_char_boundary(pointed.start - KEPT),
            false => line_start,
        };
        let end = match line_end - pointed.end > LONGEST_LINE {
            true => text.ceil_char_boundary(pointed.end + KEPT),
            false => line_end,
        };
        let line = place_of(text, u32::try_from(start).ok()?, context.line).line;
        let shown = text.get(start..end)?.trim_end_matches('\r');
        Some(Self { text: shown, shown: marked(shown), start, line, cut: start > line_start })
    }

    /// Returns the range of all places; the beginning of the primary one where that is too long to
    /// show, or where two are too far apart.
    fn pointed_at(diagnostic: &Diagnostic, text: &str) -> Option<Range<usize>> {
        let first = diagnostic.labels.iter().map(|label| label.span.start).min()?;
        let last = diagnostic.labels.iter().map(|label| label.span.end).max()?;
        let start = text.floor_char_boundary(first as usize);
        let end = text.ceil_char_boundary(last as usize).min(text.len());
        let is_long = |line: &str| line.len() > LONGEST_LINE && !line.contains('\n');
        if !text.get(start..end).is_some_and(is_long) {
            return Some(start..end);
        }
        let primary = diagnostic.span().map_or(start, |span| span.start as usize);
        let shown = text.floor_char_boundary(primary);
        Some(shown..text.ceil_char_boundary(shown + KEPT).min(text.len()))
    }

    /// Returns how many columns the numbers of its lines take.
    fn gutter(&self) -> usize {
        let last = self.line as usize + memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        last.to_string().len()
    }

    fn snippet<'w>(&'w self, diagnostic: &'w Diagnostic, origin: &'w str) -> Snippet<'w, Annotation<'w>> {
        let source = Snippet::source(&*self.shown).line_start(self.line as usize);
        let mut snippet = source.path(origin).fold(true);
        let shown = self.start..=self.start + self.text.len();
        let labels = diagnostic.labels.iter().enumerate();
        let is_shown = |label: &Label| shown.contains(&(label.span.start as usize));
        for (index, label) in labels.filter(|(_, label)| is_shown(label)) {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(self.shown_place(label.span));
            snippet = snippet.annotation(annotation.label(label.text.as_str()));
        }
        snippet
    }

    /// Returns the rendered text with the column in the whole line, since the renderer counts in
    /// the part that it is given.
    fn with_column(&self, text: &str, span: Span, context: &Context<'_>) -> String {
        let place = place_of(context.text, span.start, context.line);
        let offset = u32::try_from(self.place(span).start).unwrap_or_default();
        let inside = place_of(self.text, offset, self.line);
        let origin = |column: u32| format!("{}:{}:{column}", context.origin, place.line);
        text.replacen(&origin(inside.column), &origin(place.column), 1)
    }

    fn place(&self, span: Span) -> Range<usize> {
        let length = self.text.len();
        let inside = |offset: u32| (offset as usize).saturating_sub(self.start).min(length);
        let start = self.text.floor_char_boundary(inside(span.start));
        let end = self.text.ceil_char_boundary(inside(span.end)).max(start);
        start..end
    }

    /// Returns the place in the text as it is shown.
    fn shown_place(&self, span: Span) -> Range<usize> {
        let Range { start, end } = self.place(span);
        let shown = |offset: usize| self.text.get(..offset).map_or(0, |before| marked(before).len());
        shown(start)..shown(end)
    }
}

/// Returns the diagnostic as one line of JSON, in the shape of the service's error envelope; a
/// warning stands under `warning` (`reference/service-facts.md`, *Errors: codes and shapes*).
#[must_use]
pub fn json(diagnostic: &Diagnostic, context: &Context<'_>) -> String {
    let names = diagnostic.code.service_names();
    let place = diagnostic.span().map(|span| place_of(context.text, span.start, context.line));
    let (line, column) = place.map_or((context.line, 1), |place| (place.line, place.column));
    let key = diagnostic.severity.word();
    let fields = json!({
        "code": names.code,
        "message": names.generic,
        "@type": names.exception,
        "@message": diagnostic.message,
        "@context": Value::Object(serde_json::Map::new()),
        "@permanent": names.is_permanent,
        "@text": context.text,
        "@database": context.database,
        "severity": key,
        "source": context.origin,
        "line": line,
        "column": column,
        "help": diagnostic.help,
    });
    json!({ key: fields }).to_string()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::diagnostic::Code;

    const TEXT: &str = ".add database Samples_of_the_northern_region viewrs ('aaduser=abbiatkins@fabrikam.com', 'aadgroup=Some Group;fabrikam.com') 'they read the weekly report'";

    fn shown(style: Style) -> String {
        let message = "expected a role of a database, such as `viewers` or `unrestrictedviewers`, found `viewrs`";
        let help = "a role of a database is one of `admins`, `users`, `viewers`, `unrestrictedviewers`, `ingestors`";
        let start = u32::try_from(TEXT.find("viewrs").unwrap_or_default()).unwrap_or_default();
        let error = Diagnostic::error(Code::Syntax, message).at(Span::new(start, start + 6)).help(help);
        human(&error, &Context { origin: "roles.kql", text: TEXT, line: 7, database: "" }, style)
    }

    #[test]
    fn diagnostics_fit_a_terminal_and_break_between_words() {
        let words = |text: &str| {
            let told = text.lines().filter(|line| !line.starts_with('7') && !line.contains("^^^^^^"));
            told.flat_map(str::split_whitespace).map(str::to_owned).collect::<Vec<_>>()
        };
        let plain = words(&shown(Style::Plain));
        for width in NARROWEST..200 {
            let text = shown(Style::Terminal { colour: false, width });
            assert!(text.lines().all(|line| line.width() <= width), "{width}\n{text}");
            assert_eq!(words(&text), plain, "{width}\n{text}");
            assert!(text.contains("viewrs"), "{width}\n{text}");
        }
    }

    #[test]
    fn a_narrow_terminal_shows_the_place_and_aligned_help() {
        let expected = "\
error: expected a role of a database, such as `viewers` or
       `unrestrictedviewers`, found `viewrs`
 --> roles.kql:7:46
  |
7 | ..._the_northern_region viewrs ('aaduser=abbiatkins@f...
  |                         ^^^^^^
  |
  = help: a role of a database is one of `admins`, `users`,
          `viewers`, `unrestrictedviewers`, `ingestors`";
        assert_eq!(shown(Style::Terminal { colour: false, width: 60 }), expected);
    }
}
