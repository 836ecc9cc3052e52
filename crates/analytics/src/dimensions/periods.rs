//! The dimension `pe`: periods by identifier and by the words that stand for them.

use afya_model::period::{Period, RelativePeriod, RelativeSettings};
use afya_model::{ErrorCode, Refusal};
use jiff::civil::Date;

/// The resolved dimension.
#[derive(Clone, Debug, Default)]
pub struct Periods {
    /// The periods, each once, in order.
    pub periods: Vec<Period>,
    /// The words that were asked for, with their names.
    pub keywords: Vec<(String, String)>,
}

/// Resolves the items of `pe`; relative periods count from a day and come sorted among themselves.
///
/// # Errors
/// 409 E7611 for what is no period, E7124 when none is given.
pub fn resolve(items: &[String], relative_to: Date, settings: &RelativeSettings) -> Result<Periods, Refusal> {
    let mut resolved = Periods::default();
    let mut relative: Vec<Period> = Vec::new();
    for item in items {
        if let Some(word) = RelativePeriod::parse(item) {
            relative.extend(word.periods(relative_to, settings));
            resolved.keywords.push((item.clone(), word.display_name().to_owned()));
        } else {
            let period = Period::parse(item).map_err(|_| Refusal::of(409, ErrorCode::E7611, &[item]))?;
            resolved.periods.push(period);
        }
    }
    resolved.periods.extend(relative);
    let mut seen: Vec<String> = Vec::new();
    resolved.periods.retain(|period| {
        let id = period.id();
        let new = !seen.contains(&id);
        seen.push(id);
        new
    });
    if resolved.periods.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7124, &["pe"]));
    }
    Ok(resolved)
}
