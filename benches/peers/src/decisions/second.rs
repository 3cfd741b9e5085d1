//! The second model: assignments of users and groups on databases, with users in eight groups each, nested four deep.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use kmgmt::directory::PrincipalId;
use kmgmt::model::permission::Permission;
use rustix::time::{ClockId, clock_gettime};

use crate::data::{ROLES, Random, Size, environment, write_group};
use crate::decisions::{Question, World, database, decide, principal};
use crate::script::run;
use crate::timing::median;

/// How many trees of groups there are, and how deep they are: a user is in one group of the lowest row of each, and so
/// in all above it.
const TREES: u64 = 2;
const DEPTH: u64 = 4;

/// How many users a group of the lowest row has, and how many groups one of another row.
const MEMBERS: u64 = 100;
const CHILDREN: u64 = 4;

/// How many roles a group has; all others are users'. There are as many databases at every size, so that a user may as
/// much at any of them.
const OF_A_GROUP: u64 = 16;
const DATABASES: u64 = 1_000;

/// How many decisions are timed in a round.
const DECISIONS: usize = 200_000;

/// How many commands are made into text at a time.
const AT_ONCE: usize = 10_000;

/// What each of the roles gives, in their order; that of unrestricted viewers gives nothing alone.
const PERMISSIONS: [Permission; ROLES.len()] = [
    Permission::ManageRoles,
    Permission::Create,
    Permission::View,
    Permission::View,
    Permission::Ingest,
    Permission::Monitor,
];

/// The groups, by their numbers.
#[derive(Clone, Copy)]
struct Groups {
    users: u64,
}

impl Groups {
    /// How many groups a row of one tree has; row 0 is the lowest.
    fn in_row(self, row: u64) -> u64 {
        let members = MEMBERS * CHILDREN.pow(u32::try_from(row).unwrap());
        self.users.div_ceil(members)
    }

    fn in_tree(self) -> u64 {
        (0..DEPTH).map(|row| self.in_row(row)).sum()
    }

    fn count(self) -> u64 {
        TREES * self.in_tree()
    }

    /// The group of a row that a user is in. The trees put different users together.
    fn of(self, user: u64, tree: u64, row: u64) -> u64 {
        let lowest = if tree == 0 { user / MEMBERS } else { user % self.in_row(0) };
        let below: u64 = (0..row).map(|row| self.in_row(row)).sum();
        tree * self.in_tree() + below + lowest / CHILDREN.pow(u32::try_from(row).unwrap())
    }

    /// The members of every group: users in the lowest row, groups above it.
    fn members(self) -> Vec<Vec<String>> {
        let mut members = vec![Vec::new(); usize::try_from(self.count()).unwrap()];
        let mut written = HashSet::new();
        for (user, tree) in (0..self.users).flat_map(|user| (0..TREES).map(move |tree| (user, tree))) {
            let mut member = format!("\"aaduser=user{user}@contoso.com\"");
            for row in 0..DEPTH {
                let group = self.of(user, tree, row);
                members[usize::try_from(group).unwrap()].push(member);
                if !written.insert(group) {
                    break;
                }
                member = format!("\"aadgroup=group{group}@contoso.com\"");
            }
        }
        members
    }

    /// Returns the user who holds the role, or one who is in the group that does.
    fn user_of(self, holder: Holder) -> u64 {
        match holder {
            Holder::User(user) => user,
            Holder::Group(group) => (0..TREES).find_map(|tree| self.user_in(tree, group)).expect("a group has members"),
        }
    }

    /// Returns a user who is in the group, if it is one of this tree.
    fn user_in(self, tree: u64, group: u64) -> Option<u64> {
        let mut first = tree * self.in_tree();
        for row in 0..DEPTH {
            let place = group.checked_sub(first)?;
            if place < self.in_row(row) {
                let lowest = place * CHILDREN.pow(u32::try_from(row).unwrap());
                return Some(if tree == 0 { lowest * MEMBERS } else { lowest });
            }
            first += self.in_row(row);
        }
        None
    }

    fn write(self, text: &mut String) {
        text.push_str(",\n  \"groups\": [\n");
        for (group, members) in (0..).zip(self.members()) {
            text.push_str(if group == 0 { "" } else { "    ," });
            write_group(text, group, &members);
        }
        text.push_str("  ]");
    }
}

/// Who holds roles on which databases, in the order of the commands.
struct Assigned {
    database: u64,
    /// The place of the role among all.
    role: usize,
    holder: Holder,
}

#[derive(Clone, Copy)]
enum Holder {
    User(u64),
    Group(u64),
}

/// The cluster with what is in it.
struct Model {
    world: World,
    size: Size,
    groups: Groups,
    assigned: Vec<Assigned>,
    /// By their numbers.
    users: Vec<PrincipalId>,
}

