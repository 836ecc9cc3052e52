//! What an import says of itself: counts, and a conflict for each thing that is wrong.

use afya_model::ErrorCode;
use serde_json::{Value, json};

use super::Options;
use super::read::Decoded;

/// Something that is wrong, with the values that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    code: ErrorCode,
    args: Vec<String>,
    /// The positions of the values; -1 when nothing could be read.
    pub indexes: Vec<i64>,
}

impl Conflict {
    /// A conflict about these values.
    pub(super) fn new(code: ErrorCode, args: &[&str], indexes: Vec<i64>) -> Conflict {
        Conflict { code, args: args.iter().map(|arg| (*arg).to_owned()).collect(), indexes }
    }

    /// The body could not be understood.
    pub(super) fn undecoded(code: ErrorCode, args: &[&str]) -> Conflict {
        Conflict::new(code, args, vec![-1])
    }

    /// The same about all values.
    pub(super) fn over(self, values: &[Decoded]) -> Conflict {
        Conflict {
            indexes: (0..values.len()).filter_map(|index| i64::try_from(index).ok()).collect(),
            ..self
        }
    }

    /// The sentence.
    pub fn sentence(&self) -> String {
        self.code.message(&self.args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    fn json(&self) -> Value {
        json!({
            "objects": {"args": self.args.join("-")}, "value": self.sentence(), "errorCode": self.code.name(), "indexes": self.indexes,
        })
    }
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many values were saved.
    pub saved: usize,
    ignored: usize,
    /// What is wrong.
    pub conflicts: Vec<Conflict>,
    decoded: bool,
    complete: Option<String>,
    options: Options,
}

impl Summary {
    pub(super) fn undecoded(conflict: Conflict, options: Options) -> Summary {
        Summary { saved: 0, ignored: 0, conflicts: vec![conflict], decoded: false, complete: None, options }
    }

    pub(super) fn refused(conflict: Conflict, options: Options) -> Summary {
        Summary { saved: 0, ignored: 0, conflicts: vec![conflict], decoded: true, complete: None, options }
    }

    pub(super) fn empty(options: Options) -> Summary {
        Summary { saved: 0, ignored: 0, conflicts: Vec::new(), decoded: true, complete: None, options }
    }

    /// All or nothing was asked, and some values are wrong.
    pub(super) fn not_atomic(bad: &[Conflict], values: &[Decoded], options: Options) -> Summary {
        let all = values.len();
        let first = bad.first().map(Conflict::sentence).unwrap_or_default();
        let conflict = match bad {
            [only] if all == 1 => only.clone(),
            _ => Conflict::new(
                ErrorCode::E8000,
                &[&(all - bad.len()).to_string(), &all.to_string(), &first],
                Vec::new(),
            ),
        };
        Summary::undecoded(conflict.over(values), options)
    }

    pub(super) fn of(
        saved: usize,
        bad: Vec<Conflict>,
        complete: Option<String>,
        options: Options,
    ) -> Summary {
        Summary { saved, ignored: bad.len(), conflicts: bad, decoded: true, complete, options }
    }

    /// Whether there is something to keep.
    pub(super) fn saves(&self) -> bool {
        self.saved > 0
    }

    /// `SUCCESS`, `WARNING` when some values were wrong, `ERROR` when all were.
    pub fn status(&self) -> &'static str {
        match (self.conflicts.is_empty(), self.saved > 0) {
            (true, _) => "SUCCESS",
            (false, true) => "WARNING",
            (false, false) => "ERROR",
        }
    }

    /// The import summary on the wire. DHIS2 counts new and changed values alike as updated.
    pub fn json(&self) -> Value {
        let (updated, deleted) = if self.options.delete { (0, self.saved) } else { (self.saved, 0) };
        let mut rejected: Vec<i64> = self
            .conflicts
            .iter()
            .flat_map(|conflict| conflict.indexes.clone())
            .filter(|index| *index >= 0)
            .collect();
        rejected.sort_unstable();
        rejected.dedup();
        let mut summary = json!({
            "status": self.status(),
            "importOptions": import_options(self.options),
            "importCount": {"imported": 0, "updated": updated, "ignored": self.ignored, "deleted": deleted},
            "conflicts": self.conflicts.iter().map(Conflict::json).collect::<Vec<_>>(),
            "rejectedIndexes": rejected,
        });
        if self.decoded {
            summary["dataSetComplete"] = json!(self.complete.as_deref().unwrap_or("false"));
        }
        summary["responseType"] = json!("ImportSummary");
        summary
    }
}

/// The options that DHIS2 echoes, most of which have no effect there either.
fn import_options(options: Options) -> Value {
    json!({
        "idSchemes": {}, "dryRun": options.dry_run, "async": false,
        "importStrategy": if options.delete { "DELETE" } else { "CREATE_AND_UPDATE" }, "mergeMode": "REPLACE", "reportMode": "FULL",
        "skipExistingCheck": false, "sharing": false, "skipNotifications": false, "skipAudit": false, "datasetAllowsPeriods": false,
        "strictPeriods": false, "strictDataElements": false, "strictCategoryOptionCombos": false,
        "strictAttributeOptionCombos": false, "strictOrganisationUnits": false, "strictDataSetApproval": false,
        "strictDataSetLocking": false, "strictDataSetInputPeriods": false, "requireCategoryOptionCombo": false,
        "requireAttributeOptionCombo": false, "skipPatternValidation": false, "ignoreEmptyCollection": false,
        "force": options.force, "firstRowIsHeader": true, "skipLastUpdated": false, "mergeDataValues": false, "skipCache": false,
        "atomic": options.atomic,
    })
}
