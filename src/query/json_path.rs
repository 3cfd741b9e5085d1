//! JSONPath in text, as functions of bags take it (`jsonpath.md`).

/// Returns the keys of a JSONPath such as `$.a['b'].c`; a text that does not begin with `$` is one key. Nothing for a
/// path that has an index, which functions of bags do not take.
#[must_use]
pub fn keys(path: &str) -> Option<Vec<&str>> {
    let Some(mut rest) = path.strip_prefix('$').filter(|rest| rest.starts_with(['.', '['])) else {
        return Some(vec![path]);
    };
    let mut keys = Vec::new();
    while !rest.is_empty() {
        let (key, after) = match rest.strip_prefix('.') {
            Some(name) => name.split_at(name.find(['.', '[']).unwrap_or(name.len())),
            None => {
                let quoted = rest.strip_prefix('[')?;
                let quote = quoted.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
                let (key, after) = quoted.get(1..)?.split_once(quote)?;
                (key, after.strip_prefix(']')?)
            }
        };
        keys.push(key);
        rest = after;
    }
    Some(keys)
}
