//! Ids that nothing but a text decides: UUIDs of version 5 (RFC 9562, 5.5).

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use uuid::{Builder, Uuid};

/// Returns a GUID that depends on nothing but `text`.
#[must_use]
pub(crate) fn derived_id(text: &str) -> String {
    derived(text).to_string()
}

/// Puts an id in the place of what stands in `text` from `start` on: the one that is derived from it in lower case.
pub(crate) fn put_derived_id(text: &mut String, start: usize) {
    match text.get_mut(start..) {
        Some(seed) if seed.is_ascii() => seed.make_ascii_lowercase(),
        seed => {
            let lower = seed.map(|seed| seed.to_lowercase()).unwrap_or_default();
            text.truncate(start);
            text.push_str(&lower);
        }
    }
    let id = derived(text.get(start..).unwrap_or_default());
    text.truncate(start);
    text.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}

fn derived(text: &str) -> Uuid {
    // The library of TLS hashes with what the processor has for it; that took half of the time of listing principals, which
    // have two ids each, off (`Uuid::new_v5` computes by itself).
    let mut hash = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    // The namespace is the one that RFC 9562 gives for URLs; any fixed one serves.
    hash.update(Uuid::NAMESPACE_URL.as_bytes());
    hash.update(text.as_bytes());
    let hash = hash.finish();
    let bytes = hash.as_ref().first_chunk().copied().unwrap_or_default();
    Builder::from_sha1_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_version_5() {
        let long = "a".repeat(1_000);
        for text in ["", "aaduser=ana@contoso.com", "database/viewers/Größe", &long] {
            assert_eq!(derived_id(text), Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes()).to_string());
        }
    }

    #[test]
    fn an_id_takes_the_place_of_the_text_in_lower_case() {
        for (text, lower) in [("AadUser=Ana", "aaduser=ana"), ("GRÖSSE", "grösse"), ("", "")] {
            let mut written = format!("before {text}");
            put_derived_id(&mut written, "before ".len());
            assert_eq!(written, format!("before {}", derived_id(lower)));
        }
    }
}
