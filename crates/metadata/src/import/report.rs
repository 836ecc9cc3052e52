//! What an import did: counts and problems, by type and by object, in DHIS2's shapes.

use afya_model::ErrorCode;
use afya_schema::Type;
use serde_json::{Map, Value, json};

use super::bundle::{Bundle, Object};
use super::{Options, ReportMode, Strategy};

/// A problem of one object.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its code.
    pub code: ErrorCode,
    args: Vec<Value>,
    main_class: String,
    main_id: Option<String>,
    error_class: Option<String>,
    property: Option<String>,
    /// Arguments as they stand in `errorProperties`, where those are not the arguments themselves.
    properties: Option<Vec<Value>>,
    /// Its sentence, where that is not the code's with the arguments in their places.
    pub(crate) sentence: Option<String>,
}

impl Problem {
    /// A problem by its code; `args` fill its sentence.
    pub(crate) fn new(of: &Type, code: ErrorCode, args: &[&str]) -> Problem {
        Problem {
            code,
            args: args.iter().map(|argument| json!(argument)).collect(),
            main_class: of.klass.to_owned(),
            main_id: None,
            error_class: None,
            property: None,
            properties: None,
            sentence: None,
        }
    }

    /// The same with the identifier of the object it is about.
    pub(crate) fn about(mut self, uid: &str) -> Problem {
        self.main_id = Some(uid.to_owned());
        self
    }

    /// The same with another class than the object's as the one it is about.
    pub(crate) fn main(mut self, class: &str) -> Problem {
        self.main_class = class.to_owned();
        self
    }

    /// The same with the class of the value at fault.
    pub(crate) fn class(mut self, class: &str) -> Problem {
        self.error_class = Some(class.to_owned());
        self
    }

    /// The same with the property at fault.
    pub(crate) fn at(mut self, property: &str) -> Problem {
        self.property = Some(property.to_owned());
        self
    }

    /// The same with these `errorProperties`.
    pub(crate) fn properties(mut self, properties: Vec<Value>) -> Problem {
        self.properties = Some(properties);
        self
    }

    /// Its sentence.
    pub fn message(&self) -> String {
        if let Some(sentence) = &self.sentence {
            return sentence.clone();
        }
        let texts: Vec<String> =
            self.args.iter().map(|value| value.as_str().unwrap_or_default().to_owned()).collect();
        self.code.message(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(crate) fn json(&self) -> Value {
        let mut out = Map::new();
        out.insert("message".into(), json!(self.message()));
        out.insert("args".into(), Value::Array(self.args.clone()));
        out.insert("mainKlass".into(), json!(self.main_class));
        out.insert("errorCode".into(), json!(self.code.name()));
        let optional =
            [("errorKlass", &self.error_class), ("mainId", &self.main_id), ("errorProperty", &self.property)];
        for (key, value) in optional {
            if let Some(value) = value {
                out.insert(key.into(), json!(value));
            }
        }
        let properties = self.properties.clone().unwrap_or_else(|| self.args.clone());
        out.insert("errorProperties".into(), Value::Array(properties));
        Value::Object(out)
    }
}

/// How many objects were created, updated, deleted and left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New objects.
    pub created: usize,
    /// Changed objects.
    pub updated: usize,
    /// Deleted objects.
    pub deleted: usize,
    /// Objects left out.
    pub ignored: usize,
}

impl Counts {
    fn total(self) -> usize {
        self.created + self.updated + self.deleted + self.ignored
    }

    fn json(self) -> Value {
        json!({
            "created": self.created, "updated": self.updated, "deleted": self.deleted, "ignored": self.ignored,
            "total": self.total(),
        })
    }
}

/// The problems of one object.
#[derive(Clone, Debug)]
pub struct ObjectReport {
    /// The full class name.
    pub class: &'static str,
    /// The object's place in the payload.
    pub index: usize,
    /// Its identifier; empty where none was understood.
    pub uid: String,
    pub(crate) name: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl ObjectReport {
    /// The report of a single write (`ObjectReport` on the wire).
    pub fn single(&self) -> Value {
        let problems: Vec<Value> = self.problems.iter().map(Problem::json).collect();
        json!({ "responseType": "ObjectReport", "klass": self.class, "uid": self.uid, "errorReports": problems })
    }

    fn json(&self, named: bool) -> Value {
        let mut out = Map::new();
        out.insert("klass".into(), json!(self.class));
        out.insert("index".into(), json!(self.index));
        if !self.uid.is_empty() {
            out.insert("uid".into(), json!(self.uid));
        }
        if let (true, Some(name)) = (named, &self.name) {
            out.insert("displayName".into(), json!(name));
        }
        out.insert("errorReports".into(), self.problems.iter().map(Problem::json).collect());
        Value::Object(out)
    }
}

/// What happened to the objects of one type.
#[derive(Clone, Debug)]
pub struct TypeReport {
    /// The full class name.
    pub class: &'static str,
    /// The counts.
    pub counts: Counts,
    /// The objects that have something to say.
    pub objects: Vec<ObjectReport>,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By type, in the order of import; types without objects are left out.
    pub types: Vec<TypeReport>,
    /// Whether nothing was saved because something is wrong.
    pub refused: bool,
    /// Whether nothing was deleted because other objects need what was to go.
    pub vetoed: bool,
    pub(crate) named: bool,
}

impl Report {
    /// `OK`, `WARNING` (part was saved) or `ERROR` (nothing was).
    pub fn status(&self) -> &'static str {
        let problems = self.types.iter().flat_map(|of| &of.objects).any(|object| !object.problems.is_empty());
        match (problems, self.refused) {
            (false, _) => "OK",
            (true, false) => "WARNING",
            (true, true) => "ERROR",
        }
    }

