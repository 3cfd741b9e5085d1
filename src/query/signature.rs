//! What a function or an aggregate takes and gives: the types are checked before a row is read.

use crate::table::{ColumnType, Value};

/// What is known of an argument before a row is read.
#[derive(Clone, Copy, Debug)]
pub struct Argument<'a> {
    /// Its type.
    pub kind: ColumnType,
    /// Its value, where it is the same for every row.
    pub constant: Option<&'a Value>,
}

/// Why arguments do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// There are too few or too many of them. Nothing as the most stands for any number.
    Count {
        /// The fewest.
        least: usize,
        /// The most.
        most: Option<usize>,
    },
    /// The one at this place has a type that is not taken there.
    Type {
        /// Which argument, from 0.
        place: usize,
        /// What is taken there, as words of a sentence: `a number`.
        takes: &'static str,
    },
    /// Each type is taken, but not together: `1 + now()`.
    Together,
    /// The value at this place is no such thing, for a reason: a regular expression that cannot be read.
    Value {
        /// Which argument, from 0.
        place: usize,
        /// Why, as a message.
        reason: String,
        /// What to write instead.
        help: Option<String>,
    },
}

/// The types that a parameter takes (`ParameterTypeKind` of the official parser).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any scalar.
    Any,
    /// Any scalar but a dynamic one.
    NotDynamic,
    /// One type. A dynamic value is taken for a string alone; for others it is cast first
    /// (`scalar-data-types/dynamic.md`, *Casting dynamic objects*).
    A(ColumnType),
    /// A string or a dynamic value.
    TextOrDynamic,
    /// A truth, or a dynamic value that may hold one.
    TruthOrDynamic,
    /// `int`, `long`
    Integer,
    /// `int`, `long`, or a dynamic value: an array of them.
    IntegerOrDynamic,
    /// `int`, `long`, `real`, `decimal`
    Number,
    /// A number, `datetime`, `timespan`
    Summable,
    /// A number, `datetime`, `timespan`, or a dynamic value that holds one.
    SummableOrDynamic,
    /// What has an order: all but `dynamic` and `guid`.
    Orderable,
    /// All that share this have one type, or types that widen to one.
    Common,
    /// As [`Kind::Common`], of types that have an order.
    CommonOrderable,
}

impl Kind {
    /// Returns whether a value of the type is taken.
    #[must_use]
    pub const fn takes(self, kind: ColumnType) -> bool {
        use ColumnType as T;
        match self {
            Self::Any | Self::Common => true,
            Self::NotDynamic => !matches!(kind, T::Dynamic),
            Self::A(T::Real | T::Decimal) | Self::Number => is_number(kind),
            Self::A(T::Long | T::Int) | Self::Integer => matches!(kind, T::Int | T::Long),
            Self::IntegerOrDynamic => matches!(kind, T::Int | T::Long | T::Dynamic),
            Self::A(T::String) | Self::TextOrDynamic => matches!(kind, T::String | T::Dynamic),
            Self::TruthOrDynamic => matches!(kind, T::Bool | T::Dynamic),
            Self::A(one) => one as u8 == kind as u8,
            Self::Summable => is_number(kind) || matches!(kind, T::DateTime | T::TimeSpan),
            Self::SummableOrDynamic => Self::Summable.takes(kind) || matches!(kind, T::Dynamic),
            Self::Orderable | Self::CommonOrderable => !matches!(kind, T::Guid | T::Dynamic),
        }
    }

    /// Returns the words of a message for what is taken.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Any | Self::Common => "a scalar",
            Self::NotDynamic => "a scalar that is not dynamic",
            Self::A(kind) => kind.name(),
            Self::TextOrDynamic => "a string or a dynamic value",
            Self::TruthOrDynamic => "a bool",
            Self::Integer => "a whole number",
            Self::IntegerOrDynamic => "a whole number or an array of them",
            Self::Number => "a number",
            Self::Summable | Self::SummableOrDynamic => "a number, a datetime or a timespan",
            Self::Orderable | Self::CommonOrderable => "a value that has an order",
        }
    }

    const fn is_common(self) -> bool {
        matches!(self, Self::Common | Self::CommonOrderable)
    }
}

