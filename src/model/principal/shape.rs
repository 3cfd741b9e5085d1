//! What ids and tenants can't be: what a reference holds that nobody can mean. It reads the text alone;
//! who exists is the directory's.

use std::ops::Range;

use uuid::Uuid;

use crate::model::principal::fault::{FaultKind, PrincipalFault};
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::text::{PLACEHOLDERS, is_unseen, plain};

/// Texts in the shape of an id that the reference documents print for one, though ids have other letters
/// or more of them (`reference-security-principals.md`, `manage-database-security-roles.md`,
/// `show-database-details-command.md` and other pages).
const PRINTED: &[&str] = &[
    "9876abcd-e5f6-g7h8-i9j0-1234kl5678mn",
    "cd709aed-a26c-e3953dec735e",
    "5ba8cec2-9a70-e92c98cad651",
    "c28e9b80-2808-bed525fc0fbb",
    "aaaaaaaa-bbbb-cccc-1111-22222222222",
];

fn is_printed(text: &str) -> bool {
    PRINTED.iter().any(|id| id.eq_ignore_ascii_case(text))
}

impl PrincipalRef<'_> {
    /// Returns the part that the reference documents print for an id, though it is none.
    #[must_use]
    pub fn printed_id(&self) -> Option<&str> {
        let mut parts = std::iter::once(&*self.id).chain(self.tenant.as_deref());
        parts.find(|part| is_printed(part))
    }

    /// Returns the first part that has the shape of an id and is none; of those that the reference documents print,
    /// nothing is returned.
    #[must_use]
    pub fn no_id(&self) -> Option<&str> {
        let mut parts = std::iter::once(&*self.id).chain(self.tenant.as_deref());
        parts.find(|part| !is_id(part) && looks_like_id(part) && !is_printed(part))
    }

    /// Returns whether the id is an object id or an application id.
    #[must_use]
    pub fn has_id(&self) -> bool {
        is_id(&self.id)
    }
}

/// Returns whether a text is an id as Microsoft Entra writes them: 32 hexadecimal digits in five groups.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() == ID_LENGTH && Uuid::try_parse_ascii(text.as_bytes()).is_ok()
}

/// How long an id is; other lengths are other ways to write a GUID.
const ID_LENGTH: usize = 36;

/// How many digits the groups of an id have.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// Returns whether a text has the shape of an id, perhaps with wrong letters: groups with `-` between
/// them, which are as long as those of an id, or mostly digits.
fn looks_like_id(text: &str) -> bool {
    if memchr::memchr(b'@', text.as_bytes()).is_some() {
        return false;
    }
    let hyphens = text.bytes().filter(|byte| *byte == b'-').count();
    if !(3..=4).contains(&hyphens) {
        return false;
    }
    let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
    let (all, digits, hex) =
        (count(u8::is_ascii_alphanumeric), count(u8::is_ascii_digit), count(u8::is_ascii_hexdigit));
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let as_long = || text.split('-').map(str::len).eq(GROUPS);
    plain && (digits > 0 && as_long() || (20..=40).contains(&all) && digits >= 8 && hex * 4 >= all * 3)
}

/// Checks the id of a reference; the places of faults count from its beginning.
pub(super) fn check_id(kind: PrincipalKind, id: &str, has_tenant: bool) -> Result<(), PrincipalFault> {
    let may_display = match kind {
        PrincipalKind::User | PrincipalKind::Account => false,
        PrincipalKind::Group => has_tenant || !id.contains('@'),
        PrincipalKind::Application => true,
    };
    if is_usual(id, may_display) {
        return check_crosses(id);
    }
    check_placeholder(id)?;
    check_second(id)?;
    check_characters(id, may_display)?;
    match id.split_once('@').filter(|_| !may_display) {
        Some((name, domain)) if name.is_empty() || domain.split('.').any(str::is_empty) => {
            Err(fault(FaultKind::Address, 0..id.len()))
        }
        _ => Ok(()),
    }
}