    /// All counts together.
    pub fn counts(&self) -> Counts {
        self.types.iter().fold(Counts::default(), |sum, of| Counts {
            created: sum.created + of.counts.created,
            updated: sum.updated + of.counts.updated,
            deleted: sum.deleted + of.counts.deleted,
            ignored: sum.ignored + of.counts.ignored,
        })
    }

    /// The report on the wire (`ImportReport`).
    pub fn json(&self) -> Value {
        let types = self.types.iter().map(|of| {
            let objects: Vec<Value> = of.objects.iter().map(|object| object.json(self.named)).collect();
            json!({ "klass": of.class, "stats": of.counts.json(), "objectReports": objects })
        });
        json!({
            "responseType": "ImportReport", "status": self.status(), "stats": self.counts().json(),
            "typeReports": types.collect::<Vec<_>>(),
        })
    }

    /// The first object's report.
    pub fn first(&self) -> Option<&ObjectReport> {
        self.types.iter().flat_map(|of| &of.objects).next()
    }
}

/// What checks found, as counted by DHIS2: a failing check of objects counts each of them once more and takes it out, a
/// failing check of references counts once for the type and takes nothing out.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<(&'static str, usize, Problem)>,
    extra: Vec<(&'static str, usize)>,
}

impl Findings {
    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// A check's problems that take their objects out.
    pub(crate) fn take_out(&mut self, objects: &mut [Object], problems: Vec<(usize, Problem)>) {
        let mut counted = Vec::new();
        for (at, problem) in problems {
            let object = &mut objects[at];
            object.dropped = true;
            if !counted.contains(&at) {
                counted.push(at);
                self.count(object.of.name, 1);
            }
            self.found.push((object.of.name, at, problem));
        }
    }

    /// A check's problems that count for nothing.
    pub(crate) fn note(&mut self, objects: &[Object], problems: Vec<(usize, Problem)>) {
        self.found.extend(problems.into_iter().map(|(at, problem)| (objects[at].of.name, at, problem)));
    }

    /// A check's problems that only count for the type.
    pub(crate) fn remark(&mut self, objects: &[Object], problems: Vec<(usize, Problem)>) {
        if let Some(first) = objects.first().filter(|_| !problems.is_empty()) {
            self.count(first.of.name, 1);
        }
        for (at, problem) in problems {
            self.found.push((objects[at].of.name, at, problem));
        }
    }

    fn count(&mut self, name: &'static str, more: usize) {
        match self.extra.iter_mut().find(|(of, _)| *of == name) {
            Some((_, count)) => *count += more,
            None => self.extra.push((name, more)),
        }
    }

    fn of(&self, name: &str, at: usize) -> Vec<Problem> {
        self.found
            .iter()
            .filter(|(of, index, _)| *of == name && *index == at)
            .map(|(_, _, problem)| problem.clone())
            .collect()
    }
}

/// The report of an import that found this.
pub(crate) fn report(bundle: &Bundle, findings: &Findings, options: &Options) -> Report {
    let refused = !findings.is_empty() && options.atomic;
    let mut types: Vec<TypeReport> = Vec::new();
    for (of, objects) in &bundle.types {
        let counts = counts(of, objects, findings, options, refused);
        let speaking = objects.iter().enumerate().filter_map(|(at, object)| {
            let problems = findings.of(of.name, at);
            let wanted = !problems.is_empty() || options.report == ReportMode::Full && findings.is_empty();
            wanted.then(|| ObjectReport {
                class: of.klass,
                index: index(object, &problems),
                uid: object.uid.clone(),
                name: object.text("name").map(str::to_owned),
                problems,
            })
        });
        types.push(TypeReport { class: of.klass, counts, objects: speaking.collect() });
    }
    Report {
        types,
        refused,
        vetoed: false,
        named: options.report == ReportMode::Debug || options.validate_only,
    }
}

/// An object that must not be there yet is reported one place further, as DHIS2 does.
fn index(object: &Object, problems: &[Problem]) -> usize {
    object.index + usize::from(problems.iter().any(|problem| problem.code == ErrorCode::E5000))
}

fn counts(of: &Type, objects: &[Object], findings: &Findings, options: &Options, refused: bool) -> Counts {
    let kept = || objects.iter().filter(|object| !object.dropped);
    let extra = findings.extra.iter().find(|(name, _)| *name == of.name).map_or(0, |(_, count)| *count);
    if refused {
        return Counts { ignored: kept().count() + extra, ..Counts::default() };
    }
    let (updated, created) =
        (kept().filter(|object| object.exists).count(), kept().filter(|object| !object.exists).count());
    if options.strategy == Strategy::Delete {
        return Counts { deleted: updated + created, ignored: extra, ..Counts::default() };
    }
    Counts { created, updated, deleted: 0, ignored: extra }
}

/// The report of a deletion that another object stands against.
pub(crate) fn vetoed(report: Report, of: &'static Type, object: &Object, needed_by: String) -> Report {
    let mut problem = Problem::new(of, ErrorCode::E4030, &[]);
    problem.sentence = Some(format!(
        "Object could not be deleted because it is associated with another object: {needed_by}"
    ));
    let mut report = Report { vetoed: true, refused: true, ..report };
    for kind in &mut report.types {
        kind.counts = Counts { ignored: kind.counts.total(), ..Counts::default() };
        kind.objects.retain(|object| !object.problems.is_empty());
        if kind.class == of.klass {
            kind.objects.push(ObjectReport {
                class: of.klass,
                index: object.index,
                uid: object.uid.clone(),
                name: None,
                problems: vec![problem.clone()],
            });
        }
    }
    report
}
