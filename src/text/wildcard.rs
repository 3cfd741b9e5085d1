//! Patterns with wildcards.

/// Returns whether the name fits the pattern, in which each `*` stands for any text.
#[must_use]
pub fn fits(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        let cases = [
            ("*", "Samples", true),
            ("Sam*", "Samples", true),
            ("*ples", "Samples", true),
            ("S*p*s", "Samples", true),
            ("S*ples*", "Samples", true),
            ("Sam*", "Example", false),
            ("S*S", "S", false),
            ("a*ab*b", "aabb", true),
            ("a*aab*b", "aabb", false),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