/// A string.
pub const TEXT: Kind = Kind::A(ColumnType::String);
/// A truth.
pub const TRUTH: Kind = Kind::A(ColumnType::Bool);
/// A moment.
pub const MOMENT: Kind = Kind::A(ColumnType::DateTime);
/// A length of time.
pub const LENGTH: Kind = Kind::A(ColumnType::TimeSpan);
/// A dynamic value.
pub const DYNAMIC: Kind = Kind::A(ColumnType::Dynamic);

/// Returns whether the type is one of numbers.
#[must_use]
pub const fn is_number(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Int | ColumnType::Long | ColumnType::Real | ColumnType::Decimal)
}

/// The parameters of a function.
#[derive(Clone, Copy, Debug)]
pub struct Takes {
    /// What each takes.
    pub kinds: &'static [Kind],
    /// How many of the last may be left out.
    pub optional: usize,
    /// How many of the last may be repeated, as one block.
    pub repeated: usize,
    /// How many arguments that repeat there are at least in all, or 0.
    pub least: usize,
    /// Whether one more argument, of the last kind, stands after those that repeat: `else` of `case`.
    pub last: bool,
}

impl Takes {
    /// Takes exactly these.
    #[must_use]
    pub const fn these(kinds: &'static [Kind]) -> Self {
        Self { kinds, optional: 0, repeated: 0, least: 0, last: false }
    }

    fn least(&self) -> usize {
        self.least.max(self.kinds.len() - self.optional + usize::from(self.last))
    }

    /// Returns what the argument at the place takes, of so many arguments.
    fn at(&self, place: usize, count: usize) -> Option<Kind> {
        if self.last && place + 1 == count {
            return self.kinds.last().copied();
        }
        let first = self.kinds.len() - self.repeated;
        let place = if place < first || self.repeated == 0 { place } else { first + (place - first) % self.repeated };
        self.kinds.get(place).copied()
    }

    /// Returns whether so many arguments are taken.
    fn takes_so_many(&self, count: usize) -> bool {
        let first = self.kinds.len() - self.repeated;
        let whole_blocks = |over: usize| over.is_multiple_of(self.repeated);
        match count {
            _ if count < self.least() => false,
            _ if self.repeated == 0 => count <= self.kinds.len(),
            _ => whole_blocks(count - usize::from(self.last) - first.min(count)),
        }
    }

    /// Checks the arguments one by one, and that those of a common type have one.
    fn check(&self, arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
        let count = arguments.len();
        if !self.takes_so_many(count) {
            let most = (self.repeated == 0).then_some(self.kinds.len());
            return Err(Mismatch::Count { least: self.least(), most });
        }
        for (place, argument) in arguments.iter().enumerate() {
            let kind = self.at(place, count).unwrap_or(Kind::Any);
            if !kind.takes(argument.kind) {
                return Err(Mismatch::Type { place, takes: kind.words() });
            }
        }
        let mixed = || self.common(arguments).is_none();
        if self.kinds.iter().any(|kind| kind.is_common()) && mixed() { Err(Mismatch::Together) } else { Ok(()) }
    }

