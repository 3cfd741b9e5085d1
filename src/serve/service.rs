//! What becomes of a request: who asks is found, a session on the shared cluster runs what is asked, and a document is made
//! of its answer.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::access::Client;
use crate::diagnostic::{Code, Diagnostic};
use crate::query::space::Deadline;
use crate::serve::answer::{Answer, Form};
use crate::serve::commits::Commits;
use crate::serve::endpoint::{Endpoint, Route, metadata, served};
use crate::serve::fault::Fault;
use crate::serve::guard::{Guard, is_local};
use crate::serve::identity::Asking;
use crate::serve::log::{Log, Noted};
use crate::serve::request::{Asked, Said};
use crate::serve::sessions::Sessions;
use crate::serve::settings::Settings;
use crate::serve::trace::{Ids, Trace, text};
use crate::session::{Clock, Outcome, Output, Session};
use crate::syntax::{Piece, masked_text, parser, pieces, redacted_query};
use crate::table::Table;

/// What all requests share.
#[derive(Debug)]
pub struct Service {
    clock: Clock,
    /// What the cluster is called; who waits for sockets asks for no lock of it.
    name: String,
    pub(super) settings: Settings,
    guard: Guard,
    ids: Ids,
    pub(super) log: Log,
    sessions: Sessions,
    /// When what requests changed is durable.
    commits: Commits,
    /// The room for bodies of requests, a place a byte.
    pub(super) room: Arc<Semaphore>,
}

/// How clients say what they are.
const APPLICATION: HeaderName = HeaderName::from_static("x-ms-app");
const USER: HeaderName = HeaderName::from_static("x-ms-user");
/// How clients say that a request may change nothing, beside its options.
const READ_ONLY: HeaderName = HeaderName::from_static("x-ms-readonly");
/// What clients write where they have nothing to say.
const NOTHING: &str = "[none]";
/// What is logged in place of the kind of a command.
const QUERY: &str = "Query";
const INGEST: &str = "Ingest";

/// Returns the time since the server first asked for it.
fn elapsed() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

impl Service {
    /// Returns a service that begins with what a session has: its cluster, its clock, its database in context.
    #[must_use]
    pub fn new(session: &Session, settings: Settings) -> Self {
        let clock = session.clock();
        let seed = match clock {
            Clock::Standing(time) => time.to_string(),
            Clock::Running(..) => format!("{} {}", clock.now(), std::process::id()),
        };
        let (no_effect, principal, strangers) = (settings.no_effect, settings.principal, settings.limits.strangers);
        Self {
            clock,
            name: session.read().directory.cluster_name().to_owned(),
            guard: Guard { hosts: settings.hosts.clone(), allows_web_ui: settings.allows_web_ui },
            log: Log::new(settings.log),
            ids: Ids::new(&seed),
            sessions: Sessions::new(session, clock, no_effect, principal, strangers),
            commits: Commits::default(),
            room: Arc::new(Semaphore::new(settings.limits.bodies)),
            settings,
        }
    }

    /// Returns the ids of the next request.
    pub(super) fn trace(&self, headers: &HeaderMap) -> Trace {
        self.ids.trace(headers, self.clock.now())
    }

    /// Lets a request pass whose body was not read yet, or not.
    ///
    /// # Errors
    /// It may not reach the server.
    pub(super) fn check(&self, request: &Parts) -> Result<(), Fault> {
        self.guard.check(&request.uri, &request.headers)
    }

    /// Answers a request that failed, and tells what there is to log of it.
    pub(super) fn failed(&self, fault: &Fault, request: &Parts, trace: &Trace) -> (Answer, Noted) {
        let noted = Noted { fault: Some(fault.error.code), ..Noted::default() };
        (self.finished(Answer::of_fault(fault, trace, &self.name), request, trace), noted)
    }

    /// Answers a request for which nobody has to wait; none where it asks for something of the cluster.
    pub(super) fn at_once(&self, request: &Parts, peer: SocketAddr, trace: &Trace) -> Option<(Answer, Noted)> {
        let answer = match self.known(request, peer)? {
            Ok(answer) => answer,
            Err(fault) => return Some(self.failed(&fault, request, trace)),
        };
        Some((self.finished(answer, request, trace), Noted::default()))
    }

