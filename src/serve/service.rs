//! What becomes of a request: who asks is found, a session on the shared cluster runs what is asked, and a document is made
//! of its answer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use crate::access::{Client, Memberships};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::model::limit;
use crate::model::principal::PrincipalRef;
use crate::serve::answer::{Answer, Form};
use crate::serve::commits::Commits;
use crate::serve::endpoint::{Endpoint, Route, served};
use crate::serve::fault::Fault;
use crate::serve::guard::Guard;
use crate::serve::identity::{self, Asking, Who};
use crate::serve::log::{Log, LogFormat, Noted};
use crate::serve::request::{Asked, Said};
use crate::serve::trace::{Ids, Trace, text};
use crate::session::{Clock, NoEffect, Outcome, Output, Session};
use crate::syntax::{Piece, masked_text, parser, pieces, redacted_query};
use crate::table::Table;
use crate::text::quoted;

/// How requests are served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Who acts for requests that do not say who asks.
    pub principal: Option<PrincipalId>,
    /// Names of this machine that clients use, beside `localhost` and numbers.
    pub hosts: Vec<String>,
    /// Whether the web page of the service may ask.
    pub allows_web_ui: bool,
    /// What to do with commands that have no effect here.
    pub no_effect: NoEffect,
    /// How requests are logged.
    pub log: LogFormat,
    /// How long clients may take.
    pub patience: Patience,
}

/// How long the server waits for clients, and for how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request.
    pub head: Duration,
    /// For its body.
    pub body: Duration,
    /// For a client that takes nothing of an answer.
    pub answer: Duration,
    /// How many connections are served at the same time.
    pub connections: usize,
    /// How many identities that nobody declares may ask.
    pub strangers: usize,
}

impl Default for Patience {
    fn default() -> Self {
        let (head, body, answer) = (limit::HEAD_TIME, limit::BODY_TIME, limit::WRITE_TIME);
        Self { head, body, answer, connections: limit::CONNECTIONS, strangers: limit::STRANGERS }
    }
}

