//! What data entry needs to draw every form that a caller may fill in, in one answer: the sets, and what they refer to.

mod sql;

use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::{Connection, Fault};

use crate::read::{self, Asker, ListRequest};
use crate::restriction::Restriction;

const NAMES: &str = "id,code,created,lastUpdated,name,displayName";

const SETS: &str = "shortName,displayShortName,formName,displayFormName,description,displayDescription,favorite,dimensionItem,dimensionItemType,\
    periodType,categoryCombo[id],mobile,version,expiryDays,timelyDays,notifyCompletingUser,openFuturePeriods,openPeriodsAfterCoEndDate,\
    fieldCombinationRequired,validCompleteOnly,noValueRequiresComment,skipOffline,dataElementDecoration,renderAsTabs,renderHorizontally,\
    compulsoryFieldsCompleteOnly,formType,displayOptions,dataEntryForm[id],dataInputPeriods[period,openingDate,closingDate],\
    dataSetElements[dataElement[id],categoryCombo[id]],compulsoryDataElementOperands[dataElement[id],categoryOptionCombo[id]],\
    indicators::pluck,organisationUnits::pluck,sections[id,name,displayName,description,created,lastUpdated,sortOrder,showRowTotals,\
    showColumnTotals,disableDataElementAutoGroup,displayOptions,dataElements::pluck,indicators::pluck,\
    greyedFields[dataElement[id],categoryOptionCombo[id]]]";

const ELEMENTS: &str = "shortName,displayShortName,formName,displayFormName,description,displayDescription,valueType,aggregationType,\
    zeroIsSignificant,categoryCombo[id],optionSet[id],commentOptionSet[id],url,lastUpdatedBy";

const INDICATORS: &str = "shortName,displayShortName,displayFormName,favorite,dimensionItem,dimensionItemType,annualized,decimals,numerator,\
    numeratorDescription,displayNumeratorDescription,denominator,denominatorDescription,displayDenominatorDescription,explodedNumerator,\
    explodedDenominator,indicatorType[factor]";

const COMBOS: &str = "dataDimensionType,skipTotal,isDefault,categories::pluck,categoryOptionCombos[id,code,name,displayName,categoryOptions::pluck]";

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
    let sets = sql::writable_sets(asker.caller);
    let lists: [(&str, &str, Restriction); 7] = [
        ("dataSet", SETS, sets.clone()),
        ("dataElement", ELEMENTS, sql::elements_of(asker.caller)),
        ("indicator", INDICATORS, sql::indicators_of(asker.caller)),
        ("categoryCombo", COMBOS, sql::combos_of(asker.caller)),
        ("category", CATEGORIES, sql::categories_of(asker.caller)),
        ("categoryOption", OPTIONS, sql::options_of(asker.caller)),
        ("optionSet", OPTION_SETS, sql::option_sets_of(asker.caller)),
    ];
    let mut parts = Vec::new();
    for (name, fields, restriction) in lists {
        let Some(of) = registry().by_name(name) else { continue };
        let fields = FieldTree::parse(&format!("{NAMES},{fields}"));
        let request = ListRequest { fields, extra: vec![restriction], ..ListRequest::default() };
        let page = read::list(connection, asker, of, &request).await?;
        parts.push(format!("\"{}\":[{}]", of.plural, page.objects.join(",")));
    }
    Ok(format!("{{{}}}", parts.join(",")))
}
