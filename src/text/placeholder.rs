//! Placeholders: what pages and templates write where a person is to put something else.

/// How placeholders begin and end, and whether one is a placeholder inside a longer text too: names may
/// have brackets. Longer marks stand before the shorter ones that they begin with.
pub const PLACEHOLDERS: &[(&str, &str, bool)] = &[
    ("$$", "$$", true),
    ("${", "}", true),
    ("$(", ")", true),
    ("{{", "}}", true),
    ("#{", "}#", true),
    ("#{", "}", true),
    ("@{", "}", false),
    ("%{", "}", false),
    ("<%", "%>", false),
    ("<", ">", false),
    ("{", "}", false),
    ("[", "]", false),
    ("%", "%", false),
    ("__", "__", false),
];
