//! Exceptions from locks: units that may enter data of a set for a period after its days are over.

use afya_access::Caller;
use afya_model::Refusal;
use afya_store::{Connection, Fault};
use jiff::civil::DateTime;

use crate::export;
use crate::sql::locks as sql;
use crate::values::period_key;

/// Which exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those at these units.
    Units(Vec<String>),
    /// Those of these data sets.
    Sets(Vec<String>),
    /// Those of these periods.
    Periods(Vec<String>),
}

impl Filter {
    /// A filter such as `dataSet.id:in:[a,b]`; nothing for a property that exceptions are not filtered by.
    ///
    /// # Errors
    /// 400 for what is no filter.
    pub fn parse(text: &str) -> Result<Option<Filter>, Refusal> {
        let mut parts = text.splitn(3, ':');
        let (Some(property), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Refusal::bad_request(format!("Invalid filter: {text}")));
        };
        let values = match operator.to_lowercase().as_str() {
            "eq" => vec![value.to_owned()],
            "in" => {
                let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
                let list = list.ok_or_else(|| Refusal::bad_request(format!("Invalid query: {value}")))?;
                list.split(',').map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        Ok(match property.to_lowercase().as_str() {
            "organisationunit.id" => Some(Filter::Units(values)),
            "dataset.id" => Some(Filter::Sets(values)),
            "period" => Some(Filter::Periods(values)),
            _ => None,
        })
    }
}

/// A page of exceptions, each as JSON text, and how many there are on all pages.
///
/// # Errors
/// 404 for a key that there is not.
pub async fn list(
    connection: &mut Connection,
    key: Option<&str>,
    filters: &[Filter],
    window: Option<(i64, i64)>,
) -> Result<(Vec<String>, i64), Fault> {
    let number = key.map(|key| key.parse().unwrap_or_default());
    let mut rows = connection.rows(&sql::list(number, filters, window)).await?;
    if let Some(key) = key.filter(|_| rows.is_empty()) {
        return Err(Refusal::not_found(format!("Cannot find LockException with key: {key}")).into());
    }
    let mut total = rows.first().map_or(0, |row| row.get("total"));
    let exceptions = rows.iter().map(|row| row.get("exception")).collect();
    if rows.is_empty() && window.is_some() {
        rows = connection.rows(&sql::list(number, filters, Some((1, 0)))).await?;
        total = rows.first().map_or(0, |row| row.get("total"));
    }
    Ok((exceptions, total))
}

/// The data sets and periods that have exceptions, each as JSON text.
///
/// # Errors
/// When the database cannot be reached.
pub async fn combinations(connection: &mut Connection) -> Result<Vec<String>, Fault> {
    Ok(connection.rows(&sql::combinations()).await?.iter().map(|row| row.get("exception")).collect())
}

/// Adds exceptions of a data set, which there is, for a period at those of the units that have the set.
///
/// # Errors
/// 400 for a wrong period; 409 for a unit that there is not, or when none has the set; 403 outside the caller's units.
pub async fn add(
    connection: &mut Connection,
    caller: &Caller,
    set: &str,
    period: &str,
    units: &[String],
) -> Result<(), Fault> {
    let period = export::period(period)?;
    if units.is_empty() {
        return Err(Refusal::conflict("OrganisationUnit ID is invalid.").into());
    }
    let rows = connection.rows(&sql::units(units, set)).await?;
    for uid in units {
        let row = rows.iter().find(|row| row.get::<_, &str>("uid") == uid);
        let row =
            row.ok_or_else(|| Refusal::conflict(format!("Can't find OrganisationUnit with id ={uid}")))?;
        if !caller.is_super() && !caller.may_capture_in(row.get("path")) {
            let sentence = "You can only add a lock exceptions to your data capture organisation units.";
            return Err(Refusal::forbidden(sentence).into());
        }
    }
    let assigned: Vec<String> =
        rows.iter().filter(|row| row.get("assigned")).map(|row| row.get("uid")).collect();
    if assigned.is_empty() {
        return Err(Refusal::conflict(format!(
            "None of the target organisation unit(s) {} is linked to the specified data set: {set}",
            units.join(",")
        ))
        .into());
    }
    connection.begin().await?;
    let period = period_key(connection, &period).await?;
    connection.execute(&sql::add(set, period, &assigned)).await?;
    connection.commit().await
}

/// Removes the exceptions of a data set for a period, at one unit or everywhere.
///
/// # Errors
/// 400 for a wrong period.
pub async fn remove(
    connection: &mut Connection,
    set: &str,
    period: &str,
    unit: Option<&str>,
) -> Result<(), Fault> {
    let period = export::period(period)?;
    connection.execute(&sql::remove(set, &period.id(), unit)).await?;
    Ok(())
}

/// Removes the exceptions that were given before a moment (UTC); how many.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget_before(connection: &mut Connection, moment: DateTime) -> Result<u64, Fault> {
    connection.execute(&sql::forget_before(&moment.to_string())).await
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn filters_are_of_units_sets_and_periods() {
        let one = Filter::parse("dataSet.id:eq:VUTdU4i7epx").unwrap();
        assert_eq!(one, Some(Filter::Sets(vec!["VUTdU4i7epx".into()])));
        let some = Filter::parse("period:in:[202501,202502]").unwrap();
        assert_eq!(some, Some(Filter::Periods(vec!["202501".into(), "202502".into()])));
        assert_eq!(Filter::parse("name:eq:x").unwrap(), None);
        assert!(Filter::parse("period").is_err() && Filter::parse("period:in:202501").is_err());
    }
}
