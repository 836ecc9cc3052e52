//! The language as its users see it: precedence, nulls, functions, what is refused, descriptions.

use crate::*;

fn value(text: &str) -> Value {
    let item = |item: &Item| match item.parts.first().map(String::as_str) {
        Some("text") => Value::Text("BCG,OPV".to_owned()),
        Some("none") => Value::Null,
        _ => Value::Number(3.0),
    };
    evaluate(&parse(text).expect(text), Missing::Null, &item).expect(text)
}

fn number(text: &str, expected: f64) {
    assert_eq!(value(text), Value::Number(expected), "{text}");
}

#[test]
fn operators_bind_as_in_dhis2() {
    number("1 + 2 * 3", 7.0);
    number("(1 + 2) * 3", 9.0);
    number("2 ^ 3 ^ 2", 512.0);
    number("-2 ^ 2", -4.0);
    number("2 ^ -1", 0.5);
    number("10 - 4 - 3", 3.0);
    number("7 % 4 * 2", 6.0);
    number("1 ++ 2", 3.0);
    number("1 /* all */ + // rest\n 1", 2.0);
    assert_eq!(value("1 < 2 == true"), Value::Boolean(true));
    assert_eq!(value("true || false && false"), Value::Boolean(true));
    assert_eq!(value("not(1 == 2) and !false"), Value::Boolean(true));
}

#[test]
fn null_spreads_except_where_one_side_decides() {
    for text in [
        "1 + #{none}",
        "#{none} > 1",
        "!#{none}",
        "null",
        "1 / 0",
        "0 / 0",
        "#{none} && true",
        "if(null, 1, 2)",
    ] {
        assert_eq!(value(text), Value::Null, "{text}");
    }
    assert_eq!(value("#{none} && false"), Value::Boolean(false));
    assert_eq!(value("true || #{none}"), Value::Boolean(true));
    let zero =
        evaluate(&parse("#{none} + if(isNull(#{none}), 1, 0)").expect("valid"), Missing::Zero, &|_| {
            Value::Null
        });
    assert_eq!(zero, Ok(Value::Number(1.0)));
}

#[test]
fn functions_compute() {
    number("firstNonNull(#{none}, 4)", 4.0);
    number("greatest(1, #{none}, 3) - least(1, 3)", 2.0);
    number("log10(100)", 2.0);
    number("if(#{a} > 2, 1, 'x')", 1.0);
    assert_eq!(value("removeZeros(0)"), Value::Null);
    assert_eq!(value("is(#{a} in 1, 3)"), Value::Boolean(true));
    assert_eq!(value("contains(#{text}, 'CG,O')"), Value::Boolean(true));
    assert_eq!(value("containsItems(#{text}, 'OPV', 'BCG')"), Value::Boolean(true));
    assert_eq!(value("containsItems(#{text}, 'BC')"), Value::Boolean(false));
    assert_eq!(value(r"'a\'b\u0041'"), Value::Text("a'bA".to_owned()));
    let cast = evaluate(&parse("'2017-07-08' + 1").expect("valid"), Missing::Null, &|_| Value::Null);
    assert_eq!(cast, Err("Could not cast String '2017-07-08' to Double".to_owned()));
}

fn allowed(language: Language, texts: &[&str], expected: bool) {
    for text in texts {
        let result = parse(text).and_then(|expression| check(&expression, language));
        assert_eq!(result.is_ok(), expected, "{language:?} {text} {result:?}");
    }
}

#[test]
fn indicators_allow_their_own() {
    let indicator = [
        "#{aOPXpshH64t.cRQ6zPPfwDA} + #{W0Lf2RboKIG.tPUZIlUccRY.*}",
        "I{cW8fixwN7oz} / D{Z4s3wr6nRpD.lbn68WMfP5z}",
        "R{VUTdU4i7epx.REPORTING_RATE} / 100",
        "OUG{V1E4e7FNkRe} + [days]",
        "#{PfVp4jtb6TN}.periodOffset(-1) - 1",
        "#{PfVp4jtb6TN}.aggregationType(MAX)",
        "subExpression(if(#{lxi6rrRicWY} > 60, 1, 0))",
        "1 ++ 2",
        "[periodInYear] * [yearlyPeriodCount]",
        "if(isNull(#{LB7SI8u6Rom}), 0, 1)",
        "removeZeros(#{d2GRhrasXxw}) ^ 2",
        "#{deGroup:aOPXpshH64t}",
        "#{aOPXpshH64t.co:aOPXpshH64t&cRQ6zPPfwDA}",
    ];
    allowed(Language::Indicator, &indicator, true);
    let not_indicator = [
        "",
        " ",
        "R{eik4AGeoFwW.FOO}",
        "#{PfVp4jtb6TN}.aggregationType(FOO)",
        "#{PfVp4jtb6TN}.minDate(01-02-2024)",
        "is(#{l9CRDMBgpI6} in 'PIPED', 'BORE')",
        "contains(#{V3JPRDUz3a4}, 'BCG')",
        "orgUnit.group(CXpeqhdUwOH)",
        "sum(#{PfVp4jtb6TN})",
        "#{bad}",
        "#{aOPXpshH64t} +",
        "'text'",
        "true",
        "#{aOPXpshH64t} > 3",
        "V{event_count}",
        "#{aOPXpshH64t} && true",
        "D{Z4s3wr6nRpD.ZywDuV02qve.CRZK0dj9aPN}",
        "X{abc}",
        "if(1 > 0, 1, 'x')",
        "aOPXpshH64t",
    ];
    allowed(Language::Indicator, &not_indicator, false);
}

