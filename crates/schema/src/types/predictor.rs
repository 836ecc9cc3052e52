//! Predictor.

use super::constants::ORGANISATION_UNIT_DESCENDANTS;
use crate::builder::{Builder, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn predictor() -> Type {
    Builder::new("predictor", "predictors", "org.hisp.dhis.predictor.Predictor")
        .endpoint("/predictors")
        .table("predictor", Some("predictorid"))
        .order(2001)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PREDICTOR_ADD"])
        .authority(AuthorityType::Delete, &["F_PREDICTOR_DELETE"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitLevel",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.predictor.PredictorGroup",
            "org.hisp.dhis.category.CategoryOptionCombo",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            integer("annualSampleCount").column("annualsamplecount").required().long(2147483647).range(0.0, 10.0),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            complex("generator", "org.hisp.dhis.expression.Expression")
                .by("generatorexpressionid")
                .many_to_one()
                .required()
                .unique()
                .embedded()
                .translatable_flag()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            constant("organisationUnitDescendants", "org.hisp.dhis.common.OrganisationUnitDescendants", ORGANISATION_UNIT_DESCENDANTS)
                .column("organisationunitdescendants")
                .required()
                .long(100),
            set("organisationUnitLevels", "org.hisp.dhis.organisationunit.OrganisationUnitLevel", Reference)
                .item("organisationUnitLevel")
                .join("predictororgunitlevels", "predictorid", "orgunitlevelid")
                .min(0.0),
            reference("output", "org.hisp.dhis.dataelement.DataElement").by("generatoroutput").required().nameable().long(255),
            reference("outputCombo", "org.hisp.dhis.category.CategoryOptionCombo").by("generatoroutputcombo").nameable().long(255),
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
            set("predictorGroups", "org.hisp.dhis.predictor.PredictorGroup", Reference)
                .item("predictorGroup")
                .field("groups")
                .join("predictorgroupmembers", "predictorid", "predictorgroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.predictor.PredictorGroup.members")
                .own_inverse_role(),
            complex("sampleSkipTest", "org.hisp.dhis.expression.Expression")
                .by("skiptestexpressionid")
                .many_to_one()
                .unique()
                .embedded()
                .translatable_flag()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            integer("sequentialSampleCount").column("sequentialsamplecount").required().any_integer(),
            integer("sequentialSkipCount").column("sequentialskipcount").any_integer(),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        ])
        .build()
}
