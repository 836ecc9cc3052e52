//! The rules of the house that the compiler does not know: which room may see which, how long files and functions may
//! be, and what has only one home.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::path::Path;

use afya_tests::{files, repository};

/// Rooms by floor, from the ground up: a room sees what lies on floors below its own.
const FLOORS: [&[&str]; 8] = [
    &["model"],
    &["schema", "expression", "columns", "render", "demo"],
    &["store", "expression-wasm", "mail"],
    &["access", "jobs"],
    &["metadata", "files"],
    &["tracker", "aggregate", "analytics", "messaging"],
    &["fhir"],
    &["server"],
];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

fn floor(room: &str) -> usize {
    let found = FLOORS.iter().position(|rooms| rooms.contains(&room));
    found.unwrap_or_else(|| panic!("the room `{room}` is on no floor; give it one in tests/tidy.rs"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(repository()).unwrap_or(path).display().to_string()
}

fn sources() -> BTreeMap<String, String> {
    let all = files(&repository().join("crates"), ".rs");
    all.iter().map(|path| (relative(path), read_to_string(path).expect("a source can be read"))).collect()
}

/// The sources without their tests.
fn product() -> BTreeMap<String, String> {
    let tests = ["/tests/", "/tests.rs", "/benches/"];
    let kept = sources().into_iter().filter(|(path, _)| !tests.iter().any(|part| path.contains(part)));
    kept.map(|(path, text)| {
        (path, text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned())
    })
    .collect()
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_room_sees_only_rooms_on_lower_floors() {
    let mut faults = Vec::new();
    for manifest in files(&repository().join("crates"), "Cargo.toml") {
        let text = read_to_string(&manifest).unwrap();
        let room = manifest.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let dependencies =
            text.split("[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        for other in
            dependencies.lines().filter_map(|line| line.strip_prefix("afya-")?.split([' ', '=', '.']).next())
        {
            if floor(other) >= floor(&room) {
                faults.push(format!("{room} must not see {other}"));
            }
        }
    }
    complain(faults);
}

#[test]
fn files_are_short_enough_to_read() {
    let web =
        files(&repository().join("web"), ".ts").into_iter().chain(files(&repository().join("web"), ".tsx"));
    let web = web.map(|path| (relative(&path), read_to_string(&path).unwrap()));
    let long = sources().into_iter().chain(web).filter(|(_, text)| text.lines().count() > LONGEST_FILE);
    complain(
        long.map(|(path, text)| format!("{path} has {} lines; split it", text.lines().count())).collect(),
    );
}

#[test]
fn functions_are_short_enough_to_read() {
    let mut faults = Vec::new();
    for (path, text) in product() {
        let mut open: Option<(usize, usize, String)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let starts =
                ["fn ", "pub fn ", "pub(crate) fn ", "async fn ", "pub async fn ", "pub(crate) async fn "];
            if open.is_none()
                && starts.iter().any(|start| line.trim_start().starts_with(start))
                && !line.ends_with(';')
            {
                open = Some((number, indent, line.trim().to_owned()));
            }
            if let Some((start, at, name)) = &open
                && indent == *at
                && (line.trim() == "}" || (number == *start && line.ends_with('}')))
            {
                if number - start > LONGEST_FUNCTION {
                    faults.push(format!("{path}:{} has {} lines: {name}", start + 1, number - start));
                }
                open = None;
            }
        }
    }
    complain(faults);
}

#[test]
fn sql_is_written_only_in_its_place() {
    let verbs = [
        "\"select ",
        "\"insert into ",
        "\"update ",
        "\"delete from ",
        "\"with ",
        "\"alter table ",
        "\"create table ",
    ];
    let allowed = |path: &str| {
        path.ends_with("sql.rs")
            || path.contains("/sql/")
            || path.starts_with("crates/schema/src/types")
            || path.starts_with("crates/store/src")
    };
    let mut faults = Vec::new();
    for (path, text) in product().into_iter().filter(|(path, _)| !allowed(path)) {
        for (number, line) in text.lines().enumerate() {
            if verbs.iter().any(|verb| line.contains(verb)) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    complain(faults);
}

#[test]
fn some_things_have_one_home() {
    let homes: [(&str, &[&str]); 7] = [
        ("axum", &["crates/server/", "crates/fhir/"]),
        ("deadpool_postgres", &["crates/store/"]),
        ("std::env::var", &["crates/server/src/configuration"]),
        ("Timestamp::now", &["crates/model/src/clock.rs"]),
        ("SystemTime::now", &["crates/model/src/clock.rs"]),
        ("rand::", &["crates/model/src/clock.rs"]),
        ("tokio_postgres::connect", &["crates/store/"]),
    ];
    let mut faults = Vec::new();
    for (path, text) in product() {
        for (word, home) in homes {
            let named = text
                .match_indices(word)
                .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if !home.iter().any(|at| path.starts_with(at)) && named {
                faults.push(format!("{path} names {word}, whose home is {}", home.join(" or ")));
            }
        }
    }
    complain(faults);
}

#[test]
fn nothing_outside_tests_gives_up() {
    let mut faults = Vec::new();
    for (path, text) in product() {
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            if [".unwrap()", "todo!(", "unimplemented!(", "panic!("].iter().any(|word| line.contains(word)) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    complain(faults);
}

#[test]
fn modules_say_what_they_are_in_charge_of() {
    let silent = product().into_iter().filter(|(_, text)| !text.starts_with("//!"));
    complain(silent.map(|(path, _)| format!("{path} does not start with //!")).collect());
}
