//! The properties of one object in the policy `managed_identity`
//! (`managed-identity-policy.txt`, *The ManagedIdentity policy object*).

use crate::model::policy_content::MemberType;

/// One row of the table.
struct Row {
    takes: MemberType,
    required: bool,
    line: &'static str,
}

macro_rules! identity_properties {
    ($($variant:ident $takes:ident, $required:literal, $line:literal;)*) => {
        /// A property of a policy object. The order is that in which results show them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum IdentityProperty {
            $(#[doc = $line] $variant),*
        }

        impl IdentityProperty {
            /// Every property, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the property's name in the JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row { takes: MemberType::$takes, required: $required, line: $line }),*
                }
            }
        }
    };
}

identity_properties! {
    ObjectId Text, true, "which managed identity is meant: its object id or client id, or `system`";
    ClientId Text, false, "the client id of the identity; it is filled in";
    TenantId Text, false, "the id of the identity's tenant; it is filled in";
    DisplayName Text, false, "the display name of the identity; it is filled in";
    IsSystem Bool, false, "whether the identity is the system-assigned one; it is filled in";
    AllowedUsages Text, true, "what the identity may be used for: usages with commas between them, in one string";
}

impl IdentityProperty {
    /// Returns the property of this name; case does not count.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|property| property.name().eq_ignore_ascii_case(name))
    }

    /// Returns what it takes.
    #[must_use]
    pub const fn takes(self) -> MemberType {
        self.row().takes
    }

    /// Returns whether every object must give it. The others are filled in from the identity.
    #[must_use]
    pub const fn required(self) -> bool {
        self.row().required
    }

    /// Returns what it says, in a line without a period.
    #[must_use]
    pub const fn line(self) -> &'static str {
        self.row().line
    }

    /// Returns the line as advice: `ObjectId` says …
    #[must_use]
    pub fn advice(self) -> String {
        format!("`{self}` says {}", self.line())
    }
}

impl std::fmt::Display for IdentityProperty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
