//! Data Set.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, FORM_TYPE};
use super::expressions::{first_legend_set, translated};
use crate::builder::{Builder, boolean, complex, constant, integer, list, number, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn data_set() -> Type {
    Builder::new("dataSet", "dataSets", "org.hisp.dhis.dataset.DataSet")
        .endpoint("/dataSets")
        .table("dataset", Some("datasetid"))
        .order(1310)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATASET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_DATASET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_DATASET_DELETE"])
        .references(&[
            "org.hisp.dhis.user.UserGroup",
            "org.hisp.dhis.dataelement.DataElementOperand",
            "org.hisp.dhis.dataapproval.DataApprovalWorkflow",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.dataset.Section",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.interpretation.Interpretation",
            "org.hisp.dhis.indicator.Indicator",
            "org.hisp.dhis.category.CategoryCombo",
            "org.hisp.dhis.dataentryform.DataEntryForm",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").required().long(255),
            set("compulsoryDataElementOperands", "org.hisp.dhis.dataelement.DataElementOperand", Reference)
                .item("compulsoryDataElementOperand")
                .join("datasetoperands", "datasetid", "dataelementoperandid")
                .nameable()
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            boolean("compulsoryFieldsCompleteOnly").column("compulsoryfieldscompleteonly").long(255),
            boolean("dataElementDecoration").column("dataelementdecoration").long(255),
            reference("dataEntryForm", "org.hisp.dhis.dataentryform.DataEntryForm").by("dataentryform").long(255).cascade("all"),
            set("dataInputPeriods", "org.hisp.dhis.dataset.DataInputPeriod", Complex)
                .children("datasetid")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan")
                .answered(
                    "(select coalesce(json_agg(json_build_object('period', json_build_object('id', p.iso), 'openingDate', \
                     to_char(i.openingdate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'closingDate', \
                     to_char(i.closingdate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')) order by i.datainputperiodid), '[]'::json) \
                     from datainputperiod i join period p using (periodid) where i.datasetid = {t}.datasetid)",
                ),
            set("dataSetElements", "org.hisp.dhis.dataset.DataSetElement", Complex)
                .item("dataSetElement")
                .children("datasetid")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("displayFormName").read_only().sortable().expression(translated!("{t}", "name", "NAME")),
            text("displayOptions").json("displayoptions").length(0, 50000).answered("{t}.displayoptions::text"),
            number("expiryDays").column("expirydays").long(2147483647).min(-2147483648.0),
            boolean("fieldCombinationRequired").column("fieldcombinationrequired").long(255),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            constant("formType", "org.hisp.dhis.dataset.FormType", FORM_TYPE).read_only().expression("case when {t}.dataentryform is not null then 'CUSTOM' when exists (select from section x where x.datasetid = {t}.datasetid) then 'SECTION' else 'DEFAULT' end"),
            set("indicators", "org.hisp.dhis.indicator.Indicator", Reference)
                .item("indicator")
                .join("datasetindicators", "datasetid", "indicatorid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.indicator.Indicator.dataSets"),
            set("interpretations", "org.hisp.dhis.interpretation.Interpretation", Reference)
                .item("interpretation")
                .children("datasetid")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only().related(first_legend_set!("datasetlegendsets", "datasetid"), "{o}.maplegendsetid", "LegendSet"),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference)
                .join("datasetlegendsets", "datasetid", "legendsetid")
                .sorted_by("sort_order")
                .min(0.0),
            boolean("mobile").column("mobile").required().long(255),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            boolean("noValueRequiresComment").column("novaluerequirescomment").long(255),
            reference("notificationRecipients", "org.hisp.dhis.user.UserGroup").by("notificationrecipients").long(255),
            boolean("notifyCompletingUser").column("notifycompletinguser").long(255),
            integer("openFuturePeriods").column("openfutureperiods").any_integer(),
            integer("openPeriodsAfterCoEndDate").column("openperiodsaftercoenddate").any_integer(),
            set("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .field("sources")
                .join("datasetsource", "datasetid", "sourceid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnit.dataSets"),
            text("periodType")
                .klass("org.hisp.dhis.period.PeriodType")
                .period_type("periodtypeid")
                .composite()
                .unsorted()
                .many_to_one()
                .required()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            boolean("renderAsTabs").column("renderastabs").long(255),
            boolean("renderHorizontally").column("renderhorizontally").long(255),
            set("sections", "org.hisp.dhis.dataset.Section", Reference)
                .item("section")
                .children("datasetid")
                .sorted_by("sortorder")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            boolean("skipOffline").column("skipoffline").long(255),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            number("timelyDays").column("timelydays").long(2147483647),
            boolean("validCompleteOnly").column("validcompleteonly").long(255),
            integer("version").column("version").any_integer(),
            reference("workflow", "org.hisp.dhis.dataapproval.DataApprovalWorkflow").by("workflowid").long(255),
        ])
        .build()
}
