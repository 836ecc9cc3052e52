//! Expressions of program indicators as their users see them.

use super::*;

fn named(name: &str, value_type: &str) -> Named {
    Named { name: name.to_owned(), value_type: value_type.to_owned(), is_repeatable: false }
}

fn objects() -> Objects {
    let one = |uid: &str, object: Named| HashMap::from([(uid.to_owned(), object)]);
    let mut elements = one("eeeeeeeeeee", named("Weight (kg)", "NUMBER"));
    elements.insert("ttttttttttt".to_owned(), named("Remarks", "TEXT"));
    Objects {
        stages: one("sssssssssss", named("Check-up", "")),
        elements,
        attributes: one("aaaaaaaaaaa", named("Sex", "TEXT")),
        constants: one("ccccccccccc", named("Pi", "")),
        relationship_types: one("rrrrrrrrrrr", named("Sibling", "")),
    }
}

fn words(text: &str) -> Result<String, String> {
    describe(text, Expected::Number, &objects())
}

fn filter(text: &str) -> Result<String, String> {
    describe(text, Expected::Boolean, &objects())
}

#[test]
fn names_stand_in_the_place_of_items_and_of_calls_around_them() {
    assert_eq!(
        words("C{ccccccccccc} * V{event_count}").unwrap(),
        "Pi * Event count (ACTIVE or COMPLETED status only)"
    );
    assert_eq!(words("#{sssssssssss.eeeeeeeeeee} / 2").unwrap(), "Check-up\\.Weight (kg) / 2");
    assert_eq!(words("d2:countIfValue(#{sssssssssss.eeeeeeeeeee}, 5)").unwrap(), "Check-up\\.Weight (kg)");
    assert_eq!(words("count(#{sssssssssss.eeeeeeeeeee})").unwrap(), "count(Check-up\\.Weight (kg))");
    assert_eq!(words("d2:relationshipCount('rrrrrrrrrrr')").unwrap(), "d2:relationshipCount(Sibling)");
    assert_eq!(
        filter("A{aaaaaaaaaaa} == 'F' && d2:hasValue(A{aaaaaaaaaaa})").unwrap(),
        "Sex == 'F' && d2:hasValue(Sex)"
    );
    assert_eq!(
        words("d2:condition(\"#{sssssssssss.eeeeeeeeeee} < 5\", 2, 1)").unwrap(),
        "d2:condition(\"Check-up\\.Weight (kg) < 5\", 2, 1)"
    );
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let cases = [
        ("V{nonsense}", "Invalid string token 'nonsense' at line:1 character:2"),
        ("V{ \u{595} }", "Invalid string token '\u{595}' at line:1 character:3"),
        ("#{sssssssssss.xxxxxxxxxxx}", "Data element xxxxxxxxxxx not found"),
        ("#{xxxxxxxxxxx.eeeeeeeeeee}", "Program stage xxxxxxxxxxx not found"),
        ("#{sssssssssss}", "Invalid Program Stage / DataElement syntax: #{sssssssssss}"),
        ("A{xxxxxxxxxxx}", "Tracked entity attribute xxxxxxxxxxx not found."),
        ("PS_EVENTDATE:sssssssssss", "Could not cast String '2017-07-08' to Double"),
        ("d2:daysBetween(V{event_date})", "Invalid string token ')' at line:1 character:28"),
        ("[days]", "Item [days] not supported for this type of expression"),
        ("R{ddddddddddd.REPORTING_RATE}", "Item R{ not supported for this type of expression"),
        (
            "#{sssssssssss.eeeeeeeeeee}.stageOffset(-1)",
            "Stage offset is allowed only for repeatable stages (`sssssssssss` is not repeatable)",
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(words(text).unwrap_err(), sentence, "{text}");
    }
    assert_eq!(
        filter("A{aaaaaaaaaaa} = 'F'").unwrap_err(),
        "Invalid string token 'syntax error' at line:1 character:15"
    );
}

#[test]
fn identifiers_are_found_wherever_they_stand() {
    assert_eq!(
        identifiers("d2:condition('A{aaaaaaaaaaa} > 1', 1, C{ccccccccccc})"),
        ["aaaaaaaaaaa", "ccccccccccc"]
    );
}
