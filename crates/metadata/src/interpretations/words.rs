//! What a text says: whom it mentions, and how it reads without its markup.

use std::collections::BTreeSet;

/// The login names after an `@` at the start or after a space.
pub(super) fn usernames(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut before = None;
    for (at, letter) in text.char_indices() {
        if letter == '@' && before.is_none_or(is_space) {
            let rest = &text[at + 1..];
            let end = rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len());
            if end > 0 {
                found.insert(rest[..end].to_owned());
            }
        }
        before = Some(letter);
    }
    found.into_iter().collect()
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '+' | '.' | '-')
}

/// A text without its tags, with single spaces.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let after = &rest[open + 1..];
        let is_tag =
            after.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/' || letter == '!');
        let Some(close) = after.find('>').filter(|_| is_tag) else {
            out.push_str(&rest[..=open]);
            rest = after;
            continue;
        };
        out.push_str(&rest[..open]);
        out.push(' ');
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    let entities =
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let out = entities.iter().fold(out, |text, (entity, letter)| text.replace(entity, letter));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_after_an_at_sign_that_starts_a_word() {
        let check = |text: &str, expected: &[&str]| assert_eq!(usernames(text), expected, "{text}");
        check("@anna see @bo.b-2 and\n@c_d+e", &["anna", "bo.b-2", "c_d+e"]);
        check("mail me@home.org, (@nobody) @ @@two", &[]);
        check("@anna @anna", &["anna"]);
    }

    #[test]
    fn markup_is_left_out_of_messages() {
        assert_eq!(plain("<p>Cases &amp; <b>deaths</b></p>\n\n<br/>a < b"), "Cases & deaths a < b");
    }
}
