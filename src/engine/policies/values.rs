//! The values in the JSON of policies, by the table of their contents: what the service can't read is refused,
//! and what no page lists is warned of.

use crate::diagnostic::{Code, Diagnostic, Result, Severity};
use crate::model::moment;
use crate::model::policy_content::{Content, Member, MemberType, Spans};
use crate::model::timespan::TimeSpan;
use crate::syntax::json::{self, Json, Node};
use crate::text::{few, nearest, quoted, sentence_list, shortened, visible};

/// Returns the warnings; or the first error, if there is one.
pub(in crate::engine) fn checked(said: Vec<Diagnostic>) -> Result<Vec<Diagnostic>> {
    match said.iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
        Some(error) => Err(error.clone()),
        None => Ok(said),
    }
}

/// Returns what is to be said of a JSON value, errors and warnings. `whole` is what messages call it.
pub(in crate::engine) fn said(whole: &str, content: Content, given: &Node) -> Vec<Diagnostic> {
    let mut check = Check { whole, page: content.page, said: Vec::new() };
    match &given.json {
        Json::Array(items) => check.items("", content.members, items),
        Json::Object(_) => check.object("", content.members, given),
        _ => {}
    }
    check.said
}

struct Check<'c> {
    whole: &'c str,
    page: &'static str,
    said: Vec<Diagnostic>,
}

/// A member that is given: its row, its name with the names of the objects that hold it, and its value.
struct Given<'g> {
    row: &'static Member,
    name: String,
    value: &'g Node,
}

impl Check<'_> {
    fn items(&mut self, path: &str, members: &'static [Member], items: &[Node]) {
        for item in items {
            match &item.json {
                Json::Object(_) => self.object(path, members, item),
                other => {
                    let array =
                        if path.is_empty() { self.whole.to_owned() } else { quoted(path.trim_end_matches('.')) };
                    let message = format!("an item of {array} is an object, not {}", other.title());
                    self.said.push(Diagnostic::error(Code::BadRequest, message).at(item.span()));
                }
            }
        }
    }

    /// Judges the members of an object; `path` names the objects that hold it: `Lookback.`
    fn object(&mut self, path: &str, members: &'static [Member], object: &Node) {
        let Json::Object(given) = &object.json else { return };
        for given in given {
            match members.iter().find(|member| member.name.eq_ignore_ascii_case(&given.name)) {
                Some(row) => {
                    self.member(&Given { row, name: format!("{path}{}", row.name), value: &given.value });
                }
                None => self.said.push(self.unknown(path, members, given)),
            }
        }
    }

    /// Warns of a name that is no part of the object: it is kept as given.
    fn unknown(&self, path: &str, members: &[Member], given: &json::Member) -> Diagnostic {
        let name = quoted(visible(&format!("{path}{}", given.name)));
        let message = format!("{} has no part {name}: it is kept, and has no meaning", self.whole);
        let warning = Diagnostic::warning(Code::BadRequest, message).at(given.span());
        match nearest(&given.name, members.iter().map(|member| member.name)) {
            Some(near) => warning.did_you_mean(Some(near)),
            None => {
                let parts = few(members.iter().map(|member| quoted(member.name)).collect(), "and");
                warning.help(format!("its parts are {parts} ({})", self.page))
            }
        }
    }

    fn member(&mut self, given: &Given<'_>) {
        match (&given.value.json, given.row.takes) {
            (Json::Null, _) if given.row.nullable => {}
            (Json::Object(_), MemberType::Object(members)) => {
                self.object(&format!("{}.", given.name), members, given.value);
            }
            (Json::Array(items), MemberType::Objects(members)) => {
                self.items(&format!("{}.", given.name), members, items);
            }
            _ => self.said.extend(self.fault(given)),
        }
    }

    /// Returns what is wrong with a value that holds no members of its own.
    fn fault(&self, given: &Given<'_>) -> Option<Diagnostic> {
        match (given.row.takes, &given.value.json) {
            (MemberType::Any, _)
            | (MemberType::Bool, Json::Bool(_))
            | (MemberType::Number, Json::Number(_))
            | (MemberType::Text, Json::Text(_) | Json::Number(_) | Json::Bool(_))
            | (MemberType::OneOf(_) | MemberType::Listed(_), Json::Number(_)) => None,
            (MemberType::Bool, Json::Text(text)) if text.trim().to_lowercase().parse::<bool>().is_ok() => None,
            (MemberType::Number, Json::Text(text)) if text.trim().parse::<f64>().is_ok() => None,
            (MemberType::DateTime, Json::Text(text)) if is_moment(text.trim()) => None,
            (MemberType::Texts, Json::Array(items)) => {
                let other = items.iter().find(|item| !matches!(item.json, Json::Text(_)))?;
                Some(wrong(given, other))
            }
            (MemberType::Whole | MemberType::Within(..) | MemberType::WithinOrDefault(..), _) => self.number(given),
            (MemberType::Span(spans), Json::Text(text)) => self.span(spans, text, given),
            (MemberType::OneOf(list) | MemberType::Listed(list), Json::Text(text)) => self.word(list, text, given),
            _ => Some(wrong(given, given.value)),
        }
    }

    /// Warns of what the page does not allow, though it can be read.
    fn outside(&self, given: &Given<'_>, allowed: &str) -> Diagnostic {
        let message =
            format!("{} is outside of what the documents allow for {}", shown(&given.value.json), quoted(&given.name));
        Diagnostic::warning(Code::BadRequest, message).at(given.value.span()).help(format!(
            "{} may be {allowed} ({})",
            quoted(&given.name),
            self.page
        ))
    }

    fn number(&self, given: &Given<'_>) -> Option<Diagnostic> {
        let text = match &given.value.json {
            Json::Number(text) | Json::Text(text) => text.trim(),
            _ => return Some(wrong(given, given.value)),
        };
        let Ok(number) = text.parse::<i64>() else { return Some(wrong(given, given.value)) };
        let (least, most, default) = match given.row.takes {
            MemberType::Within(least, most) => (least, most, ""),
            MemberType::WithinOrDefault(least, most) => (least, most, ", or -1 for the default"),
            _ => return None,
        };
        let is_default = !default.is_empty() && number == -1;
        let allowed = || match most {
            i64::MAX => format!("{least} or more{default}"),
            _ => format!("{least} to {most}{default}"),
        };
        (!is_default && !(least..=most).contains(&number)).then(|| self.outside(given, &allowed()))
    }

    fn span(&self, spans: Spans, text: &str, given: &Given<'_>) -> Option<Diagnostic> {
        let literal = || spans.literals.then(|| TimeSpan::parse(text)).flatten();
        let Some(span) = TimeSpan::parse_json(text).or_else(literal) else { return Some(wrong(given, given.value)) };
        if span.ticks < 0 {
            let message = format!("{} can't be negative: {}", quoted(&given.name), shown(&given.value.json));
            return Some(Diagnostic::error(Code::BadRequest, message).at(given.value.span()));
        }
        let (least, most) = (TimeSpan::seconds(spans.least), TimeSpan::seconds(spans.most));
        let allowed = if spans.most == i64::MAX { format!("{least} or more") } else { format!("{least} to {most}") };
        (!(least..=most).contains(&span)).then(|| self.outside(given, &allowed))
    }

    /// Judges a word: one that the service can't read is refused, one that the page does not list is warned of.
    fn word(&self, list: &[&str], text: &str, given: &Given<'_>) -> Option<Diagnostic> {
        if list.iter().any(|word| word.eq_ignore_ascii_case(text.trim())) || text.trim().parse::<i64>().is_ok() {
            return None;
        }
        let near = nearest(text, list.iter().copied());
        if let MemberType::OneOf(_) = given.row.takes {
            return Some(wrong(given, given.value).did_you_mean(near));
        }
        let message = format!("{} is no {} that the documents list", shown(&given.value.json), quoted(&given.name));
        let listed = sentence_list(&list.iter().map(quoted).collect::<Vec<_>>(), "and");
        let warning = Diagnostic::warning(Code::BadRequest, message).at(given.value.span()).did_you_mean(near);
        Some(warning.help(format!("{} lists {listed}", self.page)))
    }
}

