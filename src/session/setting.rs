//! What a session stands in: its clock, which can be moved, and its directory, which can change.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::access::Client;
use crate::catalog::{Change, Edit};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Environment;
use crate::model::directive::Directive;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::timespan::TimeSpan;
use crate::session::{Clock, Outcome, Output, Session};
use crate::syntax::Quote;
use crate::syntax::literal::decode;
use crate::text::{Span, nearest};

/// Reads a file by its name. Sessions touch no files: whoever makes one hands this in.
pub type ReadFile = fn(&str) -> Result<String, String>;

/// What a session has that was given no way to read files.
pub(super) fn reads_no_files(_: &str) -> Result<String, String> {
    Err("this session reads no files".to_owned())
}

impl Clock {
    /// The same, moved on.
    fn moved(self, by: SignedDuration) -> Self {
        match self {
            Self::Running(read, moved) => Self::Running(read, moved.saturating_add(by)),
            Self::Standing(time) => Self::Standing(time.checked_add(by).unwrap_or(Timestamp::MAX)),
        }
    }
}

impl Session {
    /// The time of the session.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on.
    pub fn advance_clock(&mut self, by: SignedDuration) {
        self.clock = self.clock.moved(by);
    }

    /// Lets directives read files.
    pub fn read_files_with(&mut self, read: ReadFile) {
        self.read_file = read;
    }

    /// `#clock`, `#clock advance 31m`
    pub(super) fn move_clock(&mut self, argument: &str) -> Outcome {
        if argument.is_empty() {
            return Outcome::of(Ok(Output::Text(self.now().to_string())));
        }
        Outcome::of(clock_length(argument).map(|ticks| {
            let nanoseconds = i64::from(u32::try_from(ticks % 10_000_000).unwrap_or_default()) * 100;
            self.advance_clock(SignedDuration::from_secs(ticks / 10_000_000) + SignedDuration::from_nanos(nanoseconds));
            Output::Nothing
        }))
    }

    /// `#client`, `#client application='NAME' user='NAME'`, `#client none`
    pub(super) fn change_client(&mut self, argument: &str) -> Outcome {
        if argument.is_empty() {
            return Outcome::of(Ok(Output::Text(stated(&self.client))));
        }
        Outcome::of(client(argument).map(|client| {
            self.state_client(client);
            Output::Nothing
        }))
    }

    /// `#directory load FILE`
    pub(super) fn change_directory(&mut self, argument: &str) -> Outcome {
        let result = file_to_load(argument).and_then(|file| {
            let place = end_of(argument, file);
            let wrong =
                |message: String| Diagnostic::error(Code::Input, format!("environment `{file}`: {message}")).at(place);
            let text = (self.read_file)(file).map_err(wrong)?;
            Environment::new(text).map_err(|error| wrong(error.to_string()))
        });
        Outcome::of(result.map(|environment| self.load_directory(environment)))
    }

    fn load_directory(&mut self, environment: Environment) -> Output {
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.write();
        let before = state.directory.environment().cloned();
        let edit = Edit::Directory(Change { key: (), before, after: Some(environment) });
        let command = || format!("{} {LOAD}", Directive::Directory);
        self.commit(&mut state, vec![edit], self.now(), command);
        Output::Nothing
    }
}

const ADVANCE: &str = "advance";
const LOAD: &str = "load";
const CLIENT_HELP: &str = "write `#client application='NAME' user='NAME'`, either or both, or `#client none`";
const CLOCK_HELP: &str = "`#clock advance 31m` moves the clock on; lengths are such as `31m`, `2h` or `1.00:00:00`";

/// The ticks in `advance 31m`.
pub(super) fn clock_length(argument: &str) -> Result<i64, Diagnostic> {
    let length = after_word(argument, ADVANCE)?;
    let ticks = TimeSpan::parse(length).map(|length| length.ticks).filter(|ticks| *ticks >= 0);
    ticks.ok_or_else(|| {
        let message = format!("`{length}` is no time to move the clock on by");
        Diagnostic::error(Code::Syntax, message).at(end_of(argument, length)).help(CLOCK_HELP)
    })
}

