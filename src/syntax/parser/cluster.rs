//! `grammar/cluster.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::membership_property;
use crate::syntax::ast::cluster::ClusterCommand;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{keyword, keywords, name};
use crate::syntax::parser::value::loose_properties;

/// `cluster_command = show_version | show_journal | show_database_journal | show_cluster |
/// clear_group_membership ;`
pub(super) fn cluster_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    alt((show_version, show_journal, show_database_journal, show_cluster, clear_group_membership)).parse(input)
}

/// `show_version = "show" "version" ;`
fn show_version<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Version])(input)?;
    Ok((input, ClusterCommand::ShowVersion))
}

/// `show_journal = "show" "journal" ;`
fn show_journal<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Journal])(input)?;
    Ok((input, ClusterCommand::ShowJournal))
}

/// `show_cluster = "show" "cluster" ;`
fn show_cluster<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Cluster])(input)?;
    Ok((input, ClusterCommand::ShowCluster))
}

/// `show_database_journal = "show" "database" name "journal" ;`
fn show_database_journal<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Database])(input)?;
    let (input, name) = name(EntityKind::Database)(input)?;
    let (input, _) = keyword(Keyword::Journal)(input)?;
    Ok((input, ClusterCommand::ShowDatabaseJournal(name)))
}

/// `clear_group_membership = "clear" "cluster" "cache" "groupmembership" [ loose_properties ] ;`
fn clear_group_membership<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ClusterCommand<'s>> {
    let words = &[Keyword::Clear, Keyword::Cluster, Keyword::Cache, Keyword::GroupMembership];
    let (input, ()) = keywords(words)(input)?;
    map(loose_properties(&membership_property::ALL), ClusterCommand::ClearGroupMembership).parse(input)
}
