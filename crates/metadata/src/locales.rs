//! Languages: those of the user interface, those that names are translated to, and what each is called.

use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::sql::locales as statements;

/// A locale that is known by name.
struct Known {
    locale: &'static str,
    tag: &'static str,
    own_name: &'static str,
    english_name: &'static str,
    ui: bool,
}

fn known() -> impl Iterator<Item = Known> {
    include_str!("../data/locales.tsv").lines().map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        Known { locale: next(), tag: next(), own_name: next(), english_name: next(), ui: next() == "ui" }
    })
}

/// Codes of languages with their English names.
pub fn languages() -> Map<String, Value> {
    let pairs = include_str!("../data/languages.tsv").lines().filter_map(|line| line.split_once('\t'));
    pairs.map(|(code, name)| (code.to_owned(), name.into())).collect()
}

/// The locales of the user interface, by name.
pub fn of_interface() -> Vec<Value> {
    sorted(known().filter(|known| known.ui).map(|known| shown(&known)).collect())
}

/// The locales that names in the database are translated to, by name.
pub async fn of_database(connection: &mut Connection) -> Result<Vec<Value>, Fault> {
    let rows = connection.rows(&statements::database_locales()).await?;
    let described = rows.iter().map(|row| described(row.get("locale"), row.get("name")));
    Ok(sorted(described.collect()))
}

/// The same as objects with identifiers.
pub async fn objects(connection: &mut Connection, uid: Option<&str>) -> Result<Vec<Value>, Fault> {
    let rows = connection.rows(&statements::locale_objects(uid)).await?;
    Ok(rows.iter().map(|row| row.get("object")).collect())
}

fn shown(known: &Known) -> Value {
    json!({"locale": known.locale, "languageTag": known.tag, "name": known.own_name, "displayName": known.english_name})
}

/// A locale of the database; one that is not known by name is called as its row says.
fn described(locale: &str, name: &str) -> Value {
    match known().find(|known| known.locale == locale) {
        Some(known) => shown(&known),
        None => {
            let tag = language_tag(locale);
            json!({"locale": locale, "languageTag": tag, "name": name, "displayName": name})
        }
    }
}

/// `sw_KE` as `sw-KE`, `uz_UZ_Cyrl` as `uz-Cyrl-UZ`.
fn language_tag(locale: &str) -> String {
    let parts: Vec<&str> = locale.split('_').collect();
    match parts.as_slice() {
        [language, country, script] => format!("{language}-{script}-{country}"),
        _ => parts.join("-"),
    }
}

fn sorted(mut locales: Vec<Value>) -> Vec<Value> {
    locales.sort_by(|one, other| one["displayName"].as_str().cmp(&other["displayName"].as_str()));
    locales
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_known_by_name_or_by_their_row() {
        assert_eq!(described("fr", "x")["name"], "français");
        let unknown = described("qq_ZZ_Cyrl", "Qqq (Zz)");
        assert_eq!(
            (unknown["languageTag"].as_str(), unknown["name"].as_str()),
            (Some("qq-Cyrl-ZZ"), Some("Qqq (Zz)"))
        );
        assert!(of_interface().len() > 30 && languages().len() > 180);
    }
}
