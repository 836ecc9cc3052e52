//! Aggregate Data Exchange.

use crate::builder::{Builder, boolean, complex, set};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn aggregate_data_exchange() -> Type {
    Builder::new("aggregateDataExchange", "aggregateDataExchanges", "org.hisp.dhis.dataexchange.aggregate.AggregateDataExchange")
        .endpoint("/aggregateDataExchanges")
        .table("aggregatedataexchange", Some("aggregatedataexchangeid"))
        .order(1900)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_AGGREGATE_DATA_EXCHANGE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_AGGREGATE_DATA_EXCHANGE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_AGGREGATE_DATA_EXCHANGE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("source", "org.hisp.dhis.dataexchange.aggregate.Source").json("source").required().length(0, 255),
            complex("target", "org.hisp.dhis.dataexchange.aggregate.Target").json("target").required().length(0, 255),
        ])
        .build()
}
