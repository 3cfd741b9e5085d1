//! The first model, which the peers finish: 1,000 groups with a grant each on one of 100 databases, 10,000 users in one
//! group each. It is the one by which casbin measures itself.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::str::FromStr;
use std::time::Duration;

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use cedar_policy::{Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request};
use kmgmt::model::permission::Permission;

use crate::data::{Random, environment, write_group};
use crate::decisions::{Question, World, database, decide, principal};
use crate::script::run;
use crate::timing::{median, time};

const USERS: u64 = 10_000;
const GROUPS: u64 = 1_000;
const DATABASES: u64 = 100;

/// How many questions are asked; kmgmt answers all of them so many times.
const QUESTIONS: u64 = 500;
const REPEATED: u32 = 400;

const CASBIN_MODEL: &str = "\
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
";

/// May the user read the database?
struct Asked {
    user: u64,
    database: u64,
}

const fn group_of(user: u64) -> u64 {
    user / (USERS / GROUPS)
}

const fn database_of(group: u64) -> u64 {
    group / (GROUPS / DATABASES)
}

impl Asked {
    /// As many that are to be answered with yes as with no.
    fn all() -> Vec<Self> {
        let mut random = Random(4);
        let asked = (0..QUESTIONS).map(|number| {
            let user = random.below(USERS);
            let own = database_of(group_of(user));
            let other = (own + 1 + random.below(DATABASES - 1)) % DATABASES;
            Self { user, database: if number % 2 == 0 { own } else { other } }
        });
        asked.collect()
    }

    const fn answer(&self) -> bool {
        database_of(group_of(self.user)) == self.database
    }
}

/// Prints what a decision takes kmgmt and what it takes each peer, in nanoseconds, the medians of as many rounds: with
/// the ids of who asks and what is asked about, and with their names looked up for each decision.
pub fn first(rounds: usize) {
    let asked = Asked::all();
    let (mut world, casbin, cedar) = (kmgmt_world(), Casbin::new(), Cedar::new(&asked));
    let (mut by_id, mut by_name) = (Vec::new(), Vec::new());
    let (mut casbins, mut cedars) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        by_id.push(by_ids(&mut world, &asked));
        by_name.push(by_names(&mut world, &asked));
        casbins.push(answered(&asked, |_, asked| casbin.decide(asked)));
        cedars.push(answered(&asked, |number, _| cedar.decide(number)));
    }
    let (casbin, cedar) = (median(casbins), median(cedars));
    for (ours, how) in [(median(by_id), "ids known"), (median(by_name), "names looked up")] {
        println!("{how}\tcasbin\t{ours:.1}\t{casbin:.0}", ours = ours.as_secs_f64() * 1e9, casbin = casbin.as_nanos());
        println!(
            "{how}\tcedar-policy\t{ours:.1}\t{cedar:.0}",
            ours = ours.as_secs_f64() * 1e9,
            cedar = cedar.as_nanos()
        );
    }
}

/// Returns what a decision takes on average; each has to be right.
fn answered(all: &[Asked], mut decide: impl FnMut(usize, &Asked) -> bool) -> Duration {
    let (time, ()) = time(|| {
        for (number, asked) in all.iter().enumerate() {
            assert_eq!(decide(number, asked), asked.answer(), "user{} on db{}", asked.user, asked.database);
        }
    });
    time / u32::try_from(all.len()).unwrap()
}

fn kmgmt_world() -> World {
    let mut world = World::new(environment(USERS, |text| {
        text.push_str(",\n  \"groups\": [\n");
        for group in 0..GROUPS {
            let users = (0..USERS).filter(|user| group_of(*user) == group);
            let members: Vec<String> = users.map(|user| format!("\"aaduser=user{user}@contoso.com\"")).collect();
            text.push_str(if group == 0 { "" } else { "    ," });
            write_group(text, group, &members);
        }
        text.push_str("  ]");
    }));
    let mut script = String::new();
    (0..DATABASES).for_each(|database| writeln!(script, ".create database db{database} volatile").unwrap());
    for group in 0..GROUPS {
        let database = database_of(group);
        writeln!(script, ".add database db{database} viewers ('aadgroup=group{group}@contoso.com') skip-results")
            .unwrap();
    }
    run(&mut world.session, &script);
    let users: Vec<_> = {
        let state = world.session.read();
        (0..USERS).map(|user| principal(&state, &format!("aaduser=user{user}@contoso.com"))).collect()
    };
    world.fill(&users);
    world
}

