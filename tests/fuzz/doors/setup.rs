//! What is there before bytes come.

use std::sync::{Arc, LazyLock};

use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::pieces;

/// One entity of each kind, with some of what each can have.
pub const SETUP: &str = "\
.create database Sales

#dbcontext Sales

.create table T (a:long, b:string, t:datetime) with (docstring='orders')

.create table U (a:long)

.create external table E (a:long, b:string, t:datetime) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;secretKey')

.create materialized-view V on table T { T | summarize count() by a }

.create function F() { T | take 1 }

.create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T\", \"NodeIdColumn\": \"a\"}]}}'

.create-or-alter continuous-export X to table E with (intervalBetweenRuns=1h) <| T

.create entity_group N (cluster('c').database('Sales'))

.create-or-alter workload_group W '{}'

.create-or-alter table T ingestion json mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Path\": \"$.a\"}}]'

.alter table U policy restricted_view_access true

.alter table T policy retention '{\"SoftDeletePeriod\": \"10.00:00:00\"}'

.add database Sales viewers ('aadgroup=readers@contoso.com', 'aaduser=ana@contoso.com') 'report'

.add table T admins ('aaduser=bo@contoso.com')

.add cluster blockedprincipals 'aaduser=eve@contoso.com' application 'A' period 1h reason 'why'
";

/// The clock of every session.
pub const CLOCK: Clock = Clock::Standing(jiff::Timestamp::UNIX_EPOCH);

/// Runs statements that must all succeed.
pub fn run_well(session: &mut Session, text: &str) {
    pieces(text, 1, |piece| {
        let outcome = session.run(&piece);
        assert!(outcome.result.is_ok(), "{}\n{:?}", piece.text, outcome.result);
    });
}

/// Returns a session of its own on what is set up, with an open directory.
pub fn session() -> Session {
    static SESSION: LazyLock<Session> = LazyLock::new(|| {
        let mut session = Session::on(Arc::new(Cluster::new(Directory::open())), CLOCK);
        run_well(&mut session, SETUP);
        session
    });
    SESSION.copy()
}
