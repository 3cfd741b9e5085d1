//! The classes of diagnostics and what the service calls them.

macro_rules! codes {
    ($($variant:ident $line:literal;)*) => {
        /// What kind of fault a diagnostic reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $line] $variant),*
        }

        impl Code {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its own word: `EntityNotFound`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }
        }
    };
}

codes! {
    Syntax "The text is no command of the language.";
    Semantic "A query whose names or types do not fit.";
    NotInterpreted "A Kusto command, or a part of one, that kmgmt does not interpret.";
    NoEffect "A command, or a part of one, that does nothing here: kmgmt has no data and runs no operations.";
    BadRequest "The request can't be carried out as it stands.";
    DatabaseNotFound "A database that does not exist.";
    EntityNotFound "An entity that does not exist.";
    AlreadyExists "An entity that exists already.";
    EntityName "A name that is not allowed.";
    PrincipalNotFound "A principal that is not in the directory.";
    PrincipalAmbiguous "A reference that names more than one principal, or may.";
    NamedTwice "A principal that one command names twice.";
    NotHeld "A role that is taken from somebody who does not hold it.";
    Dependency "A role that has no effect, since the one that it depends on is not held.";
    OwnedElsewhere "A role that is managed elsewhere.";
    BuiltIn "A role of somebody whom kmgmt has built in: no real cluster has it.";
    ManagedIdentity "A managed identity that is not assigned, or not allowed for the usage.";
    Forbidden "The principal may not do this.";
    ForbiddenDatabase "The principal may not read the database.";
    WrongEndpoint "A command that another endpoint of the service answers.";
    Throttled "Too many requests in the time allowed.";
    Timeout "It takes longer than it may.";
    Service "The server fails, and nothing is wrong with the request.";
    Input "Text that is no UTF-8, or over a limit.";
}

/// What a class is called in the service's error envelope, and with which status of HTTP it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceNames {
    /// The field `code`.
    pub code: &'static str,
    /// The field `@type`.
    pub exception: &'static str,
    /// The field `message`.
    pub generic: &'static str,
    /// Whether the same request fails again.
    pub is_permanent: bool,
    /// The status. What does not exist is no 404 and who may not is no 401: clients drop the body of these.
    pub status: u16,
}

const GENERAL: &str = "General_BadRequest";
const BAD_REQUEST: &str = "Kusto.Data.Exceptions.KustoBadRequestException";

impl Code {
    /// Returns the service's short code (`reference/service-facts.md`, *Errors: codes and shapes*).
    #[must_use]
    pub fn name(self) -> &'static str {
        self.service_names().code
    }

    /// Returns whether a word names the class: its own one, or the service's short code, which several classes share.
    #[must_use]
    pub fn is_called(self, word: &str) -> bool {
        self.word() == word || self.name() == word
    }

    /// Returns the words that name classes: their own ones, and the service's short codes besides.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        let mut words: Vec<&'static str> = Self::ALL.iter().map(|code| code.word()).collect();
        for name in Self::ALL.iter().map(|code| code.name()) {
            if !words.contains(&name) {
                words.push(name);
            }
        }
        words
    }

    /// Returns whether the request is refused because a permission is missing.
    #[must_use]
    pub const fn is_forbidden(self) -> bool {
        matches!(self, Self::Forbidden | Self::ForbiddenDatabase)
    }

    /// Returns the row of the class (of the last two `api/netfx/kusto-data-client-errors.md`). Exceptions without a captured service name carry our own.
    #[must_use]
    pub fn service_names(self) -> ServiceNames {
        let (code, exception) = match self {
            Self::Syntax => (GENERAL, "Kusto.Data.Exceptions.SyntaxException"),
            Self::Semantic => (GENERAL, "Kusto.Data.Exceptions.SemanticException"),
            Self::NotInterpreted => ("NotInterpreted", "Kmgmt.NotInterpretedException"),
            Self::NoEffect => ("NoEffect", "Kmgmt.NoEffectException"),
            Self::BadRequest
            | Self::PrincipalNotFound
            | Self::PrincipalAmbiguous
            | Self::NamedTwice
            | Self::NotHeld
            | Self::Dependency
            | Self::OwnedElsewhere
            | Self::BuiltIn => ("BadRequest", BAD_REQUEST),
            Self::DatabaseNotFound => {
                ("BadRequest_DatabaseNotExist", "Kusto.Data.Exceptions.DatabaseNotFoundException")
            }
            Self::EntityNotFound => ("BadRequest_EntityNotFound", "Kusto.Data.Exceptions.EntityNotFoundException"),
            Self::AlreadyExists => ("BadRequest", "Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException"),
            Self::EntityName => {
                ("BadRequest_EntityNameIsNotValid", "Kusto.Data.Exceptions.EntityNameIsNotValidException")
            }
            Self::ManagedIdentity => ("BadRequest_InvalidManagedIdentity", BAD_REQUEST),
            Self::Forbidden => ("Forbidden", "Kusto.Common.Svc.Exceptions.UnauthorizedOperationException"),
            Self::ForbiddenDatabase => ("Forbidden", "Kusto.DataNode.Exceptions.UnauthorizedDatabaseAccessException"),
            Self::WrongEndpoint => ("BadRequest", "Kusto.Common.Svc.Exceptions.AdminCommandWrongEndpointException"),
            Self::Throttled => ("Throttling", "Kusto.DataNode.Exceptions.ThrottlingException"),
            Self::Timeout => ("RequestExecutionTimeout", "Kusto.Data.Exceptions.KustoServiceTimeoutException"),
            Self::Service => ("ServiceError", "Kusto.Data.Exceptions.KustoServiceException"),
            Self::Input => (GENERAL, BAD_REQUEST),
        };
        let (status, is_permanent, generic) = match self {
            Self::Forbidden | Self::ForbiddenDatabase => (403, true, "Caller is not authorized to perform this action"),
            Self::Throttled => (429, false, "Request is denied due to throttling."),
            Self::Timeout => (504, false, "Request execution has timed out."),
            Self::Service => (520, false, "An error occurred while the service processed the request."),
            _ => (400, true, "Request is invalid and cannot be executed."),
        };
        ServiceNames { code, exception, generic, is_permanent, status }
    }
}
