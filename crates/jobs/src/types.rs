//! The types of jobs that people configure, with their parameters: what they start with, what is refused, how DHIS2 keeps
//! them, and how `/api/jobConfigurations/jobTypes` describes them.

use afya_model::{ErrorCode, Uid};
use afya_schema::types::ANALYTICS_TABLE_TYPE;
use serde_json::{Map, Value, json};

/// The package of DHIS2's parameter classes, whose names stand beside the parameters in the database.
const PACKAGE: &str = "org.hisp.dhis.scheduling.parameters";

/// A type of job that people configure.
#[derive(Clone, Copy, Debug)]
pub struct JobType {
    /// Its name, such as `DATA_INTEGRITY`.
    pub name: &'static str,
    /// The class that keeps its parameters, in [`PACKAGE`]; nothing where it has none.
    class: Option<&'static str>,
    parameters: &'static [Parameter],
}

/// A parameter of a type.
#[derive(Clone, Copy, Debug)]
struct Parameter {
    name: &'static str,
    kind: Kind,
    /// Where what it names is listed.
    endpoint: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A whole number of a Java class (`Integer`, `Long`), with what it starts with and its bounds.
    Number(&'static str, Option<i64>, Option<(i64, i64)>),
    Truth,
    Text,
    /// One of these words.
    Word(&'static str, &'static [&'static str]),
    Many(Many),
}

/// A parameter of many words.
#[derive(Clone, Copy, Debug)]
struct Many {
    /// `Set` or `List`.
    collection: &'static str,
    /// The class of its items, and their words where those are known.
    of: (&'static str, &'static [&'static str]),
    /// Whether it starts empty rather than unset.
    starts_empty: bool,
}

const fn one(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, endpoint: None }
}

const fn at(name: &'static str, kind: Kind, endpoint: &'static str) -> Parameter {
    Parameter { name, kind, endpoint: Some(endpoint) }
}

const fn many(collection: &'static str, starts_empty: bool) -> Kind {
    Kind::Many(Many { collection, of: ("java.lang.String", &[]), starts_empty })
}

const fn integer(starts: Option<i64>) -> Kind {
    Kind::Number("Integer", starts, None)
}

const fn within(starts: Option<i64>, least: i64, most: i64) -> Kind {
    Kind::Number("Integer", starts, Some((least, most)))
}

const CHECKS: Parameter = at("checks", many("Set", false), "/api/dataIntegrity");
const SKIPPED: Kind = Kind::Many(Many {
    collection: "Set",
    of: ("org.hisp.dhis.analytics.AnalyticsTableType", ANALYTICS_TABLE_TYPE),
    starts_empty: true,
});
const SKIP_TABLE_TYPES: Parameter = at("skipTableTypes", SKIPPED, "/api/analytics/tableTypes");

const fn of(name: &'static str, class: &'static str, parameters: &'static [Parameter]) -> JobType {
    JobType { name, class: Some(class), parameters }
}

const fn plain(name: &'static str) -> JobType {
    JobType { name, class: None, parameters: &[] }
}

/// The types that people configure, in DHIS2's order; all others are the server's own.
pub const CONFIGURABLE: [JobType; 20] = [
    of(
        "DATA_INTEGRITY",
        "DataIntegrityJobParameters",
        &[
            one(
                "type",
                Kind::Word(
                    "DataIntegrityJobParameters$DataIntegrityReportType",
                    &["REPORT", "SUMMARY", "DETAILS"],
                ),
            ),
            CHECKS,
        ],
    ),
    of("DATA_INTEGRITY_DETAILS", "DataIntegrityDetailsJobParameters", &[CHECKS]),
    plain("RESOURCE_TABLE"),
    of(
        "ANALYTICS_TABLE",
        "AnalyticsJobParameters",
        &[
            one("lastYears", integer(None)),
            SKIP_TABLE_TYPES,
            at("skipPrograms", many("Set", true), "/api/programs"),
            one("skipResourceTables", Kind::Truth),
            one("skipOutliers", Kind::Truth),
        ],
    ),
    of(
        "CONTINUOUS_ANALYTICS_TABLE",
        "ContinuousAnalyticsJobParameters",
        &[
            one("fullUpdateHourOfDay", integer(Some(0))),
            one("lastYears", integer(None)),
            SKIP_TABLE_TYPES,
            one("skipOutliers", Kind::Truth),
        ],
    ),
    of(
        "SINGLE_EVENT_DATA_SYNC",
        "SingleEventDataSynchronizationJobParameters",
        &[one("pageSize", within(Some(60), 5, 200))],
    ),
    of(
        "TRACKED_ENTITY_DATA_SYNC",
        "TrackerDataSynchronizationJobParameters",
        &[one("pageSize", within(Some(60), 5, 200))],
    ),
    of("DATA_SYNC", "DataSynchronizationJobParameters", &[one("pageSize", within(Some(10_000), 50, 30_000))]),
    of(
        "META_DATA_SYNC",
        "MetadataSyncJobParameters",
        &[one("dataValuesPageSize", within(Some(10_000), 50, 30_000))],
    ),
    of(
        "AGGREGATE_DATA_EXCHANGE",
        "AggregateDataExchangeJobParameters",
        &[at("dataExchangeIds", many("List", false), "/api/aggregateDataExchanges")],
    ),
    plain("SEND_SCHEDULED_MESSAGE"),
    plain("PROGRAM_NOTIFICATIONS"),
    of(
        "MONITORING",
        "MonitoringJobParameters",
        &[
            one("relativeStart", integer(Some(0))),
            one("relativeEnd", integer(Some(0))),
            at("validationRuleGroups", many("List", true), "/api/validationRuleGroups"),
            one("sendNotifications", Kind::Truth),
            one("persistResults", Kind::Truth),
        ],
    ),
    of(
        "HTML_PUSH_ANALYTICS",
        "HtmlPushAnalyticsJobParameters",
        &[
            at("dashboard", Kind::Text, "/api/dashboards"),
            at("receivers", Kind::Text, "/api/userGroups"),
            one("mode", Kind::Word("HtmlPushAnalyticsJobParameters$ViewMode", &["EXECUTOR", "RECEIVER"])),
        ],
    ),
    of(
        "TRACKER_TRIGRAM_INDEX_MAINTENANCE",
        "TrackerTrigramIndexJobParameters",
        &[one("runAnalyze", Kind::Truth)],
    ),
    of(
        "PREDICTOR",
        "PredictorJobParameters",
        &[
            one("relativeStart", integer(Some(0))),
            one("relativeEnd", integer(Some(0))),
            at("predictors", many("List", true), "/api/predictors"),
            at("predictorGroups", many("List", true), "/api/predictorGroups"),
        ],
    ),
    of("MATERIALIZED_SQL_VIEW_UPDATE", "SqlViewUpdateParameters", &[one("sqlViews", many("List", true))]),
    of(
        "DISABLE_INACTIVE_USERS",
        "DisableInactiveUsersJobParameters",
        &[one("inactiveMonths", within(Some(0), 1, 24)), one("reminderDaysBefore", within(None, 1, 28))],
    ),
    of(
        "TEST",
        "TestJobParameters",
        &[
            one("waitMillis", Kind::Number("Long", None, None)),
            one("stages", integer(None)),
            one("failAtStage", integer(None)),
            one("items", integer(None)),
            one("failAtItem", integer(None)),
            one("itemDuration", Kind::Number("Long", None, None)),
            one("failWithMessage", Kind::Text),
            one("failWithException", Kind::Truth),
            one("failWithPostCondition", Kind::Truth),
            one(
                "failWithPolicy",
                Kind::Word(
                    "org.hisp.dhis.scheduling.JobProgress$FailurePolicy",
                    &["PARENT", "FAIL", "SKIP_STAGE", "SKIP_ITEM", "SKIP_ITEM_OUTLIER"],
                ),
            ),
            one("runStagesParallel", Kind::Truth),
        ],
    ),
    of(
        "LOCK_EXCEPTION_CLEANUP",
        "LockExceptionCleanupJobParameters",
        &[one("expiresAfterMonths", within(None, 1, 12))],
    ),
];

/// Parameters that have to be given, as DHIS2's schema says of them.
const REQUIRED: [&str; 4] = ["inactiveMonths", "dashboard", "receivers", "mode"];

/// Types whose jobs run in somebody's name: whoever makes one, where nobody is named.
pub const IN_SOMEBODYS_NAME: [&str; 5] = [
    "HTML_PUSH_ANALYTICS",
    "AGGREGATE_DATA_EXCHANGE",
    "META_DATA_SYNC",
    "SINGLE_EVENT_DATA_SYNC",
    "TRACKED_ENTITY_DATA_SYNC",
];

/// A type that people configure, by its name.
pub fn configurable(name: &str) -> Option<&'static JobType> {
    CONFIGURABLE.iter().find(|of| of.name == name)
}

/// What is wrong with a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// The code.
    pub code: ErrorCode,
    /// What fills its sentence.
    pub arguments: Vec<Value>,
    /// The class that says so.
    pub class: String,
}

impl JobType {
    /// The parameters as sent, with what they start with where nothing was; nothing for a type without parameters.
    pub fn completed(&self, sent: &Value) -> Option<Value> {
        self.class?;
        let mut out = Map::new();
        for Parameter { name, kind, .. } in self.parameters {
            let given = sent.get(*name).filter(|value| !value.is_null()).cloned();
            if let Some(value) = given.or_else(|| kind.starts()) {
                out.insert((*name).to_owned(), value);
            }
        }
        Some(Value::Object(out))
    }

    /// Complete parameters in the form in which DHIS2 keeps them: with the names of Java's classes.
    pub fn kept(&self, completed: &Value) -> Value {
        let Some(class) = self.class else { return Value::Null };
        let mut out = Map::new();
        for Parameter { name, kind, .. } in self.parameters {
            let Some(value) = completed.get(*name) else { continue };
            let value = match kind {
                Kind::Many(many) => {
                    let class = if many.collection == "Set" { "HashSet" } else { "ArrayList" };
                    json!([format!("java.util.{class}"), value])
                }
                _ => value.clone(),
            };
            out.insert((*name).to_owned(), value);
        }
        json!([format!("{PACKAGE}.{class}"), out])
    }

    /// The first thing that is wrong with complete parameters.
    pub fn wrong(&self, completed: &Value) -> Option<Wrong> {
        let class = || format!("{PACKAGE}.{}", self.class.unwrap_or_default());
        self.parameters.iter().find_map(|Parameter { name, kind, .. }| {
            let value = completed.get(*name);
            let (code, arguments) = match kind {
                Kind::Number(.., Some((least, most))) => {
                    let number = value?.as_i64().filter(|number| !(*least..=*most).contains(number))?;
                    (ErrorCode::E4008, vec![json!(name), json!(least), json!(most), json!(number)])
                }
                Kind::Many(_) if *name == "dataExchangeIds" => {
                    let some = value.and_then(Value::as_array).is_some_and(|list| !list.is_empty());
                    (!some).then(|| (ErrorCode::E4000, vec![json!(name)]))?
                }
                Kind::Many(_) if *name == "validationRuleGroups" => {
                    let mut words = value?.as_array()?.iter().filter_map(Value::as_str);
                    let wrong = words.find(|word| Uid::parse(word).is_none())?;
                    (ErrorCode::E4014, vec![json!(wrong), json!(name)])
                }
                _ => return None,
            };
            Some(Wrong { code, arguments, class: class() })
        })
    }

    /// The first parameter whose value is of another kind than it should be, with what it should be.
    pub fn misfit(&self, sent: &Value) -> Option<(&'static str, &'static str)> {
        if !sent.is_null() && !sent.is_object() {
            return Some(("jobParameters", "an object"));
        }
        self.parameters.iter().find_map(|Parameter { name, kind, .. }| {
            let value = sent.get(*name).filter(|value| !value.is_null())?;
            let texts = |list: &Vec<Value>| {
                list.iter().all(|item| item.as_str().is_some_and(|word| kind.knows(word)))
            };
            let (fits, wanted) = match kind {
                Kind::Number(..) => (value.is_i64(), "a whole number"),
                Kind::Truth => (value.is_boolean(), "true or false"),
                Kind::Text => (value.is_string(), "text"),
                Kind::Word(..) => (value.as_str().is_some_and(|word| kind.knows(word)), "one of its words"),
                Kind::Many(_) => (value.as_array().is_some_and(texts), "a list of words that it knows"),
            };
            (!fits).then_some((*name, wanted))
        })
    }

    /// What is told of the type: its name for people, how it is scheduled, and its parameters as properties.
    pub fn described(&self) -> Value {
        let delayed = self.name == "CONTINUOUS_ANALYTICS_TABLE";
        json!({
            "name": sentence(&self.name.to_lowercase().replace('_', " ")),
            "jobType": self.name,
            "schedulingType": if delayed { "FIXED_DELAY" } else { "CRON" },
            "jobParameters": self.parameters.iter().map(Parameter::described).collect::<Vec<_>>(),
        })
    }

    /// Its parameters as properties, by their names.
    pub fn properties(&self) -> Map<String, Value> {
        self.parameters.iter().map(|parameter| (parameter.name.to_owned(), parameter.described())).collect()
    }
}

impl Kind {
    /// What a parameter holds when nothing is sent.
    fn starts(self) -> Option<Value> {
        match self {
            Kind::Number(_, starts, _) => starts.map(Value::from),
            Kind::Truth => Some(json!(false)),
            Kind::Many(Many { starts_empty: true, .. }) => Some(json!([])),
            _ => None,
        }
    }

    fn knows(self, word: &str) -> bool {
        let words = match self {
            Kind::Word(_, words) | Kind::Many(Many { of: (_, words), .. }) => words,
            _ => &[],
        };
        words.is_empty() || words.contains(&word)
    }
}

/// Properties of a schema that parameters never have.
const NEVER: [&str; 17] = [
    "analyticalObject",
    "attribute",
    "identifiableObject",
    "manyToMany",
    "manyToOne",
    "nameableObject",
    "oneToMany",
    "oneToOne",
    "ordered",
    "owner",
    "persisted",
    "propertyTransformer",
    "readable",
    "simple",
    "sortable",
    "translatable",
    "unique",
];

impl Parameter {
    fn described(&self) -> Value {
        let collection = matches!(self.kind, Kind::Many(_));
        let mut out: Map<String, Value> = NEVER.iter().map(|key| ((*key).to_owned(), json!(false))).collect();
        let words = match self.kind {
            Kind::Word(_, words) | Kind::Many(Many { of: (_, words), .. }) => words,
            _ => &[],
        };
        let klass = match self.kind {
            Kind::Number(class, ..) => format!("java.lang.{class}"),
            Kind::Truth => "java.lang.Boolean".to_owned(),
            Kind::Text => "java.lang.String".to_owned(),
            Kind::Word(class, _) if class.contains('.') => class.to_owned(),
            Kind::Word(class, _) => format!("{PACKAGE}.{class}"),
            Kind::Many(many) => format!("java.util.{}", many.collection),
        };
        let told = json!({
            "name": self.name, "fieldName": words_of(self.name), "klass": klass, "collection": collection,
            "embeddedObject": collection, "required": REQUIRED.contains(&self.name), "writable": false,
            "gistPreferences": { "included": "AUTO", "transformation": "AUTO" },
        });
        out.extend(told.as_object().cloned().unwrap_or_default());
        if let Kind::Many(many) = self.kind {
            out.insert("collectionName".into(), json!(self.name));
            out.insert("itemKlass".into(), json!(many.of.0));
        }
        let optional = [
            ("constants", (!words.is_empty()).then(|| json!(words))),
            ("defaultValue", self.kind.starts()),
            ("relativeApiEndpoint", self.endpoint.map(|endpoint| json!(endpoint))),
        ];
        out.extend(optional.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        Value::Object(out)
    }
}

/// A name in camel case as words: `lastYears` is `Last years`.
fn words_of(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    sentence(&words)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_tells_the_same_types_as_configurable() {
        let of = afya_schema::registry().by_name("jobConfiguration").unwrap();
        let afya_schema::Storage::Expression(told) = of.property("configurable").unwrap().storage else {
            panic!()
        };
        let names: Vec<&str> = told.split('\'').skip(1).step_by(2).collect();
        assert_eq!(names, CONFIGURABLE.iter().map(|of| of.name).collect::<Vec<_>>());
    }

    #[test]
    fn parameters_start_with_their_defaults_and_are_kept_with_javas_classes() {
        let of = configurable("ANALYTICS_TABLE").unwrap();
        let completed =
            of.completed(&json!({ "lastYears": 2, "skipTableTypes": ["EVENT"], "unknown": 1 })).unwrap();
        let wanted = json!({
            "lastYears": 2, "skipTableTypes": ["EVENT"], "skipPrograms": [], "skipResourceTables": false, "skipOutliers": false,
        });
        assert_eq!(completed, wanted);
        let kept = of.kept(&completed);
        assert_eq!(kept[0], "org.hisp.dhis.scheduling.parameters.AnalyticsJobParameters");
        assert_eq!(kept[1]["skipTableTypes"], json!(["java.util.HashSet", ["EVENT"]]));
        assert_eq!(configurable("RESOURCE_TABLE").unwrap().completed(&json!({})), None);
    }

    #[test]
    fn wrong_parameters_are_named() {
        let wrong = |name: &str, sent: Value| {
            let of = configurable(name).unwrap();
            of.wrong(&of.completed(&sent).unwrap()).map(|wrong| (wrong.code, wrong.arguments))
        };
        let months = vec![json!("inactiveMonths"), json!(1), json!(24), json!(0)];
        assert_eq!(wrong("DISABLE_INACTIVE_USERS", json!({})), Some((ErrorCode::E4008, months)));
        assert_eq!(wrong("DISABLE_INACTIVE_USERS", json!({ "inactiveMonths": 3 })), None);
        let groups = vec![json!("short"), json!("validationRuleGroups")];
        assert_eq!(
            wrong("MONITORING", json!({ "validationRuleGroups": ["short"] })),
            Some((ErrorCode::E4014, groups))
        );
        assert_eq!(wrong("AGGREGATE_DATA_EXCHANGE", json!({})).map(|(code, _)| code), Some(ErrorCode::E4000));
        let misfit =
            |sent: Value| configurable("ANALYTICS_TABLE").unwrap().misfit(&sent).map(|(name, _)| name);
        assert_eq!(misfit(json!({ "lastYears": "two" })), Some("lastYears"));
        assert_eq!(misfit(json!({ "skipTableTypes": ["TABLE"] })), Some("skipTableTypes"));
        assert_eq!(misfit(json!([])), Some("jobParameters"));
        assert_eq!(misfit(json!({ "skipTableTypes": ["EVENT"] })), None);
    }
}
