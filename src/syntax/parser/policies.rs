//! `grammar/policies.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::policy::PolicyKind;
use crate::model::policy_target::{self, Extent, policies_of, policies_with, scopes, verbs};
use crate::model::property::{Property, PropertyTable, Takes};
use crate::syntax::ast::policies::{ALLOW_UNSECURED_VIEWS, Change, IdentityPolicy, PolicyCommand, RowSecurity};
use crate::syntax::ast::{PropertyValues, QualifiedName, Target};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::{Name, StringLiteral};
use crate::syntax::parser::identity_policy;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{bracketed_list, keyword, keywords, mark, name, one_of, qualified_name};
use crate::syntax::parser::string::{POLICY_JSON, string};
use crate::syntax::parser::value::{bool, loose_properties};
use crate::text::{few, quoted, sentence_list};

/// The properties of row-level security (`materialized-view-policies.md`, *Row level security policy*).
static ROW_SECURITY_PROPERTIES: PropertyTable = PropertyTable::closed(&[Property::new(
    ALLOW_UNSECURED_VIEWS,
    Takes::Bool,
    "whether views on the table may lack a policy of their own, and so show what it hides",
)]);

/// `policy_command = managed_identity | restricted_view_access | row_level_security ;`
pub(super) fn policy_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PolicyCommand<'s>> {
    let (input, verb) = one_of(&[Keyword::Show, Keyword::Alter, Keyword::AlterMerge, Keyword::Delete])(input)?;
    let (input, target) = target(verb, input)?;
    let (input, _) = keyword(Keyword::Policy)(input)?;
    let (input, policy) = policy(verb, &target, input)?;
    match policy {
        PolicyKind::ManagedIdentity => managed_identity(verb, target, input),
        PolicyKind::RestrictedViewAccess => restricted_view_access(verb, target, input),
        PolicyKind::RowLevelSecurity => row_level_security(verb, target, input),
        _ => Err(nom::Err::Error(Miss)),
    }
}

/// `managed_identity = ( "show" | "alter" | "alter-merge" | "delete" ) ( "cluster" | "database"
/// [ name ] ) "policy" "managed_identity" [ identity_policy ] ;` the content after
/// `alter` and `alter-merge` only; `delete` needs the name.
fn managed_identity<'i, 's>(
    verb: Keyword,
    target: Target<'s>,
    input: Input<'i, 's>,
) -> PResult<'i, 's, PolicyCommand<'s>> {
    match change(verb) {
        Some(change) => {
            map(identity_policy, |policy| PolicyCommand::AlterIdentities(change, target.clone(), policy)).parse(input)
        }
        None => Ok((input, show_or_delete(PolicyKind::ManagedIdentity, verb, target))),
    }
}

/// `restricted_view_access = ( "show" | "alter" | "delete" ) ( "table" database_table | … )
/// "policy" "restricted_view_access" [ bool ] ;` `table *` with `show`, `tables (…)` and the bool
/// with `alter` only.
fn restricted_view_access<'i, 's>(
    verb: Keyword,
    target: Target<'s>,
    input: Input<'i, 's>,
) -> PResult<'i, 's, PolicyCommand<'s>> {
    if verb != Keyword::Alter {
        return Ok((input, show_or_delete(PolicyKind::RestrictedViewAccess, verb, target)));
    }
    let (input, restricted) = bool(input)?;
    Ok((input, PolicyCommand::RestrictViewAccess(target, restricted)))
}

/// `row_level_security = ( "show" | "delete" ) row_entity "policy" "row_level_security" | "alter"
/// row_entity "policy" "row_level_security" ( "enable" | "disable" ) row_security_properties
/// row_query ;` also `show` with `*`.
fn row_level_security<'i, 's>(
    verb: Keyword,
    target: Target<'s>,
    input: Input<'i, 's>,
) -> PResult<'i, 's, PolicyCommand<'s>> {
    if verb != Keyword::Alter {
        return Ok((input, show_or_delete(PolicyKind::RowLevelSecurity, verb, target)));
    }
    let (input, switch) = one_of(&[Keyword::Enable, Keyword::Disable])(input)?;
    let enabled = switch == Keyword::Enable;
    let (input, properties) = row_security_properties(target.kind(), input)?;
    let (input, query) = row_query(enabled, input)?;
    Ok((input, PolicyCommand::SecureRows(Box::new(RowSecurity { target, enabled, properties, query }))))
}

