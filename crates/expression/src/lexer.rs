//! Cutting the text into tokens. Blanks and comments fall between them.

use std::ops::Range;

use crate::items::{BRACKETS, Item, ItemKind, OPENINGS};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    Text(String),
    Word(String),
    Item(Item),
    /// `.periodOffset(-1)`: the name and the bare argument.
    Modifier(String, String),
    Symbol(&'static str),
}

const SYMBOLS: [&str; 18] =
    ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "^", "!", "(", ")", ","];

const MODIFIERS: [&str; 6] =
    ["aggregationType", "maxDate", "minDate", "periodOffset", "stageOffset", "yearToDate"];

/// The tokens and where each stands; the error is a sentence with the place.
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(length) = ignored(rest) {
            at += length;
            continue;
        }
        let (token, length) = token(rest).ok_or_else(|| crate::parser::unreadable(text, at))?;
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

fn ignored(rest: &str) -> Option<usize> {
    let blanks = rest.len() - rest.trim_start().len();
    if blanks > 0 {
        return Some(blanks);
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let comment = rest.strip_prefix("/*")?;
    comment.find("*/").map(|end| end + 4)
}

fn token(rest: &str) -> Option<(Token, usize)> {
    item(rest)
        .or_else(|| number(rest))
        .or_else(|| quoted(rest))
        .or_else(|| modifier(rest))
        .or_else(|| word(rest))
        .or_else(|| {
            let symbol = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol))?;
            Some((Token::Symbol(symbol), symbol.len()))
        })
}

fn item(rest: &str) -> Option<(Token, usize)> {
    let made = |kind, parts| Token::Item(Item { kind, parts });
    for (bracket, kind) in BRACKETS {
        if rest.starts_with(bracket) {
            return Some((made(kind, Vec::new()), bracket.len()));
        }
    }
    if let Some(stage) = rest.strip_prefix("PS_EVENTDATE:") {
        let length = stage.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(stage.len());
        let parts = vec![stage[..length].to_owned()];
        return Some((made(ItemKind::StageEventDate, parts), 13 + length));
    }
    let (opening, kind) = OPENINGS.into_iter().find(|(opening, _)| rest.starts_with(opening))?;
    let end = rest.find('}')?;
    let parts = rest[opening.len()..end].split('.').map(|part| part.trim().to_owned());
    Some((made(kind, parts.collect()), end + 1))
}

fn number(rest: &str) -> Option<(Token, usize)> {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let whole = digits(rest);
    let fraction = rest[whole..].strip_prefix('.').map_or(0, digits);
    if whole + fraction == 0 {
        return None;
    }
    let mut length = whole + if fraction > 0 { fraction + 1 } else { 0 };
    if let Some(exponent) = rest[length..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let power = digits(&exponent[sign..]);
        if power > 0 {
            length += 1 + sign + power;
        }
    }
    Some((Token::Number(rest[..length].parse().ok()?), length))
}

fn quoted(rest: &str) -> Option<(Token, usize)> {
    let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((Token::Text(text), at + 1));
        }
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next()?.1 {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'u' => {
                let code: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            other => text.push(other),
        }
    }
    None
}

fn modifier(rest: &str) -> Option<(Token, usize)> {
    let after = rest.strip_prefix('.')?;
    let name = MODIFIERS.into_iter().find(|name| {
        let behind = after.strip_prefix(name);
        behind.is_some_and(|behind| behind.starts_with('('))
    })?;
    let end = rest.find(')')?;
    let argument = rest[name.len() + 2..end].trim().to_owned();
    Some((Token::Modifier(name.to_owned(), argument), end + 1))
}

/// Names of functions hold colons and dots: `d2:zing`, `orgUnit.group`.
fn word(rest: &str) -> Option<(Token, usize)> {
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let plain = |text: &str| {
        text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).unwrap_or(text.len())
    };
    let mut length = plain(rest);
    if matches!(&rest[..length], "d2" | "orgUnit") && rest[length..].starts_with([':', '.']) {
        length += 1 + plain(&rest[length + 1..]);
    }
    Some((Token::Word(rest[..length].to_owned()), length))
}
