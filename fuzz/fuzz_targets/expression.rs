//! Expressions of indicators, predictors and validation rules: whatever is read can be checked, described and evaluated.
#![no_main]

use afya_expression::{ItemKind, Language, Missing, Value, check, describe, evaluate, parse};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [Language; 5] = [
    Language::Indicator,
    Language::ValidationRule,
    Language::Predictor,
    Language::PredictorSkipTest,
    Language::SimpleTest,
];

fuzz_target!(|text: &str| {
    let Ok(expression) = parse(text) else { return };
    for language in LANGUAGES {
        drop(check(&expression, language));
    }
    drop(describe(text, &expression, &|_| Some("é".to_owned()), &|_, _| Some(String::new())));
    for missing in [Missing::Null, Missing::Zero] {
        let values = [Value::Null, Value::Number(-1.5), Value::Text("ñ1".to_owned()), Value::Boolean(true)];
        for value in values {
            let worth = evaluate(&expression, missing, &|item| {
                if item.kind == ItemKind::Days { Value::Number(31.0) } else { value.clone() }
            });
            if let Ok(Value::Number(number)) = worth {
                assert!(number.is_finite(), "{number} of {text}");
            }
        }
    }
});
