//! The pages of the topics. What stands in a table is printed from it.

use crate::model::assertion_kind::AssertionKind;
use crate::model::command_kind::{Class, CommandKind};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::help_topic::HelpTopic;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::model::usage::Usage;
use crate::query::operator::{OperatorKind, Support};
use crate::query::{aggregates, functions};
use crate::table::ColumnType;

use crate::session::help::layout::{in_columns, in_lines};

/// Returns the page of a topic.
pub(super) fn page(topic: HelpTopic) -> String {
    let mut page = match topic {
        HelpTopic::Topics => topics(),
        HelpTopic::Commands => format!("{COMMANDS}\n{}", in_lines(CommandKind::all_verbs())),
        HelpTopic::Roles => format!("{}\n{ROLES}", roles()),
        HelpTopic::Principals => format!("{}\n{PRINCIPALS}", forms_of_principals()),
        HelpTopic::Groups => GROUPS.to_owned(),
        HelpTopic::Permissions => format!("{}\n{PERMISSIONS}", permissions()),
        HelpTopic::Blocked => BLOCKED.to_owned(),
        HelpTopic::Policies => policies(),
        HelpTopic::RowLevelSecurity => ROW_LEVEL_SECURITY.to_owned(),
        HelpTopic::RestrictedViewAccess => RESTRICTED_VIEW_ACCESS.to_owned(),
        HelpTopic::ManagedIdentity => format!("{MANAGED_IDENTITY}\n{}", usages()),
        HelpTopic::Databases => DATABASES.to_owned(),
        HelpTopic::Tables => TABLES.to_owned(),
        HelpTopic::Columns => format!("{COLUMNS}\n{}", in_lines(ColumnType::ALL.iter().map(|kind| kind.name()))),
        HelpTopic::Functions => FUNCTIONS.to_owned(),
        HelpTopic::Views => VIEWS.to_owned(),
        HelpTopic::ExternalTables => EXTERNAL_TABLES.to_owned(),
        HelpTopic::GraphModels => GRAPH_MODELS.to_owned(),
        HelpTopic::Exports => EXPORTS.to_owned(),
        HelpTopic::Followers => FOLLOWERS.to_owned(),
        HelpTopic::Pipes => pipes(),
        HelpTopic::Directives => directives(),
        HelpTopic::Assertions => format!("{ASSERTIONS}\n{}", assertions()),
        HelpTopic::Scripts => SCRIPTS.to_owned(),
        HelpTopic::Strings => STRINGS.to_owned(),
        HelpTopic::Shell => SHELL.to_owned(),
    };
    let kinds = topic.families().iter().flat_map(|family| family.kinds());
    let kinds = kinds.filter(|kind| kind.effect().class() == Class::Meaning);
    let mut commands: Vec<String> = kinds.map(|kind| format!(".{}", kind.first_words())).collect();
    commands.dedup();
    if !commands.is_empty() {
        page += &format!("\nIts commands, of which `{} .WORDS` tells more:\n", DirectiveKind::Help);
        page += &in_columns(&commands);
    }
    page
}

fn topics() -> String {
    let width = HelpTopic::ALL.iter().map(|topic| topic.word().len()).max().unwrap_or_default();
    let lines = HelpTopic::ALL.iter().map(|topic| format!("{:width$}  {}", topic.word(), topic.line()));
    lines.collect::<Vec<_>>().join("\n")
}

