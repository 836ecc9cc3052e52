//! Indicators and expression items: their formulas, and those of the indicators that they name.

use std::collections::BTreeMap;

use afya_access::Caller;
use afya_expression::{Expression, Item, ItemKind, parse};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};

use super::org_units::OrgUnitOptions;
use crate::sql::indicators as sql;

/// A formula to compute for every cell.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// What is divided.
    pub numerator: Expression,
    /// What it is divided by.
    pub denominator: Expression,
    /// What the quotient is multiplied by.
    pub factor: i64,
    /// Whether the figure is that of a year at the same pace.
    pub is_annualized: bool,
    /// How many places the figure is rounded to; two when absent.
    pub decimals: Option<i32>,
}

/// Indicators by identifier.
pub type Indicators = BTreeMap<String, Indicator>;

impl Indicator {
    /// The items of both sides.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.numerator.items().into_iter().chain(self.denominator.items())
    }

    /// The indicators that the formula names.
    fn named(&self) -> Vec<String> {
        self.items()
            .filter(|item| item.kind == ItemKind::Indicator)
            .filter_map(|item| item.parts.first().cloned())
            .collect()
    }
}

/// What was found: an identifier, a name and a formula.
pub struct Found {
    /// The identifier.
    pub uid: String,
    /// The name to show.
    pub name: String,
    /// The formula.
    pub indicator: Indicator,
}

/// The indicators and expression items among these identifiers that the caller may read.
///
/// # Errors
/// 409 for a formula that cannot be read.
pub async fn resolve(
    connection: &Connection,
    caller: &Caller,
    uids: &[String],
    options: &OrgUnitOptions,
) -> Result<Vec<Found>, Fault> {
    if uids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = connection.rows(&sql::indicators(caller, uids, options)).await?;
    Ok(rows.iter().map(found).collect::<Result<_, _>>()?)
}

/// All indicators that these name, and those that they name in turn, whoever may read them.
///
/// # Errors
/// 409 E7116 when indicators name each other in a circle.
pub async fn nested<'a>(
    connection: &Connection,
    indicators: impl Iterator<Item = &'a Indicator>,
    options: &OrgUnitOptions,
) -> Result<Indicators, Fault> {
    let mut nested = Indicators::new();
    let mut missing: Vec<String> = indicators.flat_map(Indicator::named).collect();
    while !missing.is_empty() {
        let rows = connection.rows(&sql::nested(&missing, options)).await?;
        missing.clear();
        for row in &rows {
            let found = found(row)?;
            missing.extend(found.indicator.named());
            nested.insert(found.uid, found.indicator);
        }
        missing.retain(|uid| !nested.contains_key(uid));
    }
    match circle(&nested) {
        Some(uid) => Err(Refusal::of(409, ErrorCode::E7116, &[&uid]).into()),
        None => Ok(nested),
    }
}

/// An indicator that cannot be computed before itself.
fn circle(indicators: &Indicators) -> Option<String> {
    let mut settled: Vec<&str> = Vec::new();
    while settled.len() < indicators.len() {
        let before = settled.len();
        for (uid, indicator) in indicators {
            let is_open =
                |named: &String| indicators.contains_key(named) && !settled.contains(&named.as_str());
            if !settled.contains(&uid.as_str()) && !indicator.named().iter().any(is_open) {
                settled.push(uid);
            }
        }
        if settled.len() == before {
            return indicators.keys().find(|uid| !settled.contains(&uid.as_str())).cloned();
        }
    }
    None
}

fn found(row: &Row) -> Result<Found, Refusal> {
    let expression = |column: &str| {
        let text: Option<String> = row.get(column);
        let text = text.unwrap_or_default();
        let expression = parse(&text).map_err(|sentence| Refusal::new(409, sentence))?;
        Ok::<_, Refusal>(expression.lifted(&text))
    };
    let indicator = Indicator {
        numerator: expression("numerator")?,
        denominator: expression("denominator")?,
        factor: i64::from(row.get::<_, i32>("factor")),
        is_annualized: row.get("annualized"),
        decimals: row.get("decimals"),
    };
    Ok(Found { uid: row.get("uid"), name: row.get("name"), indicator })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(numerator: &str) -> Indicator {
        let (numerator, denominator) = (parse(numerator).unwrap(), parse("1").unwrap());
        Indicator { numerator, denominator, factor: 1, is_annualized: false, decimals: None }
    }

    #[test]
    fn indicators_that_name_each_other_are_a_circle() {
        let chain = Indicators::from([
            ("aaaaaaaaaaa".to_owned(), indicator("N{bbbbbbbbbbb}")),
            ("bbbbbbbbbbb".to_owned(), indicator("N{ccccccccccc} + N{ccccccccccc}")),
            ("ccccccccccc".to_owned(), indicator("2")),
        ]);
        assert_eq!(circle(&chain), None);
        let circular = Indicators::from([
            ("aaaaaaaaaaa".to_owned(), indicator("N{bbbbbbbbbbb}")),
            ("bbbbbbbbbbb".to_owned(), indicator("N{aaaaaaaaaaa}")),
        ]);
        assert_eq!(circle(&circular).as_deref(), Some("aaaaaaaaaaa"));
    }
}
