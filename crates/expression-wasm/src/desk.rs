//! Questions and answers, their parts divided by U+001F.
//!
//! - `items`, expression: the items whose values are wanted, as they are written in the language, each once.
//! - `zero` or `null`, expression, then item and number by turns, for the items that have a value; `zero` and `null` say
//!   what the others are worth. The answer is `n` and a number, `b` and a truth, `t` and a text, or nothing for null.
//!
//! An answer that begins with `!` says why there is none.

use afya_expression::{Expression, Item, ItemKind, Missing, Node, Value, evaluate, parse};

const DIVIDER: char = '\u{1f}';

pub(crate) fn answer(question: &str) -> String {
    let parts: Vec<&str> = question.split(DIVIDER).collect();
    let answer = match parts.as_slice() {
        ["items", text] => items(text),
        ["zero", text, values @ ..] => worth(text, Missing::Zero, values),
        ["null", text, values @ ..] => worth(text, Missing::Null, values),
        _ => Err("there is no such question".to_owned()),
    };
    answer.unwrap_or_else(|sentence| format!("!{sentence}"))
}

fn items(text: &str) -> Result<String, String> {
    let expression = read(text)?;
    let mut written: Vec<String> = expression.items().into_iter().map(write).collect();
    written.sort_unstable();
    written.dedup();
    Ok(written.join(&DIVIDER.to_string()))
}

fn worth(text: &str, missing: Missing, values: &[&str]) -> Result<String, String> {
    let expression = read(text)?;
    // A form's expressions ask for a handful of items: looking through them beats a map, also in size.
    let value = evaluate(&expression, missing, &|item| {
        let written = write(item);
        let found = values.chunks_exact(2).find(|pair| pair[0] == written);
        found.and_then(|pair| pair[1].parse().ok()).map_or(Value::Null, Value::Number)
    })?;
    Ok(match value {
        Value::Null => String::new(),
        Value::Number(number) => format!("n{number}"),
        Value::Boolean(truth) => format!("b{truth}"),
        Value::Text(text) => format!("t{text}"),
    })
}

/// One form knows one unit and one period: what asks for others is refused here and left to the server.
fn read(text: &str) -> Result<Expression, String> {
    let expression = parse(text).map_err(|_| afya_expression::NOT_WELL_FORMED.to_owned())?;
    for node in expression.walk() {
        match &node.node {
            Node::Modified(_, name, _) if name != "aggregationType" => {
                return Err(format!("{name} asks for other periods"));
            }
            Node::Call(name, _) if name.starts_with("orgUnit.") => {
                return Err(format!("{name} asks about the unit"));
            }
            _ => {}
        }
    }
    Ok(expression)
}

/// The item as the language writes it, without blanks.
fn write(item: &Item) -> String {
    let opening = match item.kind {
        ItemKind::DataElement => "#",
        ItemKind::Attribute => "A",
        ItemKind::Constant => "C",
        ItemKind::ProgramDataElement => "D",
        ItemKind::ProgramIndicator => "I",
        ItemKind::Indicator => "N",
        ItemKind::OrgUnitGroup => "OUG",
        ItemKind::ReportingRate => "R",
        ItemKind::Variable => "V",
        ItemKind::Days => return "[days]".to_owned(),
        ItemKind::PeriodInYear => return "[periodInYear]".to_owned(),
        ItemKind::YearlyPeriodCount => return "[yearlyPeriodCount]".to_owned(),
        ItemKind::Other | ItemKind::StageEventDate | ItemKind::SubExpression => "X",
    };
    format!("{opening}{{{}}}", item.parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::answer;

    fn check(question: &[&str], expected: &str) {
        assert_eq!(answer(&question.join("\u{1f}")), expected, "{question:?}");
    }

    #[test]
    fn items_are_named_once_without_blanks() {
        let text = "#{bbbbbbbbbbb.ccccccccccc} + #{aaaaaaaaaaa} / #{aaaaaaaaaaa} * [days] + C{ddddddddddd}";
        check(
            &["items", text],
            "#{aaaaaaaaaaa}\u{1f}#{bbbbbbbbbbb.ccccccccccc}\u{1f}C{ddddddddddd}\u{1f}[days]",
        );
        check(&["items", "1 +"], "!Expression is not well-formed");
        check(&["items", "#{aaaaaaaaaaa}.periodOffset(-1)"], "!periodOffset asks for other periods");
        check(&["zero", "if(orgUnit.group(aaaaaaaaaaa), 1, 2)"], "!orgUnit.group asks about the unit");
    }

    #[test]
    fn an_expression_is_worth_what_its_values_make() {
        let (one, two) = ("#{aaaaaaaaaaa}", "#{bbbbbbbbbbb}");
        let sum = format!("{one} + {two}");
        check(&["zero", &sum, one, "2", two, "3.5"], "n5.5");
        check(&["zero", &sum, one, "2"], "n2");
        check(&["null", &sum, one, "2"], "");
        check(&["zero", &format!("{one} / {two}"), one, "2"], "");
        check(&["zero", &format!("{one} > {two}"), one, "2", two, "1"], "btrue");
        check(&["zero", "subExpression(if(#{aaaaaaaaaaa} > 1, 7, 0))", one, "2"], "n7");
        check(&["zero", &format!("{one}.aggregationType(LAST)"), one, "2"], "n2");
        check(&["nothing"], "!there is no such question");
    }
}
