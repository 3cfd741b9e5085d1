//! Ids in text: they give way before names where a terminal has no room for both.

/// What is shown in place of an id.
pub(super) const INSTEAD: char = '…';

/// How long a GUID is.
const LENGTH: usize = 36;

/// Returns the text with `…` in place of its GUIDs, if it has any: `aadgroup=…` of `aadgroup=GUID;GUID`. One that the
/// text begins with stays: it stands for a name that is not known.
pub(super) fn shortened(text: &str) -> Option<String> {
    let (name, mut rest) = if first_guid(text) == Some(0) { text.split_at(LENGTH) } else { ("", text) };
    let mut short = String::new();
    while let Some(at) = first_guid(rest) {
        let (before, guid) = rest.split_at(at);
        rest = guid.get(LENGTH..).unwrap_or_default();
        // The tenant of an id is a part of it, and so is what is said of it in brackets: `(app id: GUID)`.
        if before != ";" || !short.ends_with(INSTEAD) {
            let remark = before.rfind('(').filter(|_| rest.starts_with(')'));
            short.push_str(remark.and_then(|open| before.get(..=open)).unwrap_or(before));
            short.push(INSTEAD);
        }
    }
    (!short.is_empty()).then(|| format!("{name}{short}{rest}"))
}

/// Returns where the first GUID begins that is no part of a longer word.
fn first_guid(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_part = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let last = bytes.len().checked_sub(LENGTH)?;
    (0..=last).find(|at| {
        // Most places are told by one byte.
        bytes.get(at + 8) == Some(&b'-')
            && text.get(*at..at + LENGTH).is_some_and(is_guid)
            && !is_part(at.checked_sub(1))
            && !is_part(Some(at + LENGTH))
    })
}

/// Returns whether the text is `8-4-4-4-12` digits of base 16.
pub(super) fn is_guid(text: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == LENGTH && text.bytes().enumerate().all(is_right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_shortened_and_nothing_else() {
        const GUID: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
        let short = |text: &str| shortened(&text.replace('@', GUID));
        assert_eq!(short("@"), None);
        assert_eq!(short("@ (app id: @)"), Some(format!("{GUID} (…)")));
        assert_eq!(short("aadgroup=@;@").as_deref(), Some("aadgroup=…"));
        assert_eq!(short("Application from tenant @").as_deref(), Some("Application from tenant …"));
        assert_eq!(short("App (app id: @)").as_deref(), Some("App (…)"));
        assert_eq!(shortened("aaduser=ana@contoso.com"), None);
        assert_eq!(short("x@"), None);
        assert_eq!(shortened("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"), None);
    }
}