#[test]
fn rules_and_predictors_allow_their_own() {
    allowed(Language::ValidationRule, &["if(orgUnit.group(CXpeqhdUwOH), #{OdZjpLYSYeh}, 1)", "5"], true);
    allowed(
        Language::ValidationRule,
        &["orgUnit.program(nTRd8FmCcQD)", "N{wZOPfJMCT3u}", "#{lxi6rrRicWY}.periodOffset(-1)"],
        false,
    );
    allowed(
        Language::Predictor,
        &[
            "avg(#{lxi6rrRicWY}) + 1.5 * stddev(#{lxi6rrRicWY})",
            "percentileCont(0.5, #{aOPXpshH64t})",
            "#{PfVp4jtb6TN}.maxDate(2024-01-01)",
        ],
        true,
    );
    allowed(
        Language::Predictor,
        &["variance(#{PfVp4jtb6TN})", "avg(#{PfVp4jtb6TN}", "d2:count(#{PfVp4jtb6TN})"],
        false,
    );
    allowed(Language::PredictorSkipTest, &["#{tMWYTpC1Wgn} > 10", "#{tMWYTpC1Wgn}"], true);
}

#[test]
fn descriptions_keep_what_was_written_between_names() {
    let text = "if(orgUnit.group(CXpeqhdUwOH), #{a} /* x */ * [days], C{b})";
    let name = |item: &Item| Some(format!("<{}>", item.parts[0]));
    let described = describe(text, &parse(text).expect("valid"), &name, &|_, _| Some("Hospital".to_owned()));
    assert_eq!(described.expect("valid"), "if(orgUnit.group(Hospital), <a> /* x */ * [Number of days], <b>)");
    assert_eq!(describe(text, &parse(text).expect("valid"), &|_| None, &|_, _| None), None);
}

#[test]
fn depth_is_refused_with_a_sentence() {
    for text in [
        "(".repeat(100_000),
        "-".repeat(100_000),
        format!("1{}", "+1".repeat(100_000)),
        format!("1{}", "^1".repeat(100_000)),
    ] {
        assert_eq!(parse(&text), Err("Expression is nested too deeply".to_owned()));
    }
    assert!(parse(&format!("1{}", "+1".repeat(900))).is_ok());
    assert!(parse(&format!("{}1{}", "(".repeat(100), ")".repeat(100))).is_ok());
}

#[test]
fn nested_choices_are_checked_in_one_pass() {
    let nested = format!("{}1{}", "if(true, ".repeat(70), ", 2)".repeat(70));
    assert_eq!(check(&parse(&nested).expect("valid"), Language::Indicator), Ok(()));
}

#[test]
fn errors_say_where() {
    assert_eq!(parse("1 + )"), Err("Invalid string token ')' at line:1 character:4".to_owned()));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        drop(parse(&text));
    }

    #[test]
    fn no_mix_of_tokens_makes_the_languages_panic(tokens in proptest::collection::vec(
        proptest::sample::select(vec!["#{", "}", "(", ")", "if(", "is(", " in ", ",", "+", "-", "^", "1", ".5", "'", "\\u", "\"", "é",
            "isNull(", ".periodOffset(", "orgUnit.group(", "[days]", "/*", "*/", "aOPXpshH64t", "&&", "log(", "null", "PS_EVENTDATE:"]), 0..14)
    ) {
        if let Ok(expression) = parse(&tokens.concat()) {
            drop(check(&expression, Language::Indicator));
            drop(evaluate(&expression, Missing::Zero, &|_| Value::Null));
        }
    }
}

#[test]
fn a_logarithm_to_a_base_fails_where_it_has_no_digits() {
    let computed = |text: &str| evaluate(&parse(text).unwrap(), Missing::Zero, &|_| Value::Null);
    assert_eq!(computed("log(8, 2)"), Ok(Value::Number(3.0)));
    assert!(computed("log(#{none}, 2)").unwrap_err().starts_with("Character I is neither"));
    assert!(computed("log(-1, 2)").unwrap_err().starts_with("Character N is neither"));
    assert_eq!(computed("log(#{none})"), Ok(Value::Null));
}

#[test]
fn words_beside_calls_are_named_where_they_stand() {
    let text = "if(orgUnit.group(aOPXpshH64t), a1234567890, orgUnit.dataSet(b1234567890))";
    let expression = parse(text).unwrap();
    let named =
        describe(text, &expression, &|_| None, &|function, word| Some(format!("<{function} {word}>")));
    assert_eq!(
        named.as_deref(),
        Some(
            "if(orgUnit.group(<orgUnit.group aOPXpshH64t>), <if a1234567890>, orgUnit.dataSet(<orgUnit.dataSet b1234567890>))"
        )
    );
}
