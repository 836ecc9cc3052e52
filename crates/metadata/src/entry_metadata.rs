//! What data entry needs to draw every form that a caller may fill in, in one answer: the sets, and what they refer to.

mod sql;

use std::collections::HashMap;

use afya_access::Caller;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use crate::read::{self, Asker, ListRequest};
use crate::restriction::Restriction;

const NAMES: &str = "id,code,created,lastUpdated,name,displayName";

const SETS: &str = "shortName,displayShortName,formName,displayFormName,description,displayDescription,favorite,dimensionItem,dimensionItemType,\
    periodType,categoryCombo[id],mobile,version,expiryDays,timelyDays,notifyCompletingUser,openFuturePeriods,openPeriodsAfterCoEndDate,\
    fieldCombinationRequired,validCompleteOnly,noValueRequiresComment,skipOffline,dataElementDecoration,renderAsTabs,renderHorizontally,\
    compulsoryFieldsCompleteOnly,formType,displayOptions,dataEntryForm[id],dataInputPeriods[period,openingDate,closingDate],\
    dataSetElements[dataElement[id],categoryCombo[id]],compulsoryDataElementOperands[dataElement[id],categoryOptionCombo[id]],\
    indicators::pluck,sections[id,code,name,displayName,description,created,lastUpdated,sortOrder,showRowTotals,\
    showColumnTotals,disableDataElementAutoGroup,displayOptions,dataElements::pluck,indicators::pluck,\
    greyedFields[dataElement[id],categoryOptionCombo[id]]]";

const ELEMENTS: &str = "displayShortName,displayFormName,description,valueType,aggregationType,zeroIsSignificant,categoryCombo[id],\
    optionSet[id],commentOptionSet[id],lastUpdatedBy";

const INDICATORS: &str = "shortName,displayShortName,displayFormName,favorite,dimensionItem,dimensionItemType,annualized,decimals,numerator,\
    numeratorDescription,displayNumeratorDescription,denominator,denominatorDescription,displayDenominatorDescription,\
    indicatorType[factor]";

const COMBOS: &str = "dataDimensionType,skipTotal,isDefault,categories::pluck,categoryOptionCombos[id,code,name,displayName,categoryOptions::pluck]";

const COMBOS_OF_SETS: &str = "dataDimensionType,skipTotal,isDefault,categories::pluck";

const CATEGORIES: &str = "shortName,displayShortName,displayFormName,favorite,allItems,dimension,dimensionType,dataDimension,dataDimensionType,\
    categoryOptions::pluck";

const OPTIONS: &str = "shortName,displayShortName,displayFormName,dimensionItem,dimensionItemType,isDefault,startDate,endDate,\
    organisationUnits::pluck";

const OPTION_SETS: &str = "version,valueType,options[id,code,displayName]";

/// The answer, as JSON text.
///
/// # Errors
/// When the database cannot be reached.
pub async fn entry_metadata(connection: &mut Connection, asker: Asker<'_>) -> Result<String, Fault> {
    let caller = asker.caller;
    let lists: [(&str, &str, Vec<Restriction>); 8] = [
        ("dataSet", SETS, vec![sql::writable_sets(caller)]),
        ("dataElement", ELEMENTS, vec![sql::elements_of(caller)]),
        ("indicator", INDICATORS, vec![sql::indicators_of(caller)]),
        ("categoryCombo", COMBOS, vec![sql::combos_of_elements(caller)]),
        ("categoryCombo", COMBOS_OF_SETS, sql::other_combos_of_sets(caller).into()),
        ("category", CATEGORIES, vec![sql::categories_of(caller)]),
        ("categoryOption", OPTIONS, vec![sql::options_of(caller)]),
        ("optionSet", OPTION_SETS, vec![sql::option_sets_of(caller)]),
    ];
    let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, fields, extra) in lists {
        let Some(of) = registry().by_name(name) else { continue };
        let fields = FieldTree::parse(&format!("{NAMES},{fields}"));
        let request = ListRequest { fields, extra, ..ListRequest::default() };
        let mut objects = read::list(connection, asker, of, &request).await?.objects;
        objects = match of.name {
            "dataSet" => with_units(connection, caller, objects).await?,
            "indicator" => exploded(connection, objects).await?,
            _ => objects,
        };
        match parts.last_mut().filter(|(plural, _)| *plural == of.plural) {
            Some((_, all)) => all.extend(objects),
            None => parts.push((of.plural, objects)),
        }
    }
    let parts: Vec<String> =
        parts.iter().map(|(plural, objects)| format!("\"{plural}\":[{}]", objects.join(","))).collect();
    Ok(format!("{{{}}}", parts.join(",")))
}

