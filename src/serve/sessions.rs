//! Who acts for a request: a session on the shared cluster, as the one who asks. Requests know of memberships what those
//! before them have read, as in one session.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::access::Memberships;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::model::limit;
use crate::model::principal::PrincipalRef;
use crate::query::space::Deadline;
use crate::serve::fault::Fault;
use crate::serve::identity::{self, Asking, Who};
use crate::session::{Clock, NoEffect, Session};
use crate::text::quoted;

/// What the sessions of all requests share.
#[derive(Debug)]
pub(super) struct Sessions {
    pub(super) cluster: Arc<Cluster>,
    clock: Clock,
    /// The database of requests that name none.
    pub(super) database: String,
    no_effect: NoEffect,
    /// Who acts for requests that do not say who asks.
    fallback: Option<PrincipalId>,
    /// Who is in which group, as far as requests have read it.
    memberships: Mutex<Arc<Memberships>>,
    /// How many identities the directory has learned since they asked.
    strangers: Mutex<usize>,
    most_strangers: usize,
}

impl Sessions {
    /// Returns sessions that begin with what a session has: its cluster, its clock, its database in context.
    pub(super) fn new(
        session: &Session,
        clock: Clock,
        no_effect: NoEffect,
        fallback: Option<PrincipalId>,
        most_strangers: usize,
    ) -> Self {
        Self {
            cluster: Arc::clone(session.cluster()),
            clock,
            database: session.database().to_owned(),
            no_effect,
            fallback,
            memberships: Mutex::new(Arc::clone(session.memberships())),
            strangers: Mutex::new(0),
            most_strangers,
        }
    }

    /// Returns the session of one who asks; its queries have to be done by the deadline.
    ///
    /// # Errors
    /// There is nobody of that name, or nobody may act.
    pub(super) fn session(&self, asking: &Asking, peer: SocketAddr, deadline: Deadline) -> Result<Session, Fault> {
        let mut session = Session::on(Arc::clone(&self.cluster), self.clock);
        session.serve_one_of_many(deadline);
        session.treat_no_effect(self.no_effect);
        // What requests change is made durable together, before they are answered.
        session.gather_changes(true);
        session.use_database(&self.database);
        session.know_memberships(Arc::clone(&self.memberships()));
        let who = self.who(&session, asking, peer)?;
        self.act(&mut session, who, asking, peer)?;
        Ok(session)
    }

    fn who(&self, session: &Session, asking: &Asking, peer: SocketAddr) -> Result<Who, Fault> {
        identity::found(asking, &session.read().directory, self.fallback, peer)
    }

    fn act(&self, session: &mut Session, who: Who, asking: &Asking, peer: SocketAddr) -> Result<(), Fault> {
        let reference = match who {
            Who::Known(principal, groups) => {
                session.act_as_known(principal);
                session.join(&groups);
                return Ok(());
            }
            Who::New(reference) => reference,
        };
        let parsed = PrincipalRef::parse(&reference).map_err(|fault| {
            let message = format!("{} is not a reference to a principal: {}", quoted(&reference), fault.kind);
            Fault::forbidden(message).help("one is such as `aaduser=ana@contoso.com`")
        })?;
        // One after the other: another request of the same stranger may have been first.
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        if let known @ Who::Known(..) = self.who(session, asking, peer)? {
            drop(strangers);
            return self.act(session, known, asking, peer);
        }
        if *strangers >= self.most_strangers {
            return Err(self.too_many());
        }
        let faults = session.faults();
        session.act_as(&parsed).map_err(|error| match error.code == Code::Input && session.faults() > faults {
            true => Fault::from(error).of_server(),
            false => Fault::from(Diagnostic { code: Code::Forbidden, ..error }),
        })?;
        *strangers += 1;
        Ok(())
    }

    fn too_many(&self) -> Fault {
        let most = self.most_strangers;
        let message = format!("requests have named {most} identities that nobody declares, and no more are taken");
        let fault = Fault::bad_request(message).help("`--environment FILE` declares who exists");
        fault.help("a server that is started again begins to count again")
    }

    fn memberships(&self) -> MutexGuard<'_, Arc<Memberships>> {
        self.memberships.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a request has read of memberships, for those after it.
    pub(super) fn keep(&self, before: &Arc<Memberships>, after: &Arc<Memberships>) {
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
}
