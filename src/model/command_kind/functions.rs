//! Functions.

use crate::model::command_kind::row::{Row, makes, none, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Alter, Create, Drop, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{DROPPED_FUNCTION, FUNCTIONS, NOTHING};

rows! {
    Functions:

    // Functions.
    ShowFunctions "show functions"
        => own(FUNCTIONS, on_database(ShowMetadata),
            "functions.md; as show-function.md, Permissions");
    ShowFunction "show function NAME [PROPERTIES]"
        => own(FUNCTIONS, on_entity(ShowMetadata), page "show-function");
    ShowFunctionSchemaAsJson "show function FUNCTION schema as json [PROPERTIES]"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    CreateFunction "create function [ifnotexists] [PROPERTIES] NAME PARAMETERS BODY"
        => own(FUNCTIONS, on_database(Create), page "create-function");
    AlterFunction "alter function [PROPERTIES] NAME PARAMETERS BODY"
        => own(FUNCTIONS, on_entity(Alter), page "alter-function");
    CreateOrAlterFunction "create-or-alter function [PROPERTIES] NAME PARAMETERS BODY"
        => own(FUNCTIONS, makes(Create, Alter), page "create-alter-function");
    DropFunction "drop function NAME [ifexists]"
        => own(DROPPED_FUNCTION, on_entity(Drop), page "drop-function");
    DropFunctions "drop functions NAMES [ifexists]"
        => own(FUNCTIONS, on_entity(Drop), page "drop-function");
    AlterFunctionDocString "alter function NAME docstring STRING"
        => own(FUNCTIONS, on_entity(Alter), page "alter-docstring-function");
    AlterFunctionFolder "alter function NAME folder STRING"
        => own(FUNCTIONS, on_entity(Alter), page "alter-folder-function");
}