/// Returns why a text is no tenant: neither an id nor a domain.
#[must_use]
pub fn tenant_fault(text: &str) -> Option<FaultKind> {
    check_tenant(text).err().map(|fault| fault.kind)
}

/// Checks the tenant of a reference; the places of faults count from its beginning.
pub(super) fn check_tenant(tenant: &str) -> Result<(), PrincipalFault> {
    if is_id(tenant) {
        return Ok(());
    }
    check_placeholder(tenant)?;
    check_second(tenant)?;
    if let Some((place, character)) = tenant.char_indices().find(|(_, character)| is_taken_for_another(*character)) {
        return Err(fault(FaultKind::Lookalike(character), place..place + character.len_utf8()));
    }
    let is_domain = tenant.contains('.') && tenant.split('.').all(is_label);
    if is_domain || looks_like_id(tenant) {
        return Ok(());
    }
    Err(fault(FaultKind::Tenant { text: tenant.to_owned() }, 0..tenant.len()))
}

/// Returns whether a text is a label of a domain: letters, digits and hyphens, none of which is the first or the last
/// (RFC 1123, 2.1).
fn is_label(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_part) && !text.starts_with('-') && !text.ends_with('-')
}

/// What a byte is in most UPNs and ids: a letter, a digit or `-`; `.`; `@`; or nothing of them.
#[derive(Clone, Copy)]
enum Class {
    Letter,
    Dot,
    At,
    Other,
}

#[expect(clippy::indexing_slicing, reason = "the compiler itself makes the table")]
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'.' => Class::Dot,
            b'@' => Class::At,
            byte if byte.is_ascii_alphanumeric() || byte == b'-' => Class::Letter,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Returns whether an id has only the characters of most UPNs and ids, and at most one `@`, with a name before it
/// and a domain after it, so that nothing can be wrong with it. Every reference comes this way.
fn is_usual(id: &str, may_display: bool) -> bool {
    let mut ats = 0;
    // Whether a label begins here, where neither `.` nor `@` may stand once there is a domain.
    let mut begins = true;
    for byte in id.bytes() {
        match CLASSES.get(usize::from(byte)) {
            Some(Class::Letter) => begins = false,
            Some(Class::Dot) => {
                if ats > 0 && begins {
                    return false;
                }
                begins = ats > 0;
            }
            Some(Class::At) => {
                if begins {
                    return false;
                }
                (ats, begins) = (ats + 1, true);
            }
            Some(Class::Other) | None => return false,
        }
    }
    may_display || ats == 0 || ats == 1 && !begins
}

fn fault(kind: FaultKind, part: Range<usize>) -> PrincipalFault {
    PrincipalFault { kind, part: Some(part) }
}

fn is_taken_for_another(character: char) -> bool {
    is_unseen(character) || plain(character).is_some()
}

/// Refuses a placeholder in the shape of an id: `xxxxxxxx-xxxx-…`.
fn check_crosses(id: &str) -> Result<(), PrincipalFault> {
    let is_cross = |byte: u8| matches!(byte, b'x' | b'X' | b'-');
    if id.starts_with(['x', 'X']) && id.bytes().all(is_cross) && id.matches('-').count() > 2 {
        return Err(fault(FaultKind::Placeholder { text: id.to_owned() }, 0..id.len()));
    }
    Ok(())
}

/// Refuses a part that is a placeholder.
fn check_placeholder(part: &str) -> Result<(), PrincipalFault> {
    if part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).is_some_and(is_id) {
        return Err(fault(FaultKind::Braces, 0..part.len()));
    }
    if is_word_of_placeholder(part) {
        return Err(fault(FaultKind::Placeholder { text: part.to_owned() }, 0..part.len()));
    }
    let inside = PLACEHOLDERS.iter().filter(|(_, _, inside)| *inside);
    let found = inside.filter_map(|(open, close, _)| placeholder(part, open, close)).min_by_key(|found| found.start);
    let whole = || PLACEHOLDERS.iter().find_map(|(open, close, _)| whole_placeholder(part, open, close));
    match found.or_else(whole) {
        Some(found) => {
            let text = part.get(found.clone()).unwrap_or_default().to_owned();
            Err(fault(FaultKind::Placeholder { text }, found.start..found.end))
        }
        None => Ok(()),
    }
}

