//! Broken rules as other programs take them: the same for the rules of findings and those of tests.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Severity;
use crate::text::Place;

/// A rule that is broken, perhaps at a place.
#[derive(Clone, Debug)]
pub struct Issue<'i> {
    /// The id of the rule.
    pub rule: &'static str,
    /// What stands above the sentence, in a few words.
    pub title: &'i str,
    /// How bad it is.
    pub severity: Severity,
    /// The sentence, then a line for each piece of advice.
    pub text: String,
    /// Where; none where it is in no file.
    pub spot: Option<Spot<'i>>,
}

/// A part of a file.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'i> {
    /// The file, as the command line names it.
    pub file: &'i str,
    /// Where it begins.
    pub begins: Place,
    /// Just past its end.
    pub ends: Place,
}

impl<'i> Spot<'i> {
    /// Returns the part of a file; none of what is no file and has a name in angle brackets, such as `<stdin>`.
    #[must_use]
    pub fn of(origin: &'i str, begins: Place, ends: Place) -> Option<Self> {
        (!origin.is_empty() && !origin.starts_with('<')).then_some(Self { file: origin, begins, ends })
    }
}

/// The path of a file as other programs take it. The names between its separators are what they are in the file system,
/// and links are not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilePath {
    /// It is below the working directory: `roles/sales.kql`.
    Relative(String),
    /// It is elsewhere: `/srv/roles/sales.kql`, `C:/roles/sales.kql`.
    Absolute(String),
}

impl FilePath {
    /// Returns the path of a file that the command line names, seen from the working directory.
    #[must_use]
    pub fn of(file: &str, working_directory: &Path) -> Self {
        let whole = without_dots(&working_directory.join(file));
        match whole.strip_prefix(without_dots(working_directory)) {
            Ok(relative) => Self::Relative(with_slashes(relative)),
            Err(_) => Self::Absolute(with_slashes(&whole)),
        }
    }

    /// Returns the path with `/` between the names.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Relative(path) | Self::Absolute(path) => path,
        }
    }

    /// Returns the path as a URI reference (RFC 3986; RFC 8089 of those with the scheme `file`). Characters that have no
    /// place in one are written as their bytes.
    #[must_use]
    pub fn uri(&self) -> String {
        let mut uri = match self {
            Self::Relative(_) => String::new(),
            Self::Absolute(path) if path.starts_with("//") => "file:".to_owned(),
            Self::Absolute(path) if path.starts_with('/') => "file://".to_owned(),
            Self::Absolute(_) => "file:///".to_owned(),
        };
        for byte in self.text().bytes() {
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
            // In the first name of a relative reference a colon would end a scheme; after a drive it stands as it is.
            let is_drive = byte == b':' && matches!(self, Self::Absolute(_));
            match is_plain || is_drive {
                true => uri.push(char::from(byte)),
                false => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }
}

/// Returns the path without `.` and `..`.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_working_directory_where_they_are_below_it() {
        let cases = [
            ("roles.kql", "roles.kql", "roles.kql"),
            ("./a/../roles.kql", "roles.kql", "roles.kql"),
            ("/project/a b/ü.kql", "a b/ü.kql", "a%20b/%C3%BC.kql"),
            ("a:b.kql", "a:b.kql", "a%3Ab.kql"),
            ("100%.kql", "100%.kql", "100%25.kql"),
            ("../other/x.kql", "/other/x.kql", "file:///other/x.kql"),
            ("/projects/x#y.kql", "/projects/x#y.kql", "file:///projects/x%23y.kql"),
        ];
        for (file, text, uri) in cases {
            let path = FilePath::of(file, Path::new("/project"));
            assert_eq!((path.text(), path.uri().as_str()), (text, uri), "{file}");
        }
    }

    #[test]
    fn paths_of_windows_are_uris_too() {
        let uri = |path: &str| FilePath::Absolute(path.to_owned()).uri();
        assert_eq!(uri("C:/roles/a b.kql"), "file:///C:/roles/a%20b.kql");
        assert_eq!(uri("//server/share/a.kql"), "file://server/share/a.kql");
    }

    #[test]
    fn what_is_no_file_has_no_spot() {
        let place = Place { line: 1, column: 1 };
        assert!(Spot::of("<stdin>", place, place).is_none());
        assert!(Spot::of("roles.kql", place, place).is_some());
    }
}