    fn known(&self, request: &Parts, peer: SocketAddr) -> Option<Result<Answer, Fault>> {
        let (headers, path) = (&request.headers, request.uri.path());
        if request.method == Method::OPTIONS && self.settings.allows_web_ui && headers.contains_key(header::ORIGIN) {
            return Some(Ok(Answer::empty(StatusCode::NO_CONTENT, self.guard.may_send(headers))));
        }
        let Route { alias, endpoint } = Route::of(path);
        let Some(endpoint) = endpoint else { return Some(Err(not_served(path))) };
        if request.method != endpoint.method() {
            return Some(Err(wrong_method(&request.method, &endpoint.method())));
        }
        let signs_in = || alias.is_none() && self.settings.principal.is_none() && !is_local(peer);
        let told = match endpoint {
            Endpoint::Metadata => metadata(signs_in()),
            Endpoint::Ping => json!({ "status": "ok" }),
            Endpoint::Manage | Endpoint::Query | Endpoint::QueryFrames | Endpoint::Ingest { .. } => return None,
        };
        Some(Ok(Answer::json(StatusCode::OK, &told)))
    }

    /// Answers a request, and tells what there is to log of it.
    pub(super) fn answer(&self, request: &Parts, body: &[u8], peer: SocketAddr, trace: &Trace) -> (Answer, Noted) {
        let (mut noted, cluster) = (Noted::default(), &self.sessions.cluster);
        let faults = cluster.faults();
        let answered = self.answered(request, body, peer, &mut noted);
        // Also a request that failed may have begun to change something.
        let settled = self.commits.settle(faults, cluster).map_err(|error| Fault::from(error).of_server());
        match answered.and_then(|answer| settled.map(|()| answer)) {
            Ok(answer) => (self.finished(answer, request, trace), noted),
            Err(fault) => {
                let (answer, failed) = self.failed(&fault, request, trace);
                (answer, Noted { fault: failed.fault, ..noted })
            }
        }
    }

    fn finished(&self, mut answer: Answer, request: &Parts, trace: &Trace) -> Answer {
        answer.add_ids(trace);
        self.guard.add_headers(&request.headers, &mut answer.headers);
        answer.compressed(&request.headers)
    }

    fn answered(&self, request: &Parts, body: &[u8], peer: SocketAddr, noted: &mut Noted) -> Result<Answer, Fault> {
        let headers = &request.headers;
        let Route { alias, endpoint } = Route::of(request.uri.path());
        let endpoint = endpoint.ok_or_else(|| not_served(request.uri.path()))?;
        noted.application = stated(headers, &APPLICATION).unwrap_or_default().into_owned();
        let asking = Asking::of(alias, headers)?;
        let deadline = |time: Option<Duration>| {
            let most = self.settings.limits.query;
            Deadline::after(time.map_or(most, |time| time.min(most)), elapsed)
        };
        let mut session = self.sessions.session(&asking, peer, deadline(None))?;
        noted.principal = session.read().directory.identity(session.principal()).fqn();
        let name = |header| stated(headers, header).map(Arc::from);
        session.state_client(Client { application: name(&APPLICATION), user: name(&USER) });
        let known = Arc::clone(session.memberships());
        let (table, form) = match &endpoint {
            Endpoint::Ingest { database, table } => (self.ingest(&mut session, database, table, noted), Form::Document),
            endpoint => {
                let asked = Asked::read(body)?;
                let asked = Asked { is_read_only: asked.is_read_only || headers.contains_key(READ_ONLY), ..asked };
                session.serve_one_of_many(deadline(asked.time));
                let form = match endpoint {
                    Endpoint::QueryFrames if asked.in_parts => Form::Parts,
                    Endpoint::QueryFrames => Form::Frames,
                    _ => Form::Document,
                };
                (self.run(&mut session, &asked, *endpoint == Endpoint::Manage, noted), form)
            }
        };
        // Who is in the groups that a token claims is no matter of other requests.
        if !matches!(asking, Asking::Token(_)) {
            self.sessions.keep(&known, session.memberships());
        }
        Ok(Answer::table(&*table?, form))
    }