/// Returns the refusal of a value that can't be read, with what is meant where that is plain.
fn wrong(given: &Given<'_>, value: &Node) -> Diagnostic {
    let message = format!("{} takes {}, not {}", quoted(&given.name), given.row.takes.expected(), shown(&value.json));
    let refusal = Diagnostic::error(Code::BadRequest, message).at(value.span());
    let meant = match (&value.json, given.row.takes) {
        (Json::Number(days), MemberType::Span(_)) => {
            TimeSpan::parse_json(days).map(|span| (span, format!("{days} days")))
        }
        (Json::Text(text), MemberType::Span(_)) => TimeSpan::parse(text.trim()).map(|span| (span, text.clone())),
        _ => None,
    };
    match meant.filter(|(span, _)| span.ticks >= 0) {
        Some((span, meant)) => refusal.help(format!("write `\"{span}\"` for {meant}")),
        None => refusal,
    }
}

/// Returns a value as messages show it: a text by itself, any other by its type.
fn shown(json: &Json) -> String {
    match json {
        Json::Text(text) => quoted(visible(&shortened(text))),
        Json::Number(number) => quoted(number),
        other => other.title().to_owned(),
    }
}

/// Returns whether the service may read a moment in the text. One that begins as ISO 8601 does has to be whole; .NET
/// reads many other forms, which begin with a digit and have three numbers.
fn is_moment(text: &str) -> bool {
    let numbers = text.split(|character: char| !character.is_ascii_digit()).filter(|part| !part.is_empty());
    let is_iso = text.len() >= 10
        && text.bytes().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    match is_iso {
        true => moment::parse(text).is_some(),
        false => text.starts_with(|character: char| character.is_ascii_digit()) && numbers.count() >= 3,
    }
}