/// `row_security_properties = [ loose_properties ] ;` materialized views take none.
fn row_security_properties<'i, 's>(kind: EntityKind, input: Input<'i, 's>) -> PResult<'i, 's, PropertyValues<'s>> {
    if kind == EntityKind::MaterializedView {
        return Ok((input, PropertyValues::default()));
    }
    loose_properties(&ROW_SECURITY_PROPERTIES)(input)
}

/// `row_query = string ;` not empty where the policy is enabled.
fn row_query<'i, 's>(enabled: bool, input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (rest, query) = string("a query in quotes")(input)?;
    if enabled && query.text.trim().is_empty() {
        let message = "the query is empty".to_owned();
        let help = "row-level security shows what its query answers, such as `\"T | where …\"`".to_owned();
        return input.fail(SyntaxErrorKind::Other { message, help: Some(help) }, query.span);
    }
    Ok((rest, query))
}

/// `identity_policy = string ;` whose text is a JSON array of policy objects, or one such object.
fn identity_policy<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, IdentityPolicy> {
    let (rest, literal) = string(POLICY_JSON)(input)?;
    match identity_policy::read(&literal) {
        Ok(policy) => Ok((rest, policy)),
        Err((kind, span)) => input.fail(kind, span),
    }
}

fn change(verb: Keyword) -> Option<Change> {
    [Change::Replace, Change::Merge].into_iter().find(|change| change.verb() == verb)
}

const fn show_or_delete(policy: PolicyKind, verb: Keyword, target: Target<'_>) -> PolicyCommand<'_> {
    match verb {
        Keyword::Delete => PolicyCommand::Delete(policy, target),
        _ => PolicyCommand::Show(policy, target),
    }
}

/// Reads what stands between the verb and `policy`.
fn target<'i, 's>(verb: Keyword, input: Input<'i, 's>) -> PResult<'i, 's, Target<'s>> {
    if let Ok((rest, _)) = keyword(Keyword::Cluster)(input) {
        return Ok((rest, Target::Cluster));
    }
    if let Ok((rest, _)) = keyword(Keyword::Database)(input) {
        return map(database(verb), Target::Database).parse(rest);
    }
    let mut entity = map(row_entity, |(kind, name)| Target::Entity(kind, name));
    match verb {
        Keyword::Show => alt((all, entity)).parse(input),
        Keyword::Alter => alt((map(tables, |names| Target::Several(EntityKind::Table, names)), entity)).parse(input),
        _ => entity.parse(input),
    }
}

/// `[ name ]` after `database`; a word of a policy after `policy` says that there is no name.
fn database<'i, 's: 'i>(verb: Keyword) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Option<Name<'s>>> {
    move |input| {
        let policy = input.skip(1).word().filter(|_| input.keyword() == Some(Keyword::Policy));
        let Some(word) = policy.filter(|word| *word != Keyword::Policy.text()) else {
            return map(name(EntityKind::Database), Some).parse(input);
        };
        if verb != Keyword::Delete || PolicyKind::of(word).is_none() {
            return Ok((input, None));
        }
        let message = "the name of the database is missing".to_owned();
        let help = format!("`.{verb} database` takes it: `.{verb} database NAME policy {word}`");
        input.fail(SyntaxErrorKind::Other { message, help: Some(help) }, input.span())
    }
}

/// `tables = "tables" "(" name { "," name } ")" ;` each once.
fn tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Name<'s>>> {
    let (input, _) = keyword(Keyword::Tables)(input)?;
    let (rest, names) = bracketed_list(name(EntityKind::Table))(input)?;
    input.check_each_once(names.iter().map(|name| (name.text.as_ref(), name.span)))?;
    Ok((rest, names))
}

