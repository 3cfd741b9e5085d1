//! Settings of a session: its clock, what its client states, and the directory, which can be loaded again.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::access::Client;
use crate::catalog::{Change, Edit};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Environment;
use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::timespan::TimeSpan;
use crate::session::{Clock, Output, Session};
use crate::syntax::ast::directives::{ClientNames, LOAD};
use crate::syntax::literal::StringLiteral;
use crate::text::{Spanned, shortened_to};

/// Reads a file by its name. Sessions touch no files: whoever makes one hands this in.
#[derive(Clone)]
pub(super) struct ReadFile(Arc<Read>);

type Read = dyn Fn(&str) -> Result<String, String> + Send + Sync;

impl ReadFile {
    /// Reads no file: what a session has until it is given a way to read them.
    pub(super) fn none() -> Self {
        Self(Arc::new(|_| Err("this session reads no files".to_owned())))
    }

    /// Returns the text of a file, or why there is none.
    pub(super) fn text(&self, name: &str) -> Result<String, String> {
        (self.0)(name)
    }
}

impl std::fmt::Debug for ReadFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadFile")
    }
}

impl Session {
    /// Returns the time of the session.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the clock, as far as it was moved.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Moves the clock on.
    pub fn advance_clock(&mut self, by: SignedDuration) {
        self.clock = self.clock.moved(by);
    }

    /// Lets directives read files, by their names.
    pub fn read_files_with(&mut self, read: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static) {
        self.read_file = ReadFile(Arc::new(read));
    }

    /// `#clock`, `#clock advance 31m`
    pub(super) fn move_clock(&mut self, length: Option<TimeSpan>) -> Result<Output, Diagnostic> {
        let Some(length) = length else { return Ok(Output::Text(self.now().to_string())) };
        if self.now().checked_add(length.duration()).is_err() {
            let message = format!("the clock can't stand after {}", Timestamp::MAX);
            return Err(Diagnostic::error(Code::BadRequest, message));
        }
        self.advance_clock(length.duration());
        Ok(Output::Nothing)
    }

    /// `#client`, `#client application='NAME' user='NAME'`, `#client none`
    pub(super) fn change_client(&mut self, stated: Option<&ClientNames<'_>>) -> Output {
        let Some(stated) = stated else { return Output::Text(printed_client(&self.client)) };
        // An empty name states nothing.
        let name = |name: &Option<StringLiteral<'_>>| {
            name.as_ref().filter(|name| !name.text.is_empty()).map(|name| Arc::from(&*name.text))
        };
        self.state_client(Client { application: name(&stated.application), user: name(&stated.user) });
        Output::Nothing
    }

    /// `#directory load FILE`
    pub(super) fn load_directory(&mut self, file: &Spanned<Cow<'_, str>>) -> Result<Output, Diagnostic> {
        let name = self.beside_script(&file.value);
        let shown = shortened_to(&name, 255);
        let wrong =
            |message: String| Diagnostic::error(Code::Input, format!("environment `{shown}`: {message}")).at(file.span);
        let text = self.read_file.text(&name).map_err(wrong)?;
        let environment = Environment::new(text).map_err(|error| wrong(error.to_string()))?;
        self.load_environment(environment)?;
        Ok(Output::Nothing)
    }

    fn load_environment(&mut self, environment: Environment) -> Result<(), Diagnostic> {
        let cluster = Arc::clone(&self.cluster);
        let mut state = if cluster.can_change() { cluster.change()? } else { cluster.write() };
        let before = state.directory.environment().cloned();
        let edit = Edit::Directory(Change { key: (), before, after: Some(environment) });
        let command = || format!("{} {LOAD}", DirectiveKind::Directory).into();
        match cluster.can_change() {
            true => self.commit(&mut state, vec![edit], self.now(), command),
            // What is only read is judged by it, and stays as it is.
            false => {
                self.apply(&mut state, &edit);
                Ok(())
            }
        }
    }

    /// Loads the environment of `--environment`, unless a catalog file has it already; answers whether it had another.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn take_environment(&mut self, environment: &Environment) -> Result<bool, Diagnostic> {
        if self.read().directory.environment() == Some(environment) {
            return Ok(false);
        }
        self.read_all()?;
        self.load_environment(environment.clone())?;
        self.settle()?;
        Ok(true)
    }
}

/// Returns what a client states, as the directive takes it.
fn printed_client(client: &Client) -> String {
    let pair = |word: Keyword, name: &Option<Arc<str>>| Some(format!("{word}={}", Text(name.as_ref()?)));
    let pairs = [pair(Keyword::Application, &client.application), pair(Keyword::User, &client.user)];
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() { Keyword::None.to_string() } else { pairs.join(" ") }
}
