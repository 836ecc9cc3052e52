//! Patterns of generated values, such as `"KC" + ORG_UNIT_CODE(...) + SEQUENTIAL(####)`: texts and methods, joined by `+`.

use serde_json::{Value, json};

/// What a segment becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Text,
    Random,
    Sequential,
    OrgUnitCode,
    CurrentDate,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Method::Text => "TEXT",
            Method::Random => "RANDOM",
            Method::Sequential => "SEQUENTIAL",
            Method::OrgUnitCode => "ORG_UNIT_CODE",
            Method::CurrentDate => "CURRENT_DATE",
        }
    }

    /// Whether it gives another value each time.
    pub(crate) fn is_generated(self) -> bool {
        matches!(self, Method::Random | Method::Sequential)
    }

    /// The method of a call, if its parameter is one.
    fn of(name: &str, parameter: &str) -> Option<Method> {
        let only = |allowed: &str| {
            (1..=12).contains(&parameter.len())
                && parameter.chars().all(|character| allowed.contains(character))
        };
        let dots = parameter.strip_prefix('^').unwrap_or(parameter);
        let dots = dots.strip_suffix('$').unwrap_or(dots);
        match name {
            "RANDOM" => only("#Xx*").then_some(Method::Random),
            "SEQUENTIAL" => only("#").then_some(Method::Sequential),
            "ORG_UNIT_CODE" => {
                let some = !dots.is_empty() && dots.chars().all(|character| character == '.');
                (parameter.is_empty() || some).then_some(Method::OrgUnitCode)
            }
            "CURRENT_DATE" => (!parameter.is_empty()).then_some(Method::CurrentDate),
            _ => None,
        }
    }
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) method: Method,
    pub(crate) parameter: String,
}

/// The segments of a pattern. What is neither a text, a method nor a join is passed over, as DHIS2 does.
///
/// # Errors
/// DHIS2's sentence.
pub(crate) fn parse(pattern: &str) -> Result<Vec<Segment>, String> {
    let wrong = |sentence: &str| Err(format!("Could not parse expression: {sentence}"));
    if pattern.is_empty() {
        return wrong("Supplied expression was null or empty.");
    }
    let (mut segments, mut after_segment, mut found, mut at) = (Vec::new(), false, false, 0);
    while let Some(next) = pattern[at..].chars().next() {
        let rest = &pattern[at..];
        let place = pattern[..at].encode_utf16().count() + 1;
        if next == '+' {
            found = true;
            if !after_segment {
                return wrong(&format!("Unexpected '+' at position {place}"));
            }
            after_segment = false;
            at += 1;
        } else if let Some(length) = quoted(rest) {
            let parameter = rest[1..length - 1].to_owned();
            segments.push(Segment { method: Method::Text, parameter });
            (found, after_segment) = (true, true);
            at += length;
        } else if let Some((name, length)) = called(rest) {
            let parameter = &rest[name.len() + 1..length - 1];
            let Some(method) = Method::of(name, parameter) else {
                let call = &rest[..length];
                return wrong(&format!("Failed to parse the following method: '{call}' at position {place}"));
            };
            segments.push(Segment { method, parameter: parameter.to_owned() });
            (found, after_segment) = (true, true);
            at += length;
        } else {
            let name = rest.find(|character: char| !is_name(character)).unwrap_or(rest.len());
            at += name.max(next.len_utf8());
        }
    }
    match (found, after_segment) {
        (false, _) => wrong("The expression is invalid"),
        (true, false) => wrong("Unexpected '+' at the end of the expression"),
        _ => Ok(segments),
    }
}

fn is_name(character: char) -> bool {
    character.is_ascii_uppercase() || character == '_'
}

/// The length of a text in quotes at the beginning; a backslash takes the next character with it.
fn quoted(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.strip_prefix('"')?.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// The name and the length of a call at the beginning.
fn called(rest: &str) -> Option<(&str, usize)> {
    let name = rest.find(|character: char| !is_name(character)).filter(|length| *length > 0)?;
    let inside = rest[name..].strip_prefix('(')?;
    let end = inside.find([')', '\n']).filter(|end| inside[*end..].starts_with(')'))?;
    Some((&rest[..name], name + end + 2))
}

/// A pattern as it is kept with its attribute.
pub(crate) fn kept(pattern: &str, owner: &str) -> Value {
    let Ok(segments) = parse(pattern) else { return Value::Null };
    let segments: Vec<Value> = segments
        .iter()
        .map(|segment| json!({ "method": segment.method.name(), "parameter": segment.parameter }))
        .collect();
    json!({ "ownerUid": owner, "segments": segments, "ownerObject": "TRACKEDENTITYATTRIBUTE" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_texts_and_methods() {
        let read =
            parse("\"KC \\\"\" + ORG_UNIT_CODE(^..) + CURRENT_DATE(yyyy) + RANDOM(##X)").expect("a pattern");
        let methods: Vec<_> = read.iter().map(|segment| segment.method).collect();
        assert_eq!(methods, [Method::Text, Method::OrgUnitCode, Method::CurrentDate, Method::Random]);
        let expected = json!({
            "ownerUid": "a", "ownerObject": "TRACKEDENTITYATTRIBUTE",
            "segments": [{ "method": "TEXT", "parameter": "KC" }, { "method": "SEQUENTIAL", "parameter": "##" }],
        });
        assert_eq!(kept("\"KC\"+SEQUENTIAL(##)", "a"), expected);
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for (pattern, sentence) in [
            ("", "Supplied expression was null or empty."),
            ("RANDOM(###", "The expression is invalid"),
            ("RANDOM(abc)", "Failed to parse the following method: 'RANDOM(abc)' at position 1"),
            ("+ RANDOM(#)", "Unexpected '+' at position 1"),
            ("RANDOM(#) +", "Unexpected '+' at the end of the expression"),
            ("abc", "The expression is invalid"),
        ] {
            assert_eq!(parse(pattern), Err(format!("Could not parse expression: {sentence}")), "{pattern}");
        }
    }
}