/// What all requests share.
#[derive(Debug)]
pub struct Service {
    cluster: Arc<Cluster>,
    clock: Clock,
    /// The database of requests that name none.
    database: String,
    /// What the cluster is called; who waits for sockets asks for no lock of it.
    name: String,
    pub(super) settings: Settings,
    guard: Guard,
    ids: Ids,
    pub(super) log: Log,
    /// Who is in which group, as far as requests have read it: as in one session.
    memberships: Mutex<Arc<Memberships>>,
    /// When what requests changed is durable.
    commits: Commits,
    /// How many identities the directory has learned since they asked.
    strangers: AtomicUsize,
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

impl Service {
    /// Returns a service that begins with what a session has: its cluster, its clock, its database in context.
    #[must_use]
    pub fn new(session: &Session, settings: Settings) -> Self {
        let clock = session.clock();
        let seed = match clock {
            Clock::Standing(time) => time.to_string(),
            Clock::Running(..) => format!("{} {}", clock.now(), std::process::id()),
        };
        Self {
            cluster: Arc::clone(session.cluster()),
            clock,
            database: session.database().to_owned(),
            name: session.read().directory.cluster_name().to_owned(),
            guard: Guard { hosts: settings.hosts.clone(), allows_web_ui: settings.allows_web_ui },
            log: Log::new(settings.log),
            settings,
            ids: Ids::new(&seed),
            memberships: Mutex::new(Arc::clone(session.memberships())),
            commits: Commits::default(),
            strangers: AtomicUsize::new(0),
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
        self.guard.check(&request.headers)
    }

    /// Answers a request that failed.
    pub(super) fn failed(&self, fault: &Fault, request: &Parts, trace: &Trace) -> Answer {
        self.finished(Answer::of_fault(fault, trace, &self.name), request, trace)
    }

    /// Answers a request, and tells what there is to log of it.
    pub(super) fn answer(&self, request: &Parts, body: &[u8], peer: SocketAddr, trace: &Trace) -> (Answer, Noted) {
        let mut noted = Noted::default();
        let faults = self.cluster.faults();
        let answered = self.answered(request, body, peer, &mut noted);
        // Also a request that failed may have begun to change something.
        let settled = self.commits.settle(faults, &self.cluster);
        let settled = settled.map_err(|error| Fault::from(error).with_status(StatusCode::INTERNAL_SERVER_ERROR));
        let answer = match answered.and_then(|answer| settled.map(|()| answer)) {
            Ok(answer) => self.finished(answer, request, trace),
            Err(fault) => {
                noted.fault = Some(fault.error.code);
                self.failed(&fault, request, trace)
            }
        };
        (answer, noted)
    }

    fn finished(&self, mut answer: Answer, request: &Parts, trace: &Trace) -> Answer {
        answer.add_ids(trace);
        self.guard.add_headers(&request.headers, &mut answer.headers);
        answer.compressed(&request.headers)
    }

    fn answered(&self, request: &Parts, body: &[u8], peer: SocketAddr, noted: &mut Noted) -> Result<Answer, Fault> {
        let headers = &request.headers;
        if request.method == Method::OPTIONS && self.settings.allows_web_ui && headers.contains_key(header::ORIGIN) {
            return Ok(Answer::empty(StatusCode::NO_CONTENT, self.guard.may_send(headers)));
        }
        let Route { alias, endpoint } = Route::of(request.uri.path());
        let endpoint = endpoint.ok_or_else(|| not_served(request.uri.path()))?;
        if request.method != endpoint.method() {
            return Err(wrong_method(&request.method, &endpoint.method()));
        }
        match &endpoint {
            Endpoint::Metadata => return Ok(Answer::json(StatusCode::OK, &self.metadata())),
            Endpoint::Ping => return Ok(Answer::json(StatusCode::OK, &json!({ "status": "ok" }))),
            Endpoint::Manage | Endpoint::Query | Endpoint::QueryFrames | Endpoint::Ingest { .. } => {}
        }
        noted.application = stated(headers, &APPLICATION).unwrap_or_default().to_owned();
        let asking = Asking::of(alias, headers)?;
        let mut session = self.session(&asking, peer)?;
        noted.principal = session.read().directory.identity(session.principal()).fqn();
        let name = |header| stated(headers, header).map(Arc::from);
        session.state_client(Client { application: name(&APPLICATION), user: name(&USER) });
        let known = Arc::clone(session.memberships());
        let (table, form) = match &endpoint {
            Endpoint::Ingest { database, table } => (self.ingest(&mut session, database, table, noted), Form::Document),
            endpoint => {
                let asked = Asked::read(body)?;
                let asked = Asked { is_read_only: asked.is_read_only || headers.contains_key(READ_ONLY), ..asked };
                let form = match endpoint {
                    Endpoint::QueryFrames if asked.in_parts => Form::Parts,
                    Endpoint::QueryFrames => Form::Frames,
                    _ => Form::Document,
                };
                (self.run(&mut session, &asked, *endpoint == Endpoint::Manage, noted), form)
            }
        };
        if !matches!(asking, Asking::Token(_)) {
            self.keep(&known, session.memberships());
        }
        Ok(Answer::table(&table?, form))
    }

    /// Returns the session of one who asks.
    fn session(&self, asking: &Asking, peer: SocketAddr) -> Result<Session, Fault> {
        let mut session = Session::on(Arc::clone(&self.cluster), self.clock);
        session.treat_no_effect(self.settings.no_effect);
        // What requests change is made durable together, before they are answered.
        session.gather_changes(true);
        session.use_database(&self.database);
        session.know_memberships(Arc::clone(&self.memberships()));
        let found = identity::found(asking, &session.read().directory, self.settings.principal, peer)?;
        match found {
            Who::Known(principal, groups) => {
                session.act_as_known(principal);
                session.join(&groups);
            }
            Who::New(reference) => {
                let refused = |error: Diagnostic| Fault::from(Diagnostic { code: Code::Forbidden, ..error });
                let parsed = PrincipalRef::parse(&reference).map_err(|fault| {
                    let message = format!("{} is no reference to a principal: {}", quoted(&reference), fault.kind);
                    Fault::forbidden(message).help("one is such as `aaduser=ana@contoso.com`")
                })?;
                self.count_stranger()?;
                session.act_as(&parsed).map_err(|error| {
                    self.strangers.fetch_sub(1, Ordering::Relaxed);
                    refused(error)
                })?;
            }
        }
        Ok(session)
    }

    /// Counts somebody whom the directory is about to learn.
    fn count_stranger(&self) -> Result<(), Fault> {
        let most = self.settings.patience.strangers;
        let more = |count: usize| (count < most).then_some(count + 1);
        match self.strangers.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(()),
            Err(_) => {
                let message =
                    format!("requests have named {most} identities that nobody declares, and no more are taken");
                let fault = Fault::bad_request(message).help("`--environment FILE` declares who exists");
                Err(fault.help("a server that is started again begins to count again"))
            }
        }
    }

