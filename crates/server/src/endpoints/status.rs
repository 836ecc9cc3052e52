//! The page `docs/status.md`: every endpoint of DHIS2 joined with the routes, held in step with both by its test.

use std::collections::BTreeMap;

use crate::route::Route;
use crate::routes;

const ENDPOINTS: &str = include_str!("../../data/endpoints.tsv");

/// Whether two paths are the same but for the names of their places.
fn same_shape(one: &str, other: &str) -> bool {
    let place = |segment: &str| segment.starts_with('{');
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(|(a, b)| a == b || (place(a) && place(b)))
}

fn status_page(routes: &[Route]) -> String {
    let mut areas: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    let (mut total, mut built, mut left_out) = (0, 0, 0);
    for line in ENDPOINTS.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (method, path, area, reason) = (next(), next(), next(), next());
        let works = routes.iter().any(|route| route.method == method && same_shape(&route.path, path));
        let state = match (works, reason) {
            (true, _) => "works".to_owned(),
            (false, "") => "501".to_owned(),
            (false, reason) => format!("left out: {reason}"),
        };
        total += 1;
        built += usize::from(works);
        left_out += usize::from(!works && !reason.is_empty());
        areas.entry(area).or_default().entry(path).or_default().push(format!("{method} {state}"));
    }
    let mut page = format!(
        "# What is built\n\nEvery endpoint of DHIS2's Web API 2.43 and what becomes of it here: {built} of {total} work, \
         {left_out} are left out for a reason, the others answer 501.\nThis page is written by a test of `server` \
         (`BLESS=1 cargo test -p afya-server status`).\n\nA path with `{{property}}` works for every property of its type. Items that are parts of their object, \
         such as those of a dashboard, can be taken out one by one; they come with the object.\n"
    );
    for (area, paths) in areas {
        page.push_str(&format!("\n## {area}\n\n| path | methods |\n|---|---|\n"));
        for (path, states) in paths {
            page.push_str(&format!("| `{path}` | {} |\n", states.join(", ")));
        }
    }
    page
}

#[test]
fn the_status_page_says_what_the_router_answers() {
    let page = status_page(&routes::all());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/status.md");
    if option_env!("BLESS").is_some() {
        std::fs::write(file, &page).expect("docs/ can be written");
    }
    let written = std::fs::read_to_string(file).unwrap_or_default();
    assert!(written == page, "docs/status.md is not what the router answers; write it anew with BLESS=1");
}
