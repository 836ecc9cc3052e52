//! The flags that a system can show, and its styles.

use serde_json::{Value, json};

/// The flags, by key.
pub fn flags() -> Vec<Value> {
    let pairs = include_str!("../data/flags.tsv").lines().filter_map(|line| line.split_once('\t'));
    pairs.map(|(key, name)| json!({"key": key, "name": name, "path": format!("{key}.png")})).collect()
}

/// The styles, by key.
pub fn styles() -> Vec<Value> {
    [
        ("green", "Green"),
        ("india", "India"),
        ("light_blue", "Light Blue"),
        ("myanmar", "Myanmar"),
        ("vietnam", "Vietnam"),
    ]
    .map(|(key, name)| json!({"key": key, "name": name, "path": format!("{key}/{key}.css")}))
    .into()
}