fn by_ids(world: &mut World, asked: &[Asked]) -> Duration {
    let state = world.session.read();
    let question = |asked: &Asked| Question {
        who: principal(&state, &format!("aaduser=user{}@contoso.com", asked.user)),
        permission: Permission::View,
        entity: database(&state, &format!("db{}", asked.database)),
    };
    let questions: Vec<Question> = asked.iter().map(question).collect();
    let memberships = &mut world.memberships;
    repeated(|| answered(asked, |number, _| decide(&state, memberships, questions[number])))
}

fn by_names(world: &mut World, asked: &[Asked]) -> Duration {
    let state = world.session.read();
    let name = |asked: &Asked| (format!("aaduser=user{}@contoso.com", asked.user), format!("db{}", asked.database));
    let names: Vec<(String, String)> = asked.iter().map(name).collect();
    let memberships = &mut world.memberships;
    let mut decide_named = |number: usize| {
        let (user, name) = &names[number];
        let (who, entity) = (principal(&state, user), database(&state, name));
        decide(&state, memberships, Question { who, permission: Permission::View, entity })
    };
    repeated(|| answered(asked, |number, _| decide_named(number)))
}

fn repeated(mut work: impl FnMut() -> Duration) -> Duration {
    (0..REPEATED).map(|_| work()).sum::<Duration>() / REPEATED
}

struct Casbin(Enforcer);

impl Casbin {
    /// The enforcer without a cache of answers.
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let model = DefaultModel::from_str(CASBIN_MODEL).await.unwrap();
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await.unwrap();
            enforcer.enable_auto_build_role_links(false);
            let grant = |group| vec![format!("group{group}"), format!("db{}", database_of(group)), "read".to_owned()];
            enforcer.add_policies((0..GROUPS).map(grant).collect()).await.unwrap();
            let member = |user| vec![format!("user{user}"), format!("group{}", group_of(user))];
            enforcer.add_grouping_policies((0..USERS).map(member).collect()).await.unwrap();
            enforcer.build_role_links().unwrap();
            Self(enforcer)
        })
    }

    fn decide(&self, asked: &Asked) -> bool {
        self.0.enforce((format!("user{}", asked.user), format!("db{}", asked.database), "read")).unwrap()
    }
}

struct Cedar {
    policies: PolicySet,
    entities: Entities,
    authorizer: Authorizer,
    /// Made beforehand.
    requests: Vec<Request>,
}

impl Cedar {
    /// One policy a grant; users have their groups as parents.
    fn new(asked: &[Asked]) -> Self {
        let uid = |kind: &str, name: String| EntityUid::from_str(&format!("{kind}::\"{name}\"")).unwrap();
        let user = |user: u64| uid("User", format!("user{user}"));
        let group = |group: u64| uid("Group", format!("group{group}"));
        let database = |database: u64| uid("Database", format!("db{database}"));
        let mut policies = String::new();
        for number in 0..GROUPS {
            let (group, database) = (group(number), database(database_of(number)));
            let read = "action == Action::\"read\"";
            writeln!(policies, "permit(principal in {group}, {read}, resource == {database});").unwrap();
        }
        let member = |number| Entity::new_no_attrs(user(number), HashSet::from([group(group_of(number))]));
        let alone = |uid| Entity::new_no_attrs(uid, HashSet::new());
        let entities = (0..USERS).map(member).chain((0..GROUPS).map(|number| alone(group(number))));
        let entities = entities.chain((0..DATABASES).map(|number| alone(database(number))));
        let action = uid("Action", "read".to_owned());
        let request = |asked: &Asked| {
            Request::new(user(asked.user), action.clone(), database(asked.database), Context::empty(), None).unwrap()
        };
        Self {
            policies: PolicySet::from_str(&policies).unwrap(),
            entities: Entities::from_entities(entities, None).unwrap(),
            authorizer: Authorizer::new(),
            requests: asked.iter().map(request).collect(),
        }
    }

    fn decide(&self, number: usize) -> bool {
        let response = self.authorizer.is_authorized(&self.requests[number], &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }
}
