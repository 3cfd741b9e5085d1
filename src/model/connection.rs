//! How a connection string authenticates: all that is kept of its secrets.

use serde::{Deserialize, Serialize};

/// The kind of authentication that a connection string asks for. `I` is a managed identity: its
/// spelling in the string, or the identity that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authentication<I> {
    /// No kind is named: the storage is public.
    Anonymous,
    /// `;impersonate`, `Authentication=Active Directory Integrated`: as the caller
    Impersonate,
    /// `;managed_identity=…`, `Authentication=Active Directory Managed Identity`
    ManagedIdentity(I),
    /// `;key`, `;sharedkey=…`, `AccountKey=…`
    Key,
    /// `?…&sig=…`
    Sas,
    /// `;token=…`
    Token,
    /// `;AwsCredentials=…`
    Aws,
    /// `User ID=…;Password=…`
    Password,
}

/// The word for the identity that belongs to the cluster itself.
pub const SYSTEM_IDENTITY: &str = "system";

impl<'s> Authentication<&'s str> {
    /// Returns what a storage connection string asks for
    /// (`kusto/api/connection-strings/storage-connection-strings.md`).
    #[must_use]
    pub fn of_storage(text: &'s str) -> Self {
        let (address, rest) = text.split_once(';').unwrap_or((text, ""));
        let part = rest.trim().trim_end_matches(';');
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "" if address.contains('?') => Self::Sas,
            "" => Self::Anonymous,
            "impersonate" => Self::Impersonate,
            "managed_identity" => Self::ManagedIdentity(value.trim()),
            "token" => Self::Token,
            "awscredentials" => Self::Aws,
            _ => Self::Key,
        }
    }

    /// Returns what an SQL connection string asks for
    /// (`kusto/api/connection-strings/sql-connection-strings.md`).
    #[must_use]
    pub fn of_sql(text: &'s str) -> Self {
        let authentication = part(text, &["authentication"]).unwrap_or_default().to_ascii_lowercase();
        match authentication.as_str() {
            "active directory integrated" => Self::Impersonate,
            "active directory managed identity" => {
                Self::ManagedIdentity(part(text, &["user id", "uid"]).unwrap_or(SYSTEM_IDENTITY))
            }
            _ if part(text, &["accountkey"]).is_some() => Self::Key,
            _ if part(text, &["password", "pwd"]).is_some() => Self::Password,
            _ => Self::Anonymous,
        }
    }
}

impl<I> Authentication<I> {
    /// Returns the authentication with the identity in place of its spelling.
    ///
    /// # Errors Fails as `resolve` does, which does not know an identity.
    pub fn try_map<J, E>(self, resolve: impl FnOnce(I) -> Result<J, E>) -> Result<Authentication<J>, E> {
        Ok(match self {
            Self::Anonymous => Authentication::Anonymous,
            Self::Impersonate => Authentication::Impersonate,
            Self::ManagedIdentity(identity) => Authentication::ManagedIdentity(resolve(identity)?),
            Self::Key => Authentication::Key,
            Self::Sas => Authentication::Sas,
            Self::Token => Authentication::Token,
            Self::Aws => Authentication::Aws,
            Self::Password => Authentication::Password,
        })
    }
}

/// Returns the value of the part of an SQL connection string that has one of `names`; case does not
/// count, and quotes around the value fall away.
fn part<'s>(text: &'s str, names: &[&str]) -> Option<&'s str> {
    let parts = text.split(';').filter_map(|part| part.split_once('='));
    let mut values = parts.filter(|(name, _)| names.iter().any(|known| name.trim().eq_ignore_ascii_case(known)));
    values.next().map(|(_, value)| value.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_authentication_is_read_from_the_string() {
        use Authentication as A;
        let storage = [
            ("https://a.blob.core.windows.net/c", A::Anonymous),
            ("https://a.blob.core.windows.net/c;impersonate", A::Impersonate),
            ("https://a.blob.core.windows.net/c;managed_identity=system", A::ManagedIdentity("system")),
            ("https://a.blob.core.windows.net/c;a2V5==", A::Key),
            ("abfss://f@a.dfs.core.windows.net/p;sharedkey=sv=1", A::Key),
            ("https://a.blob.core.windows.net/c?sv=1&sig=abc", A::Sas),
            ("https://a.blob.core.windows.net/c;token=abc", A::Token),
            ("https://b.s3.us-east-1.amazonaws.com/p;AwsCredentials=a,b", A::Aws),
        ];
        for (text, expected) in storage {
            assert_eq!(A::of_storage(text), expected, "{text}");
        }
        let sql = [
            ("Server=s;Authentication=Active Directory Integrated;Initial Catalog=d;", A::Impersonate),
            ("Server=s;Authentication=\"Active Directory Managed Identity\";", A::ManagedIdentity("system")),
            ("Server=s;Authentication=Active Directory Managed Identity;User Id=i;", A::ManagedIdentity("i")),
            ("Server = s; UID = u; Pwd = p; Database = d;", A::Password),
            ("AccountEndpoint=https://a/;AccountKey=k;", A::Key),
            ("Server=s", A::Anonymous),
        ];
        for (text, expected) in sql {
            assert_eq!(A::of_sql(text), expected, "{text}");
        }
    }
}
