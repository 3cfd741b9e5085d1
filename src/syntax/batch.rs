//! Statements that are parsed before they run: one thread splits, lexes and parses, another one runs them.

use std::ops::Range;

use self_cell::self_cell;

use crate::syntax::ast::Statement;
use crate::syntax::parser;
use crate::syntax::remark::Remark;
use crate::syntax::splitter::{Piece, Splitter};
use crate::syntax::token::Token;
use crate::text::Span;

/// The texts of statements with their tokens, and what else a [`Piece`] has.
#[derive(Debug, Default)]
struct Pieces {
    text: String,
    tokens: Vec<Token>,
    remarks: Vec<Remark>,
    places: Vec<Place>,
}

/// Where the parts of a statement stand in [`Pieces`].
#[derive(Debug)]
struct Place {
    text: Range<usize>,
    tokens: Range<usize>,
    remarks: Range<usize>,
    start: usize,
    line: u32,
    directive: bool,
    unclosed: Option<Span>,
    stray: Option<Span>,
}

/// The tree of each statement; none of a directive and of text that is no statement.
type Trees<'a> = Vec<Option<Statement<'a>>>;

self_cell!(
    struct Parsed {
        owner: Pieces,
        #[covariant]
        dependent: Trees,
    }
    impl {Debug}
);

/// Statements that were parsed before they run, in order.
#[derive(Debug)]
pub struct Batch(Parsed);

impl Default for Batch {
    fn default() -> Self {
        Self(Parsed::new(Pieces::default(), |_| Trees::new()))
    }
}

impl Batch {
    /// Returns all statements that the splitter has now, parsed. It uses the memory of this batch again.
    #[must_use]
    pub fn refilled(self, splitter: &mut Splitter) -> Self {
        let mut pieces = self.0.into_owner();
        pieces.clear();
        while let Some(piece) = splitter.next() {
            pieces.add(&piece);
        }
        Self(Parsed::new(pieces, |pieces| {
            let all = (0..pieces.places.len()).filter_map(|at| pieces.get(at));
            all.map(|piece| if piece.directive { None } else { parser::tree(&piece) }).collect()
        }))
    }

    /// Returns the number of statements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.borrow_owner().places.len()
    }

    /// Returns whether there are no statements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a statement.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Piece<'_>> {
        let trees = self.0.borrow_dependent().get(at..)?;
        self.0.borrow_owner().get(at).map(|piece| Piece { trees, ..piece })
    }
}

impl Pieces {
    fn clear(&mut self) {
        self.text.clear();
        self.tokens.clear();
        self.remarks.clear();
        self.places.clear();
    }

    fn add(&mut self, piece: &Piece<'_>) {
        let Piece { start, line, directive, unclosed, stray, .. } = *piece;
        let from = [self.text.len(), self.tokens.len(), self.remarks.len()];
        self.text.push_str(piece.text);
        self.tokens.extend_from_slice(piece.tokens);
        self.remarks.extend_from_slice(piece.remarks);
        let text = from[0]..self.text.len();
        let (tokens, remarks) = (from[1]..self.tokens.len(), from[2]..self.remarks.len());
        self.places.push(Place { text, tokens, remarks, start, line, directive, unclosed, stray });
    }

    fn get(&self, at: usize) -> Option<Piece<'_>> {
        let place = self.places.get(at)?;
        Some(Piece {
            text: self.text.get(place.text.clone())?,
            tokens: self.tokens.get(place.tokens.clone())?,
            start: place.start,
            line: place.line,
            directive: place.directive,
            unclosed: place.unclosed,
            stray: place.stray,
            remarks: self.remarks.get(place.remarks.clone())?,
            trees: &[],
        })
    }
}