/// Prints nanoseconds: the mean and the 99th percentile of single decisions, the clock's own time (which was taken off),
/// and the first reading of the groups of a user; then the share of the decisions that allow. The mean is of the time
/// that the processor spent on them: what other programs took of it meanwhile is in the percentile alone.
pub fn second(count: u64, rounds: usize) {
    let mut model = Model::new(count);
    let filling = model.world.fill(&model.users);
    model.check_groups();
    let clock = clock();
    let (mut means, mut percentiles, mut allowed) = (Vec::new(), Vec::new(), 0);
    for seed in (8..).take(rounds) {
        let questions = model.questions(seed);
        let begun = processor_time();
        let (mut times, allows) = timed(&mut model.world, &questions);
        means.push(((processor_time() - begun) / u32::try_from(DECISIONS).unwrap()).saturating_sub(clock));
        times.sort_unstable();
        percentiles.push(times[DECISIONS * 99 / 100].saturating_sub(clock));
        allowed += allows;
    }
    let (mean, percentile) = (median(means).as_nanos(), median(percentiles).as_nanos());
    let fill = filling.as_nanos() / u128::from(model.size.users);
    println!("{mean}\t{percentile}\t{}\t{fill}\t{}", clock.as_nanos(), allowed * 100 / (DECISIONS * rounds));
}

impl Model {
    fn new(count: u64) -> Self {
        let size = Size { databases: DATABASES, ..Size::of(count) };
        let groups = Groups { users: size.users };
        let assigned = assigned(size, groups);
        let mut world = World::new(environment(size.users, |text| groups.write(text)));
        assign(&mut world, size, &assigned);
        let users = {
            let state = world.session.read();
            (0..size.users).map(|user| principal(&state, &format!("aaduser=user{user}@contoso.com"))).collect()
        };
        Self { world, size, groups, assigned, users }
    }

    fn check_groups(&self) {
        for user in self.users.iter().step_by(997) {
            let groups = self.world.memberships.subject(*user).groups().len();
            assert_eq!(groups as u64, TREES * DEPTH, "groups of a user");
        }
    }

    /// Half of the questions are about anybody and any database, a quarter about what a role of the user's own gives, and
    /// a quarter about what one of a group gives that the user is in.
    fn questions(&self, seed: u64) -> Vec<Question> {
        let state = self.world.session.read();
        let databases: Vec<_> = (0..DATABASES).map(|number| database(&state, &format!("db{number}"))).collect();
        let is_group = |one: &&Assigned| matches!(one.holder, Holder::Group(_));
        let (of_groups, of_users): (Vec<&Assigned>, Vec<&Assigned>) = self.assigned.iter().partition(is_group);
        let mut random = Random(seed);
        let mut question = |number: usize| {
            let (user, permission, asked) = match number % 4 {
                0 | 1 => (random.below(self.size.users), random.of(&PERMISSIONS), random.below(DATABASES)),
                quarter => {
                    let one = if quarter == 2 { random.of(&of_users) } else { random.of(&of_groups) };
                    (self.groups.user_of(one.holder), PERMISSIONS[one.role], one.database)
                }
            };
            let (user, asked) = (usize::try_from(user).unwrap(), usize::try_from(asked).unwrap());
            Question { who: self.users[user], permission, entity: databases[asked] }
        };
        (0..DECISIONS).map(&mut question).collect()
    }
}

fn assigned(size: Size, groups: Groups) -> Vec<Assigned> {
    let mut random = Random(7);
    let of_groups = groups.count() * OF_A_GROUP;
    let assigned = (0..size.commands).map(|_| {
        let holder = match random.below(size.commands) {
            number if number < of_groups => Holder::Group(number / OF_A_GROUP),
            _ => Holder::User(random.below(size.users)),
        };
        Assigned { database: random.below(size.databases), role: random.below(ROLES.len() as u64) as usize, holder }
    });
    assigned.collect()
}

fn assign(world: &mut World, size: Size, assigned: &[Assigned]) {
    run(&mut world.session, &size.databases());
    for part in assigned.chunks(AT_ONCE) {
        let mut script = String::new();
        for Assigned { database, role, holder } in part {
            let who = match holder {
                Holder::User(user) => format!("aaduser=user{user}@contoso.com"),
                Holder::Group(group) => format!("aadgroup=group{group}@contoso.com"),
            };
            writeln!(script, ".add database db{database} {} ('{who}') skip-results", ROLES[*role]).unwrap();
        }
        run(&mut world.session, &script);
    }
}

/// Returns what two looks at the clock take, one after the other.
fn clock() -> Duration {
    let times = (0..100_001).map(|_| Instant::now().elapsed());
    median(times.collect())
}

/// Returns how long the processor has worked for this thread.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

fn timed(world: &mut World, questions: &[Question]) -> (Vec<Duration>, usize) {
    let state = world.session.read();
    let mut times = Vec::with_capacity(questions.len());
    let mut allowed = 0;
    for question in questions {
        let start = Instant::now();
        let allows = decide(&state, &mut world.memberships, *question);
        times.push(start.elapsed());
        allowed += usize::from(allows);
    }
    (times, allowed)
}
