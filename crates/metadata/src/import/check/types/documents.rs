//! Documents: an address elsewhere, or a file that was sent here before.

use afya_model::ErrorCode;
use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::Value;

use super::Problems;
use crate::import::bundle::Object;
use crate::import::report::Problem;
use crate::sql::rules as sql;

/// Documents without an address, with one that is none, or with a file that is not there or belongs to another.
pub(super) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
) -> Result<Problems, Fault> {
    let mut problems = Problems::new();
    for (at, object) in objects.iter().enumerate() {
        let Some(url) = object.value.get("url").and_then(Value::as_str) else {
            problems.push((at, Problem::new(of, ErrorCode::E4000, &["url"])));
            continue;
        };
        let code = if object.value.get("external") == Some(&Value::Bool(true)) {
            (!is_address(url)).then_some(ErrorCode::E4004)
        } else {
            match connection.first(&sql::file(url, &object.uid)).await? {
                None => Some(ErrorCode::E4015),
                Some(row) => row.get::<_, bool>("assigned").then_some(ErrorCode::E4016),
            }
        };
        problems.extend(code.map(|code| (at, Problem::new(of, code, &["url", url]))));
    }
    Ok(problems)
}

/// Whether a text is an address of the web.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let allowed =
        |character: char| character.is_ascii_alphanumeric() || "-+&@#/%?=~_|!:,.;".contains(character);
    rest.is_some_and(|rest| {
        rest.chars().all(allowed) && !rest.is_empty() && !rest.ends_with(['?', '!', ':', ',', '.', ';'])
    })
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses_are_of_the_web() {
        assert!(is_address("https://example.org/a.pdf") && is_address("http://a"));
        assert!(!is_address("ftp://example.org") && !is_address("https://") && !is_address("http://a b"));
    }
}
