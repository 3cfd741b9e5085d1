//! Columns of answers whose texts have certain forms: a text of another form is never in them. Queries about the answers
//! are judged by them. The pages of role commands show such texts (`manage-database-security-roles.md`, *Example output*
//! of `.show database principals`); no page shows what `.show principal roles` answers, and nothing is said of that.

use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::model::schemas::PRINCIPALS;
use crate::table::Schema;
use crate::text::{nearest, quoted, sentence_list};

/// A column, and the form of its texts.
pub struct ColumnForm {
    /// Its name.
    pub column: &'static str,
    /// What its texts look like, as a sentence goes on after "its values look like".
    pub reads: fn() -> String,
    /// Whether a text has the form.
    pub fits: fn(&str) -> bool,
    /// What to compare with instead of a text that does not have the form.
    pub instead: fn(&str) -> Option<Instead>,
}

/// A comparison that can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// `== 'text'`
    Equals(String),
    /// `endswith 'text'`
    EndsWith(String),
}

/// Every such column of answers about who holds a role.
const FORMS: &[ColumnForm] = &[
    ColumnForm {
        column: "Role",
        reads: || "`Database Samples Admin`, `Table StormEvents Ingestor` or `AllDatabasesAdmin`".to_owned(),
        fits: is_role,
        instead: |text| {
            let role = Role::ALL.iter().find(|role| is_word_of(**role, text))?;
            Some(Instead::EndsWith(format!(" {}", role.title())))
        },
    },
    ColumnForm {
        column: "PrincipalType",
        reads: || sentence_list(&types().map(quoted).collect::<Vec<_>>(), "or"),
        fits: |text| types().any(|known| known.eq_ignore_ascii_case(text)),
        instead: |text| {
            let last = |known: &&str| known.rsplit(' ').next().is_some_and(|word| text.to_lowercase().ends_with(word));
            types().find(last).or_else(|| nearest(text, types())).map(|known| Instead::Equals(known.to_owned()))
        },
    },
    ColumnForm {
        column: "PrincipalFQN",
        reads: || "`aaduser=name@fabrikam.com`, or another kind before the `=`".to_owned(),
        fits: |text| text.contains('='),
        instead: |text| Some(Instead::EndsWith(format!("={text}"))),
    },
];

/// Returns the forms of the columns of an answer.
pub fn forms(answer: Schema) -> impl Iterator<Item = &'static ColumnForm> {
    FORMS.iter().filter(move |_| answer == PRINCIPALS)
}

fn types() -> impl Iterator<Item = &'static str> {
    PrincipalKind::ALL.iter().map(|kind| kind.type_name())
}

/// A role of an entity ends with its title; one of all databases is a word of its own.
fn is_role(text: &str) -> bool {
    let ends = |role: &Role| {
        text.rsplit_once(' ').is_some_and(|(_, last)| last.eq_ignore_ascii_case(role.title()))
            || role.cluster_name().is_some_and(|name| name.eq_ignore_ascii_case(text))
    };
    Role::ALL.iter().any(ends)
}

fn is_word_of(role: Role, text: &str) -> bool {
    text.eq_ignore_ascii_case(role.title()) || text.eq_ignore_ascii_case(role.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entity::EntityKind;

    #[test]
    fn every_role_that_is_shown_has_the_form_and_a_role_alone_has_not() {
        let form = forms(PRINCIPALS).next().unwrap();
        for role in Role::ALL {
            for kind in [EntityKind::Cluster, EntityKind::Database, EntityKind::Table] {
                assert!((form.fits)(&role.display(kind, "a b")), "{role}");
            }
            assert!(!(form.fits)(role.title()) && !(form.fits)(role.word()), "{role}");
            assert_eq!((form.instead)(role.word()), Some(Instead::EndsWith(format!(" {}", role.title()))));
        }
        assert_eq!((form.instead)("Owner"), None);
    }
}