    /// Runs a command or a query.
    fn run(&self, session: &mut Session, asked: &Asked, is_managing: bool, noted: &mut Noted) -> Result<Table, Fault> {
        let database = {
            let state = session.read();
            asked.database_or(&self.database, |name| state.catalog.database(name).is_some()).to_owned()
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
                Err(fault.help("`.execute database script <|` runs several").of(redacted_query(&asked.text), database))
            }
            Said::Query if is_managing => Err(not_a_command().of(redacted_query(&asked.text), database)),
            Said::Query => self.query(session, asked, noted),
        }
    }

    fn command(
        &self,
        session: &mut Session,
        piece: &Piece<'_>,
        asked: &Asked,
        noted: &mut Noted,
    ) -> Result<Table, Fault> {
        let kind = parser::parse(piece).ok().map(|statement| statement.command.kind());
        noted.kind = kind.map(|kind| kind.operation().to_string()).unwrap_or_default();
        let changes = kind.is_some_and(|kind| !kind.is_show());
        let text = masked_text(piece);
        if asked.is_read_only && changes {
            let message =
                "the request may change nothing, since it is sent with `request_readonly`, and this command may";
            return Err(Fault::bad_request(message).of(text, session.database()));
        }
        let faults = session.faults();
        let outcome = match asked.only_permissions {
            true => session.check_permission(piece),
            false => session.run(piece),
        };
        self.table(session, outcome, faults, &text, noted)
    }

    fn query(&self, session: &mut Session, asked: &Asked, noted: &mut Noted) -> Result<Table, Fault> {
        QUERY.clone_into(&mut noted.kind);
        let faults = session.faults();
        let outcome = session.query(&asked.text, &asked.parameters, asked.only_permissions);
        self.table(session, outcome, faults, &redacted_query(&asked.text), noted)
    }

    fn ingest(&self, session: &mut Session, database: &str, table: &str, noted: &mut Noted) -> Result<Table, Fault> {
        INGEST.clone_into(&mut noted.kind);
        database.clone_into(&mut noted.database);
        session.use_database(database);
        let faults = session.faults();
        let outcome = session.ingest(table);
        self.table(session, outcome, faults, "", noted)
    }

    /// Returns the table of an outcome; what has nothing to show has one without columns. `faults` are those of the catalog
    /// file before.
    fn table(
        &self,
        session: &Session,
        outcome: Outcome,
        faults: usize,
        text: &str,
        noted: &mut Noted,
    ) -> Result<Table, Fault> {
        let told = outcome.warnings.iter().chain(&outcome.failed).map(|said| said.message.clone());
        noted.warnings.extend(told);
        let empty = || Table::with_columns(Vec::new());
        match outcome.result {
            Ok(Output::Nothing) => Ok(empty()),
            Ok(output) => Ok(session.table(&output).unwrap_or_else(empty)),
            Err(error) => {
                let fault = Fault::from(error).of(text, session.database());
                let is_ours = session.faults() > faults;
                Err(if is_ours { fault.with_status(StatusCode::INTERNAL_SERVER_ERROR) } else { fault })
            }
        }
    }

    fn memberships(&self) -> MutexGuard<'_, Arc<Memberships>> {
        self.memberships.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a request has read of memberships, for those after it.
    fn keep(&self, before: &Arc<Memberships>, after: &Arc<Memberships>) {
        if Arc::ptr_eq(before, after) {
            return;
        }
        let mut shared = self.memberships();
        if Arc::ptr_eq(&shared, before) && after.count() <= limit::KNOWN_PRINCIPALS {
            *shared = Arc::clone(after);
            return;
        }
        if shared.count() >= limit::KNOWN_PRINCIPALS {
            *shared = Arc::default();
        }
        Arc::make_mut(&mut shared).take_changes(after, before);
    }

    /// Returns how one signs in: not at all, unless nobody would act for a request that does not say who asks.
    fn metadata(&self) -> Value {
        if self.settings.principal.is_some() || self.settings.listen.ip().is_loopback() {
            return json!({ "AzureAD": null });
        }
        json!({ "AzureAD": {
            "LoginEndpoint": "https://login.microsoftonline.com",
            "LoginMfaRequired": false,
            "KustoClientAppId": "db662dc1-0cfe-4e1c-a843-19a68e65be58",
            "KustoClientRedirectUri": "https://microsoft/kustoclient",
            "KustoServiceResourceId": "https://kusto.kusto.windows.net",
            "FirstPartyAuthorityUrl": "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a",
        } })
    }
}

/// Returns what a client says of itself, if it says something.
fn stated<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    text(headers, name).filter(|text| *text != NOTHING)
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
    let message = format!("this address takes {wanted}, and the request is a {method}");
    Fault::of_http(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, message)
}