    /// Returns the type that all arguments of a common type have or widen to.
    fn common(&self, arguments: &[Argument<'_>]) -> Option<ColumnType> {
        let count = arguments.len();
        let shared = |place: &usize| self.at(*place, count).is_some_and(Kind::is_common);
        let mut kinds = (0..count).filter(shared).filter_map(|place| Some(arguments.get(place)?.kind));
        let first = kinds.next()?;
        kinds.try_fold(first, widest)
    }
}

/// Returns the type of what is computed of whole numbers: `long` (`numerical-operators.md`); others keep theirs.
#[must_use]
pub const fn at_least_long(kind: ColumnType) -> ColumnType {
    if matches!(kind, ColumnType::Int) { ColumnType::Long } else { kind }
}

/// Returns the type that values of both types have together: the wider of two numbers, and of a dynamic value and
/// another one the other (`CommonNonDynamic` of the official parser). Nothing where there is none.
#[must_use]
pub fn widest(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    use ColumnType::{Decimal, Dynamic, Int, Long, Real};
    match (left, right) {
        _ if left == right => Some(left),
        (Dynamic, other) | (other, Dynamic) => Some(other),
        (Decimal, other) | (other, Decimal) if is_number(other) => Some(Decimal),
        (Real, other) | (other, Real) if is_number(other) => Some(Real),
        (Long, Int) | (Int, Long) => Some(Long),
        _ => None,
    }
}

/// The type that a call gives.
#[derive(Clone, Copy)]
pub enum Gives {
    /// Always this one.
    A(ColumnType),
    /// The type of the first argument.
    First,
    /// The type that the arguments share.
    Common,
    /// What the types, or constants among the arguments, decide; nothing where they do not go together.
    By(fn(&[Argument<'_>]) -> Option<ColumnType>),
}

/// Returns the type of what a call with these arguments gives.
///
/// # Errors
///
/// Fails where the arguments do not fit.
pub(super) fn returns(takes: &Takes, gives: Gives, arguments: &[Argument<'_>]) -> Result<ColumnType, Mismatch> {
    takes.check(arguments)?;
    let kind = match gives {
        Gives::A(kind) => Some(kind),
        Gives::First => arguments.first().map(|argument| argument.kind),
        Gives::Common => takes.common(arguments),
        Gives::By(decide) => decide(arguments),
    };
    kind.ok_or(Mismatch::Together)
}

/// The name of the column that a call gives where none is written (`ResultNameKind` of the official parser).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultName {
    /// None: the column is called `Column1` and so on, and after `print` `print_0`.
    Nothing,
    /// The name of the first argument: `tostring(a)` is called `a`.
    First,
    /// A word, `_` and the name of the first argument: `count_`, `sum_a`.
    After(&'static str),
    /// A column for each array, with the name of the argument before `_sorted`; the first is called `array0` where it
    /// has none.
    EachSorted,
}

impl Gives {
    /// A truth.
    pub const TRUTH: Self = Self::A(ColumnType::Bool);
    /// A string.
    pub const TEXT: Self = Self::A(ColumnType::String);
    /// An `int`.
    pub const INT: Self = Self::A(ColumnType::Int);
    /// A `long`.
    pub const LONG: Self = Self::A(ColumnType::Long);
    /// A `real`.
    pub const REAL: Self = Self::A(ColumnType::Real);
    /// A moment.
    pub const MOMENT: Self = Self::A(ColumnType::DateTime);
    /// A length of time.
    pub const LENGTH: Self = Self::A(ColumnType::TimeSpan);
    /// A dynamic value.
    pub const DYNAMIC: Self = Self::A(ColumnType::Dynamic);
}

impl ResultName {
    /// Returns the column's name; `first` is the name that the first argument has or would get, if there is one.
    #[must_use]
    pub fn of(self, first: Option<&str>) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::First => first.filter(|name| !name.is_empty()).map(str::to_owned),
            Self::After(word) => Some(format!("{word}_{}", first.unwrap_or_default())),
            Self::EachSorted => Some(sorted_name(0, first)),
        }
    }
}

/// Returns the name of the column of an array that is sorted with others, by its place and the name that it has or would
/// get.
#[must_use]
pub fn sorted_name(place: usize, own: Option<&str>) -> String {
    own.filter(|own| !own.is_empty()).map_or_else(|| format!("array{place}_sorted"), |own| format!("{own}_sorted"))
}
