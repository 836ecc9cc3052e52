//! Expressions of program indicators and program rules: described or refused.
#![no_main]

use afya_expression::program::{self, Expected, Objects};
use afya_expression::rule::{self, Variables};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (objects, variables) = (Objects::default(), Variables::new());
    drop(program::identifiers(text));
    drop(program::describe(text, Expected::Number, &objects));
    drop(program::describe(text, Expected::Boolean, &objects));
    drop(rule::describe_condition(text, &variables));
    drop(rule::describe_data(text, &variables));
});