    /// Runs a command or a query.
    fn run(
        &self,
        session: &mut Session,
        asked: &Asked,
        is_managing: bool,
        noted: &mut Noted,
    ) -> Result<Arc<Table>, Fault> {
        let database = {
            let state = session.read();
            asked.database_or(&self.sessions.database, |name| state.catalog.database(name).is_some()).to_owned()
        };
        session.use_database(&database);
        noted.database.clone_from(&database);
        match asked.said() {
            Said::Command(text) => {
                let mut answer = Err(Fault::bad_request("the request has no command"));
                pieces(&text, 1, |piece| answer = self.command(session, &piece, asked, noted));
                answer
            }
            Said::Commands(count) => {
                let fault = Fault::bad_request(format!("the request has {count} commands, and a request runs one"));
                Err(fault.help("`.execute database script <|` runs several").of(
                    redacted_query(&asked.text),
                    1,
                    database,
                ))
            }
            Said::Nothing => {
                Err(Fault::bad_request("the request is empty: its field `csl` has no command and no query"))
            }
            Said::Query if is_managing => Err(not_a_command().of(redacted_query(&asked.text), 1, database)),
            Said::Query => self.query(session, asked, noted),
        }
    }

    fn command(
        &self,
        session: &mut Session,
        piece: &Piece<'_>,
        asked: &Asked,
        noted: &mut Noted,
    ) -> Result<Arc<Table>, Fault> {
        let kind = parser::parse(piece).ok().map(|statement| statement.command.kind());
        noted.kind = kind.map(|kind| kind.operation().to_string()).unwrap_or_default();
        let changes = kind.is_some_and(|kind| !kind.is_show());
        let text = masked_text(piece);
        if asked.is_read_only && changes {
            let message =
                "the request may change nothing, since it is sent with `request_readonly`, and this command may";
            return Err(Fault::bad_request(message).of(text, piece.line, session.database()));
        }
        let faults = session.faults();
        let outcome = match asked.only_permissions {
            true => session.check_permission(piece),
            false => session.run(piece),
        };
        self.table(session, outcome, faults, (&text, piece.line), noted)
    }

    fn query(&self, session: &mut Session, asked: &Asked, noted: &mut Noted) -> Result<Arc<Table>, Fault> {
        QUERY.clone_into(&mut noted.kind);
        let faults = session.faults();
        let outcome = session.query(&asked.text, &asked.parameters, asked.only_permissions);
        self.table(session, outcome, faults, (&redacted_query(&asked.text), 1), noted)
    }

    fn ingest(
        &self,
        session: &mut Session,
        database: &str,
        table: &str,
        noted: &mut Noted,
    ) -> Result<Arc<Table>, Fault> {
        INGEST.clone_into(&mut noted.kind);
        database.clone_into(&mut noted.database);
        session.use_database(database);
        let faults = session.faults();
        let outcome = session.ingest(table);
        self.table(session, outcome, faults, ("", 1), noted)
    }

    /// Returns the table of an outcome; what has nothing to show has one without columns. `faults` are those of the catalog
    /// file before; the text that was run began in `line`.
    fn table(
        &self,
        session: &Session,
        outcome: Outcome,
        faults: usize,
        (text, line): (&str, u32),
        noted: &mut Noted,
    ) -> Result<Arc<Table>, Fault> {
        let told = outcome.warnings.iter().chain(&outcome.failed).map(|said| said.message.clone());
        noted.warnings.extend(told);
        match outcome.result {
            Ok(output) => {
                let made = if let Output::Answer(answer, _) = &output { answer.table().cloned() } else { None };
                let empty = || Table::with_columns(Vec::new());
                Ok(made.unwrap_or_else(|| Arc::new(session.table(&output).unwrap_or_else(empty))))
            }
            Err(error) => {
                let fault = Fault::from(error).of(text, line, session.database());
                Err(fault.of_file(session.faults() > faults))
            }
        }
    }
}

/// Returns what a client says of itself, if it says something.
fn stated<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<Cow<'h, str>> {
    text(headers, name).filter(|text| text != NOTHING)
}

/// The service's sentence (`reference/service-facts.md`, *no leading dot*).
fn not_a_command() -> Fault {
    let message = "Admin commands must have a dot (.) character as their first non-whitespace character";
    Fault::from(Diagnostic::error(Code::Syntax, message)).help("queries go to /v1/rest/query and /v2/rest/query")
}

fn not_served(path: &str) -> Fault {
    let fault = Fault::of_http(StatusCode::NOT_FOUND, Code::BadRequest, format!("nothing is served under `{path}`"));
    fault.help(format!("what is served: {}", served().join(", ")))
}

fn wrong_method(method: &Method, wanted: &Method) -> Fault {
    let message = format!("this address takes {wanted}, not {method}");
    Fault::of_http(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message)
}