fn roles() -> String {
    let width = Role::ALL.iter().map(|role| role.word().len()).max().unwrap_or_default();
    let lines = Role::ALL.iter().map(|role| {
        let kinds: Vec<String> = role.scopes().iter().map(|kind: &EntityKind| kind.to_string()).collect();
        format!("{:width$}  {}\n{:width$}  on: {}", role.word(), role.line(), "", kinds.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn forms_of_principals() -> String {
    let line = |kind: &PrincipalKind| format!("    {:12}  {}", kind.title(), kind.form());
    PrincipalKind::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn permissions() -> String {
    let line = |permission: &Permission| format!("    {:19}  {}", permission.word(), permission.line());
    Permission::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn policies() -> String {
    let words = |decides: bool| PolicyKind::ALL.iter().filter(move |kind| kind.decides() == decides);
    let [deciding, stored] = [true, false].map(|decides| in_lines(words(decides).map(|kind| kind.word())));
    format!("{POLICIES}\nThese decide about access:\n{deciding}\nThese are stored and shown:\n{stored}")
}

fn usages() -> String {
    let line = |usage: &Usage| format!("    {:19}  {}", usage.name(), usage.line());
    Usage::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn directives() -> String {
    DirectiveKind::ALL.iter().map(|kind| format!("{}\n    {}", kind.form(), kind.line())).collect::<Vec<_>>().join("\n")
}

fn pipes() -> String {
    let runs = OperatorKind::ALL.iter().filter(|kind| kind.support() == Support::Runs);
    let marks = functions::all().filter(|function| function.is_operator());
    let functions = functions::all().filter(|function| !function.is_operator());
    [
        PIPES.to_owned(),
        format!("Operators:\n{}", in_lines(runs.map(|kind| kind.name()))),
        format!("Between values:\n{}", in_lines(marks.map(|function| function.name))),
        format!("Functions:\n{}", in_lines(functions.map(|function| function.name))),
        format!("Aggregates:\n{}", in_lines(aggregates::all().map(|aggregate| aggregate.name))),
    ]
    .join("\n")
}

fn assertions() -> String {
    let line = |kind: &AssertionKind| format!("    {kind} {}\n        {}", kind.arguments(), kind.line());
    AssertionKind::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

const COMMANDS: &str = "\
A command begins with a dot and a verb, and goes on over lines until it is whole:
    .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'why'
`#help .VERB` lists the commands of a verb, `#help .VERB WORDS` tells about a few:
their forms, what they do here, who may run them, and an example. The verbs are";

const ROLES: &str = "\
They are added, dropped, replaced and shown, of tables and others as of databases:
    .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'why'
    .drop database Samples viewers ('aaduser=abbiatkins@fabrikam.com')
    .set database Samples viewers none
    .show database Samples principals
    #roles aaduser=abbiatkins@fabrikam.com";

const PRINCIPALS: &str = "\
A principal stands in quotes in commands; after a directive it need not, if it
has no spaces:
    .add database Samples viewers ('aadgroup=SGDisplayName;fabrikam.com')
    #roles aaduser=abbiatkins@fabrikam.com
An environment file says who exists (`--environment FILE`). Without one, whoever
is named exists from then on.";

const GROUPS: &str = "\
A role of a group counts for its members, also through groups in it. The
environment says who they are (`members`); without it the members are unknown.
The cluster remembers memberships: a new one counts after thirty minutes at the
latest, one that ended for up to three hours. Time passes by
    #clock advance 31m
and one group is read again at once by
    .clear cluster cache groupmembership with (group='aadgroup=SGDisplayName;fabrikam.com')";

const PERMISSIONS: &str = "\
Roles give permissions, on the entity and on what it holds. Ask by a permission,
or by the words of a command:
    #explain aaduser=abbiatkins@fabrikam.com ingest table Orders
    #who-can drop column table Orders
    #what-can aaduser=abbiatkins@fabrikam.com";

const BLOCKED: &str = "\
The cluster refuses all requests of a blocked principal, or those with the name
of an application or user that the client states, until the block ends:
    .add cluster blockedprincipals 'aaduser=robinhale@fabrikam.com' period 1h reason 'left'
    .show cluster blockedprincipals
`#client application='NAME'` states a name.";

const POLICIES: &str = "\
A policy of an entity is shown, set, changed and deleted by
    .show table Orders policy caching
    .alter table Orders policy caching hot = 7d
    .delete table Orders policy caching
`#help policy WORD` lists the commands of one.";

const ROW_LEVEL_SECURITY: &str = "\
A query stands in place of the table for everybody, admins too:
    .alter table Orders policy row_level_security enable 'Orders | where Seller == current_principal()'
    .show table Orders policy row_level_security
    .delete table Orders policy row_level_security
It excludes restricted view access, and is not evaluated here: answers say that
it applies.";

const RESTRICTED_VIEW_ACCESS: &str = "\
A table with this policy is seen only by who may also view restricted data:
    .alter table Orders policy restricted_view_access true
    .add database Samples unrestrictedviewers ('aaduser=abbiatkins@fabrikam.com')
    #explain aaduser=abbiatkins@fabrikam.com view table Orders
The second role needs a role that views beside it.";

const MANAGED_IDENTITY: &str = "\
An environment file declares the identities of the cluster (`managedIdentities`).
The policy of the cluster, or of a database, says for what each may be used:
    .alter-merge database Samples policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"ExternalTable\"}]'
    .show database Samples policy managed_identity
Usages";

const DATABASES: &str = "\
Commands are about the database in context, unless they name another:
    .create database Samples volatile
    #dbcontext Samples";

const TABLES: &str = "\
A table belongs to the database in context. Who makes it becomes its admin.
    .create table Orders (OrderId: long, Customer: string)";

const COLUMNS: &str = "\
A column is named with its table:
    .alter-merge table Orders (Seller: string)
    .drop column Orders.Seller
Types";

const FUNCTIONS: &str = "\
A function belongs to the database in context. Who makes it becomes its admin.
    .create-or-alter function BigOrders(least: real) { Orders | where Amount > least }
Bodies are kept, and not evaluated; the tables that they name are looked at.";

const VIEWS: &str = "\
A view is made of a table, or of another view:
    .create materialized-view LastOrder on table Orders { Orders | summarize arg_max(OrderId, *) by Customer }
Whoever may view the database sees the view, unless its table is restricted.";

const EXTERNAL_TABLES: &str = "\
An external table names where its data is:
    .create external table Archive (OrderId: long) kind=storage dataformat=csv (h@'https://shop.blob.core.windows.net/archive;impersonate')
What stands after `h` is a secret: it is shown nowhere, and not kept in the history.";

const GRAPH_MODELS: &str = "A graph model says of which tables a graph is made.";

const EXPORTS: &str = "\
An export writes what is new in tables to an external table:
    .create-or-alter continuous-export ToExports to table Exports <| Orders
An export runs on behalf of a managed identity where its table has no key of its
own; who creates it needs the right to:
    #explain aaduser=abbiatkins@fabrikam.com export on behalf of system";

const FOLLOWERS: &str = "\
A database that follows one of another cluster may have principals of its own:
    .add follower database Samples viewers ('aaduser=abbiatkins@fabrikam.com')
    .alter follower database Samples principals-modification-kind = union";

const PIPES: &str = "\
Rows of a result go through operators, each after a `|`; lines may break before one:
    .show tables | where TableName startswith 'Ord' | project TableName, Folder
    .show database Samples principals | summarize count() by Role
A query about the last result begins with its name, in a statement of its own:
    .show tables; $command_results | count
Names and types are checked before the command runs. `#help WORD` tells about one:";

const ASSERTIONS: &str = "\
`#expect` is an error, with the proof, unless it holds:
    #expect deny aaduser=abbiatkins@fabrikam.com drop table Orders
`kmgmt test FILE` reads the same in comments, `//! deny …`, and `fails` and `plan`
too, which `#expect` does not:";

const SCRIPTS: &str = "\
In a file a command ends with `;` at the end of a line, a blank line, or the next
line that begins with a dot in column 1. Directives are one line each.
    kmgmt -f roles.kql          runs it; `--on-error continue` goes on after errors
    kmgmt plan roles.kql        says what it would change
    #read roles.kql             runs it in the middle of another, or in the shell
Files that a script names lie beside it. One command runs several others:
    .execute database script <|
    .create table Parts (Part: string)
    #end";

const STRINGS: &str = "\
Strings stand in quotes, of one kind or the other:
    'text'  \"text\"   with \\\\ before a quote, \\n for a line break
    @'text'          as it stands; '' is a quote
    ```text```       over several lines
    h'text'          a secret: shown as ****
A name with spaces or other marks stands in brackets: ['two words'].";

const SHELL: &str = "\
Tab completes words, names, principals and files, and lists what may follow. What
is shown dim is what may come next: the right arrow takes it.
Up and down go through what was typed, Ctrl-R searches it; secrets are forgotten
with the shell. `exit`, `quit` and `\\q` leave, as `#quit` does; `help` and `\\?`
help. What Enter, `;`, Ctrl-C and Ctrl-D do, `#help` says.";
