//! What is said of a parameter of the query string that is missing or wrong, in DHIS2's words.

use afya_model::Refusal;

/// 400: a parameter is missing; `kind` is DHIS2's class of it.
pub(crate) fn missing(name: &str, kind: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Required request parameter '{name}' for method parameter type {kind} is not present"
    ))
}

/// 400: a value of another type.
pub(crate) fn wrong_type(value: &str, name: &str, kind: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for parameter {name}. It should be of type {kind}"
    ))
}

/// 400: none of the words that there are.
pub(crate) fn unknown_word(value: &str, name: &str, known: &[&str]) -> Refusal {
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for parameter {name}. Valid values are: [{}]",
        known.join(", ")
    ))
}