/// Returns whether a text is a placeholder without marks around it: `$objectId`, `YOUR_APP_ID`.
fn is_word_of_placeholder(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let own = text.split_once(['_', '-']).is_some_and(|(first, _)| first.eq_ignore_ascii_case("your"));
    text.strip_prefix('$').is_some_and(is_word) || own && !text.contains('@')
}

fn placeholder(text: &str, open: &str, close: &str) -> Option<Range<usize>> {
    let start = text.find(open)?;
    let inner = text.get(start + open.len()..)?;
    let end = inner.find(close)?;
    Some(start..start + open.len() + end + close.len())
}

/// Returns the range of a text that is one placeholder.
fn whole_placeholder(text: &str, open: &str, close: &str) -> Option<Range<usize>> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    inner.contains(char::is_alphanumeric).then_some(0..text.len())
}

/// Refuses a second `kind=`.
fn check_second(part: &str) -> Result<(), PrincipalFault> {
    for (equals, _) in part.match_indices('=') {
        let before = part.get(..equals).unwrap_or_default().trim_end();
        let start = before.rfind(|character: char| !character.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let word = before.get(start..).unwrap_or_default();
        if PrincipalKind::of(word).is_some() {
            return Err(fault(FaultKind::Second, start..part.len()));
        }
    }
    Ok(())
}

/// Returns a letter that looks like a plain one in a word of plain letters, and where it stands.
fn mixed(text: &str) -> Option<(usize, char)> {
    let is_odd = |character: char| character.is_alphabetic() && plain(character).is_some();
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    let word = words.find(|word| word.contains(|it: char| it.is_ascii_alphabetic()) && word.contains(is_odd))?;
    let (inside, character) = word.char_indices().find(|(_, character)| is_odd(*character))?;
    Some((text.find(word)? + inside, character))
}

/// Returns whether a text reads as an id to people, but for characters that look like others.
fn plainly_an_id(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let as_read: String = text.chars().map(|character| plain(character).unwrap_or(character.to_string())).collect();
    looks_like_id(&as_read)
}

/// Refuses characters that the part can't have: nobody sees an unseen one, and UPNs, addresses and ids
/// have neither brackets nor spaces, and one `@`.
fn check_characters(part: &str, may_display: bool) -> Result<(), PrincipalFault> {
    let quotes = [('\'', '\''), ('"', '"')];
    if quotes.iter().any(|(open, close)| part.starts_with(*open) && part.ends_with(*close)) {
        return Err(fault(FaultKind::Character(part.chars().next().unwrap_or('"')), 0..1));
    }
    let may_display = may_display && !plainly_an_id(part);
    if let Some((place, character)) = mixed(part).filter(|_| may_display) {
        return Err(fault(FaultKind::Lookalike(character), place..place + character.len_utf8()));
    }
    let mut addresses = 0;
    for (place, character) in part.char_indices() {
        let here = place..place + character.len_utf8();
        if is_unseen(character) || character.is_control() || !may_display && plain(character).is_some() {
            return Err(fault(FaultKind::Lookalike(character), here));
        }
        addresses += usize::from(character == '@');
        let is_wrong = character.is_whitespace() || r#"=,<>()[]{}|"`\:*?"#.contains(character) || addresses > 1;
        if is_wrong && !may_display {
            let open =
                PLACEHOLDERS.iter().filter(|(open, ..)| part.get(place..).is_some_and(|rest| rest.starts_with(open)));
            let found = open.clone().find_map(|(open, close, _)| placeholder(part, open, close));
            return match found {
                Some(found) => {
                    let text = part.get(found.clone()).unwrap_or_default().to_owned();
                    Err(fault(FaultKind::Placeholder { text }, found.start..found.end))
                }
                None => Err(fault(FaultKind::Character(character), here)),
            };
        }
    }
    Ok(())
}