/// `table *`, `external table *`
fn all<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Target<'s>> {
    for kind in [EntityKind::Table, EntityKind::ExternalTable] {
        if let Ok((rest, ())) = keywords(kind.words())(input) {
            let (rest, _) = mark("*")(rest)?;
            return Ok((rest, Target::All(kind)));
        }
    }
    Err(nom::Err::Error(Miss))
}

/// `row_entity = ( "table" | "materialized-view" ) qualified_name | "external" "table" name ;`
fn row_entity<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, (EntityKind, QualifiedName<'s>)> {
    for kind in [EntityKind::Table, EntityKind::ExternalTable, EntityKind::MaterializedView] {
        if let Ok((rest, ())) = keywords(kind.words())(input) {
            let (rest, (database, name)) = match kind {
                EntityKind::ExternalTable => map(name(kind), |name| (None, name)).parse(rest)?,
                _ => qualified_name(kind)(rest)?,
            };
            return Ok((rest, (kind, QualifiedName { database, name })));
        }
    }
    Err(nom::Err::Error(Miss))
}

/// Reads the word of a policy that has a syntax of its own; one that is not set so is answered with how it
/// is.
fn policy<'i, 's>(verb: Keyword, target: &Target<'_>, input: Input<'i, 's>) -> PResult<'i, 's, PolicyKind> {
    let (kind, extent) = (target.kind(), target.extent());
    let Some(policy) = input.word().and_then(PolicyKind::of) else {
        let fits = policies_with(verb, kind, extent);
        let own = fits.into_iter().filter(|policy| policy.body().is_none());
        own.for_each(|policy| input.note(Expectation::Word(policy.word())));
        return Err(nom::Err::Error(Miss));
    };
    if policy_target::has(policy, policy_target::Target { kind, extent, verb }) {
        let row = policy.body().is_some();
        return if row { Err(nom::Err::Error(Miss)) } else { Ok((input.skip(1), policy)) };
    }
    let fault = if !scopes(policy).contains(&kind) {
        elsewhere(policy, kind)
    } else if verbs(policy, kind, Extent::One).contains(&verb) {
        one_by_one(verb, policy, target)
    } else {
        without_verb(verb, policy, kind)
    };
    input.fail(fault, input.span())
}

fn without_verb(verb: Keyword, policy: PolicyKind, kind: EntityKind) -> SyntaxErrorKind {
    let verbs: Vec<String> = verbs(policy, kind, Extent::One).iter().map(|verb| format!("`.{verb}`")).collect();
    let message = format!("no command `.{verb}` changes the policy `{policy}`");
    let help = format!("the verbs of `{policy}` are {}", sentence_list(&verbs, "and"));
    SyntaxErrorKind::Other { message, help: Some(help) }
}

/// Returns the fault of a policy that is set on one entity after the other.
fn one_by_one(verb: Keyword, policy: PolicyKind, target: &Target<'_>) -> SyntaxErrorKind {
    let (kind, extent) = (target.kind(), target.extent());
    let possible: Vec<String> = policies_with(verb, kind, extent).iter().map(quoted).collect();
    let mark = if extent == Extent::All { "*" } else { "(…)" };
    let words: Vec<&str> = match extent {
        Extent::Several => kind.plural_words().iter().map(|word| word.text()).collect(),
        Extent::One | Extent::All => kind.words().iter().map(|word| word.text()).collect(),
    };
    let form = format!("`.{verb} {} {mark}`", words.join(" "));
    let message = format!("no command {form} has the policy `{policy}`");
    let help =
        format!("{form} has {}; `.{verb} {kind} NAME {} {policy}` is about one", few(possible, "and"), Keyword::Policy);
    SyntaxErrorKind::Other { message, help: Some(help) }
}

fn elsewhere(policy: PolicyKind, kind: EntityKind) -> SyntaxErrorKind {
    let here: Vec<String> = policies_of(kind).iter().map(quoted).collect();
    let there: Vec<String> = scopes(policy).into_iter().map(|kind| kind.with_article()).collect();
    let this = kind.with_article();
    let message = format!("{this} has no policy `{policy}`");
    let (there, here) = (sentence_list(&there, "or"), few(here, "and"));
    let help = format!("`{policy}` is a policy of {there}; {this} has {here}");
    SyntaxErrorKind::Other { message, help: Some(help) }
}
