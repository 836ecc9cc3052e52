//! What is asked, in the words of the wire, and its checks in DHIS2's order.

use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use jiff::civil::Date;

use super::Algorithm;

/// The elements to look at.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Data sets by identifier.
    pub data_sets: Vec<String>,
    /// Elements, or elements with an option combo (`element.combo`).
    pub data: Vec<String>,
}

/// The parameters as they came.
#[derive(Clone, Debug)]
pub struct Question {
    /// `ds` and `dx`.
    pub wanted: Wanted,
    /// `ou`; none for the caller's own.
    pub org_units: Vec<String>,
    /// `pe`: one period, or a word for several.
    pub period: Option<String>,
    /// `startDate` and `endDate`.
    pub dates: Option<(Date, Date)>,
    /// Whether `dataStartDate` and `dataEndDate` were given, which are not allowed.
    pub data_dates: (bool, bool),
    /// The algorithm as the answer repeats it.
    pub algorithm: String,
    /// How far from the middle an outlier is at least.
    pub threshold: f64,
    /// The column to sort by, by its header.
    pub order: Option<String>,
    /// Whether the least come first.
    pub ascending: bool,
    /// How many are wanted.
    pub most: i64,
    /// The day that relative periods are counted from.
    pub relative_to: Date,
    /// By what objects are named: `UID`, `CODE`, `NAME` or `ID`.
    pub scheme: String,
    /// Ten places in the place of two.
    pub skip_rounding: bool,
    /// The columns that are wanted; all when empty.
    pub headers: Vec<String>,
}

/// A question that can be answered.
#[derive(Clone, Debug)]
pub struct OutlierRequest {
    /// What figures are held against.
    pub algorithm: Algorithm,
    /// The first and last days that periods must lie between.
    pub spans: Vec<(Date, Date)>,
    /// How far from the middle an outlier is at least.
    pub threshold: f64,
    /// What outliers are sorted by.
    pub order: Order,
    /// Whether the least come first.
    pub ascending: bool,
    /// How many are wanted.
    pub most: i64,
}

/// What outliers are sorted by: the header, DHIS2's word for it, and the column of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order(&'static str, &'static str, &'static str);

const ORDERS: [Order; 10] = [
    Order("zscore", "Z_SCORE", "f.score"),
    Order("modifiedzscore", "MODIFIED_Z_SCORE", "f.score"),
    Order("value", "VALUE", "f.number"),
    Order("median", "MEDIAN", "f.middle"),
    Order("mean", "MEAN", "f.middle"),
    Order("stddev", "STD_DEV", "f.spread"),
    Order("medianabsdeviation", "MEDIAN_ABS_DEV", "f.spread"),
    Order("absdev", "ABS_DEV", "f.deviation"),
    Order("lowerbound", "LOWER_BOUND", "lower"),
    Order("upperbound", "UPPER_BOUND", "upper"),
];

impl Order {
    /// DHIS2's word for it.
    pub fn word(self) -> &'static str {
        self.1
    }

    /// The column of the statement.
    pub(crate) fn column(self) -> &'static str {
        self.2
    }

    fn of_header(header: &str) -> Option<Order> {
        ORDERS.into_iter().find(|order| order.0.eq_ignore_ascii_case(header))
    }

    fn fits(self, algorithm: Algorithm) -> bool {
        let of_the_other = match algorithm {
            Algorithm::ModifiedZScore => ["Z_SCORE", "MEAN", "STD_DEV"],
            Algorithm::ZScore => ["MODIFIED_Z_SCORE", "MEDIAN", "MEDIAN_ABS_DEV"],
        };
        !of_the_other.contains(&self.1)
    }
}

impl Question {
    /// The request, if it can be answered. `limit` is the most that the system allows; 0 is no limit.
    ///
    /// # Errors
    /// 409 with the first of E2200 to E2213 or E7181 that applies.
    pub fn checked(
        &self,
        is_without_elements: bool,
        periods: &[Period],
        limit: Option<usize>,
    ) -> Result<OutlierRequest, Refusal> {
        let order = self.order.as_deref().map_or(Some(ORDERS[7]), Order::of_header);
        let order =
            order.ok_or_else(|| refused(ErrorCode::E7181, self.order.as_deref().unwrap_or_default()))?;
        let algorithm =
            if self.algorithm == "MODIFIED_Z_SCORE" { Algorithm::ModifiedZScore } else { Algorithm::ZScore };
        let exceeded = limit.filter(|limit| usize::try_from(self.most).is_ok_and(|most| most > *limit));
        let exceeded = exceeded.map(|limit| limit.to_string()).unwrap_or_default();
        let code = match self.dates {
            _ if is_without_elements => Some(ErrorCode::E2200),
            None if periods.is_empty() => Some(ErrorCode::E2201),
            Some(_) if !periods.is_empty() => Some(ErrorCode::E2212),
            Some((start, end)) if start > end => Some(ErrorCode::E2202),
            // Written so that what is no number is refused too.
            _ if self.threshold.is_nan() || self.threshold <= 0.0 => Some(ErrorCode::E2204),
            _ if self.most <= 0 => Some(ErrorCode::E2205),
            _ if !exceeded.is_empty() => return Err(refused(ErrorCode::E2206, &exceeded)),
            _ if self.algorithm != "MIN_MAX" && !order.fits(algorithm) => {
                return Err(refused(ErrorCode::E2213, &self.algorithm));
            }
            _ if self.data_dates.0 => Some(ErrorCode::E2209),
            _ if self.data_dates.1 => Some(ErrorCode::E2210),
            _ if self.algorithm == "MIN_MAX" => Some(ErrorCode::E2211),
            _ => None,
        };
        if let Some(code) = code {
            return Err(Refusal::of(409, code, &[]));
        }
        let spans = match self.dates {
            Some(dates) => vec![dates],
            None => periods.iter().map(|period| (period.start, period.end)).collect(),
        };
        let (threshold, ascending, most) = (self.threshold, self.ascending, self.most);
        Ok(OutlierRequest { algorithm, spans, threshold, order, ascending, most })
    }
}

fn refused(code: ErrorCode, argument: &str) -> Refusal {
    Refusal::of(409, code, &[argument])
}
