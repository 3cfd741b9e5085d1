//! Who is in the groups that a cluster names, by the Azure CLI: those of the tenant that it is signed in to.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::printer::Printer;
use crate::cli::remote::az::{self, NoAnswer, SignIn};
use crate::cli::remote::{AZURE_CLI, READING};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::environment::{File, Group, Tenant};
use crate::model::limit;
use crate::model::principal::is_id;
use crate::state::Folder;
use crate::state::import::{Imported, Input, Options, Unlisted, import};
use crate::text::{few, quoted};

/// Asks who is in the groups that answers name, and in those that are in them; the lists become further answers. Groups
/// whose members are not known then are told. `before` is the state that the answers are imported into.
pub(super) fn members_of_groups(
    inputs: &mut Vec<Input>,
    before: Option<&Folder>,
    options: &Options,
    printer: &mut Printer,
) {
    let mut asked = Asked::default();
    // What can't be imported is told by whoever imports all of it.
    while let Ok(Imported { unlisted, state, .. }) = import(before, inputs, options) {
        // What is read again here was written there.
        let file: File<'_> = serde_json::from_str(&state.environment).unwrap_or_default();
        let next: Vec<Unlisted> = unlisted.into_iter().filter(|group| !asked.groups.contains(group)).collect();
        if next.is_empty() {
            asked.tell(&file, printer);
            break;
        }
        printer.work(AZURE_CLI);
        for group in next {
            inputs.extend(asked.ask(&group, &file));
            asked.groups.insert(group);
            printer.step();
        }
    }
    printer.work(READING);
}

/// The groups that were asked for.
#[derive(Debug, Default)]
struct Asked {
    groups: BTreeSet<Unlisted>,
    /// Those whose members are not known, by the reason.
    unknown: BTreeMap<String, BTreeSet<Unlisted>>,
    /// Where the Azure CLI is signed in, or why it is not; nothing before the first group.
    sign_in: Option<Result<SignIn, NoAnswer>>,
    /// How many groups in a row could not be listed.
    failures: usize,
    /// Why the last of them could not.
    why: String,
}

impl Asked {
    /// Returns the list of the members of a group, if it can be had.
    fn ask(&mut self, group: &Unlisted, file: &File<'_>) -> Option<Input> {
        let listed = self.check(group, file).and_then(|()| self.list(group));
        if let Err(why) = &listed {
            self.unknown.entry(why.clone()).or_default().insert(group.clone());
        }
        listed.ok()
    }

    /// Looks whether the Azure CLI can be asked for a group.
    ///
    /// # Errors
    /// Says why not.
    fn check(&mut self, group: &Unlisted, file: &File<'_>) -> Result<(), String> {
        let sign_in = self.sign_in.get_or_insert_with(az::sign_in).as_ref().map_err(told)?;
        let is_own = |tenant: &str| {
            let names = file.tenants.iter().find(|known| is_tenant(known, tenant));
            let names = names
                .into_iter()
                .flat_map(|known| std::iter::once(&*known.id).chain(known.names.iter().map(|it| &**it)));
            sign_in.is_of(tenant) || names.into_iter().any(|name| sign_in.is_of(name))
        };
        match &group.tenant {
            // An id is that of one group, wherever it is.
            None if is_id(&group.name) => {}
            None => return Err("nothing says of which tenant it is".to_owned()),
            Some(tenant) if !is_own(tenant) => {
                return Err(format!("the Azure CLI is signed in to another tenant, {}", quoted(&sign_in.tenant)));
            }
            Some(_) => {}
        }
        match az::is_name(&group.name) {
            true => Ok(()),
            false => Err("the Azure CLI would take its name for something else".to_owned()),
        }
    }

    fn list(&mut self, group: &Unlisted) -> Result<Input, String> {
        if self.failures >= limit::FAILED_GROUPS {
            return Err(self.why.clone());
        }
        match az::members(group) {
            Ok(text) => {
                self.failures = 0;
                Ok(Input { origin: az::members_command(group), text, stem: group.to_string(), database: None })
            }
            Err(no_answer) => {
                self.failures += 1;
                self.why = told(&no_answer);
                Err(self.why.clone())
            }
        }
    }

    /// Tells the groups whose members are not known, those that the file does not list either.
    fn tell(&self, file: &File<'_>, printer: &mut Printer) {
        for (why, groups) in &self.unknown {
            let unknown: Vec<String> = groups.iter().filter(|group| !is_listed(file, group)).map(quoted).collect();
            if !unknown.is_empty() {
                let of = if unknown.len() == 1 { "group" } else { "groups" };
                let message = format!("who is in the {of} {} is not known: {why}", few(unknown, "and"));
                printer.complaint(&Diagnostic::warning(Code::Input, message), "");
            }
        }
    }
}

fn told(no_answer: &NoAnswer) -> String {
    match no_answer {
        NoAnswer::Absent => "the Azure CLI is not on this machine".to_owned(),
        NoAnswer::Failed(said) => format!("the Azure CLI says: {said}"),
    }
}

/// Returns whether an environment file lists the members of a group.
fn is_listed(file: &File<'_>, group: &Unlisted) -> bool {
    let is_it = |known: &&Group<'_>| {
        let names = [Some(&known.object_id), Some(&known.display_name), known.email.as_ref()];
        let of_tenant = |tenant: &String| {
            let listed = file.tenants.iter().find(|it| is_tenant(it, &known.tenant));
            known.tenant.eq_ignore_ascii_case(tenant) || listed.is_some_and(|it| is_tenant(it, tenant))
        };
        names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(&group.name))
            && group.tenant.as_ref().is_none_or(of_tenant)
    };
    file.groups.iter().filter(|known| known.members.is_some()).any(|known| is_it(&known))
}

/// Returns whether a name or id is that of a tenant.
fn is_tenant(known: &Tenant<'_>, tenant: &str) -> bool {
    known.id.eq_ignore_ascii_case(tenant) || known.names.iter().any(|name| name.eq_ignore_ascii_case(tenant))
}