/// The file in `load FILE`.
pub(super) fn file_to_load(argument: &str) -> Result<&str, Diagnostic> {
    after_word(argument, LOAD)
}

/// What a client states, as the directive takes it.
fn stated(client: &Client) -> String {
    let pair = |word: Keyword, name: &Option<Arc<str>>| Some(format!("{word}={}", Text(name.as_ref()?)));
    let pairs = [pair(Keyword::Application, &client.application), pair(Keyword::User, &client.user)];
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() { Keyword::None.to_string() } else { pairs.join(" ") }
}

/// Reads `application='NAME' user='NAME'`, in any order, each at most once; or `none`.
pub(super) fn client(argument: &str) -> Result<Client, Diagnostic> {
    let mut client = Client::default();
    let mut rest = argument;
    while !rest.is_empty() && argument != Keyword::None.text() {
        let fault =
            |message: String| Diagnostic::error(Code::Syntax, message).at(end_of(argument, rest)).help(CLIENT_HELP);
        let (word, after) = rest.split_once('=').ok_or_else(|| fault(format!("`{rest}` states nothing")))?;
        let word = word.trim_end();
        let stated = match word {
            _ if word == Keyword::Application.text() => &mut client.application,
            _ if word == Keyword::User.text() => &mut client.user,
            other => return Err(fault(format!("a client does not state `{other}`"))),
        };
        let (name, behind) = name(after.trim_start()).ok_or_else(|| fault("a name stands in quotes".to_owned()))?;
        // An empty name states nothing.
        let name = Some(Arc::from(name)).filter(|name: &Arc<str>| !name.is_empty());
        if std::mem::replace(stated, name).is_some() {
            return Err(fault(format!("`{word}` is stated twice")));
        }
        rest = behind.trim_start();
    }
    Ok(client)
}

/// The name in quotes that a text begins with, as commands write strings, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let mut escaped = false;
    let is_end = |(_, character): &(usize, char)| {
        let ends = *character == quote && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    };
    let (end, _) = text.char_indices().skip(1).find(is_end)?;
    let inside = decode(text.get(1..end)?, Quote::Escaped, quote).ok()?;
    Some((inside.into_owned(), text.get(end + 1..)?))
}

/// What follows `word`, which `argument` is to begin with, its quotes taken off.
fn after_word<'s>(argument: &'s str, word: &'static str) -> Result<&'s str, Diagnostic> {
    let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    let rest = rest.trim();
    if first != word {
        let message =
            if first.is_empty() { format!("`{word}` is missing") } else { format!("`{first}` is not known here") };
        let place = Span::new(0, u32::try_from(first.len()).unwrap_or(u32::MAX));
        let error = Diagnostic::error(Code::Syntax, message).at(place).did_you_mean(nearest(first, [word]));
        return Err(error.help(help(word)));
    }
    if rest.is_empty() {
        let place = Span::at(u32::try_from(argument.len()).unwrap_or(u32::MAX));
        return Err(Diagnostic::error(Code::Syntax, format!("something is missing behind `{word}`"))
            .at(place)
            .help(help(word)));
    }
    let inside = |quote: char| rest.strip_prefix(quote)?.strip_suffix(quote);
    Ok(inside('\'').or_else(|| inside('"')).unwrap_or(rest))
}

fn help(word: &str) -> &'static str {
    if word == LOAD { "write `#directory load FILE`" } else { CLOCK_HELP }
}

/// Where `part` stands, with which `text` ends but for a quote.
fn end_of(text: &str, part: &str) -> Span {
    let start = text.rfind(part).unwrap_or_default();
    let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span::new(small(start), small(start + part.len()))
}
