//! The cases of `tests/cases/`, played in order; its README says how they are written.

use std::path::Path;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on};

const CLERK: &str = "clerk:Clinic-2026";

struct Case {
    sentence: String,
    method: String,
    path: String,
    who: Option<&'static str>,
    media_type: String,
    body: String,
    status: u16,
    expected: String,
}

/// The cases of a file.
fn cases(text: &str) -> Vec<Case> {
    text.split("\n## ").map(|case| case.trim_start_matches("## ")).map(case).collect()
}

fn case(text: &str) -> Case {
    let mut lines = text.lines();
    let sentence = lines.next().unwrap_or_default().to_owned();
    let request = lines.next().unwrap_or_default();
    let (method, rest) = request.split_once(' ').unwrap_or_else(|| panic!("`{sentence}` has no request"));
    let (path, who) = rest.split_once(" as ").unwrap_or((rest, "admin"));
    let who = match who {
        "admin" => Some(ADMIN),
        "clerk" => Some(CLERK),
        "nobody" => None,
        other => panic!("`{sentence}`: there is no {other}"),
    };
    let is_status = |line: &&str| line.len() > 4 && line[..3].bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = lines.collect();
    let at = rest.iter().position(is_status).unwrap_or_else(|| panic!("`{sentence}` has no status"));
    let typed =
        rest[..at].first().filter(|line| !line.starts_with(['{', '['])).map(|line| (*line).to_owned());
    let body = rest[usize::from(typed.is_some())..at].join("\n");
    Case {
        method: method.to_owned(),
        path: path.to_owned(),
        who,
        media_type: typed.unwrap_or_else(|| "application/json".to_owned()),
        body,
        status: rest[at][..3].parse().unwrap(),
        expected: [&rest[at][4..], &rest[at + 1..].join("\n")].join("\n"),
        sentence,
    }
}

/// Whether a value holds what is expected: objects may say more, lists are whole.
fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, value)| holds(found, value))
        }
        _ => found == expected,
    }
}

async fn play(server: &Server, case: &Case) -> Option<String> {
    let mut request = Request::builder().method(case.method.as_str()).uri(case.path.as_str());
    if let Some(who) = case.who {
        request = request.header(AUTHORIZATION, basic(who));
    }
    if !case.body.is_empty() {
        request = request.header(CONTENT_TYPE, &case.media_type);
    }
    let answer = server.send(request.body(Body::from(case.body.clone())).unwrap()).await;
    let status = answer.status().as_u16();
    let text = String::from_utf8(to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec()).unwrap();
    let expected: Value = serde_json::from_str(&case.expected)
        .unwrap_or_else(|error| panic!("`{}` expects what is no JSON: {error}", case.sentence));
    let fits = match &expected {
        Value::String(piece) => text.contains(piece.as_str()),
        expected => serde_json::from_str(&text).is_ok_and(|found| holds(&found, expected)),
    };
    (status != case.status || !fits)
        .then(|| format!("{}\n    {} {}\n    {status} {text}", case.sentence, case.method, case.path))
}

#[test]
fn the_server_answers_as_the_cases_say() {
    let server = Server::start("cases");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let parsed = |name: &str| serde_json::from_str::<Value>(&read(name)).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort_unstable();
    block_on(async {
        server.json("POST", "/api/metadata", Some(&parsed("country.json"))).await;
        let clerk = json!({
            "id": "ClerkOfCase", "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk",
            "userRoles": [],
        });
        server.json("POST", "/api/users", Some(&clerk)).await;
        let me = server.json("GET", "/api/me?fields=id", None).await;
        for collection in ["organisationUnits", "dataViewOrganisationUnits"] {
            let own = json!({ "additions": [{ "id": "Country0001" }] });
            let path = format!("/api/users/{}/{collection}", me["id"].as_str().unwrap());
            server.json("POST", &path, Some(&own)).await;
        }
        server.json("POST", "/api/dataValueSets", Some(&parsed("values.json"))).await;
        let (mut played, mut faults) = (0, Vec::new());
        for name in &names {
            for case in cases(read(name).trim()) {
                played += 1;
                faults.extend(play(&server, &case).await.map(|fault| format!("{name}: {fault}")));
            }
        }
        assert!(played > 30, "{played} cases");
        assert!(faults.is_empty(), "{} of {played} cases differ\n{}", faults.len(), faults.join("\n"));
    });
}
