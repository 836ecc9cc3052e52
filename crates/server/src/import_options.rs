//! The options of an import of values: read from the query, and repeated in its report as DHIS2 repeats them.

use afya_aggregate::values::Options;
use afya_aggregate::values::schemes::{PARAMETERS, Schemes};
use afya_model::Refusal;
use serde_json::{Map, Value, json};

use crate::query::Query;

/// Switches in the order of the report; most have no effect, in DHIS2 as here.
const SWITCHES: [&str; 24] = [
    "atomic",
    "dryRun",
    "async",
    "skipExistingCheck",
    "sharing",
    "skipNotifications",
    "skipAudit",
    "datasetAllowsPeriods",
    "strictPeriods",
    "strictDataElements",
    "strictCategoryOptionCombos",
    "strictAttributeOptionCombos",
    "strictOrganisationUnits",
    "strictDataSetApproval",
    "strictDataSetLocking",
    "strictDataSetInputPeriods",
    "requireCategoryOptionCombo",
    "requireAttributeOptionCombo",
    "skipPatternValidation",
    "ignoreEmptyCollection",
    "force",
    "skipLastUpdated",
    "mergeDataValues",
    "skipCache",
];

const STRATEGIES: [&str; 9] = [
    "CREATE",
    "UPDATE",
    "CREATE_AND_UPDATE",
    "DELETE",
    "SYNC",
    "NEW_AND_UPDATES",
    "NEW",
    "UPDATES",
    "DELETES",
];

const REPORTS: [&str; 4] = ["FULL", "ERRORS", "ERRORS_NOT_OWNER", "DEBUG"];
const MERGES: [&str; 1] = ["REPLACE"];
const LEVELS: [&str; 6] = ["OFF", "DEBUG", "LOOP", "INFO", "WARN", "ERROR"];

/// What a request says of an import.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImportOptions {
    /// What decides how values are saved.
    pub(crate) values: Options,
    /// Whether the import is a job.
    pub(crate) is_async: bool,
    /// By what things are named.
    pub(crate) schemes: Schemes,
    /// The data set of values in CSV.
    pub(crate) data_set: Option<String>,
    told: Map<String, Value>,
}

impl ImportOptions {
    /// The options that a query says.
    ///
    /// # Errors
    /// 400 for a word that is none of those of its option.
    pub(crate) fn parse(query: &Query) -> Result<ImportOptions, Refusal> {
        let mut told = Map::new();
        told.insert("idSchemes".into(), json!({}));
        for name in SWITCHES {
            told.insert(name.into(), json!(switch(query, name)?.unwrap_or_default()));
        }
        let strategy = ["importStrategy", "strategy"].into_iter().find(|name| query.get(name).is_some());
        let strategy = choice(query, strategy.unwrap_or("importStrategy"), &STRATEGIES)?;
        let strategy = strategy.unwrap_or("CREATE_AND_UPDATE");
        told.insert("importStrategy".into(), json!(strategy));
        told.insert("mergeMode".into(), json!(choice(query, "mergeMode", &MERGES)?.unwrap_or("REPLACE")));
        told.insert("reportMode".into(), json!(choice(query, "reportMode", &REPORTS)?.unwrap_or("FULL")));
        told.insert("firstRowIsHeader".into(), json!(switch(query, "firstRowIsHeader")?.unwrap_or(true)));
        if let Some(heat) = switch(query, "preheatCache")? {
            told.insert("preheatCache".into(), json!(heat));
        }
        if let Some(level) = choice(query, "notificationLevel", &LEVELS)? {
            told.insert("notificationLevel".into(), json!(level));
        }
        for name in ["filename", "dataSet"] {
            told.extend(query.get(name).map(|word| (name.to_owned(), json!(word))));
        }
        let mut schemes = Schemes::default();
        for parameter in PARAMETERS {
            if let Some(word) = query.get(parameter) {
                schemes.set(parameter, word)?;
            }
        }
        Ok(ImportOptions::of(told, schemes))
    }

    /// The options that were told before.
    pub(crate) fn of_told(told: &Value) -> ImportOptions {
        let told = told.as_object().cloned().unwrap_or_default();
        ImportOptions::of(told.clone(), told.get("idSchemes").map(Schemes::of_json).unwrap_or_default())
    }

    fn of(told: Map<String, Value>, schemes: Schemes) -> ImportOptions {
        let on = |name: &str| told.get(name) == Some(&json!(true));
        let text = |name: &str| told.get(name).and_then(Value::as_str);
        let values = Options {
            dry_run: on("dryRun"),
            atomic: on("atomic"),
            delete: text("importStrategy").is_some_and(|strategy| strategy.starts_with("DELETE")),
            force: on("force"),
        };
        let (is_async, data_set) = (on("async"), text("dataSet").map(str::to_owned));
        ImportOptions { values, is_async, schemes, data_set, told }
    }

    /// Whether the first row of CSV is its header.
    pub(crate) fn has_header(&self) -> bool {
        self.told["firstRowIsHeader"] == json!(true)
    }

    /// The options as a report repeats them, with what the body itself said.
    pub(crate) fn told(&self, schemes: &Schemes, dry_run: bool) -> Value {
        let mut told = self.told.clone();
        told.insert("idSchemes".into(), schemes.json());
        told.insert("dryRun".into(), json!(dry_run));
        Value::Object(told)
    }
}

fn switch(query: &Query, name: &str) -> Result<Option<bool>, Refusal> {
    let Some(word) = query.get(name).filter(|word| !word.is_empty()) else { return Ok(None) };
    match word.to_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Ok(Some(true)),
        "false" | "off" | "no" | "0" => Ok(Some(false)),
        _ => Err(Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter {name}. It should be of type boolean"
        ))),
    }
}

fn choice(query: &Query, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, Refusal> {
    let Some(word) = query.get(name).filter(|word| !word.is_empty()) else { return Ok(None) };
    match words.iter().find(|known| known.eq_ignore_ascii_case(word)) {
        Some(known) => Ok(Some(known)),
        None => Err(Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter {name}. Valid values are: [{}]",
            words.join(", ")
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_query_says_is_repeated() {
        let query = Query::parse("dryRun=TRUE&strategy=delete&skipAudit=1&orgUnitIdScheme=code&dataSet=x");
        let options = ImportOptions::parse(&query).unwrap();
        assert!(options.values.dry_run && options.values.delete && !options.values.atomic);
        let told = options.told(&options.schemes, false);
        assert_eq!(told["importStrategy"], "DELETE");
        assert_eq!(told["idSchemes"], json!({ "orgUnitIdScheme": { "type": "CODE" } }));
        assert_eq!((&told["skipAudit"], &told["dryRun"]), (&json!(true), &json!(false)));
        let again = ImportOptions::of_told(&options.told(&options.schemes, true));
        assert_eq!((again.values, again.schemes), (options.values, options.schemes));
        assert_eq!(again.data_set.as_deref(), Some("x"));
    }

    #[test]
    fn a_word_that_an_option_does_not_have_is_refused() {
        for wrong in ["dryRun=perhaps", "importStrategy=SOME", "reportMode=x", "idScheme=FOO"] {
            let refusal = ImportOptions::parse(&Query::parse(wrong)).unwrap_err();
            assert_eq!(refusal.http_status, 400, "{wrong}");
        }
    }
}