/// Data sets with those of their units where the caller enters data.
async fn with_units(
    connection: &mut Connection,
    caller: &Caller,
    sets: Vec<String>,
) -> Result<Vec<String>, Fault> {
    let paths = caller.org_units.iter().map(|unit| unit.path.clone()).collect();
    let rows = connection.rows(&sql::units_of_sets(paths)).await?;
    let mut units: HashMap<String, Vec<String>> =
        rows.iter().map(|row| (row.get("uid"), row.get("units"))).collect();
    Ok(changed(sets, |set| {
        let found = set.get("id").and_then(Value::as_str).and_then(|uid| units.remove(uid));
        set.insert("organisationUnits".to_owned(), found.unwrap_or_default().into());
    }))
}

/// Objects, changed one by one.
fn changed(objects: Vec<String>, mut change: impl FnMut(&mut Map<String, Value>)) -> Vec<String> {
    let change_text = |text: String| match serde_json::from_str::<Map<String, Value>>(&text) {
        Ok(mut object) => {
            change(&mut object);
            Value::Object(object).to_string()
        }
        Err(_) => text,
    };
    objects.into_iter().map(change_text).collect()
}

/// Indicators with their expressions also as data entry computes them: with the values of constants and the sizes of groups
/// of org units in the place of their names.
async fn exploded(connection: &mut Connection, indicators: Vec<String>) -> Result<Vec<String>, Fault> {
    if indicators.is_empty() {
        return Ok(indicators);
    }
    let rows = connection.rows(&sql::constants()).await?;
    let numbers: HashMap<String, String> =
        rows.iter().map(|row| (row.get("name"), row.get("number"))).collect();
    Ok(changed(indicators, |indicator| {
        for (key, exploded) in [("numerator", "explodedNumerator"), ("denominator", "explodedDenominator")] {
            if let Some(expression) = indicator.get(key).and_then(Value::as_str) {
                let text = with_numbers(expression, &numbers);
                indicator.insert(exploded.to_owned(), text.into());
            }
        }
    }))
}

/// An expression with numbers in the place of `C{...}` and `OUG{...}`.
fn with_numbers(expression: &str, numbers: &HashMap<String, String>) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(open) = rest.find('{') {
        let name_at = rest[..open]
            .rfind(|sign: char| !sign.is_ascii_alphabetic())
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let close = rest[open..].find('}').map_or(rest.len(), |length| open + length + 1);
        text.push_str(&rest[..name_at]);
        let item = &rest[name_at..close];
        text.push_str(numbers.get(item).map_or(item, String::as_str));
        rest = &rest[close..];
    }
    text.push_str(rest);
    text
}

/// The condition that a validation rule is checked by the form of a data set.
pub fn rules_of(set: &str) -> Restriction {
    sql::rules_of(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_sizes_of_groups_become_numbers() {
        let numbers =
            HashMap::from([("C{a}".to_owned(), "0.04".to_owned()), ("OUG{g}".to_owned(), "12".to_owned())]);
        assert_eq!(with_numbers("#{e.c} * C{a}/OUG{g}", &numbers), "#{e.c} * 0.04/12");
        assert_eq!(with_numbers("é{x} + C{unknown} + C{", &numbers), "é{x} + C{unknown} + C{");
    }
}
